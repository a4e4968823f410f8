package org.heddle.backend.driver.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.heddle.backend.driver.Counters;
import org.heddle.backend.driver.Counters.Traffic;
import org.heddle.backend.driver.DriverException;
import org.junit.jupiter.api.Test;

final class OclgrindReportTest {
    private static final String HISTOGRAMS =
            """
            Instructions executed for kernel 'first':
                         128 - getelementptr
                          32 - call _Z7barrierj()
                          16 - call _Z6vload4mPU3AS1Kf()
                           4 - call llvm.memcpy.p0i8.p1i8.i64()
                          32 - load constant (8 bytes)
                          32 - load global (128 bytes)
                          32 - load private (77 bytes)
                          32 - store global (64 bytes)

            a line that the kernel printed
            Instructions executed for kernel 'second':
                           1 - store local (4 bytes)
                           1 - load local (12 bytes)

            Instructions executed for kernel 'first':
                          32 - load global (1000000000000 bytes)
                           2 - call _Z10atomic_addPU3AS1Vii()
                           5 - call _Z6vload4mPU3AS1Kf()
            """;

    private static final String LOG =
            """

            Read-write data race at local memory address 0x1
            \tKernel: k
            \t
            \tFirst entity:  Global(1,0,0)
            \tAt line 8 (column 99) of input.cl:
            \t  t[l] = 1;
            \t

            Invalid read of size 4 at global memory address 0x80
            \tKernel: k
            \t

            Oclgrind: 2 errors generated - suppressing further errors

            """;

    @Test
    void bytesAreSummedPerKernelOverItsLaunches() {
        Counters counters = OclgrindReport.parse(HISTOGRAMS, "");

        assertThat(counters.traffic())
                .containsExactly(
                        Map.entry("first", new Traffic(1000000000128L, 64, 0, 0, 8)),
                        Map.entry("second", new Traffic(0, 0, 12, 4, 0)));
        assertThat(counters.total()).isEqualTo(new Traffic(1000000000128L, 64, 12, 4, 8));
        assertThat(counters.clean()).isTrue();
    }

    @Test
    void builtinsThatMoveBytesUnseenAreNamed() {
        assertThat(OclgrindReport.parse(HISTOGRAMS, "").uncounted())
                .containsOnly(
                        Map.entry("vload4", 21L),
                        Map.entry("llvm.memcpy.p0i8.p1i8.i64", 4L),
                        Map.entry("atomic_add", 2L));
    }

    @Test
    void reportsAreSplitAndSorted() {
        Counters counters = OclgrindReport.parse("", LOG);

        assertThat(counters.races())
                .containsExactly(
                        """
                        Read-write data race at local memory address 0x1
                          Kernel: k
                          First entity:  Global(1,0,0)
                          At line 8 (column 99) of input.cl:
                          t[l] = 1;""");
        assertThat(counters.invalidAccesses())
                .containsExactly(
                        "Invalid read of size 4 at global memory address 0x80\n  Kernel: k");
        assertThat(counters.clean()).isFalse();
    }

    @Test
    void nothingPrintedIsNothingCounted() {
        Counters counters = OclgrindReport.parse("", "");
        assertThat(counters.traffic()).isEmpty();
        assertThat(counters.total()).isEqualTo(Traffic.NONE);
    }

    @Test
    void manglingIsUndone() {
        assertThat(OclgrindReport.demangle("_Z8vstore16Dv16_fmPU3AS1f")).isEqualTo("vstore16");
        assertThat(OclgrindReport.demangle("helper")).isEqualTo("helper");
        assertThat(OclgrindReport.demangle("_Z99short")).isEqualTo("_Z99short");
    }

    @Test
    void aChosenLibraryIsTheOnlyCandidate() {
        assertThat(Oclgrind.candidates(Map.of("HEDDLE_OCLGRIND", "/x/lib.so", "PATH", "/usr/bin")))
                .containsExactly(Path.of("/x/lib.so"));
        assertThatThrownBy(() -> Oclgrind.find(Map.of("HEDDLE_OCLGRIND", "/no/such/lib.so")))
                .isInstanceOfSatisfying(
                        DriverException.class,
                        missing -> {
                            assertThat(missing.kind()).isEqualTo(DriverException.Kind.MISSING_TOOL);
                            assertThat(missing.hint()).contains("apt-get install oclgrind");
                        });
    }
}
