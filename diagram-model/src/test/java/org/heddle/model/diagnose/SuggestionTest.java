package org.heddle.model.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KNOWN =
            List.of("contract", "map", "reduce", "softmax", "q", "x");

    @ParameterizedTest
    @CsvSource({
        "contrct, contract",
        "cotnract, contract",
        "Softmax, softmax",
        "sfotmx, softmax",
        "mpa, map",
        "Q, q",
        "redcue, reduce"
    })
    void nearNamesAreFound(String name, String meant) {
        assertThat(Suggestion.nearest(name, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"z", "conv", "weighting", "maximum"})
    void farNamesAreNot(String name) {
        assertThat(Suggestion.nearest(name, KNOWN)).isEmpty();
    }

    @Test
    void helpListsFewCandidates() {
        assertThat(Suggestion.help("zz", List.of("a", "b"))).containsExactly("known: a, b");
        assertThat(Suggestion.help("zz", List.of())).isEmpty();
    }
}
