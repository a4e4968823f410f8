package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.law.Inlining;

/// Finds cotangents that are 0 for all inputs, so that nothing need be computed for them.
///
/// What shifts every item alike and is taken off again gets nothing: a running maximum that keeps exponentials small, a mean that a deviation is from. By the chain rule it gets a
/// difference of sums that are equal. Every wire is written out as a sum of products of inputs and of *cores*, sums whose items mention nothing free of the summed axes; in that form equal sums are
/// equal:
///
/// ```
///   Σ_x e·(g·a/z - g·D/z)  with  z = Σ_x e,  D = Σ_x g·e·a/z      ⇒   g/z·C - g/z²·C·z = 0,  C = Σ_x e·a
///   (C + e)·g/(C + e)² - g/(C + e)                                ⇒   (C + e)·g - g·(C + e) = 0
///   Σ_x w·(Σ_i v·g)  and  Σ_i g·(Σ_x w·v)                         are   Σ_{i,x} w·v·g
/// ```
///
/// What becomes large stays a leaf; nothing is concluded from failing. Where an intermediate is not finite, 0 stands for the NaN that it would have given.
final class Vanishing {
    private static final int MOST_OPERATIONS = 160;

    private final Reads reads;
    private final Emitter emitter;
    private final Map<String, Optional<Expr>> known = new HashMap<>();
    private final Map<String, Core> cores = new HashMap<>();

    /// A sum over axes that its item varies along.
    private record Core(Set<String> bound, Product item) {}

    Vanishing(Reads reads, Emitter emitter) {
        this.reads = reads;
        this.emitter = emitter;
    }

    /// Whether the sum of the items is 0.
    boolean vanishes(Expr item, Set<String> summed) {
        Products expanded = Products.expanded(resolve(item));
        if (expanded.isLarge()) {
            return false;
        }
        Products total = sum(expanded, summed);
        return total.isZero() || withoutDivisors(total).isZero();
    }

    /// The sum, times the sums that any of its terms is divided by.
    private static Products withoutDivisors(Products total) {
        Map<String, Product.Factor> divisors = new TreeMap<>();
        for (Product term : total.terms()) {
            term.factors()
                    .forEach(
                            (key, factor) -> {
                                if (factor.power() < 0 && isSum(factor.atom())) {
                                    divisors.merge(
                                            key, factor, (a, b) -> a.power() < b.power() ? a : b);
                                }
                            });
        }
        Expr whole = Expr.num(0);
        for (Product term : total.terms()) {
            Product multiplied = term;
            for (Product.Factor divisor : divisors.values()) {
                multiplied = multiplied.times(Product.atom(divisor.atom(), -divisor.power()));
            }
            whole = Formulas.plus(whole, multiplied.expr());
        }
        return divisors.isEmpty() ? total : Products.expanded(whole);
    }

    private static boolean isSum(Expr atom) {
        return atom instanceof Expr.Call(Fun fun, _) && (fun == Fun.ADD || fun == Fun.SUB);
    }

    private Expr resolve(Expr e) {
        return e.substitute(key -> cores.containsKey(key) ? Expr.arg(key) : value(reads.port(key)));
    }

    private Expr value(Port port) {
        Expr leaf = reads.at(port);
        if (!port.isPlain() || Set.copyOf(port.axes()).size() < port.axes().size()) {
            return leaf;
        }
        Optional<Expr> own = known.get(port.wire());
        if (own == null) {
            own = emitter.producer(port.wire()).flatMap(this::written);
            known.put(port.wire(), own);
        }
        List<String> axes = emitter.wire(port.wire()).axes();
        Map<String, String> renaming = new LinkedHashMap<>();
        for (int i = 0; i < axes.size(); i++) {
            renaming.put(axes.get(i), port.axes().get(i));
        }
        return own.flatMap(e -> rename(e, renaming)).orElse(leaf);
    }

    /// What a box writes, along the wire's own axes; empty where it is a leaf.
    private Optional<Expr> written(Box box) {
        if (box.outputs().size() != 1) {
            return Optional.empty();
        }
        return switch (box.op()) {
            case Op.Map(Fn fn) -> pointwise(bound(fn, box), box);
            case Op.Constant(Expr value) -> pointwise(value, box);
            case Op.Contract(Semiring semiring) ->
                    semiring == Semiring.SUM_PRODUCT ? summed(box) : Optional.empty();
            case Op.Reduce(Monoid monoid, _) ->
                    monoid == Monoid.Scalar.SUM ? summed(box) : Optional.empty();
            case Op.Scan _, Op.Reindex _, Op.Call _, Op.Block _ -> Optional.empty();
        };
    }

    private Optional<Expr> pointwise(Expr value, Box box) {
        Expr resolved = resolve(value);
        return resolved.operations() > MOST_OPERATIONS ? Optional.empty() : onWire(resolved, box);
    }

    private Optional<Expr> summed(Box box) {
        Fn item = Inlining.itemOf(box.op(), box.inputs().size());
        Expr resolved = resolve(bound(item, box));
        Products expanded = Products.expanded(resolved);
        return resolved.operations() > MOST_OPERATIONS || expanded.isLarge()
                ? Optional.empty()
                : onWire(sum(expanded, box.reducedAxes()).expr(), box);
    }

    private Optional<Expr> onWire(Expr value, Box box) {
        Map<String, String> renaming = new LinkedHashMap<>();
        List<String> axes = emitter.wire(box.output().wire()).axes();
        for (int i = 0; i < axes.size(); i++) {
            renaming.put(box.output().axes().get(i), axes.get(i));
        }
        return rename(value, renaming);
    }

    private Expr bound(Fn fn, Box box) {
        return fn.body()
                .substitute(
                        name -> {
                            int position = fn.parameters().indexOf(name);
                            return position < 0
                                    ? Expr.arg(name)
                                    : reads.at(box.inputs().get(position));
                        });
    }

    private Products sum(Products items, Set<String> summed) {
        List<Product> sums = new ArrayList<>();
        for (Product term : items.terms()) {
            Product inner = term.part(atom -> axes(atom).stream().anyMatch(summed::contains));
            Product outer = term.without(inner);
            Set<String> bound = new TreeSet<>(summed);
            bound.retainAll(axes(inner));
            Product core = bound.isEmpty() ? Product.constant(1) : core(bound, inner);
            for (String axis : summed) {
                if (!bound.contains(axis)) {
                    core = core.times(Product.atom(new Expr.Extent(axis), 1));
                }
            }
            sums.add(outer.times(core));
        }
        return Products.sum(sums);
    }

    /// A sum of sums is one sum over the axes of both.
    private Product core(Set<String> bound, Product item) {
        Set<String> all = new TreeSet<>(bound);
        Product whole = item;
        for (Product.Factor factor : item.factors().values()) {
            Core inner =
                    factor.power() == 1 && factor.atom() instanceof Expr.Arg(String key)
                            ? cores.get(key)
                            : null;
            if (inner != null) {
                Product others = whole.times(Product.atom(factor.atom(), -1));
                if (Collections.disjoint(inner.bound, all)
                        && Collections.disjoint(inner.bound, axes(others))) {
                    all.addAll(inner.bound);
                    whole = others.times(inner.item);
                }
            }
        }
        String key = "sum" + all + "(" + whole.signature() + ")";
        cores.put(key, new Core(all, whole));
        return Product.atom(Expr.arg(key), 1);
    }

    private Set<String> axes(Product product) {
        Set<String> axes = new LinkedHashSet<>();
        product.factors().values().forEach(factor -> axes.addAll(axes(factor.atom())));
        product.guards().values().forEach(guard -> axes.addAll(axes(guard)));
        return axes;
    }

    private Set<String> axes(Expr e) {
        Set<String> axes = new LinkedHashSet<>(e.indexAxes());
        for (String key : e.arguments()) {
            Core core = cores.get(key);
            if (core == null) {
                axes.addAll(reads.port(key).runsAlong());
            } else {
                Set<String> free = axes(core.item);
                free.removeAll(core.bound);
                axes.addAll(free);
            }
        }
        return axes;
    }

    /// The value along other axes; empty where one of them is summed over inside.
    private Optional<Expr> rename(Expr e, Map<String, String> renaming) {
        Map<String, String> changes = new LinkedHashMap<>(renaming);
        changes.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
        if (changes.isEmpty()) {
            return Optional.of(e);
        }
        boolean captured =
                e.arguments().stream()
                        .map(cores::get)
                        .filter(core -> core != null)
                        .anyMatch(core -> captures(core, changes));
        return captured
                ? Optional.empty()
                : Optional.of(renamed(e, axis -> changes.getOrDefault(axis, axis)));
    }

    private boolean captures(Core core, Map<String, String> changes) {
        return core.bound.stream().anyMatch(a -> changes.containsKey(a) || changes.containsValue(a))
                || core.item.arguments().stream()
                        .map(cores::get)
                        .filter(inner -> inner != null)
                        .anyMatch(inner -> captures(inner, changes));
    }

    private Expr renamed(Expr e, UnaryOperator<String> renaming) {
        return e.rewrite(
                part ->
                        switch (part) {
                            case Expr.Arg(String key) -> renamed(key, renaming);
                            case Expr.Index(String axis) -> new Expr.Index(renaming.apply(axis));
                            case Expr.Num _, Expr.Extent _, Expr.Call _ -> part;
                        });
    }

    private Expr renamed(String key, UnaryOperator<String> renaming) {
        Core core = cores.get(key);
        if (core == null) {
            return reads.at(reads.port(key).renameAxes(renaming));
        }
        Product item = Product.constant(1);
        for (Product.Factor factor : core.item.factors().values()) {
            item = item.times(Product.atom(renamed(factor.atom(), renaming), factor.power()));
        }
        for (Expr guard : core.item.guards().values()) {
            item = item.times(Product.guard(renamed(guard, renaming)));
        }
        return core(core.bound, item).factors().firstEntry().getValue().atom();
    }
}
