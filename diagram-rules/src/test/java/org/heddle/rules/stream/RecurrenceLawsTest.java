package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Formulas;
import org.heddle.rules.Sketch;
import org.heddle.rules.derive.Explanations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// States that take in items one after the other are tried before parts of their axis are merged.
final class RecurrenceLawsTest {
    /// A reduction over `x` of pairs `(A[q, x], B[q, x])`, in order.
    private static StreamForm form(String a, String unitA, String b, String unitB) {
        Monoid.User monoid =
                new Monoid.User(
                        "mine",
                        List.of(
                                new Monoid.Component(
                                        "a", DType.F32, Formulas.parse(unitA), Formulas.parse(a)),
                                new Monoid.Component(
                                        "b", DType.F32, Formulas.parse(unitB), Formulas.parse(b))));
        Diagram sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 8)
                        .input("A[q, x]", "B[q, x]")
                        .wire("a[q]")
                        .wire("b[q]")
                        .output("a", "b")
                        .unchecked();
        Box box =
                new Box(
                        "both",
                        new Op.Reduce(monoid, Sketch.fn("a, b -> (a, b)")),
                        List.of(new Port("A", List.of("q", "x")), new Port("B", List.of("q", "x"))),
                        List.of(new Port("a", List.of("q")), new Port("b", List.of("q"))));
        Diagram diagram =
                new Diagram(
                        "recurrence",
                        sketch.axes().values(),
                        sketch.wires().values(),
                        sketch.inputs(),
                        sketch.outputs(),
                        List.of(),
                        List.of(box),
                        List.of());
        List<StreamForm> forms = new ArrayList<>();
        Streams.regions(diagram).forEach(r -> forms.addAll(StreamAnalyzer.candidates(r)));
        return forms.getFirst();
    }

    @Test
    void compositionOfAffineMapsMergesInParts() {
        StreamForm form = form("a * a'", "1", "b * a' + b'", "0");
        assertThat(form.inOrder()).isEmpty();
        assertThat(Split.obstacle(form, "x")).isEmpty();
        AccumulatorLaws.Report report = AccumulatorLaws.check(form, 1, 1000);
        assertThat(report.holds()).isTrue();
        assertThat(report.trials()).isEqualTo(1000);
        assertThat(Explanations.accumulators(form))
                .anyMatch(line -> line.contains("]  ← a * a'"))
                .anyMatch(line -> line.contains("associative, (1, 0) neutral"));
    }

    /// The wrong order of the maps, a factor that is forgotten, a unit that is none, a mean: each is still computed in order, and never in parts.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a * a'       ; 1 ; b' * a + b'       ; 0 ; b",
                "a * a'       ; 1 ; b * (a' + 1) + b' ; 0 ; b",
                "a * a'       ; 1 ; b * a' + b'       ; 1 ; b",
                "(a + a') / 2 ; 0 ; b + b'            ; 0 ; a"
            })
    void whatFailsItsLawIsTakenInOrder(
            String a, String unitA, String b, String unitB, String number) {
        StreamForm form = form(a, unitA, b, unitB);
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.inOrder()).containsOnlyKeys("a");
        assertThat(form.inOrder().get("a")).contains("fails for " + number);
        assertThat(Split.obstacle(form, "x"))
                .hasValueSatisfying(why -> assertThat(why).contains("a do not merge: merge("));
        AccumulatorLaws.Report report = AccumulatorLaws.check(form, 1, 1000);
        assertThat(report.holds()).isFalse();
        assertThat(report.counterexample().orElseThrow().wire()).isEqualTo("a");
        assertThat(Explanations.accumulators(form))
                .anyMatch(line -> line.contains("do not merge: merge("));
    }

    @Test
    void theSameSeedFindsTheSameCounterexample() {
        Expr merge = Formulas.parse("s * 2 + s'");
        Region.Recurrence wrong =
                new Region.Recurrence(
                        "s",
                        List.of("q"),
                        Formulas.parse("sigmoid(v)"),
                        DType.F32,
                        Expr.num(0),
                        merge,
                        List.of("s"),
                        List.of("x"),
                        Region.Kept.LAST);
        String first = new RecurrenceLaws(List.of(wrong), 3).counterexample(100).orElseThrow();
        assertThat(new RecurrenceLaws(List.of(wrong), 3).counterexample(100)).hasValue(first);
    }
}
