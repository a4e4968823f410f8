package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.heddle.backend.trial.TimingSet;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.json.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimingFileTest {
    /// Two problems of each family to train with, two others held out; no problem of any family is in both lists.
    @Test
    void whatIsShippedHoldsOtherSizesOut() throws Exception {
        TimingSet set = TimingFile.shipped();
        assertThat(set.families())
                .extracting(TimingSet.Family::name)
                .containsExactly(
                        "matmul",
                        "attention, full",
                        "attention, causal",
                        "attention, decode",
                        "softmax",
                        "layernorm",
                        "chain");
        assertThat(set.families()).allMatch(f -> f.training().size() == 2);
        assertThat(set.families()).allMatch(f -> f.heldOut().size() == 2);
        List<String> training = set.training().stream().map(TimingFileTest::problem).toList();
        assertThat(set.heldOut().stream().map(TimingFileTest::problem).toList())
                .doesNotContainAnyElementsOf(training);
    }

    private static String problem(TimingSet.Case one) {
        return one.diagram().name() + one.sizes().byAxis();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                     | cannot read 't.json'",
                "{ 'format': 'heddle-timing/2' }       | at /format: it is not 'heddle-timing/1'",
                "{ 'format': 'heddle-timing/1' }       | at /families: it is no list",
                "{ 'format': 'heddle-timing/1', 'families': [{ 'name': 'a' }] } | at /families/0/diagram: it is no text",
                "{ 'format': 'heddle-timing/1', 'families': [{ 'name': 'a', 'diagram': 'matmull', 'training': [], 'heldOut': [] }] } | no diagram of the catalogue is called 'matmull'",
                "{ 'format': 'heddle-timing/1', 'families': [{ 'name': 'a', 'diagram': 'matmul', 'training': ['i=x'], 'heldOut': [] }] } | at /families/0/training/0: 'i=x' is no size of an axis",
                "{ 'format': 'heddle-timing/1', 'families': [{ 'name': 'a', 'diagram': 'matmul', 'training': ['i=4'], 'heldOut': ['i=4'] }] } | which is held out"
            })
    void aFileThatCannotBeUsedSaysWhere(String text, String told) {
        assertThatThrownBy(() -> TimingFile.read(new SourceText("t.json", text.replace('\'', '"'))))
                .isInstanceOf(DiagnosticException.class)
                .hasMessageContaining(told);
    }
}
