package org.heddle.backend.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names of a diagram become distinct names of C.
final class IdentifiersTest {

    @Test
    void aFreeNameStays() {
        assertThat(new Identifiers(List.of()).claim("O", "array")).isEqualTo("O");
    }

    @Test
    void aTakenNameSaysWhatItIs() {
        Identifiers names = new Identifiers(List.of("row"));
        assertThat(names.claim("row", "axis")).isEqualTo("row_axis");
        assertThat(names.claim("row", "axis")).isEqualTo("row_axis_2");
        assertThat(names.claim("row_axis", "axis")).isEqualTo("row_axis_3");
    }

    @Test
    void suffixesAreClaimedTogether() {
        Identifiers names = new Identifiers(List.of());
        names.claim("q_start", "array");
        assertThat(names.claim("q", "axis", List.of("", "_start"))).isEqualTo("q_axis");
        assertThat(names.claim("q_axis_start", "array")).isEqualTo("q_axis_start_array");
    }

    @Test
    void otherLettersBecomeUnderscores() {
        Identifiers names = new Identifiers(List.of());
        assertThat(names.claim("P.m'", "tile")).isEqualTo("P_m_");
        assertThat(names.claim("P_m_", "tile")).isEqualTo("P_m__tile");
        assertThat(names.claim("2x", "tile")).isEqualTo("v2x");
    }

    @Test
    void freeDoesNotClaim() {
        Identifiers names = new Identifiers(List.of());
        assertThat(names.free("O", "kernel")).isEqualTo("O");
        assertThat(names.claim("O", "array")).isEqualTo("O");
    }

    /// Keywords, types, functions, macros and families of names, in OpenCL C, CUDA C++ and the C library.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "int",
                "kernel",
                "dot",
                "step",
                "length",
                "select",
                "template",
                "half",
                "float4",
                "uchar16",
                "convert_int4",
                "vload_half",
                "vload4",
                "get_x",
                "threadIdx",
                "atomicAdd",
                "time",
                "index",
                "y1",
                "linux",
                "M_PI",
                "__shared",
                "isnan",
                "as_float",
                "image2d_t",
                "or"
            })
    void namesOfTheLanguagesAreNeverGivenAway(String name) {
        Identifiers names = new Identifiers(List.of());
        for (String kind : List.of("array", "axis", "tile", "kernel")) {
            assertThat(names.claim(name, kind)).isNotEqualTo(name).contains(name);
        }
    }
}
