package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kernels are split where units would idle, and only there.
final class PlannerTest {
    private static Hardware machine(String name, int units, double launchSeconds) {
        Hardware h = HardwareReader.shipped(name).orElseThrow();
        return HardwareBuilder.of(h).units(units).launchSeconds(launchSeconds).build();
    }

    private static Sketch rows(long rows, long items) {
        return new Sketch()
                .axis("i", rows)
                .axis("x", items)
                .input("X[i, x]")
                .reduce(Scalar.SUM, "y[i]", "v -> v * v", "X[i, x]")
                .output("y");
    }

    /// A query of each head against many keys.
    private static Sketch decode(long heads, long keys) {
        return Streams.softmaxThenContract()
                .axis("q", heads)
                .axis("x", keys)
                .axis("d", 64)
                .axis("e", 64);
    }

    private static Plan plan(Sketch sketch, Hardware hardware) {
        return switch (Planner.plan(
                Streams.regions(sketch.diagram()), sketch.sizes(), hardware, Set.of())) {
            case Planner.Planned(Plan plan) -> plan;
            case Planner.Impossible(var why) -> throw new AssertionError(why.toString());
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 132})
    void fewRowsOfManyItemsAreSplitSoThatTheUnitsAreFilled(int units) {
        Hardware hardware = machine("h200", units, 3e-6);
        assertThat(plan(rows(1, 1 << 24), hardware))
                .isInstanceOfSatisfying(
                        Plan.Parts.class,
                        parts -> {
                            assertThat(parts.partial().cost().groups())
                                    .isGreaterThanOrEqualTo(units * 9 / 10);
                            assertThat(parts.partial().reasons().getFirst())
                                    .startsWith(
                                            "split: one kernel has 1 group for "
                                                    + units
                                                    + " units;")
                                    .contains(" parts of ")
                                    .contains(" µs instead of ")
                                    .contains("% global bytes");
                        });
    }

    /// With so many rows no unit idles.
    @Test
    void manyRowsAreNotSplit() {
        Hardware hardware = machine("h200", 16, 3e-6);
        assertThat(plan(rows(1 << 14, 1 << 10), hardware))
                .isInstanceOfSatisfying(
                        Plan.Whole.class,
                        whole ->
                                assertThat(whole.schedule().reasons())
                                        .noneMatch(reason -> reason.contains("split")));
    }

    /// The second launch takes longer than all the work.
    @Test
    void whatIsOverBeforeASecondLaunchIsNotSplit() {
        assertThat(plan(rows(1, 1 << 20), machine("h200", 16, 1))).isInstanceOf(Plan.Whole.class);
        assertThat(plan(rows(1, 256), machine("h200", 16, 3e-6))).isInstanceOf(Plan.Whole.class);
    }

    /// One unit cannot idle.
    @Test
    void nothingIsSplitForOneUnit() {
        assertThat(plan(rows(1, 1 << 20), machine("cpu", 1, 0))).isInstanceOf(Plan.Whole.class);
    }

    /// The reason is told where the accumulators cannot be merged.
    @Test
    void itemsThatGoByTwiceAreNotSplit() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 1)
                        .axis("x", 1 << 16)
                        .input("S[q, x]")
                        .reduce(Scalar.SUM, "z[q]", "s -> s", "S[q, x]")
                        .reduce(Scalar.SUM, "y[q]", "s, z -> abs(s - z)", "S[q, x]", "z[q]")
                        .output("y");
        assertThat(plan(sketch, machine("cpu", 8, 1e-9)))
                .isInstanceOfSatisfying(
                        Plan.Whole.class,
                        whole ->
                                assertThat(whole.schedule().reasons().getFirst())
                                        .isEqualTo(
                                                "not split, though it has 1 group for 8 units: its items go by 2 times"));
    }

    /// The accumulators are counted: as many parts as fill the units, or nearly, are as good as any number of them.
    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void noOtherNumberOfPartsIsMuchBetter(long heads) {
        Sketch sketch = decode(heads, 8192);
        Hardware hardware = machine("h200", 24, 3e-6);
        Plan.Parts chosen = (Plan.Parts) plan(sketch, hardware);
        StreamForm form =
                ((Scheduler.Found)
                                Scheduler.schedule(
                                        Streams.regions(sketch.diagram()),
                                        sketch.sizes(),
                                        hardware))
                        .schedule()
                        .nest()
                        .form();
        for (long length : List.of(64L, 128L, 192L, 256L, 384L, 512L, 1024L, 2048L, 4096L)) {
            Optional<Plan.Parts> other =
                    Planner.parts(form, "x", length, sketch.sizes(), hardware, Set.of());
            assertThat(other).isPresent();
            assertThat(chosen.seconds())
                    .as("parts of %d", length)
                    .isLessThan(1.1 * other.get().seconds());
        }
    }
}
