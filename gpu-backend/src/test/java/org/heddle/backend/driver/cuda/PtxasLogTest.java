package org.heddle.backend.driver.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.heddle.backend.driver.Resources;
import org.junit.jupiter.api.Test;

final class PtxasLogTest {
    private static final String LOG =
            """
            kernel.cu(4): warning #177-D: variable "unused" was declared but never referenced

            Remark: The warnings can be suppressed with "-diag-suppress <warning-number>"

            ptxas info    : (C7510) Potential Performance Loss: wgmma.mma_async instructions are serialized due to insufficient register resources in the function 'heavy'
            ptxas info    : 0 bytes gmem
            ptxas info    : Compiling entry function 'heavy' for 'sm_90a'
            ptxas info    : Function properties for heavy
                640 bytes stack frame, 756 bytes spill stores, 808 bytes spill loads
            ptxas info    : Used 32 registers, used 0 barriers, 640 bytes cumulative stack size
            ptxas info    : Compile time = 33.781 ms
            ptxas info    : Function properties for _Z6helperfi
                16 bytes stack frame, 1 bytes spill stores, 2 bytes spill loads
            ptxas info    : Compiling entry function 'saxpy' for 'sm_90a'
            ptxas info    : Function properties for saxpy
                0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
            ptxas info    : Used 10 registers, used 1 barriers, 128 bytes smem, 384 bytes cmem[0]
            """;

    @Test
    void resourcesPerEntryButNotOfDeviceFunctions() {
        assertThat(PtxasLog.resources(LOG))
                .containsExactly(
                        Map.entry("heavy", new Resources(32, 0, 756, 808, 640, 0)),
                        Map.entry("saxpy", new Resources(10, 128, 0, 0, 0, 1)));
    }

    /// Older compilers print the registers of a kernel with no function properties before.
    @Test
    void olderFormsAreRead() {
        String log =
                """
                ptxas info    : Compiling entry function 'k' for 'sm_80'
                ptxas info    : Used 24 registers, 1024 bytes smem, 368 bytes cmem[0]
                """;
        assertThat(PtxasLog.resources(log))
                .containsExactly(Map.entry("k", new Resources(24, 1024, 0, 0, 0, 0)));
    }

    @Test
    void advisoriesAndWarnings() {
        assertThat(PtxasLog.advisories(LOG))
                .hasSize(2)
                .anyMatch(line -> line.contains("(C7510) Potential Performance Loss"))
                .anyMatch(line -> line.contains("warning #177-D"));
        assertThat(PtxasLog.advisories("ptxas info : Used 3 registers")).isEmpty();
    }

    @Test
    void anythingElseIsNothing() {
        assertThat(PtxasLog.resources("nvcc fatal : no input")).isEmpty();
    }
}
