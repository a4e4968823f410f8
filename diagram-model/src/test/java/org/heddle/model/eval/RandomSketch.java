package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heddle.model.data.Distribution;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Semiring;

/// Small random diagrams. Axes `i j k` have one size, `u v` another (0 to 4): ports rename within a class at will, so
/// that names are captured, transposed, read along diagonals, reduced in one box and woven in the next. Some positions are
/// computed, or gathered through `ids`.
final class RandomSketch {
    private static final List<List<String>> CLASSES =
            List.of(List.of("i", "j", "k"), List.of("u", "v"));
    private static final int BOXES = 5;

    private final Random random;
    private final Sketch sketch = new Sketch();

    /// By wire: the class of each of its axes.
    private final Map<String, List<Integer>> wires = new LinkedHashMap<>();

    private RandomSketch(long seed) {
        this.random = new Random(seed);
    }

    static Sketch draw(long seed) {
        return new RandomSketch(seed).draw();
    }

    private Sketch draw() {
        for (List<String> axes : CLASSES) {
            int size = random.nextInt(5);
            axes.forEach(axis -> sketch.axis(axis, size));
        }
        sketch.axis("n", 3).input("ids[n]", Distribution.INTEGER);
        for (int i = 0; i < 2; i++) {
            List<Integer> classes = someClasses();
            sketch.input(port("in" + i, distinct(classes)), Distribution.INTEGER);
            wires.put("in" + i, classes);
        }
        for (int i = 0; i < BOXES; i++) {
            box("w" + i);
        }
        return sketch.output("w" + (BOXES - 1));
    }

    private List<Integer> someClasses() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(position -> position < 2 ? random.nextInt(2) : 0)
                .toList();
    }

    /// Different names for all positions (there are as many names in a class as positions of it at most).
    private List<String> distinct(List<Integer> classes) {
        List<List<String>> names = new ArrayList<>();
        for (List<String> axes : CLASSES) {
            List<String> shuffled = new ArrayList<>(axes);
            Collections.shuffle(shuffled, random);
            names.add(shuffled);
        }
        return classes.stream().map(c -> names.get(c).removeFirst()).toList();
    }

    private static String port(String wire, List<String> axes) {
        return wire + "[" + String.join(", ", axes) + "]";
    }

    private void box(String name) {
        int arity = 1 + random.nextInt(3);
        List<String> ports = new ArrayList<>();
        Set<String> read = new LinkedHashSet<>();
        for (int i = 0; i < arity; i++) {
            String wire = List.copyOf(wires.keySet()).get(random.nextInt(wires.size()));
            List<String> axes = new ArrayList<>();
            for (int c : wires.getOrDefault(wire, List.of())) {
                axes.add(CLASSES.get(c).get(random.nextInt(CLASSES.get(c).size())));
            }
            ports.add(random.nextInt(3) > 0 ? port(wire, axes) : computed(wire, axes));
            read.addAll(Sketch.port(ports.getLast()).runsAlong());
        }
        if (!read.isEmpty() && random.nextInt(4) == 0) {
            scan(name, arity, List.copyOf(read), ports);
            return;
        }
        boolean map = random.nextInt(3) == 0;
        List<String> output = new ArrayList<>(read);
        Collections.shuffle(output, random);
        if (!map) {
            output = output.subList(0, random.nextInt(output.size() + 1));
        }
        List<Integer> classes =
                output.stream().map(axis -> CLASSES.get(0).contains(axis) ? 0 : 1).toList();
        sketch.wire(port(name, distinct(classes)));
        wires.put(name, classes);
        String written = port(name, output);
        String[] inputs = ports.toArray(String[]::new);
        if (map) {
            sketch.map(written, fn(arity, List.copyOf(read)), inputs);
        } else if (random.nextBoolean()) {
            sketch.contract(pick(Semiring.values()), written, inputs);
        } else {
            sketch.reduce(
                    pick(Monoid.Scalar.values()), fn(arity, List.copyOf(read)), written, inputs);
        }
    }

    /// Positions that are computed from those axes, some of them outside the wire.
    private String computed(String wire, List<String> axes) {
        List<String> positions = new ArrayList<>();
        for (String axis : axes) {
            String other = axes.get(random.nextInt(axes.size()));
            int offset = random.nextInt(3) - 1;
            positions.add(
                    pick(
                            new String[] {
                                axis,
                                "%d*%s + %d".formatted(1 + random.nextInt(2), axis, offset),
                                "%s - %s + %d".formatted(axis, other, offset),
                                "|%s| - 1 - %s".formatted(axis, axis),
                                "ids[2*%s + %d] | -1".formatted(axis, offset),
                                "ids[ids[%s + 1] | 2] | 1".formatted(axis)
                            }));
        }
        return port(wire, positions) + " | -3";
    }

    private void scan(String name, int arity, List<String> read, List<String> ports) {
        List<String> output = new ArrayList<>(read);
        Collections.shuffle(output, random);
        List<Integer> classes =
                output.stream().map(axis -> CLASSES.get(0).contains(axis) ? 0 : 1).toList();
        sketch.wire(port(name, distinct(classes)));
        wires.put(name, classes);
        sketch.scan(
                random.nextInt(4) == 0
                        ? pick(Monoid.Extremum.values())
                        : pick(Monoid.Scalar.values()),
                fn(arity, read),
                read.get(random.nextInt(read.size())),
                pick(Op.Prefix.values()),
                pick(Op.Direction.values()),
                List.of(port(name, output)),
                ports.toArray(String[]::new));
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private String fn(int arity, List<String> axes) {
        List<String> parameters = List.of("a", "b", "c").subList(0, arity);
        String index = axes.isEmpty() ? "1" : "#" + axes.get(random.nextInt(axes.size()));
        String extent = axes.isEmpty() ? "2" : "|" + axes.get(random.nextInt(axes.size())) + "|";
        String body =
                pick(
                        new String[] {
                            "%s",
                            "where(%s > 1, %s, a / 2)",
                            "max(%s, -a)",
                            "%s * %s - 1",
                            "mod(%s, %s)"
                        });
        List<String> terms =
                new ArrayList<>(List.of(String.join(" + ", parameters), index, extent));
        Collections.shuffle(terms, random);
        Object[] filling = terms.stream().map(term -> "(" + term + ")").toArray();
        return parameters.stream().collect(Collectors.joining(", "))
                + " -> "
                + String.format(body, Arrays.copyOf(filling, 3));
    }
}
