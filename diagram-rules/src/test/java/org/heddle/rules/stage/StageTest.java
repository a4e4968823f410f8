package org.heddle.rules.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.OptionalInt;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a kernel asks of each pipe, and which configurations there is room for, against the same by hand.
final class StageTest {
    private static final int SIZE = 4096;

    private static Schedule schedule(String left, String right, Hardware hardware) {
        return Kernels.product(left, right, hardware, SIZE).kernels().getFirst().schedule();
    }

    private static Premises with(int teams, Map<String, Long> blocks) {
        return new Premises(
                Overlap.SCHEDULED, 2, 0, OptionalInt.empty(), OptionalInt.of(teams), blocks);
    }

    @ParameterizedTest
    @CsvSource({
        "f16, f16, F16",
        "f8e4m3, f16, F16",
        "f8e4m3, f8e4m3, F8E4M3",
        "bf16, f8e5m2, BF16"
    })
    void theFormatOfAProductIsTheWiderOne(String left, String right, DType format) {
        Map<String, Product> products =
                Product.of(schedule(left, right, Kernels.H100).nest(), Kernels.H100);
        assertThat(products.values())
                .singleElement()
                .satisfies(
                        product -> {
                            assertThat(product.format()).isEqualTo(format);
                            assertThat(product.rows()).containsExactly("i");
                            assertThat(product.columns()).containsExactly("j");
                        });
    }

    @ParameterizedTest
    @CsvSource({"f32, f32, h100", "f16, bf16, h100", "f16, f16, cpu", "f32, f16, h100"})
    void otherProductsAreNone(String left, String right, String machine) {
        Hardware hardware = HardwareReader.shipped(machine).orElseThrow();
        Schedule schedule = schedule(left, right, hardware);
        assertThat(Product.of(schedule.nest(), hardware)).isEmpty();
        Configurations configurations = Configurations.of(schedule, hardware, Premises.PLAIN);
        assertThat(configurations.tried()).isZero();
        assertThat(configurations.chosen().ofTeam()).isEmpty();
        Stage stage = configurations.chosen().stage(hardware);
        assertThat(stage.round()).containsKey(Pipe.FMA).doesNotContainKey(Pipe.MATRIX);
        assertThat(stage.productFlops()).isZero();
    }

    /// Sums of distances are no product, products of vectors have no columns, extrema no instruction.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "f(A: f16[i, k], B: f16[k, j]) -> C; C[i, j] = sum[k](abs(A[i, k] - B[k, j]))",
                "f(A: f16[i, k], B: f16[i, k]) -> C; C[i] = sum[k](A[i, k] * B[i, k])",
                "f(A: f16[i, k], B: f16[k, j]) -> C; C[i, j] = max[k](A[i, k] * B[k, j])"
            })
    void otherFoldsAreNone(String text) {
        Map<String, Long> two = Map.of("i", 256L, "k", 256L);
        Map<String, Long> three = Map.of("i", 256L, "k", 256L, "j", 256L);
        Schedule schedule =
                Kernels.derived(text, text.contains("j]") ? three : two, Kernels.H100)
                        .kernels()
                        .getFirst()
                        .schedule();
        assertThat(Product.of(schedule.nest(), Kernels.H100)).isEmpty();
    }

    /// Two teams of 128 × 64, 64 of the sum at a time: B is shared, rows of A and of the result are each team's.
    @Test
    void tilesAreWhereTheyBelong() {
        Schedule schedule = schedule("f16", "f16", Kernels.H100);
        Configuration configuration =
                Configurations.of(
                                schedule,
                                Kernels.H100,
                                with(2, Map.of("g_i", 256L, "g_j", 64L, "s_k", 64L)))
                        .chosen();
        Residence room = configuration.ofTeam().orElseThrow().residence();
        assertThat(configuration.ofTeam().orElseThrow().spread().axis()).isEqualTo("i");
        assertThat(room.shared()).isEqualTo(2L * 64 * 64 * 2);
        assertThat(room.sharedOfTeam()).isEqualTo(2L * 128 * 64 * 2 + 128 * 64 * 2);
        assertThat(room.registersOfTeam()).isEqualTo(128L * 64 * 4);
        assertThat(room.registersPerThread()).isEqualTo(64);
        assertThat(room.teams(Kernels.H100)).isEqualTo(4);
    }

    /// Spare registers, buffers and bytes of what is kept count.
    @Test
    void premisesTakeRoom() {
        Schedule schedule = schedule("f16", "f16", Kernels.H100);
        Map<String, Long> blocks = Map.of("g_i", 256L, "g_j", 64L, "s_k", 64L);
        Premises more =
                new Premises(
                        Overlap.SCHEDULED, 3, 10, OptionalInt.of(2), OptionalInt.of(2), blocks);
        Residence room =
                Configurations.of(schedule, Kernels.H100, more)
                        .chosen()
                        .ofTeam()
                        .orElseThrow()
                        .residence();
        assertThat(room.shared()).isEqualTo(3L * 64 * 64 * 2);
        assertThat(room.registersOfTeam()).isEqualTo(128L * 64 * 2 + 10 * 4 * 128);
    }

    /// Every configuration fits: local memory, registers, whole instructions.
    @ParameterizedTest
    @CsvSource({"h100", "a100", "mi300x", "rtx4090"})
    void whatIsChosenFits(String machine) {
        Hardware hardware = HardwareReader.shipped(machine).orElseThrow();
        Configurations all =
                Configurations.of(schedule("f16", "f16", hardware), hardware, Premises.PLAIN);
        assertThat(all.tried()).isPositive();
        for (Configuration each : all.best()) {
            Configuration.OfTeam team = each.ofTeam().orElseThrow();
            Residence room = team.residence();
            assertThat(room.shared() + each.teams() * room.sharedOfTeam())
                    .isLessThanOrEqualTo(hardware.local().capacityBytes());
            assertThat(each.teams() * room.registersOfTeam() / 4)
                    .isLessThanOrEqualTo(hardware.limits().registersPerUnit().value());
            assertThat(room.registersPerThread())
                    .isLessThanOrEqualTo(hardware.limits().registersPerThread().value());
            assertThat((long) each.teams() * room.threads())
                    .isLessThanOrEqualTo(hardware.limits().threadsPerGroup().value());
            assertThat(team.spread().divides(team.extents())).isTrue();
        }
    }

    /// Operations and bytes of all groups, over the rates of all units.
    @Test
    void pipesAreBusyForWhatIsCounted() {
        Schedule schedule = schedule("f16", "f16", Kernels.H100);
        Stage stage =
                Configurations.of(
                                schedule,
                                Kernels.H100,
                                with(2, Map.of("g_i", 256L, "g_j", 64L, "s_k", 64L)))
                        .chosen()
                        .stage(Kernels.H100);
        double cube = Math.pow(SIZE, 3);
        double all = stage.groups() / 132.0;
        assertThat(stage.groups()).isEqualTo(16 * 64);
        assertThat(stage.rounds()).isEqualTo(64);
        assertThat(stage.inLoops().get(Pipe.MATRIX) * all)
                .isCloseTo(2 * cube / 989e12, within(1e-12));
        assertThat(stage.inLoops().get(Pipe.GLOBAL) * all)
                .isCloseTo(2 * cube * (1 / 256.0 + 1 / 64.0) / 3.35e12, within(1e-12));
        double operands = 2 * cube * (1 / 64.0 + 1 / 64.0);
        double copies = 2 * cube * (1 / 256.0 + 1 / 64.0);
        assertThat(stage.inLoops().get(Pipe.LOCAL) * all)
                .isCloseTo((operands + copies) / 3.09e13, within(1e-12));
        assertThat(stage.productFlops()).isEqualTo(2 * cube);
    }

    @Test
    void overlapIsBetweenTheSumAndTheLongest() {
        Schedule schedule = schedule("f16", "f16", Kernels.H100);
        Stage stage =
                Configurations.of(schedule, Kernels.H100, Premises.PLAIN)
                        .chosen()
                        .stage(Kernels.H100);
        double sum = stage.round().values().stream().mapToDouble(Double::doubleValue).sum();
        double longest =
                stage.round().values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        assertThat(stage.round(fraction(0), 2)).isCloseTo(sum, within(1e-15));
        assertThat(stage.round(fraction(1), 2)).isCloseTo(longest, within(1e-15));
        assertThat(stage.round(fraction(0.8), 2))
                .isCloseTo(longest + 0.2 * (sum - longest), within(1e-15));
        Pipe other = stage.busiest().orElseThrow() == Pipe.GLOBAL ? Pipe.LOCAL : Pipe.GLOBAL;
        assertThat(stage.round(fraction(1).with(other, 0), 2))
                .isCloseTo(longest + stage.round().get(other), within(1e-15));
        assertThatThrownBy(() -> fraction(1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fraction(1).with(other, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Overlap.Fraction fraction(double hidden) {
        return new Overlap.Fraction(hidden, Map.of());
    }

    /// All operations at the rates of their pipes; matrix instructions compute what they can.
    @Test
    void workIsThatOfThePipes() {
        Schedule half = schedule("f16", "f16", Kernels.H100);
        double cube = Math.pow(SIZE, 3);
        assertThat(Work.of(half).seconds(_ -> SIZE)).isCloseTo(2 * cube / 989e12, within(1e-12));
        Schedule full = schedule("f32", "f32", Kernels.H100);
        assertThat(Work.of(full).byPipe(_ -> SIZE))
                .containsOnlyKeys(Pipe.FMA)
                .hasEntrySatisfying(
                        Pipe.FMA,
                        seconds -> assertThat(seconds).isCloseTo(2 * cube / 6.7e13, within(1e-9)));
        assertThat(Work.of(half).repeats("g_i")).isFalse();
    }
}
