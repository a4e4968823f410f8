package org.heddle.rules.nest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Regroups a product so that factors along the same axes stand together: `(x[i,k] · w[k,o]) · g[k]` becomes `(x · g) · w`, whose first factor
/// is then evaluated once for all `o`.
final class Factors {
    private Factors() {}

    /// The same product, regrouped for a step over `axes`.
    static Expr regroup(Expr product, Set<String> axes, Function<Expr, Set<String>> axesOf) {
        List<Expr> factors = new ArrayList<>();
        flatten(product, factors);
        if (factors.size() < 3) {
            return product;
        }
        List<Expr> groups = new ArrayList<>();
        List<Set<String>> groupAxes = new ArrayList<>();
        factors.sort(java.util.Comparator.comparingInt(f -> -axesOf.apply(f).size()));
        for (Expr factor : factors) {
            Set<String> own = axesOf.apply(factor);
            int home = -1;
            for (int i = 0; i < groups.size() && home < 0; i++) {
                Set<String> union = new LinkedHashSet<>(groupAxes.get(i));
                union.addAll(own);
                if (union.equals(groupAxes.get(i)) && union.size() < axes.size()) {
                    home = i;
                }
            }
            if (home < 0) {
                groups.add(factor);
                groupAxes.add(own);
            } else {
                groups.set(home, Expr.call(Fun.MUL, groups.get(home), factor));
            }
        }
        Expr result = groups.getFirst();
        for (Expr group : groups.subList(1, groups.size())) {
            result = Expr.call(Fun.MUL, result, group);
        }
        return result;
    }

    private static void flatten(Expr e, List<Expr> factors) {
        if (e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.MUL) {
            args.forEach(arg -> flatten(arg, factors));
        } else {
            factors.add(e);
        }
    }
}
