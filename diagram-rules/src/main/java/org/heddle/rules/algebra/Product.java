package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Num;
import org.heddle.model.expr.Fun;

/// An expression as a product of powers under conditions, factor by factor as it is written.
///
/// ```
///   where(c, abs(s) * s * s / v, 0)   =   [c] · abs(s)^1 · s^1 · s^1 · v^-1        of size  s^3 · v^-1
/// ```
///
/// The size of a product is the product without signs: it tells by which powers of which magnitudes the expression grows.
public final class Product {
    /// A power; of a fraction only where it was written as one.
    ///
    /// @param base no product, quotient or whole power itself
    public record Factor(Expr base, double power) {
        boolean isWhole() {
            return power == Math.rint(power);
        }
    }

    /// What factors are measured in.
    ///
    /// @param symbol the argument that stands for it
    /// @param size of what it bounds
    /// @param power how often the product is divided by it; below 0, multiplied
    public record Unit(String symbol, Map<String, Double> size, double power) {}

    private final List<Factor> factors = new ArrayList<>();
    private final List<Expr> conditions = new ArrayList<>();

    private Product() {}

    /// The factors of an expression.
    public static Product of(Expr e) {
        Product product = new Product();
        product.take(e, 1);
        return product;
    }

    public List<Factor> factors() {
        return List.copyOf(factors);
    }

    /// What must hold, or the product is 0.
    public List<Expr> conditions() {
        return List.copyOf(conditions);
    }

    private void take(Expr e, double power) {
        if (e instanceof Call(Fun fun, List<Expr> args)) {
            switch (fun) {
                case MUL -> args.forEach(arg -> take(arg, power));
                case DIV -> {
                    take(args.get(0), power);
                    take(args.get(1), -power);
                }
                case NEG -> {
                    factors.add(new Factor(Expr.num(-1), power));
                    take(args.getFirst(), power);
                }
                case SQRT -> factors.add(new Factor(args.getFirst(), power / 2));
                case RSQRT -> factors.add(new Factor(args.getFirst(), -power / 2));
                case POW -> takePower(e, args.get(0), args.get(1), power);
                case EXP -> takeExponential(e, args.getFirst(), power);
                case WHERE -> takeChoice(e, args, power);
                default -> factors.add(new Factor(e, power));
            }
        } else {
            factors.add(new Factor(e, power));
        }
    }

    private void takePower(Expr e, Expr base, Expr exponent, double power) {
        if (exponent instanceof Num(double value) && value == Math.rint(value)) {
            take(base, power * value);
        } else if (exponent instanceof Num(double value)) {
            factors.add(new Factor(base, power * value));
        } else {
            factors.add(new Factor(e, power));
        }
    }

    /// `exp(2·v)` is a square.
    private void takeExponential(Expr e, Expr exponent, double power) {
        List<Term> terms = Normalizer.normalize(exponent).terms();
        double first = terms.isEmpty() ? 1 : terms.getFirst().coefficient();
        boolean isPower = first > 1 && first == Math.rint(first);
        Expr base = Expr.call(Fun.EXP, Normalizer.normalize(exponent).scaled(1 / first).factored());
        factors.add(isPower ? new Factor(base, power * first) : new Factor(e, power));
    }

    private void takeChoice(Expr e, List<Expr> args, double power) {
        Expr zero = Expr.num(0);
        if (power > 0 && args.get(2).equals(zero)) {
            conditions.add(args.get(0));
            take(args.get(1), power);
        } else if (power > 0 && args.get(1).equals(zero)) {
            conditions.add(Expr.call(Fun.NOT, args.get(0)));
            take(args.get(2), power);
        } else {
            factors.add(new Factor(e, power));
        }
    }

    /// The power of each magnitude, by its normal form but for the sign; those of power 0 and numbers left out.
    public Map<String, Double> size() {
        return size(_ -> true);
    }

    /// The same of some factors.
    ///
    /// @param counted whether a factor counts
    public Map<String, Double> size(Predicate<Expr> counted) {
        Map<String, Double> size = new TreeMap<>();
        factors.stream()
                .filter(factor -> counted.test(factor.base()))
                .forEach(factor -> add(size, factor.base(), factor.power()));
        size.values().removeIf(power -> power == 0);
        return size;
    }

    private static void add(Map<String, Double> size, Expr base, double power) {
        List<Factor> inner = of(base).factors;
        switch (base) {
            case Num _ -> {}
            case Call(Fun fun, List<Expr> args) when fun == Fun.ABS ->
                    add(size, args.getFirst(), power);
            case Call(Fun fun, _)
                    when fun != Fun.WHERE && !inner.equals(List.of(new Factor(base, 1))) ->
                    inner.forEach(factor -> add(size, factor.base(), factor.power() * power));
            case Call _, Expr.Arg _, Expr.Index _, Expr.Extent _ ->
                    size.merge(key(base), power, Double::sum);
        }
    }

    private static String key(Expr base) {
        Polynomial normal = Normalizer.normalize(base);
        String negated = normal.scaled(-1).toString();
        String plain = normal.toString();
        return plain.compareTo(negated) < 0 ? plain : negated;
    }

    /// The product divided by units, so that nothing on the way is larger than what it ends as and what it began with: `(s / m) * (s / m)`, not `s * s / (m * m)`.
    public Expr in(List<Unit> units) {
        return new InUnits(units).of(factors, conditions);
    }

    /// A power with a whole exponent by multiplications, any other by `pow`.
    public static Expr power(Expr base, double exponent) {
        if (exponent == 1) {
            return base;
        }
        if (exponent == 0.5) {
            return Expr.call(Fun.SQRT, base);
        }
        if (exponent != Math.rint(exponent) || exponent < 1) {
            return Expr.call(Fun.POW, base, Expr.num(exponent));
        }
        return exponent % 2 == 0
                ? Expr.call(Fun.POW, power(base, exponent / 2), Expr.num(2))
                : Expr.call(Fun.MUL, power(base, exponent - 1), base);
    }
}
