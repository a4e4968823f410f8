package org.heddle.rules.nest;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Which sub-expressions deserve a tile of their own: those that several steps use, and those that a step would otherwise evaluate once
/// per element of an axis along which they do not vary.
final class Sharing {
    /// A sub-expression cheaper than this is evaluated again rather than kept.
    private static final int WORTH_KEEPING = 2;

    private final Map<Expr, Set<Integer>> users = new HashMap<>();
    private final java.util.function.Function<Expr, Set<String>> axesOf;
    private final Set<String> single;
    private final IdentityHashMap<Expr, Integer> costs = new IdentityHashMap<>();
    private int steps;

    /// @param single axes along which a block has one element
    Sharing(java.util.function.Function<Expr, Set<String>> axesOf, Set<String> single) {
        this.single = single;
        this.axesOf = axesOf;
    }

    /// Tells of a step that evaluates the expression.
    void use(Expr value) {
        visit(value, steps++);
    }

    private void visit(Expr e, int step) {
        if (e instanceof Call(_, List<Expr> args)) {
            users.computeIfAbsent(e, _ -> new LinkedHashSet<>()).add(step);
            args.forEach(arg -> visit(arg, step));
        }
    }

    /// Whether more steps use `e` than use the expression around it, and keeping it is worth a tile.
    boolean isShared(Expr e, int usersAround) {
        boolean condition = e instanceof Call(Fun fun, _) && fun.isPredicate();
        return !condition
                && !e.arguments().isEmpty()
                && users(e) > Math.max(1, usersAround)
                && cost(e) >= WORTH_KEEPING;
    }

    int users(Expr e) {
        return users.getOrDefault(e, Set.of()).size();
    }

    /// Whether a step over `axes` would evaluate `e` again and again for the same result, at no less than `least` operations each time. Conditions, and
    /// what depends on indices alone, are cheaper to evaluate than to keep.
    boolean isRepeated(Expr e, Set<String> axes, int least) {
        boolean condition = e instanceof Call(Fun fun, _) && fun.isPredicate();
        if (condition || e.arguments().isEmpty() || cost(e) < least) {
            return false;
        }
        Set<String> own = several(axesOf.apply(e));
        Set<String> all = several(axes);
        return own.size() < all.size() && all.containsAll(own);
    }

    /// Axes along which a block may have several elements.
    private Set<String> several(Set<String> axes) {
        return single.isEmpty()
                ? axes
                : axes.stream().filter(axis -> !single.contains(axis)).collect(Collectors.toSet());
    }

    /// Operations per element: special functions weigh 8, what is constant in a kernel nothing.
    int cost(Expr e) {
        Integer known = costs.get(e);
        if (known == null) {
            known = evaluated(e);
            costs.put(e, known);
        }
        return known;
    }

    private int evaluated(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args)) || axesOf.apply(e).isEmpty()) {
            return 0;
        }
        boolean constantDivisor = fun == Fun.DIV && args.get(1).arguments().isEmpty();
        int cost = fun.isSpecial() && !constantDivisor ? 8 : 1;
        for (Expr arg : args) {
            cost += cost(arg);
        }
        return cost;
    }
}
