package org.heddle.model.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.check.SizeEvaluator.SizeException;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.library.Unfold;

/// Binds every axis of a checked diagram to a number.
///
/// ```
/// size of a class of axes that ports make equal =
///     a number given (--size, arrays)  else  an integer of the file  else  a size expression  else  a default
/// ```
///
/// A number given replaces an integer of the file; all other contradictions within a class are errors. An axis that
/// nothing mentions needs no size. 0 is a size.
public final class SizeBinder {
    /// Of more axes of one size than this the first are told.
    private static final int MOST_NAMED = 16;

    private final Diagram diagram;
    private final Map<String, Long> given;
    private final AxisClasses classes;
    private final Problems problems = new Problems();
    private final Map<String, Optional<Long>> known = new LinkedHashMap<>();
    private final Map<String, Boolean> defaulted = new HashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();

    private SizeBinder(Diagram diagram, Map<String, Long> given) {
        this.diagram = diagram;
        this.given = given;
        this.classes = AxisClasses.of(diagram);
    }

    /// Sizes of all axes that something mentions.
    ///
    /// @param overrides sizes given at run time, by axis
    /// @throws DiagnosticException where sizes are missing, contradict each other, or are negative or too large, or let a
    ///     port read outside its wire; the problems have pointers but no places in the text, see `SourceMap.locate`
    public static Sizes bind(Diagram diagram, Map<String, Long> overrides)
            throws DiagnosticException {
        SizeBinder binder = new SizeBinder(diagram, overrides);
        Sizes sizes = binder.sizes();
        RangeChecks.exact(diagram, sizes, binder.problems);
        if (RangeChecks.computeInside(diagram)) {
            Diagram unfolded = Unfold.all(diagram);
            Sizes inside = new SizeBinder(unfolded, overrides).sizes();
            RangeChecks.exactInside(diagram, unfolded, inside, binder.problems);
        }
        binder.stopOnProblems();
        return sizes;
    }

    /// One axis of every class that has no size yet; none where something else is wrong with the sizes, which {@link #bind} tells.
    ///
    /// @param overrides sizes given at run time, by axis
    public static List<String> missing(Diagram diagram, Map<String, Long> overrides) {
        SizeBinder binder = new SizeBinder(diagram, overrides);
        try {
            binder.sizes();
            return List.of();
        } catch (DiagnosticException _) {
            return List.copyOf(binder.missing);
        }
    }

    private Sizes sizes() throws DiagnosticException {
        given.forEach(this::checkGiven);
        stopOnProblems();
        Map<String, Long> sizes = new LinkedHashMap<>();
        Set<String> mentioned = mentioned();
        for (String axis : new SizeDependencies(diagram, classes).order()) {
            if (classes.of(axis).stream().anyMatch(mentioned::contains)) {
                sizeOfClass(classes.of(axis));
            }
        }
        for (String axis : diagram.axes().keySet()) {
            known.getOrDefault(first(axis), Optional.empty())
                    .ifPresent(size -> sizes.put(axis, size));
        }
        reportMissing();
        stopOnProblems();
        diagram.axes().values().forEach(axis -> compare(axis, sizes));
        Sizes bound = new Sizes(sizes);
        diagram.wires().values().forEach(wire -> measure(wire, bound));
        stopOnProblems();
        return bound;
    }

    private void stopOnProblems() throws DiagnosticException {
        if (problems.hasErrors()) {
            throw new DiagnosticException(problems.list());
        }
    }

    private void checkGiven(String axis, long size) {
        if (!diagram.axes().containsKey(axis)) {
            String message = "there is no axis '" + axis + "' to give the size " + size + " to";
            problems.error(
                    Code.E102,
                    message,
                    Location.at("/axes"),
                    Suggestion.help(axis, diagram.axes().keySet()));
        } else if (size < 0) {
            problems.error(
                    Code.E305,
                    "axis '" + axis + "' is given the size " + size,
                    at(axis),
                    "sizes are 0 or more");
        }
    }

    /// The axis that stands for its class.
    private String first(String axis) {
        return classes.of(axis).getFirst();
    }

    /// Empty where it is missing; then the axis to ask for is noted.
    private Optional<Long> sizeOfClass(List<String> axes) {
        Optional<Long> before = known.get(axes.getFirst());
        if (before == null) {
            known.put(axes.getFirst(), Optional.empty());
            before = find(axes);
            known.put(axes.getFirst(), before);
        }
        return before;
    }

    private Optional<Long> find(List<String> axes) {
        Optional<Long> number = firstGiven(axes).or(() -> firstFixed(axes));
        if (number.isPresent()) {
            return number;
        }
        List<Axis> derived =
                axes.stream()
                        .map(diagram::axis)
                        .filter(
                                a ->
                                        a.extent() instanceof Axis.Derived(Expr size)
                                                && !SizeDependencies.repeats(size, axes))
                        .toList();
        if (!derived.isEmpty()) {
            return evaluate(derived.getFirst());
        }
        for (String axis : axes) {
            if (diagram.axis(axis).defaultSize().isPresent()) {
                return Optional.of(diagram.axis(axis).defaultSize().getAsLong());
            }
        }
        missing.add(axes.getFirst());
        return Optional.empty();
    }

    private Optional<Long> firstGiven(List<String> axes) {
        return axes.stream().filter(given::containsKey).findFirst().map(given::get);
    }

    private Optional<Long> firstFixed(List<String> axes) {
        return axes.stream()
                .map(diagram::axis)
                .flatMap(
                        a ->
                                a.extent() instanceof Axis.Fixed(long size)
                                        ? Optional.of(size).stream()
                                        : Optional.<Long>empty().stream())
                .findFirst();
    }

    private Optional<Long> evaluate(Axis axis) {
        if (!(axis.extent() instanceof Axis.Derived(Expr size))) {
            throw new IllegalStateException("not derived: " + axis);
        }
        Map<String, Long> needed = new LinkedHashMap<>();
        for (String name : size.arguments()) {
            Optional<Long> value = sizeOfClass(classes.of(name));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            needed.put(name, value.get());
        }
        try {
            return Optional.of(SizeEvaluator.evaluate(size, name -> needed.getOrDefault(name, 0L)));
        } catch (SizeException e) {
            String message =
                    "axis '" + axis.name() + "' has the size " + size + ": " + e.getMessage();
            Location where = Location.in(at(axis.name()).pointer(), e.part());
            problems.error(e.code(), message, where, with(needed));
            return Optional.empty();
        }
    }

    private boolean isFree(String axis) {
        return diagram.axis(axis).extent() instanceof Axis.Free;
    }

    private static String[] with(Map<String, Long> needed) {
        List<String> bindings = new ArrayList<>();
        needed.forEach((axis, size) -> bindings.add(axis + " = " + size));
        return bindings.isEmpty()
                ? new String[0]
                : new String[] {"with " + String.join(", ", bindings)};
    }

    /// Axes that need a size, and those whose sizes others are computed from.
    private Set<String> mentioned() {
        Set<String> mentioned = new LinkedHashSet<>(diagram.over());
        diagram.wires().values().forEach(wire -> mentioned.addAll(wire.axes()));
        diagram.boxes()
                .forEach(
                        box -> {
                            mentioned.addAll(box.axes());
                            mentioned.addAll(Extents.of(box));
                        });
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(mentioned);
        while (!open.isEmpty()) {
            String next = open.pop();
            for (String axis : seen.add(first(next)) ? classes.of(next) : List.<String>of()) {
                if (diagram.axis(axis).extent() instanceof Axis.Derived(Expr size)) {
                    size.arguments().stream().filter(mentioned::add).forEach(open::add);
                }
            }
        }
        return mentioned;
    }

    private void reportMissing() {
        if (missing.isEmpty()) {
            return;
        }
        List<String> notes = new ArrayList<>();
        List<String> options = missing.stream().map(axis -> axis + "=1024").toList();
        notes.add(
                "give "
                        + (missing.size() == 1 ? "it" : "them")
                        + " with --size "
                        + String.join(",", options));
        for (String axis : missing) {
            if (classes.of(axis).size() > 1) {
                notes.add("one size: " + String.join(" = ", classes.of(axis)));
            }
        }
        String message =
                missing.size() == 1
                        ? "axis " + Scope.list(missing) + " has no size"
                        : "axes " + Scope.list(missing) + " have no size";
        problems.error(
                Code.E304, message, at(missing.iterator().next()), notes.toArray(String[]::new));
    }

    /// Whether what is said of an axis agrees with the size that its class got.
    private void compare(Axis axis, Map<String, Long> sizes) {
        Long size = sizes.get(axis.name());
        if (size == null) {
            return;
        }
        Long override = given.get(axis.name());
        Optional<Long> own =
                switch (axis.extent()) {
                    case Axis.Derived _ -> evaluate(axis);
                    case Axis.Fixed(long fixed) -> Optional.of(override != null ? override : fixed);
                    case Axis.Free() -> Optional.ofNullable(override).or(() -> ownDefault(axis));
                };
        List<Long> said = new ArrayList<>(own.stream().toList());
        Optional.ofNullable(override).ifPresent(said::add);
        said.stream()
                .filter(s -> !s.equals(size))
                .findFirst()
                .ifPresent(s -> contradiction(axis, s, size));
    }

    /// A default counts where its class has no better source.
    private Optional<Long> ownDefault(Axis axis) {
        boolean counts =
                defaulted.computeIfAbsent(
                        first(axis.name()),
                        _ ->
                                classes.of(axis.name()).stream()
                                        .allMatch(a -> isFree(a) && !given.containsKey(a)));
        return counts && axis.defaultSize().isPresent()
                ? Optional.of(axis.defaultSize().getAsLong())
                : Optional.empty();
    }

    private void contradiction(Axis axis, long own, long size) {
        List<String> others =
                classes.of(axis.name()).stream()
                        .filter(a -> !a.equals(axis.name()))
                        .limit(MOST_NAMED)
                        .toList();
        String message =
                others.isEmpty()
                        ? "axis '"
                                + axis.name()
                                + "' is given the size "
                                + size
                                + ", its size expression gives "
                                + own
                        : "axis '"
                                + axis.name()
                                + "' is "
                                + own
                                + ", yet "
                                + (isSymmetric(axis.name()) ? "ports or symmetries" : "ports")
                                + " make it equal to "
                                + Scope.list(others)
                                + ", which is "
                                + size;
        problems.error(Code.E308, message, at(axis.name()));
    }

    private boolean isSymmetric(String axis) {
        return diagram.wires().values().stream()
                .flatMap(wire -> wire.symmetries().stream())
                .anyMatch(symmetry -> symmetry.axes().contains(axis));
    }

    private void measure(Wire wire, Sizes sizes) {
        try {
            sizes.bytes(wire);
        } catch (ArithmeticException _) {
            String message = "wire '" + wire + "' has more bytes than a 64-bit number counts";
            problems.error(Code.E306, message, Location.at("/wires" + Location.step(wire.name())));
        }
    }

    private static Location at(String axis) {
        return Location.at("/axes" + Location.step(axis));
    }
}
