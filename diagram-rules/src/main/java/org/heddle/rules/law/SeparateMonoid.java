package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Normalizer;

/// A reduction by a monoid of the file, as reductions by monoids of fewer components, and by `sum`, `prod`, `max` and `min` where a component merges as these do.
///
/// ```
///  merge (a + a', b + b')                    ─[reduce]─  ⇒  ─[sum]─ ⊗ ─[sum]─
///  merge (max(m, m'), s·t' + s', t·t')       ─[reduce]─  ⇒  ─[max]─ ⊗ ─[reduce (s·t' + s', t·t')]─
/// ```
///
/// A component that mentions no other, and merges as one of these, is reduced by itself also where others mention it, if further reductions see it. An extremum that begins with another number than that of nothing is the extremum of that and the items.
/// `where(m > m', m, m')` is taken for `max(m, m')`: of a NaN it makes now one, now none, as items are bracketed, so that there is nothing to keep. Legal always: components that do not mention each other are a product of monoids, and a reduction by a product is the product of reductions. Saves nothing itself: what is a sum is known to be one.
public final class SeparateMonoid implements Rule {
    @Override
    public String name() {
        return "separate-monoid";
    }

    @Override
    public String law() {
        return "reduce (⊕ × ⊗) ∘ (f, g) = (reduce ⊕ ∘ f, reduce ⊗ ∘ g)";
    }

    @Override
    public String condition() {
        return "neither merge mentions the other's components";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Reduce(Monoid monoid, Fn item))
                || !(monoid instanceof Monoid.User(String name, List<Monoid.Component> state))) {
            return Optional.empty();
        }
        List<Set<Integer>> joined = groups(state);
        Set<Integer> known = alone(diagram, anchor, state, joined);
        List<Set<Integer>> groups = new ArrayList<>();
        for (Set<Integer> group : joined) {
            group.stream().filter(known::contains).forEach(i -> groups.add(Set.of(i)));
            if (!known.containsAll(group)) {
                groups.add(group);
            }
        }
        if (groups.size() == 1 && known.isEmpty()) {
            return Optional.empty();
        }
        List<Box> parts = new ArrayList<>();
        Edit edit = new Edit(diagram);
        String id = anchor.id();
        int done = 0;
        for (Set<Integer> group : groups) {
            List<Port> outputs = new ArrayList<>();
            for (int i : group) {
                Port output = anchor.outputs().get(i);
                outputs.add(
                        group.size() > 1 && known.contains(i)
                                ? again(diagram, edit, output)
                                : output);
            }
            List<Expr> results = group.stream().map(item.results()::get).toList();
            List<Monoid.Component> own = group.stream().map(state::get).toList();
            Optional<Known> scalar = scalar(state, group);
            Monoid part = scalar.<Monoid>map(Known::monoid).orElseGet(() -> user(name, own));
            if (scalar.flatMap(Known::bound).isPresent()) {
                Wire result = diagram.wire(outputs.getFirst().wire());
                Wire extreme =
                        new Wire(
                                Edit.fresh(diagram, result.name() + "_items"),
                                result.dtype(),
                                outputs.getFirst().axes());
                edit.add(extreme);
                Port port = Port.of(extreme);
                parts.add(part(extreme.name(), anchor, part, item, results, List.of(port)));
                parts.add(bounded(id, scalar.get(), port, outputs));
            } else {
                parts.add(part(id, anchor, part, item, results, outputs));
            }
            done++;
            id = id(diagram, groups, known, done, anchor);
        }
        return Optional.of(
                new Rewrite(
                        edit.replace(anchor, parts.toArray(Box[]::new)).done(),
                        List.of(anchor.id()),
                        groups.size() == 1
                                ? "the merge of " + name + " is that of a known monoid"
                                : "the components of "
                                        + name
                                        + " merge in "
                                        + groups.size()
                                        + " parts"));
    }

    /// The components that are reduced by monoids that have a name; of those that others mention, the ones that further reductions see.
    private static Set<Integer> alone(
            Diagram diagram, Box anchor, List<Monoid.Component> state, List<Set<Integer>> groups) {
        Set<Integer> alone = new LinkedHashSet<>();
        for (Set<Integer> group : groups) {
            for (int i : group) {
                String wire = anchor.outputs().get(i).wire();
                if ((group.size() == 1 || isReduced(diagram, wire, new LinkedHashSet<>()))
                        && scalar(state, Set.of(i)).isPresent()) {
                    alone.add(i);
                }
            }
        }
        return alone;
    }

    /// Whether a reduction reads a wire, or what maps make of it.
    private static boolean isReduced(Diagram diagram, String wire, Set<String> seen) {
        return seen.add(wire)
                && diagram.readers(wire).stream()
                        .anyMatch(
                                box ->
                                        !box.reducedAxes().isEmpty()
                                                || (box.op() instanceof Op.Map
                                                        && box.outputs().stream()
                                                                .anyMatch(
                                                                        port ->
                                                                                isReduced(
                                                                                        diagram,
                                                                                        port.wire(),
                                                                                        seen))));
    }

    /// Where a component goes that is needed by others only.
    private static Port again(Diagram diagram, Edit edit, Port output) {
        Wire wire = diagram.wire(output.wire());
        Wire own = new Wire(Edit.fresh(diagram, wire.name() + "_own"), wire.dtype(), wire.axes());
        edit.add(own);
        return output.onWire(own.name());
    }

    /// What the next part is called: as what it writes, where no box is.
    private static String id(
            Diagram diagram, List<Set<Integer>> groups, Set<Integer> known, int next, Box anchor) {
        if (next == groups.size()) {
            return anchor.id();
        }
        Set<Integer> group = groups.get(next);
        int named =
                group.stream()
                        .filter(i -> group.size() == 1 || !known.contains(i))
                        .findFirst()
                        .orElseThrow();
        String wire = anchor.outputs().get(named).wire();
        return diagram.hasBox(wire) ? Edit.fresh(diagram, wire) : wire;
    }

    private static Monoid user(String name, List<Monoid.Component> own) {
        String parts = String.join("_", own.stream().map(Monoid.Component::name).toList());
        return new Monoid.User(name + "_" + parts, own);
    }

    /// With the ports that are read for elements, or for an axis that nothing else runs along.
    private static Box part(
            String id, Box anchor, Monoid monoid, Fn item, List<Expr> results, List<Port> outputs) {
        Set<String> arguments = new LinkedHashSet<>();
        results.forEach(e -> arguments.addAll(e.arguments()));
        List<Integer> used = new ArrayList<>();
        Set<String> reached = new LinkedHashSet<>();
        for (int i = 0; i < anchor.inputs().size(); i++) {
            if (arguments.contains(item.parameters().get(i))) {
                used.add(i);
                reached.addAll(anchor.inputs().get(i).runsAlong());
            }
        }
        for (int i = 0; i < anchor.inputs().size(); i++) {
            Set<String> along = new LinkedHashSet<>(anchor.inputs().get(i).runsAlong());
            if (!used.contains(i) && !reached.containsAll(along)) {
                used.add(i);
                reached.addAll(along);
            }
        }
        used.sort(null);
        Fn fn = new Fn(used.stream().map(item.parameters()::get).toList(), results);
        List<Port> inputs = used.stream().map(anchor.inputs()::get).toList();
        return new Box(id, new Op.Reduce(monoid, fn), inputs, outputs);
    }

    /// Components that mention each other, in their order.
    private static List<Set<Integer>> groups(List<Monoid.Component> state) {
        List<Set<Integer>> groups = new ArrayList<>();
        for (int i = 0; i < state.size(); i++) {
            Set<Integer> joined = new LinkedHashSet<>(Set.of(i));
            for (int j = 0; j < state.size(); j++) {
                if (mentions(state.get(i), state.get(j)) || mentions(state.get(j), state.get(i))) {
                    joined.add(j);
                }
            }
            List<Set<Integer>> touched =
                    groups.stream().filter(g -> g.stream().anyMatch(joined::contains)).toList();
            touched.forEach(joined::addAll);
            groups.removeAll(touched);
            groups.add(joined);
        }
        return groups.stream()
                .<Set<Integer>>map(group -> new LinkedHashSet<>(group.stream().sorted().toList()))
                .sorted(java.util.Comparator.comparing(group -> group.iterator().next()))
                .toList();
    }

    private static boolean mentions(Monoid.Component of, Monoid.Component other) {
        Set<String> arguments = of.merge().arguments();
        return arguments.contains(other.name()) || arguments.contains(other.name() + "'");
    }

    /// A monoid by another name.
    ///
    /// @param bound of an extremum that begins with another number than that of nothing
    private record Known(Monoid.Scalar monoid, Optional<Expr> bound) {}

    private static Optional<Known> scalar(List<Monoid.Component> state, Set<Integer> group) {
        if (group.size() != 1) {
            return Optional.empty();
        }
        Monoid.Component component = state.get(group.iterator().next());
        Expr unit = Normalizer.simplify(component.unit());
        return Arrays.stream(Monoid.Scalar.values())
                .filter(s -> merge(s).filter(fun -> isMerge(component, fun)).isPresent())
                .map(
                        s ->
                                new Known(
                                        s,
                                        Optional.of(unit)
                                                .filter(u -> !u.equals(Expr.num(s.unit())))))
                .filter(known -> known.bound().isEmpty() || isExtremum(known.monoid()))
                .findFirst();
    }

    private static boolean isExtremum(Monoid.Scalar monoid) {
        return monoid == Monoid.Scalar.MAX || monoid == Monoid.Scalar.MIN;
    }

    /// The extremum of the items and of what it begins with.
    private static Box bounded(String id, Known known, Port extreme, List<Port> outputs) {
        Fun fun = merge(known.monoid()).orElseThrow();
        Expr body = Expr.call(fun, Expr.arg("v"), known.bound().orElseThrow());
        return new Box(id, new Op.Map(new Fn(List.of("v"), body)), List.of(extreme), outputs);
    }

    private static Optional<Fun> merge(Monoid.Scalar monoid) {
        return switch (monoid) {
            case SUM -> Optional.of(Fun.ADD);
            case PROD -> Optional.of(Fun.MUL);
            case MAX -> Optional.of(Fun.MAX);
            case MIN -> Optional.of(Fun.MIN);
            case AND, OR -> Optional.empty();
        };
    }

    private static boolean isMerge(Monoid.Component component, Fun fun) {
        Expr left = Expr.arg(component.name());
        Expr right = Expr.arg(component.name() + "'");
        if (extremum(component.merge(), left, right).filter(fun::equals).isPresent()) {
            return true;
        }
        return List.of(Expr.call(fun, left, right), Expr.call(fun, right, left)).stream()
                .anyMatch(
                        merge ->
                                Normalizer.normalize(merge)
                                        .equals(Normalizer.normalize(component.merge())));
    }

    /// Which of two values a choice by comparing them takes.
    private static Optional<Fun> extremum(Expr merge, Expr left, Expr right) {
        if (!(merge instanceof Expr.Call(Fun choice, List<Expr> args))
                || choice != Fun.WHERE
                || !(args.getFirst() instanceof Expr.Call(Fun compared, List<Expr> sides))
                || !Set.of(Fun.LT, Fun.LE, Fun.GT, Fun.GE).contains(compared)
                || !Set.copyOf(sides).equals(Set.of(left, right))
                || !Set.copyOf(args.subList(1, 3)).equals(Set.of(left, right))) {
            return Optional.empty();
        }
        boolean takesFirst = args.get(1).equals(sides.getFirst());
        boolean isFirstGreater = compared == Fun.GT || compared == Fun.GE;
        return Optional.of(takesFirst == isFirstGreater ? Fun.MAX : Fun.MIN);
    }
}
