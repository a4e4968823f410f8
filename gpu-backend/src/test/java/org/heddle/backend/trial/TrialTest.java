package org.heddle.backend.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.heddle.backend.Sketch;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.model.diagram.Diagram;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;

/// Blockings of one diagram, timed on PoCL.
final class TrialTest {
    private static final Trial.Options FEW = new Trial.Options(4, 5, 1);

    private static TimingSet.Case product() throws Exception {
        Diagram diagram =
                new Sketch("product")
                        .axis("i", 96)
                        .axis("j", 80)
                        .axis("k", 64)
                        .input("A[i, k]", "B[k, j]")
                        .contract("C[i, j]", "A[i, k]", "B[k, j]")
                        .output("C")
                        .diagram();
        return TimingSet.family(
                        "products",
                        diagram,
                        List.of(Map.of("i", 96L, "j", 80L, "k", 64L)),
                        List.of())
                .training()
                .getFirst();
    }

    private static Hardware cpu() {
        return HardwareReader.shipped("cpu").orElseThrow();
    }

    @Test
    void blockingsAreTimedBesideEachOther() throws Exception {
        try (Driver driver = DriverTesting.openOrSkip(() -> Drivers.open("opencl:pocl"))) {
            Outcome outcome = Trial.run(product(), driver, cpu(), FEW);
            assertThat(outcome.configurations()).hasSize(4);
            assertThat(
                            new HashSet<>(
                                    outcome.configurations().stream()
                                            .map(c -> c.labels())
                                            .toList()))
                    .hasSize(4);
            for (Outcome.Configuration configuration : outcome.configurations()) {
                assertThat(configuration.seconds()).hasSize(5).allMatch(s -> s > 0 && s < 1);
                assertThat(configuration.launches()).hasSize(1);
                assertThat(configuration.timed().predicted(cpu())).isPositive();
            }
            assertThat(outcome.regret(cpu())).isPositive();
            Verdict.Row row = Verdict.of(List.of(outcome), cpu()).rows().getFirst();
            assertThat(row.family()).isEqualTo("products");
            assertThat(row.configurations()).isEqualTo(4);
        }
    }

    /// Times of all launches twice as long, as where a core is taken away: the yardstick shows it, and what is told stays.
    @Test
    void whatOtherWorkTakesIsTakenOut() throws Exception {
        try (Driver driver = DriverTesting.openOrSkip(() -> Drivers.open("opencl:pocl"))) {
            Hardware slow = slowAsMeasured(driver);
            List<Outcome> outcomes = new ArrayList<>();
            Driver recorded = new Recorded(driver);
            for (double times : new double[] {1, 2}) {
                Driver busy = new Altered(recorded, result -> timed(result, times));
                outcomes.add(Trial.run(product(), busy, slow, FEW));
            }
            assertThat(outcomes.get(1).slowdown() / outcomes.get(0).slowdown())
                    .isCloseTo(2, within(1e-6));
            for (int i = 0; i < 4; i++) {
                double alone = outcomes.get(0).measured().get(i);
                assertThat(outcomes.get(1).measured().get(i))
                        .isCloseTo(alone, within(1e-9 * alone));
            }
        }
    }

    /// A machine so fast that every yardstick takes longer than on it.
    private static Hardware slowAsMeasured(Driver driver) {
        assertThat(driver.info().computeUnits()).isPositive();
        return org.heddle.rules.hardware.HardwareBuilder.of(cpu())
                .pipes(
                        cpu().pipes().stream()
                                .map(
                                        p ->
                                                new Hardware.Pipe(
                                                        p.name(),
                                                        p.dtype(),
                                                        100 * p.perSecond(),
                                                        p.source()))
                                .toList())
                .launchSeconds(0)
                .build();
    }

    @Test
    void noTimeOfAWrongResultCounts() throws Exception {
        try (Driver driver = DriverTesting.openOrSkip(() -> Drivers.open("opencl:pocl"))) {
            Driver wrong = new Altered(driver, TrialTest::spoilt);
            assertThatThrownBy(() -> Trial.run(product(), wrong, cpu(), FEW))
                    .isInstanceOf(Trial.WrongResultException.class)
                    .hasMessageContaining("product at {i=96")
                    .hasMessageContaining("output C is wrong");
        }
    }

    /// One element of the last blocking's output.
    private static RunResult spoilt(RunResult result) {
        MemorySegment last = result.outputs().values().stream().reduce((_, b) -> b).orElseThrow();
        last.set(ValueLayout.JAVA_FLOAT, 4 * 17, 1e6f);
        return result;
    }

    private static RunResult timed(RunResult result, double times) {
        return new RunResult(
                result.outputs(),
                result.launchSeconds().stream()
                        .map(pass -> pass.stream().map(seconds -> times * seconds).toList())
                        .toList(),
                result.wallSeconds(),
                result.builds(),
                result.deviceBytesAllocated(),
                result.counters());
    }

    /// A driver whose first run is told again and again.
    private static final class Recorded implements Driver {
        private final Driver driver;
        private final List<RunResult> first = new ArrayList<>();

        Recorded(Driver driver) {
            this.driver = driver;
        }

        @Override
        public DriverInfo info() {
            return driver.info();
        }

        @Override
        public RunResult run(
                HostProgram program, Map<String, MemorySegment> inputs, RunOptions options)
                throws DriverException {
            if (first.isEmpty()) {
                first.add(driver.run(program, inputs, options));
            }
            return first.getFirst();
        }

        @Override
        public void close() {}
    }

    /// A driver whose results are changed.
    private record Altered(Driver driver, Function<RunResult, RunResult> change) implements Driver {
        @Override
        public DriverInfo info() {
            return driver.info();
        }

        @Override
        public RunResult run(
                HostProgram program, Map<String, MemorySegment> inputs, RunOptions options)
                throws DriverException {
            return change.apply(driver.run(program, inputs, options));
        }

        @Override
        public void close() {}
    }
}
