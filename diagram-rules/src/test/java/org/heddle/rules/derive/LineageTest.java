package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What laws make keeps where it comes from.
final class LineageTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    static Stream<String> names() {
        return Catalogue.all().keySet().stream();
    }

    private static Derivation derive(Sketch sketch) throws Exception {
        return Deriver.derive(sketch.diagram(), sketch.sizes(), CPU);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyBoxOfAKernelComesOfBoxesThatWereGiven(String name) throws Exception {
        Derivation derivation = derive(Catalogue.all().get(name));
        Lineage lineage = Lineage.of(derivation);
        Set<String> given = new LinkedHashSet<>();
        derivation.source().boxes().forEach(box -> given.add(box.id()));
        Set<String> met = new LinkedHashSet<>();
        for (Kernel kernel : derivation.kernels()) {
            for (Box box : kernel.body().boxes()) {
                assertThat(lineage.of(box.id())).as(box.id()).isNotEmpty().isSubsetOf(given);
                met.addAll(lineage.of(box.id()));
            }
        }
        assertThat(met).isEqualTo(given);
    }

    @Test
    void aMapThatBecomesPartOfASumIsOneOfItsOrigins() throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 30)
                        .axis("x", 80)
                        .input("S[q, x]")
                        .map("T[q, x]", "s -> 2 * s", "S[q, x]")
                        .reduce(Scalar.SUM, "z[q]", "t -> t * t", "T[q, x]")
                        .reduce(Scalar.SUM, "y[q]", "s -> s", "S[q, x]")
                        .output("z", "y");
        Derivation derivation = derive(sketch);
        Lineage lineage = Lineage.of(derivation);
        assertThat(lineage.of("z")).containsExactlyInAnyOrder("T", "z");
        assertThat(lineage.of("y")).containsExactly("y");
        assertThat(lineage.of("nobody")).isEmpty();
    }
}
