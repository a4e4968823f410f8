package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.stream.StreamForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether an algorithm needs a further pass does not depend on how it is cut into kernels.
final class RereadingTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    private static Derivation derive(Sketch sketch, long rows, long items) throws Exception {
        return Deriver.derive(
                sketch.diagram(), new Sizes(Map.of("q", rows, "x", items, "y", items)), CPU);
    }

    /// Items of a second reduction that needs the first.
    private static Sketch cascade(String item) {
        return new Sketch()
                .axis("q", 4)
                .axis("x", 8)
                .input("S[q, x]")
                .reduce(Scalar.SUM, "t[q]", "s -> s * s", "S[q, x]")
                .reduce(Scalar.SUM, "z[q]", "s, t -> " + item, "S[q, x]", "t[q]")
                .output("z");
    }

    @ParameterizedTest
    @CsvSource({"4, 1000", "512, 512", "1, 20000000", "2, 5000000"})
    void aReductionThatIsRefusedIsSoHoweverItIsCut(long rows, long items) throws Exception {
        Derivation derivation = derive(cascade("sqrt(abs(s) + t)"), rows, items);
        assertThat(derivation.onePass()).isFalse();
        assertThat(derivation.passes()).isEqualTo(2);
        assertThat(derivation.furtherPasses().getFirst().refusals()).hasSize(1);
        StreamForm.Refusal refusal = derivation.furtherPasses().getFirst().refusals().getFirst();
        assertThat(refusal.reduction()).isEqualTo("z");
        assertThat(refusal.axes()).containsExactly("x");
        assertThat(refusal.offending().arguments()).contains("t", "S");
    }

    /// Kernels go by the keys block by block, one after the other. One that held all keys could do it in one pass over the features; that streams no key.
    @Test
    void aFormThatHoldsWhatIsWalkedIsNoPassOverIt() throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("h", 8)
                        .axis("q", 512)
                        .axis("x", 8192)
                        .axis("d", 64)
                        .axis("e", 64)
                        .input("Q[h, q, d]", "K[h, x, d]", "V[h, x, e]")
                        .contract("S[h, q, x]", "Q[h, q, d]", "K[h, x, d]")
                        .reduce(Scalar.SUM, "t[h, q]", "s -> s * s", "S[h, q, x]")
                        .map("T[h, q, x]", "s, t -> s / sqrt(t)", "S[h, q, x]", "t[h, q]")
                        .call("softmax", List.of("x"), "P[h, q, x]", "T[h, q, x]")
                        .contract("O[h, q, e]", "P[h, q, x]", "V[h, x, e]")
                        .output("O");
        for (String machine : List.of("h200", "cpu", "rtx4090")) {
            Derivation derivation =
                    Deriver.derive(
                            sketch.diagram(),
                            sketch.sizes(),
                            HardwareReader.shipped(machine).orElseThrow());
            assertThat(derivation.passes()).as(machine).isEqualTo(2);
            StreamForm.Refusal refusal = derivation.furtherPasses().getFirst().refusals().getLast();
            assertThat(refusal.axes()).as(machine).containsExactly("x");
            assertThat(refusal.offending().toString()).as(machine).startsWith("exp(");
        }
    }

    /// However many boxes they are: together they are read once.
    @ParameterizedTest
    @ValueSource(ints = {15, 16, 24})
    void reductionsOfTheSameItemsAreOneKernel(int sums) throws Exception {
        Sketch sketch = new Sketch().axis("q", 64).axis("x", 100_000).input("S[q, x]");
        StringBuilder parameters = new StringBuilder();
        StringBuilder sum = new StringBuilder();
        String[] ports = new String[sums];
        for (int i = 0; i < sums; i++) {
            sketch.reduce(Scalar.SUM, "s" + i + "[q]", "v -> sin(" + (i + 1) + " * v)", "S[q, x]");
            parameters.append(i == 0 ? "" : ", ").append('a').append(i);
            sum.append(i == 0 ? "" : " + ").append('a').append(i);
            ports[i] = "s" + i + "[q]";
        }
        sketch.map("R[q]", parameters + " -> " + sum, ports).output("R");
        Derivation derivation = Deriver.derive(sketch.diagram(), sketch.sizes(), CPU);
        assertThat(derivation.kernels()).hasSize(1);
        assertThat(derivation.again()).isEmpty();
        assertThat(derivation.scheduledBytes()).isEqualTo(4L * (64 * 100_000 + 64));
    }

    @Test
    void kernelsThatReadInTurnAreNamed() throws Exception {
        Derivation derivation = derive(cascade("sqrt(abs(s) + t)"), 1, 20_000_000);
        assertThat(derivation.kernels().size()).isGreaterThan(1);
        Again pair = derivation.again().getFirst();
        assertThat(derivation.again()).hasSize(1);
        assertThat(pair.wires()).containsExactly("S");
        assertThat(pair.kernels()).containsExactly("t", "z");
        assertThat(pair.why()).isInstanceOf(Again.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"4, 1000", "1, 20000000"})
    void aReductionThatStreamsDoesSoHoweverItIsCut(long rows, long items) throws Exception {
        Derivation derivation = derive(cascade("s * t"), rows, items);
        assertThat(derivation.onePass()).isTrue();
        assertThat(derivation.again()).noneMatch(pair -> pair.why() instanceof Again.Refused);
    }

    /// No kernel waits for the other.
    @Test
    void readingSideBySideIsNotAgain() throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 4)
                        .axis("x", 8)
                        .axis("y", 8)
                        .input("S[x, y]")
                        .reduce(Scalar.SUM, "a[x]", "s -> s * s", "S[x, y]")
                        .reduce(Scalar.MAX, "b[y]", "s -> abs(s)", "S[x, y]")
                        .output("a", "b");
        Derivation derivation = derive(sketch, 4, 200_000);
        assertThat(derivation.kernels()).hasSize(2);
        assertThat(derivation.again()).isEmpty();
        assertThat(derivation.onePass()).isTrue();
    }

    /// A kernel between two that read the same belongs to the work of both.
    @Test
    void whatIsBetweenIsPartOfTheWork() throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("x", 8)
                        .input("S[x]")
                        .reduce(Scalar.SUM, "t[]", "s -> s * s", "S[x]")
                        .map("u[]", "t -> sqrt(t) + 1", "t[]")
                        .map("O[x]", "s, u -> s / u", "S[x]", "u[]")
                        .output("O");
        Derivation derivation =
                Deriver.derive(sketch.diagram(), new Sizes(Map.of("x", 30_000_000L)), CPU);
        assertThat(derivation.kernels().size()).isGreaterThan(1);
        assertThat(derivation.onePass()).isFalse();
        assertThat(derivation.furtherPasses().getLast().refusals().getFirst().reduction())
                .isEqualTo("O");
    }

    /// Ranks compare all items with all others, whether rows fit local memory or not.
    @ParameterizedTest
    @CsvSource({"64, 500", "4, 1000000"})
    void itemsThatAreMadeOfAllItemsAreReadAgain(long rows, long items) throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 4)
                        .axis("x", 8)
                        .axis("y", 8)
                        .input("X[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "r[q, x]",
                                "a, b -> where(a < b, 1, 0)",
                                "X[q, y]",
                                "X[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "m[q]",
                                "r, s -> where(r == 3, s, 0)",
                                "r[q, x]",
                                "X[q, x]")
                        .output("m");
        Derivation derivation = derive(sketch, rows, items);
        assertThat(derivation.passes()).isEqualTo(2);
        StreamForm.Refusal refusal = derivation.furtherPasses().getFirst().refusals().getFirst();
        assertThat(refusal.reduction()).isEqualTo("m");
        assertThat(refusal.axes()).containsExactly("x");
        assertThat(refusal.offending()).hasToString("r");
        assertThat(refusal.reason()).contains("all of X along y");
    }

    /// Every row of scores needs all of one row of the array only.
    @Test
    void anArrayOnBothSidesOfAProductIsNotReadAgain() throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 8)
                        .axis("x", 8)
                        .axis("d", 8)
                        .axis("e", 8)
                        .input("X[q, d]")
                        .contract("S[q, x]", "X[q, d]", "X[x, d]")
                        .map("T[q, x]", "s -> tanh(s)", "S[q, x]")
                        .contract("O[q, e]", "T[q, x]", "X[x, e]")
                        .output("O");
        Derivation derivation =
                Deriver.derive(
                        sketch.diagram(),
                        new Sizes(Map.of("q", 4096L, "x", 4096L, "d", 64L, "e", 64L)),
                        CPU);
        assertThat(derivation.onePass()).isTrue();
    }

    /// Rows of the one are columns of the other.
    @Test
    void aMatrixByItselfIsNotReadAgain() throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 8)
                        .axis("x", 8)
                        .axis("y", 8)
                        .input("A[q, x]", "w[x]")
                        .contract("B[q, y]", "A[q, x]", "A[x, y]")
                        .map("C[q, y]", "b -> tanh(b)", "B[q, y]")
                        .reduce(Scalar.SUM, "t[q]", "c, v -> c * v", "C[q, y]", "w[y]")
                        .output("t");
        assertThat(derive(sketch, 64, 64).onePass()).isTrue();
    }

    /// Maps that are too large to be merged, between two reductions.
    @ParameterizedTest
    @ValueSource(ints = {3, 6, 8})
    void mapsBetweenDoNotHideIt(int steps) throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 4)
                        .axis("x", 8)
                        .input("S[q, x]")
                        .reduce(Scalar.SUM, "a0[q]", "s -> s", "S[q, x]");
        for (int i = 1; i <= steps; i++) {
            sketch.map("a" + i + "[q]", "a -> sin(a) + a * a", "a" + (i - 1) + "[q]");
        }
        sketch.reduce(Scalar.SUM, "r[q]", "s, a -> abs(s - a)", "S[q, x]", "a" + steps + "[q]")
                .output("r");
        Derivation derivation = derive(sketch, 64, 1024);
        assertThat(derivation.passes()).isEqualTo(2);
        assertThat(derivation.furtherPasses().getFirst().refusals().getFirst().reduction())
                .isEqualTo("r");
    }

    /// Rows, columns and rows again are normalised.
    @ParameterizedTest
    @CsvSource({"16, 16", "1024, 1024", "100000, 4"})
    void sumsOfEachOtherAreReadAgain(long rows, long items) throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 4)
                        .axis("x", 8)
                        .input("K[q, x]")
                        .reduce(Scalar.SUM, "r[q]", "k -> abs(k)", "K[q, x]")
                        .reduce(Scalar.SUM, "c[x]", "k, r -> abs(k) / r", "K[q, x]", "r[q]")
                        .reduce(Scalar.SUM, "d[q]", "k, c -> abs(k) / c", "K[q, x]", "c[x]")
                        .output("d");
        Derivation derivation = derive(sketch, rows, items);
        assertThat(derivation.passes()).isEqualTo(2);
        assertThat(derivation.furtherPasses().getFirst().refusals().getFirst().reduction())
                .isEqualTo("d");
    }

    /// A position that is computed inside is no loop nest with what reads there.
    @Test
    void whatIsReadAtAPositionMadeOfTheItemsIsKnownAfterThem() throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 4)
                        .axis("x", 8)
                        .axis("v", 10)
                        .input("S[q, x]", "E[v]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .wire(DType.I32, "i[q]")
                        .map("i[q]", "m -> max(min(floor(m), |v| - 1), 0)", "m[q]")
                        .map("G[q]", "e -> e", "E[i[q]]")
                        .reduce(Scalar.SUM, "r[q]", "s, g -> max(s, g)", "S[q, x]", "G[q]")
                        .output("r");
        Derivation derivation =
                Deriver.derive(
                        sketch.diagram(), new Sizes(Map.of("q", 64L, "x", 1024L, "v", 10L)), CPU);
        assertThat(derivation.passes()).isEqualTo(2);
        assertThat(derivation.furtherPasses().getFirst().refusals().getFirst().reason())
                .contains("E[i[q]]");
    }
}
