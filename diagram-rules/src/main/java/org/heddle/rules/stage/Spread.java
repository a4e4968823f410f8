package org.heddle.rules.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Instruction;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Schedule;
import org.hipparchus.util.ArithmeticUtils;

/// A kernel one axis of whose blocks is spread over teams of threads, each of which issues matrix instructions together: a team has whole rows of every product.
///
/// @param axis of the grid, along the rows or the columns of every product
/// @param threads of a team
public record Spread(Schedule schedule, Map<String, Product> products, String axis, int threads) {
    private static final List<Integer> MULTIPLES = List.of(1, 2, 3, 4, 6, 8, 12, 16);
    private static final int MOST_AXES = 4;

    public Spread {
        products = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(products));
    }

    /// The ways to spread a kernel; none where no product is one for matrix instructions.
    public static List<Spread> of(Schedule schedule, Hardware hardware) {
        Map<String, Product> products = Product.of(schedule.nest(), hardware);
        int threads =
                products.values().stream().mapToInt(p -> p.instruction().threads()).max().orElse(0);
        return schedule.nest().grid().stream()
                .filter(axis -> !products.isEmpty())
                .filter(
                        axis ->
                                products.values().stream()
                                        .allMatch(
                                                p ->
                                                        p.rows().contains(axis)
                                                                || p.columns().contains(axis)))
                .map(axis -> new Spread(schedule, products, axis, threads))
                .toList();
    }

    /// A product as its instruction sees it: with the axis that is spread along the rows.
    record Sides(List<String> rows, List<String> columns) {}

    Sides sides(Product product) {
        return product.rows().contains(axis)
                ? new Sides(product.rows(), product.columns())
                : new Sides(product.columns(), product.rows());
    }

    /// The elements of a block of some axes.
    ///
    /// @param extents of one team, by axis
    static long elements(List<String> axes, Map<String, Long> extents) {
        return axes.stream()
                .mapToLong(a -> extents.getOrDefault(a, 1L))
                .reduce(1, Math::multiplyExact);
    }

    /// Whether blocks of a team are made of whole instructions.
    boolean divides(Map<String, Long> extents) {
        return products.values().stream()
                .allMatch(
                        p ->
                                p.instruction()
                                        .divides(
                                                elements(sides(p).rows(), extents),
                                                elements(sides(p).columns(), extents),
                                                elements(p.fold().reduced(), extents)));
    }

    /// Extents to try, of a team: whole numbers of instructions along axes of products, one block along what products are repeated over, and what is not cut whole.
    List<Map<String, Long>> candidates(Premises premises) {
        Nest nest = schedule.nest();
        List<Map<String, Long>> all = List.of(new LinkedHashMap<>());
        for (String each : schedule.blocking().extents().keySet()) {
            List<Long> values = values(each, nest, premises);
            List<Map<String, Long>> more = new ArrayList<>();
            for (Map<String, Long> before : all) {
                for (long value : values) {
                    Map<String, Long> extents = new LinkedHashMap<>(before);
                    extents.put(each, value);
                    more.add(extents);
                }
            }
            all = more;
        }
        return all.stream().filter(this::divides).toList();
    }

    private List<Long> values(String each, Nest nest, Premises premises) {
        long size = Math.max(1, schedule.blocking().size(each));
        boolean labelled = nest.grid().contains(each) || nest.cut().contains(each);
        if (!labelled) {
            return List.of(size);
        }
        var given = premises.block(Count.label(nest.grid(), each));
        if (given.isPresent() && !each.equals(axis)) {
            return List.of(Math.min(size, given.getAsLong()));
        }
        List<Product> having = products.values().stream().filter(p -> has(p, each)).toList();
        if (having.isEmpty()) {
            boolean woven =
                    products.values().stream().anyMatch(p -> p.fold().tile().axes().contains(each));
            return List.of(woven ? 1 : schedule.blocking().extent(each));
        }
        int step = having.stream().mapToInt(p -> step(p, each)).reduce(1, ArithmeticUtils::lcm);
        Set<Long> values = new LinkedHashSet<>();
        boolean few = schedule.blocking().extents().size() <= MOST_AXES + 1;
        for (int multiple : MULTIPLES) {
            long value = (long) multiple * step;
            if (value <= size && (few || Integer.bitCount(multiple) == 1)) {
                values.add(value);
            }
        }
        if (!each.equals(axis)) {
            values.add(size);
        }
        return values.stream().sorted(Comparator.naturalOrder()).toList();
    }

    private static boolean has(Product product, String each) {
        return product.rows().contains(each)
                || product.columns().contains(each)
                || product.fold().reduced().contains(each);
    }

    /// What an axis is to be a multiple of; with others beside it on its side of the product, that is left to the check.
    private int step(Product product, String each) {
        Instruction instruction = product.instruction();
        Sides sides = sides(product);
        if (sides.rows().contains(each)) {
            return alone(sides.rows(), instruction.m().least());
        }
        if (sides.columns().contains(each)) {
            Instruction.Extent n = instruction.n();
            return alone(sides.columns(), n.step() > 1 ? n.step() : n.least());
        }
        return alone(product.fold().reduced(), instruction.k());
    }

    private static int alone(List<String> side, int step) {
        return side.size() > 1 ? 1 : step;
    }
}
