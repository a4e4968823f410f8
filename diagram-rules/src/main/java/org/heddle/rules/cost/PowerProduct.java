package org.heddle.rules.cost;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.heddle.model.size.Size;
import org.hipparchus.fraction.Fraction;

/// A number times powers of sizes, whose exponents may be fractions: `16·a·b·c`, `2·(2·d + 3)^(1/2)`.
public final class PowerProduct {
    /// The factor 1.
    public static final PowerProduct ONE = new PowerProduct(1, Collections.emptySortedMap());

    /// How far a number may be from a whole one that it is printed as, in parts of it.
    private static final double ROUNDING = 1e-12;

    private record Power(Size base, Fraction exponent) {}

    private final double number;
    private final SortedMap<String, Power> powers;

    private PowerProduct(double number, SortedMap<String, Power> powers) {
        this.number = number;
        this.powers = Collections.unmodifiableSortedMap(powers);
    }

    /// A number.
    public static PowerProduct of(double number) {
        return new PowerProduct(number, new TreeMap<>());
    }

    /// A size as what all its summands have in common, times their sum without it.
    ///
    /// @throws IllegalArgumentException for 0, and where a quotient is rounded up
    public static PowerProduct of(Size size) {
        List<Size> terms = size.terms();
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("0 is no product of powers");
        }
        long number = Math.abs(terms.getFirst().leading());
        SortedMap<String, Integer> common = new TreeMap<>(powers(terms.getFirst()));
        for (Size term : terms) {
            number = gcd(number, Math.abs(term.leading()));
            Map<String, Integer> own = powers(term);
            common.keySet().retainAll(own.keySet());
            common.replaceAll((symbol, power) -> Math.min(power, own.getOrDefault(symbol, 0)));
        }
        SortedMap<String, Power> powers = new TreeMap<>();
        common.forEach(
                (symbol, power) ->
                        powers.put(symbol, new Power(Size.symbol(symbol), new Fraction(power))));
        if (terms.size() == 1) {
            return new PowerProduct(terms.getFirst().leading(), powers);
        }
        Size rest = Size.ZERO;
        for (Size term : terms) {
            Size factor = Size.of(term.leading() / number);
            for (Map.Entry<String, Integer> power : powers(term).entrySet()) {
                int times = power.getValue() - common.getOrDefault(power.getKey(), 0);
                for (int i = 0; i < times; i++) {
                    factor = factor.times(Size.symbol(power.getKey()));
                }
            }
            rest = rest.plus(factor);
        }
        powers.put(rest.toString(), new Power(rest, Fraction.ONE));
        return new PowerProduct(number, powers);
    }

    private static SortedMap<String, Integer> powers(Size term) {
        SortedMap<String, Integer> powers = new TreeMap<>();
        term.atoms()
                .forEach(
                        (atom, power) -> {
                            if (!(atom instanceof Size.Symbol(String name))) {
                                throw new IllegalArgumentException(atom + " is no size of an axis");
                            }
                            powers.put(name, power);
                        });
        return powers;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    public PowerProduct times(PowerProduct other) {
        SortedMap<String, Power> product = new TreeMap<>(powers);
        other.powers.forEach(
                (text, power) ->
                        product.merge(
                                text,
                                power,
                                (a, b) -> new Power(a.base(), a.exponent().add(b.exponent()))));
        product.values().removeIf(power -> power.exponent().equals(Fraction.ZERO));
        return new PowerProduct(number * other.number, product);
    }

    /// A power of the whole product, whose number is positive.
    public PowerProduct pow(Fraction exponent) {
        if (exponent.equals(Fraction.ZERO)) {
            return ONE;
        }
        SortedMap<String, Power> raised = new TreeMap<>();
        powers.forEach(
                (text, power) ->
                        raised.put(
                                text,
                                new Power(power.base(), power.exponent().multiply(exponent))));
        return new PowerProduct(Math.pow(number, exponent.doubleValue()), raised);
    }

    /// The value, every size bound.
    ///
    /// @throws ArithmeticException where a size exceeds a long
    public double at(ToLongFunction<String> sizes) {
        double product = number;
        for (Power power : powers.values()) {
            product *= Math.pow((double) power.base().at(sizes), power.exponent().doubleValue());
        }
        return product;
    }

    private boolean isWhole() {
        return Math.abs(number) < 1e15
                && Math.abs(number - Math.rint(number)) <= ROUNDING * Math.abs(number);
    }

    private boolean isOne() {
        return Math.abs(number - 1) <= ROUNDING;
    }

    private String coefficient() {
        return isWhole()
                ? Long.toString(Math.round(number))
                : String.format(Locale.ROOT, "%.4g", number);
    }

    private static String text(Fraction exponent) {
        return exponent.getDenominator() == 1
                ? Integer.toString(exponent.getNumerator())
                : exponent.getNumerator() + "/" + exponent.getDenominator();
    }

    /// An exponent as it is printed after `^`: `2`, `(-1/2)`.
    static String exponent(Fraction exponent) {
        boolean plain = exponent.getDenominator() == 1 && exponent.getNumerator() >= 0;
        return plain ? text(exponent) : "(" + text(exponent) + ")";
    }

    /// Text such as `16·a·b·c` or `(2·d + 3)^(1/2)`.
    @Override
    public String toString() {
        String factors =
                powers.values().stream()
                        .map(
                                power -> {
                                    String base =
                                            power.base().terms().size() > 1
                                                    ? "(" + power.base() + ")"
                                                    : power.base().toString();
                                    return power.exponent().equals(Fraction.ONE)
                                            ? base
                                            : base + "^" + exponent(power.exponent());
                                })
                        .collect(Collectors.joining("·"));
        return factors.isEmpty()
                ? coefficient()
                : isOne() ? factors : coefficient() + "·" + factors;
    }

    /// The same for TeX's math mode.
    public String latex() {
        String factors =
                powers.values().stream()
                        .map(
                                power -> {
                                    String text = Latex.of(power.base());
                                    String base =
                                            power.base().terms().size() > 1
                                                    ? "(" + text + ")"
                                                    : text;
                                    return power.exponent().equals(Fraction.ONE)
                                            ? base
                                            : base + "^{" + text(power.exponent()) + "}";
                                })
                        .collect(Collectors.joining(" \\, "));
        return factors.isEmpty()
                ? coefficient()
                : isOne() ? factors : coefficient() + " \\, " + factors;
    }
}
