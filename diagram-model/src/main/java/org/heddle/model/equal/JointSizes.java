package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.jgrapht.alg.util.UnionFind;

/// Sizes at which two diagrams are compared. Axes that correspond, or that ports of either diagram make equal, get one size together; it is a number of a
/// file where one says so, is computed where one says so, and chosen otherwise.
final class JointSizes {
    private static final long[] RAGGED = {2, 3, 5, 4, 7, 6, 3, 2};
    private static final long[] RANDOM = {1, 2, 3, 4, 5, 7};

    private final Diagram left;
    private final Diagram right;
    private final List<Interface.Match<String>> axes;
    private final Map<String, Long> given;
    private final UnionFind<String> classes;
    private final List<String> free = new ArrayList<>();
    private final List<Set<String>> leftLoops;
    private final List<Set<String>> rightLoops;
    private final Map<List<Long>, Bound> known = new HashMap<>();
    private List<Diagnostic> problems = List.of();

    /// Sizes of both diagrams.
    ///
    /// @param chosen by class
    record Setting(Map<String, Long> chosen, Sizes left, Sizes right) {}

    /// What chosen sizes lead to, and why where to none.
    private record Bound(Optional<Setting> setting, List<Diagnostic> problems) {}

    /// @param given sizes by axis of the left diagram, else of the right one
    JointSizes(
            Diagram left,
            Diagram right,
            List<Interface.Match<String>> axes,
            Map<String, Long> given) {
        this.left = left;
        this.right = right;
        this.axes = axes;
        this.given = given;
        Set<String> all = new LinkedHashSet<>();
        left.axes().keySet().forEach(axis -> all.add(ofLeft(axis)));
        right.axes().keySet().forEach(axis -> all.add(ofRight(axis)));
        this.classes = new UnionFind<>(all);
        join(AxisClasses.of(left), true);
        join(AxisClasses.of(right), false);
        axes.forEach(match -> classes.union(ofLeft(match.left()), ofRight(match.right())));
        joinInner();
        collectFree();
        this.leftLoops = left.boxes().stream().map(Box::axes).toList();
        this.rightLoops = right.boxes().stream().map(Box::axes).toList();
    }

    /// Axes of one name that no interface shows are one axis: there is nothing else by which they could correspond.
    private void joinInner() {
        Set<String> shown = new LinkedHashSet<>();
        axes.forEach(match -> shown.addAll(List.of(match.left(), match.right())));
        for (String axis : left.axes().keySet()) {
            if (right.axes().containsKey(axis) && !shown.contains(axis)) {
                classes.union(ofLeft(axis), ofRight(axis));
            }
        }
    }

    private static String ofLeft(String axis) {
        return "left " + axis;
    }

    private static String ofRight(String axis) {
        return "right " + axis;
    }

    private void join(AxisClasses own, boolean isLeft) {
        for (List<String> equal : own.all()) {
            for (String axis : equal) {
                String first = equal.getFirst();
                classes.union(
                        isLeft ? ofLeft(first) : ofRight(first),
                        isLeft ? ofLeft(axis) : ofRight(axis));
            }
        }
    }

    /// Classes of which nothing is said, or whose size is given.
    private void collectFree() {
        Set<String> bound = new LinkedHashSet<>();
        left.axes().values().stream()
                .filter(axis -> !isFree(axis))
                .forEach(axis -> bound.add(classes.find(ofLeft(axis.name()))));
        right.axes().values().stream()
                .filter(axis -> !isFree(axis))
                .forEach(axis -> bound.add(classes.find(ofRight(axis.name()))));
        Set<String> found = new LinkedHashSet<>();
        left.axes().keySet().forEach(axis -> found.add(classes.find(ofLeft(axis))));
        right.axes().keySet().forEach(axis -> found.add(classes.find(ofRight(axis))));
        found.removeAll(bound);
        free.addAll(found);
    }

    private boolean isFree(Axis axis) {
        return axis.extent() instanceof Axis.Free && !given.containsKey(axis.name());
    }

    /// Names of the classes whose sizes are chosen.
    List<String> free() {
        return List.copyOf(free);
    }

    /// Why the last setting that was tried binds no sizes.
    List<Diagnostic> problems() {
        return problems;
    }

    Optional<Setting> ones() {
        return bind(free.stream().map(_ -> 1L).toList());
    }

    /// All different as far as that goes, and none a multiple of much.
    Optional<Setting> ragged(int shift) {
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < free.size(); i++) {
            sizes.add(RAGGED[(i + shift) % RAGGED.length]);
        }
        return bind(sizes);
    }

    Optional<Setting> random(SplittableRandom random) {
        return bind(free.stream().map(_ -> RANDOM[random.nextInt(RANDOM.length)]).toList());
    }

    /// The same with another size of one class.
    Optional<Setting> with(Setting setting, String axisClass, long size) {
        return bind(
                free.stream()
                        .map(c -> c.equals(axisClass) ? size : setting.chosen().getOrDefault(c, 1L))
                        .toList());
    }

    private Optional<Setting> bind(List<Long> sizes) {
        Bound bound = known.computeIfAbsent(sizes, this::bound);
        problems = bound.problems().isEmpty() ? problems : bound.problems();
        return bound.setting();
    }

    private Bound bound(List<Long> sizes) {
        Map<String, Long> chosen = new LinkedHashMap<>();
        for (int i = 0; i < sizes.size(); i++) {
            chosen.put(free.get(i), sizes.get(i));
        }
        try {
            Sizes own = SizeBinder.bind(left, requests(left, true, chosen, Map.of()));
            Map<String, Long> met = new LinkedHashMap<>();
            axes.forEach(match -> met.put(match.right(), own.of(match.left())));
            Sizes other = SizeBinder.bind(right, requests(right, false, chosen, met));
            boolean fits = axes.stream().allMatch(m -> own.of(m.left()) == other.of(m.right()));
            return new Bound(
                    fits ? Optional.of(new Setting(chosen, own, other)) : Optional.empty(),
                    List.of());
        } catch (DiagnosticException e) {
            return new Bound(Optional.empty(), e.diagnostics());
        }
    }

    /// @param met sizes that the other diagram computes for axes that correspond
    private Map<String, Long> requests(
            Diagram diagram, boolean isLeft, Map<String, Long> chosen, Map<String, Long> met) {
        Map<String, Long> requests = new LinkedHashMap<>();
        for (Axis axis : diagram.axes().values()) {
            String name = axis.name();
            Long size = chosen.get(classes.find(isLeft ? ofLeft(name) : ofRight(name)));
            if (given.containsKey(name)) {
                requests.put(name, given.get(name));
            } else if (size != null) {
                requests.put(name, size);
            } else if (axis.extent() instanceof Axis.Free && met.containsKey(name)) {
                requests.put(name, met.get(name));
            }
        }
        return requests;
    }

    /// Items that both diagrams compute at these sizes.
    double items(Setting setting) {
        return items(leftLoops, setting.left()) + items(rightLoops, setting.right());
    }

    private static double items(List<Set<String>> boxes, Sizes sizes) {
        double sum = 0;
        for (Set<String> loops : boxes) {
            double items = 1;
            for (String axis : loops) {
                items *= sizes.of(axis);
            }
            sum += items;
        }
        return sum;
    }
}
