package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;

final class RegionBuilderTest {
    private static Sketch sketch() {
        return new Sketch().axis("q", 3).axis("x", 4).axis("d", 5);
    }

    /// The same name for two loops: the d of the first product is summed over, that of the second is an output's.
    @Test
    void oneNameForTwoLoops() {
        Region region =
                Streams.region(
                        sketch().input("Q[q, d]", "K[x, d]", "V[x, d]")
                                .contract("S[q, x]", "Q[q, d]", "K[x, d]")
                                .contract("O[q, d]", "S[q, x]", "V[x, d]")
                                .output("O"));
        assertThat(region.axes())
                .containsExactly(
                        java.util.Map.entry("q", "q"),
                        java.util.Map.entry("x", "x"),
                        java.util.Map.entry("d_2", "d"),
                        java.util.Map.entry("d", "d"));
        assertThat(region.stage("O").axes()).containsExactly("q", "d");
        assertThat(((Region.Reduction) region.stage("S")).reduced()).containsExactly("d_2");
        assertThat(((Region.Reduction) region.stage("O")).reduced()).containsExactly("x");
        assertThat(region.parallelAxes()).containsExactly("q", "d");
        assertThat(region.read("K").axes()).containsExactly("x", "d_2");
    }

    @Test
    void aWireReadStraightAndTransposedCannotShareANest() {
        Sketch sketch =
                new Sketch()
                        .axis("i", 4)
                        .axis("j", 4)
                        .input("A[i, j]")
                        .reduce(Scalar.SUM, "B[i, j]", "a -> a", "A[i, j]")
                        .map("C[i, j]", "a, b -> a - b", "B[i, j]", "B[j, i]")
                        .output("C");
        assertThat(RegionBuilder.build(sketch.diagram()))
                .isInstanceOfSatisfying(
                        RegionBuilder.Refused.class,
                        refused -> assertThat(refused.reason()).contains("axes i and j"));
    }

    /// `W` is read row by row, for the sum of a row and then for that row's part of every other sum.
    @Test
    void readsOfOneInputShareTheirLoopsOrNot() {
        Sketch sketch =
                sketch().input("W[x, d]", "v[d]")
                        .contract("z[x]", "W[x, d]", "v[d]")
                        .contract("y[d]", "W[x, d]", "z[x]")
                        .output("y");
        List<Region> regions = Streams.regions(sketch.diagram());
        assertThat(regions).hasSize(2);
        assertThat(regions.getFirst().axes()).hasSize(2);
        assertThat(regions.getLast().axes()).hasSize(3);
        assertThat(Rereads.of(regions.getLast())).isEmpty();
    }

    /// In loops of its own a sum would read all items again, and each reduction would seem to take one pass.
    @Test
    void readsThatFollowAReductionOfAllItemsShareItsLoops() {
        Sketch sketch =
                sketch().input("A[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "a -> a", "A[q, x]")
                        .reduce(Scalar.SUM, "z[q]", "a, m -> tanh(a - m)", "A[q, x]", "m[q]")
                        .output("z");
        List<Region> regions = Streams.regions(sketch.diagram());
        assertThat(regions).hasSize(1);
        assertThat(regions.getFirst().reads()).containsOnlyKeys("A", "m");
        assertThat(StreamAnalyzer.candidates(regions.getFirst()).getFirst().passes()).isEqualTo(2);
    }

    @Test
    void anInputReadAtItsDiagonalAndStraightKeepsBothReads() {
        Region region =
                Streams.region(
                        new Sketch()
                                .axis("i", 4)
                                .axis("j", 4)
                                .input("A[i, j]")
                                .contract("B[i, j]", "A[i, j]", "A[i, i]")
                                .output("B"));
        assertThat(region.reads().values())
                .extracting(Region.Read::axes)
                .containsExactlyInAnyOrder(List.of("i", "j"), List.of("i", "i"));
        assertThat(region.stage("B").value().arguments())
                .hasSize(2)
                .isEqualTo(region.reads().keySet());
    }

    @Test
    void indicesFollowTheirLoops() {
        Region region =
                Streams.region(
                        sketch().input("Q[q, d]", "K[x, d]", "V[x, d]")
                                .reduce(
                                        Scalar.SUM,
                                        "S[q, x]",
                                        "a, b -> a * b * #d",
                                        "Q[q, d]",
                                        "K[x, d]")
                                .reduce(
                                        Scalar.SUM,
                                        "O[q, d]",
                                        "a, b -> a * b + #d * #x / |d|",
                                        "S[q, x]",
                                        "V[x, d]")
                                .output("O"));
        assertThat(region.stage("S").value().indexAxes()).containsExactly("d_2");
        assertThat(region.stage("O").value().indexAxes()).containsExactly("d", "x");
        assertThat(region.stage("O").value().extentAxes()).containsExactly("d");
    }

    @Test
    void doublePrecisionWhereAnInputHasIt() {
        Sketch sketch =
                sketch().input("A[x]")
                        .wire(DType.F64, "A[x]")
                        .reduce(Scalar.SUM, "B[]", "a -> a", "A[x]")
                        .output("B");
        assertThat(Streams.region(sketch).stage("B").dtype()).isEqualTo(DType.F64);
    }
}
