package org.heddle.rules.grad;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// One product: `coefficient · Π atom^power`, or 0 where a guard does not hold.
///
/// The normal form of `rules.algebra` is another kind: it decides what is equal, and so takes apart exponentials and roots and has no reciprocal of what a guard can make 0. Here
/// the text of a gradient is chosen: `exp(s - m)` stays the atom that it was written as, since a wire may hold it, and a factor is divided by without its guards.
///
/// @param factors atoms, which are not taken apart, with their powers, none of them 0, by their text
/// @param guards conditions by their text; where one fails the product is 0, whatever its factors are
record Product(
        double coefficient, SortedMap<String, Factor> factors, SortedMap<String, Expr> guards) {
    Product {
        factors = Collections.unmodifiableSortedMap(new TreeMap<>(factors));
        guards = Collections.unmodifiableSortedMap(new TreeMap<>(guards));
    }

    /// An atom to a power.
    record Factor(Expr atom, double power) {}

    static Product constant(double value) {
        return new Product(value, new TreeMap<>(), new TreeMap<>());
    }

    static Product atom(Expr atom, double power) {
        return new Product(
                1,
                new TreeMap<>(Map.of(atom.toString(), new Factor(atom, power))),
                new TreeMap<>());
    }

    static Product guard(Expr condition) {
        return new Product(
                1, new TreeMap<>(), new TreeMap<>(Map.of(condition.toString(), condition)));
    }

    Product times(Product other) {
        SortedMap<String, Factor> product = new TreeMap<>(factors);
        other.factors.forEach(
                (key, factor) ->
                        product.merge(
                                key,
                                factor,
                                (a, b) -> new Factor(a.atom(), a.power() + b.power())));
        product.values().removeIf(factor -> factor.power() == 0);
        SortedMap<String, Expr> conditions = new TreeMap<>(guards);
        conditions.putAll(other.guards);
        return new Product(coefficient * other.coefficient, product, conditions);
    }

    Product scaled(double factor) {
        return new Product(coefficient * factor, factors, guards);
    }

    /// The reciprocal of a product without guards.
    Product inverse() {
        SortedMap<String, Factor> inverted = new TreeMap<>();
        factors.forEach((key, f) -> inverted.put(key, new Factor(f.atom(), -f.power())));
        return new Product(1 / coefficient, inverted, guards);
    }

    /// This by another one, guards of the divisor left out.
    Product without(Product divisor) {
        Product quotient =
                times(new Product(divisor.coefficient, divisor.factors, new TreeMap<>()).inverse());
        SortedMap<String, Expr> left = new TreeMap<>(guards);
        left.keySet().removeAll(divisor.guards.keySet());
        return new Product(quotient.coefficient, quotient.factors, left);
    }

    /// Whether every factor of the other one is a factor of this, to at least that power on the same side, and every guard a guard.
    boolean contains(Product other) {
        return guards.keySet().containsAll(other.guards.keySet())
                && other.factors.entrySet().stream()
                        .allMatch(
                                entry -> {
                                    Factor own = factors.get(entry.getKey());
                                    double power = entry.getValue().power();
                                    return own != null
                                            && own.power() * power > 0
                                            && Math.abs(own.power()) >= Math.abs(power);
                                });
    }

    /// What both have in common; the coefficient where both have the same magnitude.
    Product common(Product other) {
        SortedMap<String, Factor> shared = new TreeMap<>();
        factors.forEach(
                (key, factor) -> {
                    Factor theirs = other.factors.get(key);
                    if (theirs != null && theirs.power() * factor.power() > 0) {
                        boolean less = Math.abs(theirs.power()) < Math.abs(factor.power());
                        shared.put(key, less ? theirs : factor);
                    }
                });
        SortedMap<String, Expr> conditions = new TreeMap<>(guards);
        conditions.keySet().retainAll(other.guards.keySet());
        double number =
                Math.abs(coefficient) == Math.abs(other.coefficient) ? Math.abs(coefficient) : 1;
        return new Product(number, shared, conditions);
    }

    /// The factors and guards that satisfy the predicate, without the coefficient.
    Product part(Predicate<Expr> keep) {
        SortedMap<String, Factor> kept = new TreeMap<>(factors);
        kept.values().removeIf(factor -> !keep.test(factor.atom()));
        SortedMap<String, Expr> conditions = new TreeMap<>(guards);
        conditions.values().removeIf(guard -> !keep.test(guard));
        return new Product(1, kept, conditions);
    }

    Product withoutGuards(Predicate<Expr> dropped) {
        SortedMap<String, Expr> left = new TreeMap<>(guards);
        left.values().removeIf(dropped);
        return new Product(coefficient, factors, left);
    }

    boolean isNumber() {
        return factors.isEmpty() && guards.isEmpty();
    }

    /// Names of all arguments, those of guards included.
    Set<String> arguments() {
        Set<String> names = new TreeSet<>();
        factors.values().forEach(factor -> names.addAll(factor.atom().arguments()));
        guards.values().forEach(guard -> names.addAll(guard.arguments()));
        return names;
    }

    int operations() {
        int sum = guards.size();
        for (Factor factor : factors.values()) {
            sum += 1 + factor.atom().operations();
        }
        for (Expr guard : guards.values()) {
            sum += guard.operations();
        }
        return sum;
    }

    /// Everything but the coefficient, as text: like products have equal signatures.
    String signature() {
        StringBuilder text = new StringBuilder();
        factors.forEach((key, f) -> text.append(key).append('^').append(f.power()).append(' '));
        guards.keySet().forEach(guard -> text.append('[').append(guard).append(']'));
        return text.toString();
    }

    private static Expr raised(Expr atom, double power) {
        if (power != Math.rint(power) || power > 4) {
            return Expr.call(Fun.POW, atom, Expr.num(power));
        }
        Expr product = atom;
        for (int i = 1; i < power; i++) {
            product = Expr.call(Fun.MUL, product, atom);
        }
        return product;
    }

    /// Back to an expression: a quotient of products under its guards.
    Expr expr() {
        Expr top = Expr.num(1);
        Expr bottom = Expr.num(1);
        for (Factor factor : factors.values()) {
            double power = Math.abs(factor.power());
            Expr raised = raised(factor.atom(), power);
            if (factor.power() > 0) {
                top = Formulas.mul(top, raised);
            } else {
                bottom = Formulas.mul(bottom, raised);
            }
        }
        Expr product =
                coefficient == -1 ? Formulas.neg(top) : Formulas.mul(Expr.num(coefficient), top);
        product = Formulas.div(product, bottom);
        for (Expr guard : guards.values()) {
            product =
                    guard instanceof Expr.Call(Fun fun, var args) && fun == Fun.NOT
                            ? Formulas.where(args.getFirst(), Expr.num(0), product)
                            : Formulas.where(guard, product, Expr.num(0));
        }
        return product;
    }
}
