package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `heddle grad`: the gradients of a diagram, as a diagram.
final class GradTest {
    private static final String TEXT = "P[q, x] = softmax[x](S[q, x] * t[q])";

    @Test
    void theResultIsADiagramFile() {
        Cli grad = heddle("grad", "-e", TEXT);
        assertThat(grad.exit()).as(grad.err()).isZero();
        assertThat(grad.err()).isEmpty();
        assertThat(grad.out()).isEqualTo(heddle("grad", "-e", TEXT, "--json").out());
        Cli shown = Cli.withInput(grad.out(), "show", "-");
        assertThat(shown.out()).isEqualTo(heddle("grad", "-e", TEXT, "--text").out());
        Cli checked = Cli.withInput(grad.out(), "check", "-");
        assertThat(checked.exit()).as(checked.out()).isZero();
    }

    @Test
    void whatIsSavedComesIn() {
        assertThat(heddle("grad", "-e", TEXT, "--text").out())
                .startsWith("diagram-gradient(S, t, dP, P) -> dS, dt\n");
        assertThat(heddle("grad", "-e", TEXT, "--text", "--save", "none").out())
                .startsWith("diagram-gradient(S, t, dP) -> dS, dt\n");
        assertThat(heddle("grad", "-e", TEXT, "--text", "--save", "P_l", "--forward").out())
                .contains("-> P, P_l\n");
        assertThat(heddle("grad", "-e", TEXT, "--text", "--save", "none", "--forward").out())
                .isEqualTo(heddle("show", "-e", TEXT).out());
    }

    @Test
    void theInputsAreChosen() {
        assertThat(heddle("grad", "-e", TEXT, "--text", "--wrt", "t").out())
                .startsWith("diagram-gradient(S, dP, P) -> dt\n");
        assertThat(heddle("grad", "-e", TEXT, "--wrt", "t,S").out())
                .contains("\"outputs\": [\"dt\", \"dS\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "'--wrt u', is no input of diagram",
        "'--save Q', is no wire that is computed before the gradients",
        "'--save dS', is no wire that is computed before the gradients"
    })
    void whatThereIsNotIsRefused(String option, String message) {
        int gap = option.indexOf(' ');
        String value = option.substring(gap + 1);
        Cli refused = heddle("grad", "-e", TEXT, option.substring(0, gap), value);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("error[R703]: '" + value + "' " + message);
        Cli json = heddle("grad", "-e", TEXT, option.substring(0, gap), value, "--json");
        assertThat(json.json().toString()).contains("R703");
    }

    @Test
    void formsExcludeEachOther() {
        assertThat(heddle("grad", "-e", TEXT, "--text", "--json").exit()).isEqualTo(2);
        assertThat(heddle("grad", "--help").out()).contains("--wrt", "--save", "--forward");
    }
}
