package org.heddle.rules.codesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.hardware.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CodesignTest {
    private static final Hardware H200 = HardwareReader.shipped("h200").orElseThrow();

    private static final Sketch PRODUCT =
            new Sketch()
                    .axis("q", 2048)
                    .axis("x", 2048)
                    .axis("d", 2048)
                    .input("S[q, x]", "V[x, d]")
                    .contract("C[q, d]", "S[q, x]", "V[x, d]")
                    .output("C");

    private static List<Design> designs(String... variations) {
        return Codesign.explore(
                PRODUCT.diagram(),
                PRODUCT.sizes(),
                H200,
                java.util.Arrays.stream(variations)
                        .map(text -> ((Variation.Valid) Variation.parse(text)).variation())
                        .toList(),
                List.of());
    }

    @ParameterizedTest
    @EnumSource(Resource.class)
    void aResourceIsWhatItWasSetTo(Resource resource) {
        double other = 2 * resource.of(H200);
        assertThat(resource.of(resource.with(H200, other))).isCloseTo(other, within(1.0));
        assertThat(resource.with(H200, resource.of(H200))).isEqualTo(H200);
    }

    /// Twice the units compute twice as much and have twice the memories of units, fed from the same global memory.
    @Test
    void unitsComeWithTheirPipesAndMemories() {
        Hardware twice = Resource.UNITS.with(H200, 264);
        assertThat(Resource.FMA.of(twice)).isCloseTo(2 * Resource.FMA.of(H200), within(1e6));
        assertThat(Resource.SMEM_RATE.of(twice))
                .isCloseTo(2 * Resource.SMEM_RATE.of(H200), within(1e6));
        assertThat(Resource.HBM.of(twice)).isEqualTo(Resource.HBM.of(H200));
        for (Hardware.Level level : H200.levels()) {
            int count = twice.level(level.name()).orElseThrow().count();
            assertThat(count).isEqualTo(level.scope() == Scope.DEVICE ? 1 : 2 * level.count());
        }
    }

    /// All combinations, the last changing fastest; more of a resource is never predicted to be slower.
    @Test
    void derivesForEachCombination() {
        List<Design> designs = designs("smem=32K..256K", "hbm=1T|8T");
        assertThat(designs).hasSize(8);
        assertThat(designs.getFirst().values())
                .isEqualTo(Map.of(Resource.SMEM, 32768.0, Resource.HBM, 1e12));
        assertThat(designs.get(1).values()).containsEntry(Resource.HBM, 8e12);
        for (Design a : designs) {
            for (Design b : designs) {
                boolean more =
                        b.values().entrySet().stream()
                                .allMatch(e -> e.getValue() >= a.values().get(e.getKey()));
                if (more) {
                    assertThat(b.seconds()).isLessThanOrEqualTo(a.seconds());
                }
            }
        }
        assertThat(designs.getFirst().derivation().orElseThrow().scheduledBytes())
                .isGreaterThan(designs.getLast().derivation().orElseThrow().scheduledBytes());
    }

    @Test
    void theFrontIsWhatNothingDominates() {
        List<Design> designs = designs("smem=32K..256K", "hbm=1T|8T");
        List<Design> front = Codesign.front(designs);
        for (Design design : designs) {
            boolean dominated =
                    designs.stream()
                            .anyMatch(
                                    other ->
                                            !other.values().equals(design.values())
                                                    && other.seconds() <= design.seconds()
                                                    && other.values().entrySet().stream()
                                                            .allMatch(
                                                                    e ->
                                                                            e.getValue()
                                                                                    <= design.values()
                                                                                            .get(
                                                                                                    e
                                                                                                            .getKey())));
            assertThat(front.contains(design)).isEqualTo(!dominated);
        }
        assertThat(front).isSortedAccordingTo((a, b) -> Double.compare(b.seconds(), a.seconds()));
    }

    @Test
    void whereNothingFitsThatIsTold() {
        Design none = designs("smem=8|64K").getFirst();
        assertThat(none.derivation()).isEmpty();
        assertThat(none.seconds()).isInfinite();
        assertThat(none.bound()).contains("nothing fits");
        assertThat(Codesign.front(designs("smem=8|64K"))).hasSize(1);
    }
}
