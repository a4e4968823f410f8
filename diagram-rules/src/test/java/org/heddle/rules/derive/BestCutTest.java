package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;

/// The best cut of random diagrams, against all partitions of their boxes.
final class BestCutTest {
    private static final int BOXES = 6;

    /// Maps that read one or two of what was written before; the last is an output, and sometimes others.
    private static Sketch random(SplittableRandom random) {
        Sketch sketch = new Sketch().axis("i", 8).input("w0[i]", "v[i]");
        for (int b = 1; b <= BOXES; b++) {
            String first = "w" + random.nextInt(b) + "[i]";
            String second = random.nextInt(4) == 0 ? "v[i]" : "w" + random.nextInt(b) + "[i]";
            sketch.map("w" + b + "[i]", "a, b -> a + b", first, second);
            if (b == BOXES || random.nextInt(3) == 0) {
                sketch.output("w" + b);
            }
        }
        return sketch;
    }

    /// What no kernel can be below, and something at random above it; some have no kernel.
    private static Function<Set<String>, Optional<Total>> costs(
            Diagram diagram, List<Set<String>> units, Sizes sizes, long seed) {
        LeastBytes least = new LeastBytes(diagram, units, sizes);
        Map<Set<String>, Optional<Total>> known = new HashMap<>();
        return boxes ->
                known.computeIfAbsent(
                        Set.copyOf(boxes),
                        set -> {
                            SplittableRandom own = new SplittableRandom(seed + set.hashCode());
                            int mask = 0;
                            for (int unit = 0; unit < units.size(); unit++) {
                                mask |= set.containsAll(units.get(unit)) ? 1 << unit : 0;
                            }
                            long bytes = least.of(mask) + own.nextLong(100);
                            double seconds = own.nextDouble(1, 1 + set.size());
                            return own.nextInt(5) == 0
                                    ? Optional.empty()
                                    : Optional.of(new Total(bytes, seconds));
                        });
    }

    @Test
    void theFewestBytesOfAllPartitionsAreFound() {
        SplittableRandom random = new SplittableRandom(7);
        int better = 0;
        for (int trial = 0; trial < 200; trial++) {
            Sketch sketch = random(random);
            Diagram diagram = sketch.diagram();
            List<Set<String>> units =
                    diagram.ordered().stream().map(box -> Set.of(box.id())).toList();
            var predict = costs(diagram, units, sketch.sizes(), random.nextLong());
            Total limit = new Total(random.nextLong(200, 700), random.nextDouble(3, 12));
            List<List<Set<String>>> partitions = new ArrayList<>();
            partitions(new ArrayList<>(units), List.of(), partitions);
            Optional<Long> best =
                    partitions.stream()
                            .filter(parts -> isCut(diagram, parts))
                            .flatMap(parts -> Total.of(parts, predict).stream())
                            .filter(t -> t.bytes() < limit.bytes())
                            .filter(t -> t.seconds() <= limit.seconds())
                            .map(Total::bytes)
                            .min(Long::compare);
            Optional<List<Set<String>>> found =
                    new BestCut(diagram, units, sketch.sizes(), predict, limit).find();
            assertThat(found.flatMap(parts -> Total.of(parts, predict)).map(Total::bytes))
                    .as("trial %d: %s", trial, found)
                    .isEqualTo(best);
            found.ifPresent(parts -> assertThat(isCut(diagram, parts)).isTrue());
            better += best.isPresent() ? 1 : 0;
        }
        assertThat(better).isBetween(50, 190);
    }

    private static void partitions(
            List<Set<String>> open, List<Set<String>> parts, List<List<Set<String>>> into) {
        if (open.isEmpty()) {
            into.add(parts);
            return;
        }
        List<Set<String>> rest = open.subList(1, open.size());
        for (int part = 0; part < parts.size(); part++) {
            List<Set<String>> joined = new ArrayList<>(parts);
            Set<String> union = new LinkedHashSet<>(parts.get(part));
            union.addAll(open.getFirst());
            joined.set(part, union);
            partitions(rest, joined, into);
        }
        List<Set<String>> alone = new ArrayList<>(parts);
        alone.add(open.getFirst());
        partitions(rest, alone, into);
    }

    /// Whether the parts can run one after the other, in some order, and each hangs together.
    private static boolean isCut(Diagram diagram, List<Set<String>> parts) {
        Set<String> written = new HashSet<>(diagram.inputs());
        List<Set<String>> open = new ArrayList<>(parts);
        while (!open.isEmpty()) {
            int before = open.size();
            for (Set<String> part : List.copyOf(open)) {
                Set<String> known = new HashSet<>(written);
                boxes(diagram, part).forEach(box -> known.addAll(box.writes()));
                if (boxes(diagram, part).stream().allMatch(b -> known.containsAll(b.reads()))) {
                    written.addAll(known);
                    open.remove(part);
                }
            }
            if (open.size() == before) {
                return false;
            }
        }
        return parts.stream().allMatch(part -> hangsTogether(boxes(diagram, part)));
    }

    private static List<Box> boxes(Diagram diagram, Set<String> part) {
        return diagram.ordered().stream().filter(box -> part.contains(box.id())).toList();
    }

    private static boolean hangsTogether(List<Box> boxes) {
        List<Box> open = new ArrayList<>(boxes);
        Set<String> touched = touched(open.removeFirst());
        boolean changed = true;
        while (changed) {
            changed =
                    open.removeIf(
                            box ->
                                    touched(box).stream().anyMatch(touched::contains)
                                            && touched.addAll(touched(box)));
            changed |= open.removeIf(box -> touched.containsAll(touched(box)));
        }
        return open.isEmpty();
    }

    private static Set<String> touched(Box box) {
        Set<String> wires = new HashSet<>(box.reads());
        wires.addAll(box.writes());
        return wires;
    }

    /// What is read from outside and what is read outside count once each; what stays inside does not.
    @Test
    void leastBytesAreThoseThatCrossTheBorder() {
        Sketch sketch =
                new Sketch()
                        .axis("i", 10)
                        .axis("j", 7)
                        .input("A[i, j]", "B[j]")
                        .map("C[i, j]", "a, b -> a * b", "A[i, j]", "B[j]")
                        .map("D[i, j]", "c, b -> c + b", "C[i, j]", "B[j]")
                        .map("E[i, j]", "c, d -> where(#i < 3, c, d)", "C[i, j]", "D[i, j]")
                        .output("E");
        List<Set<String>> units = List.of(Set.of("C"), Set.of("D"), Set.of("E"));
        LeastBytes least = new LeastBytes(sketch.diagram(), units, sketch.sizes());
        long matrix = 4 * 70;
        long row = 4 * 7;
        assertThat(least.of(0b001)).isEqualTo(matrix + row + matrix);
        assertThat(least.of(0b010)).isEqualTo(matrix + row + matrix);
        assertThat(least.of(0b011)).isEqualTo(matrix + row + 2 * matrix);
        assertThat(least.of(0b100)).as("some of C and D may not be read").isEqualTo(matrix);
        assertThat(least.of(0)).isZero();
    }
}
