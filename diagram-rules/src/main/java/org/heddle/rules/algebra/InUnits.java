package org.heddle.rules.algebra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.jspecify.annotations.Nullable;

/// Writes a product such that each factor meets its unit at once.
///
/// ```
///   s^2 · v        in  m^2, |s| <= m            (s / m)^2 · v
///   a · b          in  n^1, |a·b| <= n          a · b / n
/// ```
final class InUnits {
    private final List<Product.Unit> units;
    private final double[] left;
    private final Map<String, Double> covered = new TreeMap<>();
    private @Nullable Expr above;
    private @Nullable Expr below;

    InUnits(List<Product.Unit> units) {
        this.units = List.copyOf(units);
        this.left = units.stream().mapToDouble(Product.Unit::power).toArray();
    }

    Expr of(List<Product.Factor> factors, List<Expr> conditions) {
        Map<Expr, Double> powers = new LinkedHashMap<>();
        factors.forEach(f -> powers.merge(f.base(), f.power(), Double::sum));
        powers.forEach((base, power) -> factor(new Product.Factor(base, power)));
        for (int i = 0; i < left.length; i++) {
            times(Expr.arg(units.get(i).symbol()), -left[i]);
        }
        Expr numerator = above == null ? Expr.num(1) : above;
        Expr product = below == null ? numerator : Expr.call(Fun.DIV, numerator, below);
        for (Expr condition : conditions.reversed()) {
            product = Expr.call(Fun.WHERE, condition, product, Expr.num(0));
        }
        return product;
    }

    private void factor(Product.Factor factor) {
        Map<String, Double> size = Product.of(factor.base()).size();
        double rest = factor.power();
        for (int i = 0; i < left.length && rest != 0; i++) {
            double both = Math.min(Math.abs(left[i]), Math.abs(rest));
            double taken = factor.isWhole() ? Math.floor(both) : both == Math.abs(rest) ? both : 0;
            if (taken > 0 && left[i] * rest > 0 && units.get(i).size().equals(size)) {
                Expr unit = Expr.arg(units.get(i).symbol());
                Expr ratio =
                        rest > 0
                                ? Expr.call(Fun.DIV, factor.base(), unit)
                                : Expr.call(Fun.DIV, unit, factor.base());
                times(ratio, taken);
                left[i] -= Math.signum(rest) * taken;
                rest -= Math.signum(rest) * taken;
            }
        }
        while (rest >= 1) {
            plain(factor.base(), size, 1);
            rest--;
        }
        plain(factor.base(), size, rest);
    }

    /// A factor without a unit of its own; where several of them make up what a unit bounds, it divides them.
    private void plain(Expr base, Map<String, Double> size, double power) {
        times(base, power);
        size.forEach((key, each) -> covered.merge(key, each * power, Double::sum));
        for (int i = 0; i < left.length; i++) {
            Map<String, Double> bounded = units.get(i).size();
            boolean isWhole =
                    bounded.entrySet().stream()
                            .allMatch(e -> covered.getOrDefault(e.getKey(), 0.0) >= e.getValue());
            if (left[i] >= 1 && isWhole) {
                divided(Expr.arg(units.get(i).symbol()));
                left[i]--;
                bounded.forEach((key, each) -> covered.merge(key, -each, Double::sum));
            }
        }
    }

    private void divided(Expr unit) {
        above = Expr.call(Fun.DIV, above == null ? Expr.num(1) : above, unit);
    }

    private void times(Expr base, double power) {
        if (base.equals(Expr.num(1))) {
            return;
        }
        if (power > 0) {
            Expr factor = Product.power(base, power);
            above = above == null ? factor : Expr.call(Fun.MUL, above, factor);
        } else if (power < 0) {
            Expr factor = Product.power(base, -power);
            below = below == null ? factor : Expr.call(Fun.MUL, below, factor);
        }
    }
}
