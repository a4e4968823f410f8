package org.heddle.rules.nest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Regroups a product of three factors and more into one of groups that have fewer axes each: `(x[i,k] · w[k,o]) · g[k]` becomes `(x · g) · w`, whose first factor
/// is then evaluated once for all `o`.
///
/// A factor joins the group whose members stand next to it as written: in `(a[i,k] · r[k]) · (b[k,o] · s[k])` each scale stays with what it scales, which may be in range only with it. For the same reason a product one of whose factors
/// varies along all axes stays as it is: nothing would be evaluated less often.
final class Factors {
    private final List<Expr> factors = new ArrayList<>();

    /// Of each factor: which way it lies at each product around it, outermost first.
    private final List<List<Integer>> paths = new ArrayList<>();

    private Factors() {}

    /// Factors whose product is evaluated once.
    private record Group(List<Integer> members, Set<String> axes) {}

    /// The same product, regrouped for a step over `axes`.
    static Expr regroup(Expr product, Set<String> axes, Function<Expr, Set<String>> axesOf) {
        Factors all = new Factors();
        all.flatten(product, List.of());
        boolean isWhole =
                all.factors.stream().anyMatch(factor -> axesOf.apply(factor).containsAll(axes));
        return all.factors.size() < 3 || isWhole ? product : all.regrouped(axesOf);
    }

    private Expr regrouped(Function<Expr, Set<String>> axesOf) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < factors.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt(i -> -axesOf.apply(factors.get(i)).size()));
        List<Group> groups = new ArrayList<>();
        for (int factor : order) {
            Set<String> own = axesOf.apply(factors.get(factor));
            groups.stream()
                    .filter(group -> group.axes().containsAll(own))
                    .max(Comparator.comparingInt(group -> nearness(factor, group)))
                    .orElseGet(
                            () -> {
                                groups.add(new Group(new ArrayList<>(), own));
                                return groups.getLast();
                            })
                    .members()
                    .add(factor);
        }
        return product(groups.stream().map(this::product).toList());
    }

    private Expr product(Group group) {
        return product(group.members().stream().map(factors::get).toList());
    }

    private static Expr product(List<Expr> factors) {
        return factors.stream().reduce((a, b) -> Expr.call(Fun.MUL, a, b)).orElseThrow();
    }

    /// Products as written that hold both a factor and a member of a group, at most.
    private int nearness(int factor, Group group) {
        int nearest = 0;
        for (int member : group.members()) {
            List<Integer> a = paths.get(factor);
            List<Integer> b = paths.get(member);
            int shared = 0;
            while (shared < Math.min(a.size(), b.size()) && a.get(shared).equals(b.get(shared))) {
                shared++;
            }
            nearest = Math.max(nearest, shared);
        }
        return nearest;
    }

    private void flatten(Expr e, List<Integer> path) {
        if (e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.MUL) {
            for (int i = 0; i < args.size(); i++) {
                List<Integer> inner = new ArrayList<>(path);
                inner.add(i);
                flatten(args.get(i), inner);
            }
        } else {
            factors.add(e);
            paths.add(path);
        }
    }
}
