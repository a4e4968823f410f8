package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.stream.AccumulatorLaws;
import org.heddle.rules.stream.RecurrenceLaws;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.Region.Recurrence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every accumulator of every kernel of the catalogue is a homomorphism and merges associatively, and so does every state that is carried from item to item.
final class LawsOfKernelsTest {
    private static final int TRIALS = 1000;

    static List<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void hold(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        for (Kernel kernel : derive(diagram).kernels()) {
            AccumulatorLaws.Report report = AccumulatorLaws.check(kernel.form(), 29, TRIALS);
            assertThat(report.counterexample()).as(kernel.block()).isEmpty();
            assertThat(report.trials() >= TRIALS)
                    .isEqualTo(
                            !kernel.form().accumulated().isEmpty()
                                    || !recurrences(kernel.region()).isEmpty());
            assertThat(kernel.form().inOrder()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cumulative-sum", "linear-recurrence", "welford-variance"})
    void statesAreTried(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        assertThat(derive(diagram).kernels())
                .anyMatch(kernel -> !recurrences(kernel.region()).isEmpty());
    }

    /// A state whose merge is not associative, or whose unit is none, is found out.
    @Test
    void statesWithoutTheLawsAreFoundOut() throws Exception {
        Diagram diagram =
                DiagramReader.read(Catalogue.find("cumulative-sum").orElseThrow()).orThrow();
        Region region = derive(diagram).kernels().getFirst().region();
        Recurrence sum = recurrences(region).getFirst();
        Expr now = Expr.arg(sum.wire());
        Expr item = Expr.arg(sum.wire() + "'");
        assertThat(changed(sum, sum.unit(), sum.merge())).isEmpty();
        assertThat(changed(sum, Expr.num(1), sum.merge()))
                .hasValueSatisfying(law -> assertThat(law).startsWith("merge(unit, a) = a"));
        assertThat(changed(sum, sum.unit(), Expr.call(Fun.SUB, now, item))).isPresent();
        Expr mean = Expr.call(Fun.DIV, Expr.call(Fun.ADD, now, item), Expr.num(2));
        Expr guarded =
                Expr.call(
                        Fun.WHERE,
                        Expr.call(Fun.EQ, now, Expr.num(0)),
                        item,
                        Expr.call(Fun.WHERE, Expr.call(Fun.EQ, item, Expr.num(0)), now, mean));
        assertThat(changed(sum, sum.unit(), guarded)).isPresent();
    }

    private static Optional<String> changed(Recurrence r, Expr unit, Expr merge) {
        Recurrence changed =
                new Recurrence(
                        r.wire(),
                        r.axes(),
                        r.value(),
                        r.dtype(),
                        unit,
                        merge,
                        r.numbers(),
                        r.over(),
                        r.prefix());
        return new RecurrenceLaws(List.of(changed), 31).counterexample(TRIALS);
    }

    private static List<Recurrence> recurrences(Region region) {
        return region.stages().stream()
                .filter(stage -> stage instanceof Recurrence r && r.isFirst())
                .map(Recurrence.class::cast)
                .toList();
    }

    private static Derivation derive(Diagram diagram) throws Exception {
        return Deriver.derive(
                diagram,
                SizeBinder.bind(diagram, Settings.generic(diagram)),
                HardwareReader.shipped("cpu").orElseThrow());
    }
}
