package org.heddle.rules.nest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.heddle.rules.nest.Nest.Placed;
import org.heddle.rules.nest.Node.Role;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;

final class NestBuilderTest {
    private static StreamForm form() {
        return Streams.form(Streams.softmaxThenContract(), "x");
    }

    private static List<Placed> computes(Nest nest, Role role) {
        return nest.placed().stream()
                .filter(p -> p.node() instanceof Node.Compute c && c.role() == role)
                .toList();
    }

    private static List<String> loopsOfLoad(Nest nest, String wire) {
        List<Placed> loads =
                nest.placed().stream()
                        .filter(
                                p ->
                                        p.node() instanceof Node.Load(_, var read, _)
                                                && read.wire().equals(wire))
                        .toList();
        assertThat(loads).as(wire).hasSize(1);
        return loads.getFirst().loops();
    }

    @Test
    void theStreamIsCut() {
        Nest nest = NestBuilder.build(form(), Set.of("x"));
        assertThat(loopsOfLoad(nest, "Q")).doesNotContain("x");
        assertThat(loopsOfLoad(nest, "K")).contains("x");
        assertThat(loopsOfLoad(nest, "V")).contains("x");
        assertThat(computes(nest, Role.BEFORE)).hasSize(1);
        assertThat(computes(nest, Role.REBASE)).hasSize(2).allMatch(p -> p.loops().contains("x"));
        assertThat(computes(nest, Role.FINISH)).hasSize(1).noneMatch(p -> p.loops().contains("x"));
        Golden.check(getClass(), "stream-cut.txt", nest.toString());
    }

    @Test
    void theStreamIsOneBlock() {
        Nest nest = NestBuilder.build(form(), Set.of());
        assertThat(computes(nest, Role.BEFORE)).isEmpty();
        assertThat(computes(nest, Role.REBASE)).isEmpty();
        assertThat(nest.placed()).allMatch(p -> p.loops().equals(nest.grid()));
        Golden.check(getClass(), "whole.txt", nest.toString());
    }

    @Test
    void theInnerReductionIsCutToo() {
        Nest nest = NestBuilder.build(form(), Set.of("x", "d"));
        assertThat(loopsOfLoad(nest, "Q")).contains("d");
        assertThat(loopsOfLoad(nest, "K")).contains("x", "d");
        assertThat(loopsOfLoad(nest, "V")).doesNotContain("d");
        Golden.check(getClass(), "stream-and-inner-cut.txt", nest.toString());
    }

    /// The exponential of the scores serves the normaliser and the product with the values: it is evaluated once.
    @Test
    void theExponentialIsSharedBetweenSumAndContraction() {
        for (Set<String> cut : List.of(Set.<String>of(), Set.of("x"))) {
            Nest nest = NestBuilder.build(form(), cut);
            long exponentials =
                    nest.placed().stream()
                            .filter(
                                    p ->
                                            switch (p.node()) {
                                                case Node.Compute c ->
                                                        c.value().toString().contains("exp(S");
                                                case Node.Fold f ->
                                                        f.item().toString().contains("exp(S");
                                                case Node.Loop _,
                                                        Node.Load _,
                                                        Node.Store _,
                                                        Node.Fill _ ->
                                                        false;
                                            })
                            .count();
            assertThat(exponentials).as("%s", nest).isEqualTo(1);
        }
    }

    /// Between blocks a sum of squared deviations needs the sum of deviations, to move to another centre; with one block nothing moves, and nothing sums it. The centre is computed once a row.
    @Test
    void whatOnlyCorrectsIsNotComputedForOneBlock() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 8)
                        .input("X[q, x]")
                        .reduce(Scalar.SUM, "s[q]", "v -> v", "X[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "ss[q]",
                                "v, s -> (v - s / |x|) * (v - s / |x|)",
                                "X[q, x]",
                                "s[q]")
                        .output("ss");
        Nest cut = NestBuilder.build(Streams.form(sketch, "x"), Set.of("x"));
        Nest whole = NestBuilder.build(Streams.form(sketch, "x"), Set.of());
        assertThat(folded(cut)).contains("s", "ss_sum", "ss_1_sum", "ss_seen_sum");
        assertThat(folded(whole)).containsExactlyInAnyOrder("s", "ss_sum", "ss_seen_sum");
        assertThat(whole.tiles()).extracting(Tile::name).doesNotContain("ss_1_sum");
        assertThat(computes(whole, Role.VALUE))
                .extracting(p -> ((Node.Compute) p.node()).tile().axes())
                .containsExactly(List.of("q"));
    }

    private static List<String> folded(Nest nest) {
        return nest.placed().stream()
                .filter(p -> p.node() instanceof Node.Fold)
                .map(p -> ((Node.Fold) p.node()).tile().name())
                .toList();
    }

    /// A quotient of rows is computed once a row, though its divisor is one number for all of them.
    @Test
    void quotientsByOneNumberAreComputedOnceARow() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 8)
                        .input("X[q, x]", "c[q]", "n[]")
                        .map("Y[q, x]", "v, c, n -> v + c / n", "X[q, x]", "c[q]", "n[]")
                        .output("Y");
        Nest nest = NestBuilder.build(Streams.form(sketch), Set.of());
        assertThat(nest.tiles())
                .filteredOn(tile -> tile.meaning().equals("c / n"))
                .extracting(Tile::axes)
                .containsExactly(List.of("q"));
    }

    /// A factor that has less axes is multiplied once, with what it stands beside; a product that none would be evaluated less often of stays as it is written.
    @Test
    void productsAreRegroupedBesideWhatTheyAreWrittenWith() {
        assertThat(item("y[i, o]", "(a * r) * (b * s)")).isEqualTo("mul_a * mul_b");
        assertThat(item("y[i, o]", "(a * b) * r * s")).isEqualTo("mul_a * b");
        assertThat(item("y[i]", "(a * r) * (a * s)")).isEqualTo("a * r * (a * s)");
    }

    /// The item of the only fold, over tiles.
    private static String item(String result, String product) {
        Map<String, String> all = Map.of("a", "a[i, k]", "r", "r[k]", "b", "b[k, o]", "s", "s[k]");
        List<String> read = Stream.of("a", "r", "b", "s").filter(product::contains).toList();
        Sketch whole =
                new Sketch()
                        .axis("i", 3)
                        .axis("k", 4)
                        .axis("o", 5)
                        .input(all.values().toArray(String[]::new))
                        .reduce(
                                Scalar.SUM,
                                result,
                                String.join(", ", read) + " -> " + product,
                                read.stream().map(all::get).toArray(String[]::new))
                        .output("y");
        return NestBuilder.build(Streams.form(whole, "k"), Set.of()).placed().stream()
                .filter(p -> p.node() instanceof Node.Fold)
                .map(p -> ((Node.Fold) p.node()).item().toString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameFormGivesTheSameText() {
        for (Set<String> cut :
                List.of(Set.<String>of(), Set.of("x"), Set.of("x", "d"), Set.of("d"))) {
            assertThat(NestBuilder.build(form(), cut))
                    .hasToString(NestBuilder.build(form(), cut).toString());
        }
    }

    @Test
    void onlyWhatIsSummedAndNotKeptCanBeCut() {
        assertThat(NestBuilder.cuttable(form())).containsExactly("x", "d");
        assertThatThrownBy(() -> NestBuilder.build(form(), Set.of("q")))
                .hasMessageContaining("q")
                .hasMessageContaining("x");
    }

    /// A temperature known before the pass is no state: it has no value before the block.
    @Test
    void aCorrectionMayMentionWhatDoesNotMove() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 8)
                        .input("S[q, x]", "c[q]", "m_before[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "z[q]",
                                "s, m, c, w -> exp((s - m) * c) * w",
                                "S[q, x]",
                                "m[q]",
                                "c[q]",
                                "m_before[q, x]")
                        .output("z");
        Nest nest = NestBuilder.build(Streams.form(sketch, "x"), Set.of("x"));
        assertThat(loopsOfLoad(nest, "c")).doesNotContain("x");
        assertThat(loopsOfLoad(nest, "m_before")).contains("x");
        assertThat(computes(nest, Role.REBASE)).hasSize(1);
        assertThat(nest.tiles())
                .extracting(Tile::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[A-Za-z0-9_]+"));
    }

    @Test
    void aSecondPassReadsItsItemsAgain() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 8)
                        .input("S[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(Scalar.SUM, "z[q]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                        .map("P[q, x]", "s, m, z -> exp(s - m) / z", "S[q, x]", "m[q]", "z[q]")
                        .output("P");
        StreamForm form = Streams.form(sketch, "x");
        Nest cut = NestBuilder.build(form, Set.of("x"));
        assertThat(cut.placed().stream().filter(p -> p.node() instanceof Node.Load)).hasSize(2);
        assertThat(cut.body().stream().filter(Node.Loop.class::isInstance)).hasSize(2);
        Nest whole = NestBuilder.build(form, Set.of());
        assertThat(whole.placed().stream().filter(p -> p.node() instanceof Node.Load)).hasSize(1);
    }

    /// Over an empty axis a sum is 0, though its tail divides by a sum that is 0 as well.
    @Test
    void aReductionOverAnEmptyAxisIsItsUnit() {
        Nest nest = NestBuilder.build(form(), Set.of()).without(Set.of("x"), Set.of());
        assertThat(nest.placed().stream().map(Placed::node))
                .noneMatch(Node.Compute.class::isInstance)
                .noneMatch(Node.Fold.class::isInstance);
        assertThat(nest.placed().stream().map(Placed::node))
                .anyMatch(
                        node ->
                                node instanceof Node.Fill(Tile tile, double value)
                                        && tile.name().equals("O")
                                        && value == 0);
    }
}
