package org.heddle.rules.nest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.heddle.rules.stream.Streams;
import org.junit.jupiter.api.Test;

/// A result takes the place of what it is made of only where that is no longer asked for.
final class ReuseTest {
    private static Nest nest(Sketch sketch) {
        return NestBuilder.build(Streams.form(sketch, "x"), Set.of("x"));
    }

    private static Sketch sums() {
        return new Sketch()
                .axis("q", 3)
                .axis("x", 8)
                .input("S[q, x]", "b[q]")
                .reduce(Scalar.SUM, "z[q]", "s -> s", "S[q, x]");
    }

    private static List<String> names(Nest nest) {
        return nest.tiles().stream().map(Tile::name).toList();
    }

    private static List<String> after(Nest nest) {
        String text = nest.toString();
        return text.lines()
                .filter(line -> line.startsWith("  ") && !line.startsWith("   "))
                .map(String::strip)
                .toList();
    }

    @Test
    void theResultTakesThePlaceOfTheSum() {
        Nest nest = nest(sums().map("w[q]", "z, b -> z / b", "z[q]", "b[q]").output("w"));
        assertThat(names(nest)).contains("z", "w");
        Nest reusing = nest.reusing();
        assertThat(names(reusing)).contains("z").doesNotContain("w");
        assertThat(after(reusing)).endsWith("z[q] ← z / b", "w ← store z[q]");
        assertThat(reusing.tiles())
                .filteredOn(tile -> tile.name().equals("z"))
                .extracting(Tile::meaning)
                .containsExactly("running sum of z, then w");
        assertThat(reusing.reusing()).isEqualTo(reusing);
    }

    @Test
    void whatIsStoredIsStoredBefore() {
        Nest nest = nest(sums().map("w[q]", "z, b -> z / b", "z[q]", "b[q]").output("z", "w"));
        assertThat(after(nest.reusing()))
                .containsSubsequence("z ← store z[q]", "z[q] ← z / b", "w ← store z[q]");
    }

    @Test
    void whatAnotherResultReadsKeepsItsPlace() {
        Nest nest =
                nest(
                        sums().map("w[q]", "z -> z * z", "z[q]")
                                .map("v[q]", "z, w -> exp(z) + w", "z[q]", "w[q]")
                                .output("w", "v"));
        Nest reusing = nest.reusing();
        assertThat(names(reusing)).contains("z", "w").doesNotContain("v");
        assertThat(after(reusing)).contains("w[q] ← z * z", "w ← store w[q]", "v ← store z[q]");
    }

    /// A result of other axes has no room there, and inside of loops every tile stays.
    @Test
    void otherAxesAndLoopsAreLeftAlone() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("e", 4)
                        .axis("x", 8)
                        .input("S[q, x]", "V[q, e]")
                        .map("T[q, x]", "s -> exp(s) * s", "S[q, x]")
                        .reduce(Scalar.SUM, "z[q]", "t -> t + exp(t)", "T[q, x]")
                        .map("w[q, e]", "z, v -> z + 1", "z[q]", "V[q, e]")
                        .output("w");
        Nest nest = nest(sketch);
        Nest reusing = nest.reusing();
        List<Node> loops = nest.body().stream().filter(Node.Loop.class::isInstance).toList();
        assertThat(reusing.body()).containsAll(loops);
        assertThat(names(reusing)).contains("z").isNotEmpty();
    }
}
