package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.heddle.model.size.Size;
import org.hipparchus.fraction.Fraction;

/// The least that is moved between a memory and one of `M` bytes below it, as a sum of powers of `M`.
///
/// ```
///   H* = Σ α · M^(-β)        β = 0    moved once, whatever the memory
///                            β = 1/2  two operands cut: each is moved once for every block of the other
///                            β = 1    one operand cut: the other goes by once for every block of it
/// ```
///
/// The formula is that of large sizes and large memories: what a group holds whatever its blocks are is left out of `M`, tiles that grow slower than `M` are, too, and blocks are whole.
///
/// @param terms by β, what is moved once first
/// @param labels block extents that attain it; a product of several where only their product matters
/// @param held bytes that no label changes
public record ClosedForm(List<Term> terms, SequencedMap<String, Label> labels, Size held) {
    public ClosedForm {
        terms = List.copyOf(terms);
        labels = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
    }

    /// `alpha · M^(-beta)`.
    public record Term(PowerProduct alpha, Fraction beta) {
        /// The value for a memory.
        public double at(double memory, ToLongFunction<String> sizes) {
            return alpha.at(sizes) * Math.pow(memory, -beta.doubleValue());
        }

        @Override
        public String toString() {
            return beta.equals(Fraction.ZERO)
                    ? alpha.toString()
                    : alpha + "·M^" + PowerProduct.exponent(beta.negate());
        }

        /// The same for TeX's math mode.
        public String latex() {
            return beta.equals(Fraction.ZERO)
                    ? alpha.latex()
                    : alpha.latex()
                            + " \\, M^{-"
                            + (beta.getDenominator() == 1
                                    ? beta.getNumerator()
                                    : beta.getNumerator() + "/" + beta.getDenominator())
                            + "}";
        }
    }

    /// `factor · M^exponent`.
    public record Label(PowerProduct factor, Fraction exponent) {
        /// The value for a memory.
        public double at(double memory, ToLongFunction<String> sizes) {
            return factor.at(sizes) * Math.pow(memory, exponent.doubleValue());
        }

        @Override
        public String toString() {
            String power =
                    exponent.equals(Fraction.ONE) ? "M" : "M^" + PowerProduct.exponent(exponent);
            return exponent.equals(Fraction.ZERO)
                    ? factor.toString()
                    : factor.toString().equals("1") ? power : factor + "·" + power;
        }
    }

    /// The closed form of transfers; empty where the terms that balance are more than the labels decide, and none exists in radicals.
    public static Optional<ClosedForm> of(Transfers transfers) {
        return new Derived(transfers.thin().joined()).form();
    }

    /// Bytes moved with a memory; infinitely many where it does not hold what no label changes.
    ///
    /// @param memory bytes; what no label changes is taken off
    public double at(double memory, ToLongFunction<String> sizes) {
        double left = memory - held.at(sizes);
        return left <= 0
                ? Double.POSITIVE_INFINITY
                : terms.stream().mapToDouble(term -> term.at(left, sizes)).sum();
    }

    /// The memory with which no more than so many bytes are moved; empty where more are moved whatever the memory.
    ///
    /// @param bytes moved
    public OptionalDouble memory(double bytes, ToLongFunction<String> sizes) {
        double limit =
                terms.stream()
                        .filter(term -> term.beta().equals(Fraction.ZERO))
                        .mapToDouble(term -> term.at(1, sizes))
                        .sum();
        if (bytes <= limit) {
            return OptionalDouble.empty();
        }
        double least = held.at(sizes) + 1;
        double most = least + 1;
        while (at(most, sizes) > bytes) {
            most *= 2;
        }
        while (most - least > 1e-9 * most) {
            double middle = (least + most) / 2;
            if (at(middle, sizes) > bytes) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return OptionalDouble.of(most);
    }

    /// The factor by which bytes change where every element, moved or held, takes `q` times as many: `Σ α M^(-β) q^(1 + β)` over `Σ α M^(-β)`.
    public double quantised(double q, double memory, ToLongFunction<String> sizes) {
        double left = memory - held.at(sizes);
        double sum = 0;
        for (Term term : terms) {
            sum += term.at(left, sizes) * Math.pow(q, 1 + term.beta().doubleValue());
        }
        return sum / at(memory, sizes);
    }

    @Override
    public String toString() {
        return terms.isEmpty()
                ? "0"
                : terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
    }

    /// The same for TeX's math mode.
    public String latex() {
        return terms.isEmpty()
                ? "0"
                : terms.stream().map(Term::latex).collect(Collectors.joining(" + "));
    }

    /// A geometric program whose terms are as many as its labels and one more: its dual has one point.
    private static final class Derived {
        private final Transfers transfers;
        private final List<Transfers.Moved> once = new ArrayList<>();
        private final List<Transfers.Moved> repeated = new ArrayList<>();
        private Size held = Size.ZERO;

        Derived(Transfers transfers) {
            this.transfers = transfers;
            for (Transfers.Moved m : transfers.moved()) {
                (m.repeated().isEmpty() ? once : repeated).add(m);
            }
            for (Transfers.Held tile : transfers.held()) {
                held = tile.labels().isEmpty() ? held.plus(tile.bytes()) : held;
            }
        }

        Optional<ClosedForm> form() {
            List<Term> terms = new ArrayList<>();
            once.forEach(m -> terms.add(new Term(transfers.coefficient(m), Fraction.ZERO)));
            if (repeated.isEmpty()) {
                return Optional.of(new ClosedForm(collected(terms), new LinkedHashMap<>(), held));
            }
            Exponents.Found exponents = Exponents.of(transfers, repeated);
            Fraction slowest = exponents.falls().stream().min(Fraction::compareTo).orElseThrow();
            List<Transfers.Moved> slow = new ArrayList<>();
            List<Transfers.Moved> fast = new ArrayList<>();
            for (int i = 0; i < repeated.size(); i++) {
                (exponents.falls().get(i).equals(slowest) ? slow : fast).add(repeated.get(i));
            }
            List<Transfers.Held> full = full(exponents.of());
            return Balance.of(slow, full, transfers)
                    .flatMap(
                            balance -> {
                                terms.add(new Term(balance.alpha(), slowest));
                                return others(terms, fast, balance, exponents);
                            });
        }

        /// The terms that fall faster, at the labels that the slowest ones decide.
        private Optional<ClosedForm> others(
                List<Term> terms,
                List<Transfers.Moved> fast,
                Balance balance,
                Exponents.Found exponents) {
            for (Transfers.Moved m : fast) {
                PowerProduct alpha = transfers.coefficient(m);
                for (String label : m.repeated()) {
                    PowerProduct factor = balance.factors().get(label);
                    if (factor == null) {
                        return Optional.empty();
                    }
                    alpha = alpha.times(factor.pow(Fraction.MINUS_ONE));
                }
                terms.add(new Term(alpha, exponents.falls().get(repeated.indexOf(m))));
            }
            SequencedMap<String, Label> labels = new LinkedHashMap<>();
            for (String label : transfers.sizes().keySet()) {
                PowerProduct factor = balance.factors().get(label);
                if (factor != null) {
                    labels.put(
                            label,
                            new Label(factor, exponents.of().getOrDefault(label, Fraction.ZERO)));
                }
            }
            return Optional.of(new ClosedForm(collected(terms), labels, held));
        }

        /// The tiles that grow with `M`.
        private List<Transfers.Held> full(Map<String, Fraction> exponents) {
            return transfers.held().stream()
                    .filter(
                            tile ->
                                    tile.labels().stream()
                                            .map(l -> exponents.getOrDefault(l, Fraction.ZERO))
                                            .reduce(Fraction.ZERO, Fraction::add)
                                            .equals(Fraction.ONE))
                    .toList();
        }

        private static List<Term> collected(List<Term> terms) {
            Map<Fraction, List<Term>> byBeta = new TreeMap<>();
            terms.forEach(
                    term -> byBeta.computeIfAbsent(term.beta(), _ -> new ArrayList<>()).add(term));
            return byBeta.values().stream().flatMap(List::stream).toList();
        }
    }
}
