package org.heddle.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.library.Unfold;

/// Numbers made to break kernels.
///
/// ```
///  rows of an input (all axes but its last)      what is in them
///  row % 3 == 0                                  ordinary numbers, so that finite results remain
///  row % 3 == 1                                  one special number, where a block begins or ends
///  row % 3 == 2                                  many, side by side and at random; of masks the whole row
/// ```
///
/// @param compiled tells where blocks begin
record Adversary(Diagram diagram, Sizes sizes, Compiled compiled) {
    /// Sizes of axes that are reduced, long enough for several blocks and a tail, and of the others; the smaller ones for diagrams that would take long.
    private static final long[][] REDUCED = {{39, 11, 5, 3, 2}, {11, 5, 3, 2}, {5, 3, 2}};

    private static final long[][] WOVEN = {{7, 5, 3, 2}, {5, 3, 2}, {3, 2}};
    private static final long MANY_DIMENSIONS = 256;
    private static final double MOST_ITEMS = 20_000;

    /// What inputs hold.
    enum Kind {
        /// Every element the same.
        TIES,
        /// Zeros in runs and whole rows.
        ZEROS,
        /// 10,000 and a deviation of 1.
        LARGE_MEAN,
        /// Signs alternate, so that running sums cross zero.
        CROSSING,
        /// Some 200 and more, far from each other or near: exponentials leave the range of f32.
        WIDE,
        /// ±1e30, or the largest numbers of a type that does not hold it.
        HUGE,
        /// -inf, in whole rows too.
        MASKED,
        /// +inf.
        INFINITE,
        /// NaN.
        NAN;

        /// Whether some rows stay as they are.
        private boolean isSparse() {
            return switch (this) {
                case HUGE, MASKED, INFINITE, NAN -> true;
                case TIES, ZEROS, LARGE_MEAN, CROSSING, WIDE -> false;
            };
        }

        private double value(DType dtype, double ordinary, long index, long row) {
            return switch (this) {
                case TIES -> 0.5;
                case ZEROS -> index / 3 % 2 == 0 || row % 4 == 2 ? 0 : ordinary;
                case LARGE_MEAN -> 1e4 + ordinary;
                case CROSSING -> (1 + Math.abs(ordinary) / 8) * (index % 2 == 0 ? 1 : -1);
                case WIDE -> row % 2 == 0 ? 200 * ordinary : 200 + ordinary;
                case HUGE -> Math.copySign(dtype == DType.F16 ? 3e4 : 1e30, ordinary);
                case MASKED -> Double.NEGATIVE_INFINITY;
                case INFINITE -> Double.POSITIVE_INFINITY;
                case NAN -> Double.NaN;
            };
        }
    }

    /// Inputs of one run.
    ///
    /// @param into the inputs that are filled
    /// @param isOne whether by one number only
    record Draw(Kind kind, List<String> into, boolean isOne, Map<String, Tensor> inputs) {
        @Override
        public String toString() {
            return kind + (isOne ? " once in " : " in ") + into;
        }
    }

    /// Of a diagram of the catalogue, compiled as for a machine with enough local memory but with axes cut as for one with little.
    static Adversary of(String name) throws DiagnosticException {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        Sizes sizes = SizeBinder.bind(diagram, sizes(diagram, 0));
        for (int smaller = 1;
                smaller < REDUCED.length && items(diagram, sizes) > MOST_ITEMS;
                smaller++) {
            sizes = SizeBinder.bind(diagram, sizes(diagram, smaller));
        }
        Compiled compiled = Tight.fused(diagram, sizes);
        return new Adversary(diagram, sizes, compiled);
    }

    private static double items(Diagram diagram, Sizes sizes) {
        return Unfold.all(diagram).boxes().stream()
                .mapToDouble(
                        box ->
                                box.axes().stream()
                                        .mapToDouble(sizes::of)
                                        .reduce(1, (a, b) -> a * b))
                .sum();
    }

    private static Map<String, Long> sizes(Diagram diagram, int smaller) {
        Set<String> reduced = new LinkedHashSet<>();
        Unfold.all(diagram).boxes().forEach(box -> reduced.addAll(box.reducedAxes()));
        Map<String, Long> sizes = new LinkedHashMap<>();
        int longs = 0;
        int shorts = 0;
        for (Axis axis : diagram.axes().values()) {
            if (axis.extent() instanceof Axis.Free && axis.defaultSize().isPresent()) {
                boolean isReduced = reduced.contains(axis.name());
                long[] own = isReduced ? REDUCED[smaller] : WOVEN[smaller];
                int number = isReduced ? longs++ : shorts++;
                sizes.put(axis.name(), own[Math.min(number, own.length - 1)]);
            }
        }
        if (diagram.name().equals("kernel-density")) {
            sizes.put("d", MANY_DIMENSIONS);
        }
        return sizes;
    }

    /// Inputs of floating numbers: each by itself, all of them together, and each with one special number alone.
    List<Draw> draws(Kind kind, long seed) {
        List<String> floating =
                diagram.inputs().stream()
                        .filter(input -> diagram.wire(input).dtype().isFloating())
                        .toList();
        List<Draw> draws = new ArrayList<>();
        for (String input : floating) {
            draws.add(draw(kind, List.of(input), false, seed));
            if (kind.isSparse()) {
                draws.add(draw(kind, List.of(input), true, seed));
            }
        }
        if (floating.size() > 1) {
            draws.add(draw(kind, floating, false, seed));
        }
        return draws;
    }

    private Draw draw(Kind kind, List<String> into, boolean isOne, long seed) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Comparer.inputs(diagram, sizes, 31 * seed + kind.name().hashCode())
                .forEach(
                        (name, tensor) ->
                                inputs.put(
                                        name,
                                        into.contains(name)
                                                ? filled(
                                                        diagram.wire(name),
                                                        tensor,
                                                        kind,
                                                        isOne,
                                                        seed)
                                                : tensor));
        return new Draw(kind, into, isOne, inputs);
    }

    private Tensor filled(Wire wire, Tensor tensor, Kind kind, boolean isOne, long seed) {
        Tensor result = Tensor.allocate(tensor.dtype(), tensor.shape());
        SplittableRandom random = new SplittableRandom(seed + wire.name().hashCode());
        long length = tensor.shape().isEmpty() ? 1 : Math.max(1, tensor.shape().getLast());
        List<Long> borders = borders(length);
        long one =
                tensor.elements() / 2 / length * length
                        + borders.get((int) (seed % borders.size()));
        boolean isList = tensor.elements() == length;
        for (long i = 0; i < tensor.elements(); i++) {
            long row = isList ? 1 + seed % 2 : i / length;
            long index = i % length;
            boolean isBorder = borders.contains(index);
            boolean isSpecial =
                    !kind.isSparse()
                            || (isOne
                                    ? i == one
                                    : switch ((int) (row % 3)) {
                                        case 0 -> false;
                                        case 1 ->
                                                index
                                                        == borders.get(
                                                                (int) (row / 3 % borders.size()));
                                        default ->
                                                isBorder
                                                        || random.nextInt(3) == 0
                                                        || (kind == Kind.MASKED && !isList);
                                    });
            double ordinary = tensor.get(i);
            result.set(i, isSpecial ? kind.value(tensor.dtype(), ordinary, index, row) : ordinary);
        }
        wire.symmetries().forEach(symmetry -> keep(symmetry, wire, result));
        return result;
    }

    /// Where blocks of any axis begin and end, as far as there are so many elements.
    private List<Long> borders(long length) {
        TreeSet<Long> borders = new TreeSet<>(List.of(length / 2));
        compiled.kernels()
                .forEach(
                        kernel -> {
                            TileProgram program = kernel.program();
                            program.blocking()
                                    .extents()
                                    .values()
                                    .forEach(
                                            extent -> {
                                                borders.add(extent - 1);
                                                borders.add(extent);
                                            });
                        });
        borders.add(length - 1);
        borders.removeIf(border -> border < 0 || border >= length);
        return List.copyOf(borders);
    }

    /// Copies the elements with ascending indices to the others.
    private static void keep(Symmetry symmetry, Wire wire, Tensor tensor) {
        int[] axes = symmetry.axes().stream().mapToInt(wire.axes()::indexOf).toArray();
        long[] index = new long[tensor.shape().size()];
        for (long flat = 0; flat < tensor.elements(); flat++) {
            long rest = flat;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis] = rest % tensor.shape().get(axis);
                rest /= tensor.shape().get(axis);
            }
            long[] ascending = index.clone();
            long[] own = Arrays.stream(axes).mapToLong(axis -> index[axis]).sorted().toArray();
            for (int i = 0; i < axes.length; i++) {
                ascending[axes[i]] = own[i];
            }
            tensor.set(flat, tensor.at(ascending));
        }
    }
}
