package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Semiring;
import org.heddle.rules.Meaning;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;

/// All rules together, on diagrams that nobody thought of.
final class RandomDiagramsTest {
    /// Any rule, anywhere, on random diagrams, until none fires or ten have.
    @Test
    void rulesPreserveTheMeaningOfRandomDiagrams() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        int applied = 0;
        for (int i = 0; i < 60; i++) {
            Sketch sketch = random(random);
            Diagram current = sketch.diagram();
            for (int step = 0; step < 10; step++) {
                List<Rewrite> rewrites = rewrites(current);
                if (rewrites.isEmpty()) {
                    break;
                }
                Diagram next = rewrites.get(random.nextInt(rewrites.size())).after();
                assertThat(Sketch.errors(next))
                        .as("seed %d, case %d: %s\n%s", seed, i, current, next)
                        .isEmpty();
                Meaning.assertSame(current, next, sketch.sizes(), i);
                current = next;
                applied++;
            }
        }
        assertThat(applied).isGreaterThan(150);
    }

    private static List<Rewrite> rewrites(Diagram diagram) {
        List<Rewrite> found = new ArrayList<>();
        for (Rule rule : Rules.all()) {
            for (Box box : diagram.boxes()) {
                Optional<Rewrite> rewrite = rule.apply(diagram, box);
                rewrite.ifPresent(found::add);
            }
        }
        return found;
    }

    /// Square arrays, read straight, transposed or at the diagonal.
    private static Sketch random(SplittableRandom random) {
        Sketch sketch =
                new Sketch().axis("i", 3).axis("j", 3).axis("k", 3).input("A[i, j]", "B[i, j]");
        List<String> wires = new ArrayList<>(List.of("A", "B"));
        int boxes = random.nextInt(3, 7);
        for (int b = 0; b < boxes; b++) {
            String name = "w" + b;
            String first = wires.get(random.nextInt(wires.size())) + "[i, j]";
            String second = wires.get(random.nextInt(wires.size())) + axes(random);
            switch (random.nextInt(7)) {
                case 0 ->
                        sketch.contract(
                                name + "[i, j]",
                                first.replaceAll("\\[.*", "[i, k]"),
                                second.replaceAll("\\[.*", "[k, j]"));
                case 1 ->
                        sketch.reduce(
                                Scalar.MAX,
                                name + "[i, j]",
                                "a, b -> a - b * #k",
                                first.replaceAll("\\[.*", "[i, k]"),
                                second.replaceAll("\\[.*", "[j, k]"));
                case 2 ->
                        sketch.contract(
                                Semiring.LOG_SUM_EXP,
                                name + "[i, j]",
                                first.replaceAll("\\[.*", "[k, j]"),
                                second.replaceAll("\\[.*", "[i, k]"));
                case 3 -> sketch.constant(name + "[i, j]", "#i * #j / 2 - #j");
                case 4 ->
                        sketch.box(
                                new Op.Reindex(),
                                name + "[i, j]",
                                second.replaceAll("\\[.*", "[2 - j, i + j - 1] else 1"));
                case 5 -> sketch.map(name + "[i, j]", "a, b -> a * b + #i - 2 * #j", first, second);
                default ->
                        sketch.map(
                                name + "[i, j]",
                                "a -> tanh(a) * a",
                                first.replaceAll("\\[.*", "[j, i]"));
            }
            wires.add(name);
        }
        sketch.output("w" + (boxes - 1));
        return random.nextBoolean() ? sketch.output("w" + (boxes - 2)) : sketch;
    }

    private static String axes(SplittableRandom random) {
        return List.of("[i, j]", "[j, i]", "[i, j]", "[i, i]").get(random.nextInt(4));
    }
}
