package org.heddle.rules.nest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.heddle.rules.stream.Streams;
import org.junit.jupiter.api.Test;

/// Every step of a nest says which wires it is there for.
final class ServedTest {
    /// A weighted sum whose weights are exponentials, corrected while blocks of x go by.
    private static Nest weights() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 8)
                        .axis("e", 4)
                        .input("S[q, x]", "V[x, e]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(Scalar.SUM, "z[q]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                        .reduce(
                                Scalar.SUM,
                                "o[q, e]",
                                "s, m, v -> exp(s - m) * v",
                                "S[q, x]",
                                "m[q]",
                                "V[x, e]")
                        .output("z", "o");
        return NestBuilder.build(Streams.form(sketch, "x"), Set.of("x"));
    }

    private static Map<String, List<String>> byStep(Nest nest) {
        Served served = new Served(nest);
        Map<String, List<String>> steps = new LinkedHashMap<>();
        for (Nest.Placed placed : nest.placed()) {
            String step =
                    switch (placed.node()) {
                        case Node.Load(Tile tile, _, _) -> "load " + tile.name();
                        case Node.Store(String wire, _) -> "store " + wire;
                        case Node.Fill(Tile tile, _) -> "fill " + tile.name();
                        case Node.Compute(Tile tile, _, Node.Role role) -> role + " " + tile.name();
                        case Node.Fold fold -> "fold " + fold.tile().name();
                        case Node.Loop _ -> throw new IllegalStateException("not placed");
                    };
            steps.put(step, served.by(placed.node()));
        }
        return steps;
    }

    @Test
    void stepsOfOneWireServeIt() {
        assertThat(byStep(weights()))
                .containsEntry("load S", List.of("S"))
                .containsEntry("load V", List.of("V"))
                .containsEntry("fill m", List.of("m"))
                .containsEntry("fold m", List.of("m"))
                .containsEntry("BEFORE m_before", List.of("m"))
                .containsEntry("REBASE z", List.of("z"))
                .containsEntry("fold z", List.of("z"))
                .containsEntry("store o", List.of("o"));
    }

    @Test
    void aSharedValueServesAllThatReadIt() {
        assertThat(byStep(weights())).containsEntry("VALUE exp_S", List.of("z", "o"));
    }

    @Test
    void aTileServesWhatItsStepsServe() {
        Nest nest = weights();
        Served served = new Served(nest);
        for (Tile tile : nest.tiles()) {
            assertThat(served.by(tile)).as(tile.name()).isNotEmpty();
        }
    }

    @Test
    void aResultInThePlaceOfItsSumServesBoth() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 8)
                        .input("S[q, x]", "b[q]")
                        .reduce(Scalar.SUM, "z[q]", "s -> s", "S[q, x]")
                        .map("w[q]", "z, b -> z / b", "z[q]", "b[q]")
                        .output("w");
        Nest nest = NestBuilder.build(Streams.form(sketch, "x"), Set.of("x")).reusing();
        assertThat(byStep(nest))
                .containsEntry("VALUE z", List.of("z", "w"))
                .containsEntry("store w", List.of("w"));
    }

    @Test
    void aLoopIsNoStep() {
        Node loop = new Node.Loop("x", List.of());
        Served served = new Served(weights());
        assertThatThrownBy(() -> served.by(loop)).isInstanceOf(IllegalArgumentException.class);
    }
}
