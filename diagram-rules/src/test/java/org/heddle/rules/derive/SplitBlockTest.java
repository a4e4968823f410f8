package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Relation;
import org.heddle.model.equal.Verdict;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.schedule.Plan;
import org.heddle.rules.schedule.Planner;
import org.heddle.rules.stream.AccumulatorLaws;
import org.heddle.rules.stream.Split;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The law of `split`: a block in two means what it meant as one.
final class SplitBlockTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    private static Sketch rows() {
        return new Sketch().axis("q", 3).axis("x", 7).input("S[q, x]", "t[q]");
    }

    private static Sketch moments(String last) {
        return rows().reduce(Scalar.SUM, "z[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.SUM, "y[q]", "s, z -> " + last, "S[q, x]", "z[q]")
                .output("y");
    }

    private static Sketch exponentials(String sum, String last) {
        return rows().reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.SUM, "z[q]", "s, m, t -> " + sum, "S[q, x]", "m[q]", "t[q]")
                .reduce(
                        Scalar.SUM,
                        "y[q]",
                        "s, m, t, z -> " + last,
                        "S[q, x]",
                        "m[q]",
                        "t[q]",
                        "z[q]")
                .map("r[q]", "y, t -> y * t", "y[q]", "t[q]")
                .output("r", "m");
    }

    static Stream<Sketch> sketches() {
        return Stream.of(
                rows().reduce(Scalar.PROD, "y[q]", "s, t -> s - t", "S[q, x]", "t[q]").output("y"),
                rows().reduce(Scalar.MIN, "y[q]", "s -> s * s", "S[q, x]")
                        .map("r[q]", "y -> 1 + y", "y[q]")
                        .output("r", "y"),
                Streams.softmaxThenContract(),
                moments("(s - z / |x|) * (s - z / |x|)"),
                moments("pow(s - z / |x|, 3)"),
                exponentials("exp(s - m)", "(#x + 1) * (s - m - log(z))"),
                exponentials("exp(s - m)", "where(s == -inf, 0, exp(s - m) * (s - m))"),
                exponentials("exp((s - m) / abs(1 + t * t))", "exp((s - m) / abs(1 + t * t)) / z"),
                rows().reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(
                                Scalar.MIN,
                                "i[q]",
                                "s, m -> where(s == m, #x, inf)",
                                "S[q, x]",
                                "m[q]")
                        .output("i"),
                rows().reduce(
                                Scalar.SUM,
                                "y[q]",
                                "s -> where(#x <= #q and #x > #q - 2, s, 0)",
                                "S[q, x]")
                        .output("y"));
    }

    private static StreamForm form(Sketch sketch) {
        return Streams.regions(sketch.diagram()).stream()
                .flatMap(region -> StreamAnalyzer.candidates(region).stream())
                .filter(form -> Split.obstacle(form, "x").isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("sketches")
    void partsMeanTheWhole(Sketch sketch) {
        Blocks blocks = new Blocks(sketch.diagram());
        Set<String> all = new LinkedHashSet<>();
        sketch.diagram().boxes().stream().map(Box::id).forEach(all::add);
        blocks.merge(all);
        Diagram whole = blocks.asDiagram();
        for (long length : new long[] {1, 2, 3, 5, 7, 9}) {
            Plan.Parts parts =
                    Planner.parts(
                                    form(sketch),
                                    "x",
                                    length,
                                    sketch.sizes(),
                                    CPU,
                                    KernelSteps.names(whole))
                            .orElseThrow();
            SplitBlock split = SplitBlock.of(parts, blocks.body(all), whole);
            assertThat(
                            Equality.compare(
                                    whole,
                                    split.result(),
                                    new Equality.Options(3, 40, Relation.REFINES, Map.of())))
                    .as("%s by %d", split.result(), length)
                    .isInstanceOf(Verdict.Equal.class);
            assertThat(split.kernels()).hasSize(2);
        }
    }

    /// Both kernels have accumulators that are merged further: what is in parts could be in parts of parts.
    @ParameterizedTest
    @MethodSource("sketches")
    void bothFormsKeepTheLaws(Sketch sketch) {
        for (long length : new long[] {2, 50}) {
            Split split = Split.of(form(sketch), "x", length, new LinkedHashSet<>());
            for (StreamForm form : List.of(split.partial(), split.merge())) {
                AccumulatorLaws.Report report = AccumulatorLaws.check(form, 5, 1000);
                assertThat(report.counterexample()).as("%s", form.accumulated()).isEmpty();
                assertThat(form.passes()).isEqualTo(1);
            }
        }
    }
}
