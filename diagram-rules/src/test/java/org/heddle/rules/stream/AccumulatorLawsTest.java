package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Formulas;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The check of accumulators finds what is wrong with accumulators made wrong on purpose.
final class AccumulatorLawsTest {
    private static final int TRIALS = 1000;

    private static StreamForm good() {
        return Streams.form(Streams.softmaxThenContract(), "x");
    }

    /// The form with one slot of a wire changed.
    private static StreamForm changed(
            StreamForm form, String wire, UnaryOperator<StreamForm.Slot> change) {
        SequencedMap<String, StreamForm.Accumulated> accumulated =
                new LinkedHashMap<>(form.accumulated());
        accumulated.computeIfPresent(
                wire,
                (_, a) ->
                        new StreamForm.Accumulated(
                                a.wire(),
                                a.pass(),
                                a.slots().stream().map(change).toList(),
                                a.finish(),
                                a.states()));
        return new StreamForm(
                form.region(),
                form.stream(),
                accumulated,
                form.ready(),
                form.passes(),
                form.refusals());
    }

    private static StreamForm.Slot corrected(StreamForm.Slot slot, Optional<Expr> correction) {
        return new StreamForm.Slot(
                slot.name(), slot.axes(), slot.monoid(), slot.item(), correction, slot.law());
    }

    private static AccumulatorLaws.Report check(StreamForm form) {
        return AccumulatorLaws.check(form, 1, TRIALS);
    }

    @Test
    void theDerivedCorrectionHolds() {
        AccumulatorLaws.Report report = check(good());
        assertThat(report.holds()).isTrue();
        assertThat(report.trials()).isEqualTo(TRIALS);
        assertThat(report.worst()).isLessThan(1e-9);
    }

    /// The inverse, none, one that forgets the guard of a state that has seen nothing, one that is off by a little, one that drops what was there.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exp(m' - m)",
                "1",
                "exp(m - m')",
                "exp(m - where(m' == -inf, 0, m')) * 1.0001",
                "exp(1.01 * (m - where(m' == -inf, 0, m')))",
                "where(m == m', 1, 0)",
                "0"
            })
    void awrongCorrectionHasACounterexample(String correction) {
        for (String wire : List.of("z", "O")) {
            AccumulatorLaws.Report report =
                    check(
                            changed(
                                    good(),
                                    wire,
                                    slot ->
                                            corrected(
                                                    slot,
                                                    Optional.of(Formulas.parse(correction)))));
            assertThat(report.holds()).as(correction).isFalse();
            assertThat(report.counterexample()).isPresent();
        }
    }

    /// What the region makes is drawn as it can be: of 1 and a sum of squares the logarithm has a value.
    @Test
    void whatTheRegionMakesIsDrawnOfItsSign() {
        Sketch logarithms =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 6)
                        .axis("d", 2)
                        .input("Y[q, d]", "Z[x, d]", "P[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "D[q, x]",
                                "y, z -> (y - z) * (y - z)",
                                "Y[q, d]",
                                "Z[x, d]")
                        .reduce(Scalar.SUM, "N[q]", "d -> 1 / (1 + d)", "D[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "L[q]",
                                "p, d, n -> p * log(1 / (1 + d) / n)",
                                "P[q, x]",
                                "D[q, x]",
                                "N[q]")
                        .output("L");
        StreamForm form = Streams.form(logarithms, "x");
        assertThat(form.passes()).isEqualTo(1);
        assertThat(check(form).counterexample()).isEmpty();
    }

    @Test
    void aMissingCorrectionHasACounterexample() {
        AccumulatorLaws.Report report =
                check(changed(good(), "z", slot -> corrected(slot, Optional.empty())));
        assertThat(report.holds()).isFalse();
        assertThat(report.counterexample().orElseThrow().text()).contains("z");
    }

    @Test
    void aWrongItemOrMonoidHasACounterexample() {
        assertThat(
                        check(
                                        changed(
                                                good(),
                                                "O",
                                                slot ->
                                                        new StreamForm.Slot(
                                                                slot.name(),
                                                                slot.axes(),
                                                                slot.monoid(),
                                                                Formulas.parse("exp(S - m)"),
                                                                slot.rebased(),
                                                                slot.law())))
                                .holds())
                .isFalse();
        assertThat(
                        check(
                                        changed(
                                                good(),
                                                "m",
                                                slot ->
                                                        new StreamForm.Slot(
                                                                slot.name(),
                                                                slot.axes(),
                                                                Scalar.SUM,
                                                                slot.item(),
                                                                slot.rebased(),
                                                                slot.law())))
                                .holds())
                .isFalse();
    }

    /// Without the guard of the item, a block that is masked as a whole gives exp(-inf + inf).
    @Test
    void anUnguardedItemFailsOnAMaskedBlock() {
        AccumulatorLaws.Report report =
                check(
                        changed(
                                good(),
                                "z",
                                slot ->
                                        new StreamForm.Slot(
                                                slot.name(),
                                                slot.axes(),
                                                slot.monoid(),
                                                Formulas.parse("exp(S - m)"),
                                                slot.rebased(),
                                                slot.law())));
        assertThat(report.holds()).isFalse();
        assertThat(report.counterexample().orElseThrow().text()).contains("-Infinity");
    }

    @Test
    void aWrongTailHasACounterexample() {
        StreamForm form = good();
        SequencedMap<String, StreamForm.Accumulated> accumulated =
                new LinkedHashMap<>(form.accumulated());
        accumulated.computeIfPresent(
                "O",
                (_, a) ->
                        new StreamForm.Accumulated(
                                a.wire(), a.pass(), a.slots(), Expr.arg("O"), a.states()));
        assertThat(
                        check(
                                        new StreamForm(
                                                form.region(),
                                                form.stream(),
                                                accumulated,
                                                form.ready(),
                                                form.passes(),
                                                form.refusals()))
                                .holds())
                .isFalse();
    }

    @Test
    void theSameSeedGivesTheSameReport() {
        StreamForm broken = changed(good(), "z", slot -> corrected(slot, Optional.empty()));
        assertThat(check(broken)).isEqualTo(check(broken));
        assertThat(Map.of("worst", check(good()).worst()))
                .isEqualTo(Map.of("worst", check(good()).worst()));
    }
}
