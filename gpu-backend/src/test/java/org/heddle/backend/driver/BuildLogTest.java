package org.heddle.backend.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BuildLogTest {
    private static final String SOURCE = "one\ntwo\nthree\nfour\n";

    @Test
    void clangErrorsAreFound() {
        assertThat(first("/tmp/x.cl:3:9: error: use of undeclared identifier 'y'\n"))
                .isEqualTo(
                        "line 3: use of undeclared identifier 'y'|     2 | two|>    3 | three|     4 | four");
    }

    @Test
    void poclRepeatsClangWithTheWordErrorFirst() {
        assertThat(first("2 errors generated.\nerror: /root/x.cl:1:9: expected ';'\n"))
                .startsWith("line 1: expected ';'|>    1 | one");
    }

    @Test
    void nvccErrorsAreFoundAndWarningsPassedOver() {
        String log =
                "kernel.cu(1): warning #177-D: unused\nkernel.cu(4): error: expected a \";\"\n";
        assertThat(first(log)).isEqualTo("line 4: expected a \";\"|     3 | three|>    4 | four");
    }

    @Test
    void aLineBeyondTheSourceIsNamedButNotQuoted() {
        assertThat(first("x.cl:40:1: error: macro gone wrong"))
                .isEqualTo("line 40: macro gone wrong");
    }

    @Test
    void anErrorWithoutALineIsGivenAsItIs() {
        KernelText kernel = KernelText.cuda("k", SOURCE);
        String log =
                "ptxas info : 0 bytes gmem\nptxas error   : Entry function 'k' uses too much\n";
        DriverException failure = BuildLog.failure(kernel, log, "hint");

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.BUILD_FAILED);
        assertThat(failure.hint()).isEqualTo("hint");
        assertThat(failure)
                .hasMessageStartingWith(
                        "kernel 'k' does not build: ptxas error   : Entry function 'k' uses too"
                                + " much\n");
    }

    @Test
    void anEmptyLogIsSaidToBeEmpty() {
        assertThat(BuildLog.failure(KernelText.cuda("k", SOURCE), " ", ""))
                .hasMessage("kernel 'k' does not build: the compiler gave no reason");
    }

    private static String first(String log) {
        return BuildLog.firstError(SOURCE, log).orElseThrow().replace(System.lineSeparator(), "|");
    }
}
