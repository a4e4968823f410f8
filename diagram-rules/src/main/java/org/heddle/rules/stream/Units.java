package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Centering;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Product;
import org.heddle.rules.algebra.Sign;

/// Which factors stay with the items, though they are free of them: powers of running extrema, and of sums of magnitudes, that bound the items.
///
/// ```
///   Σ (s/m)²,  |s| <= m      as 1/m² · Σ s²      s² may overflow, and vanish, where (s/m)² does not
///                            as Σ (s/m)²         with  A ← (m/m')² · A,  m/m' <= 1,  when m becomes m'
/// ```
///
/// Looked at are the powers by which an item grows with its magnitudes, and those in the factors that are free of items ({@link Product}). A factor `m^-k`, or a power of what is at least
/// `m` as `m + 1`, meets the magnitudes that `m` is a maximum of: as many of both as there are stay together, from the first power on. Roots are left to the tail: what they are taken of leaves its range long before they do.
/// A minimum of magnitudes bounds reciprocals likewise. A sum of what is never negative bounds each of its terms; it is a unit only where items have more powers of their magnitudes than its terms have:
/// of `Σ s / Σ |s|` neither leaves its range before the other, of `Σ (s / Σ |s|)²` the square would.
final class Units {
    private final Region region;
    private final Map<String, StreamForm.Accumulated> accumulated;
    private final Rebasing rebasing;
    private final Signs signs;
    private final Predicate<String> isState;
    private final Set<StreamForm.Fact> facts = new LinkedHashSet<>();

    Units(
            Region region,
            Map<String, StreamForm.Accumulated> accumulated,
            Rebasing rebasing,
            Signs signs,
            Predicate<String> isState) {
        this.region = region;
        this.accumulated = accumulated;
        this.rebasing = rebasing;
        this.signs = signs;
        this.isState = isState;
    }

    /// A power of a running extremum by which items are divided; below 0, multiplied.
    record Unit(String extremum, double power) {
        /// What stands for it in items, so that it can be kept from 0; no wire has such a name.
        String symbol() {
            return "‹unit " + extremum + "›";
        }
    }

    /// A summand whose item is kept in units.
    record Measured(Factorizer.Summand summand, List<Unit> units) {
        Measured {
            units = List.copyOf(units);
        }

        /// The item over the extrema themselves.
        Expr item() {
            Map<String, Expr> extrema = new HashMap<>();
            units.forEach(unit -> extrema.put(unit.symbol(), Expr.arg(unit.extremum())));
            return summand.item().substitute(name -> extrema.getOrDefault(name, Expr.arg(name)));
        }
    }

    /// A moment whose deviations are measured in square roots of running values.
    ///
    /// @param units by deviation
    /// @param weight over symbols of its units
    /// @param alone the weight where no deviation stands beside it
    /// @param finish what the moment in units comes to
    record Scaled(
            Centering.Moment moment,
            Map<Centering.Deviation, String> units,
            Expr weight,
            Expr alone,
            List<Unit> ofWeight,
            Expr finish) {
        Scaled {
            units = Map.copyOf(units);
            ofWeight = List.copyOf(ofWeight);
        }

        private static Scaled of(Centering.Moment moment) {
            return new Scaled(
                    moment, Map.of(), moment.weight(), moment.alone(), List.of(), moment.finish());
        }
    }

    /// Whether a running value is the sum of squares of a deviation.
    interface OfSquares {
        boolean test(String key, Centering.Deviation deviation, Expr weight);
    }

    /// A moment in units of the sums of squares that its tail divides it by; as it is where none of its deviations has more than two powers, or the tail less of them.
    Scaled scaled(Centering.Moment moment, OfSquares isOfSquares) {
        Map<Centering.Deviation, String> found = new LinkedHashMap<>();
        Product tail = Product.of(moment.tail());
        Expr shares = Expr.num(1);
        for (Product.Factor factor : tail.factors()) {
            double rest = factor.power();
            Map<String, Double> powers =
                    rest < 0 && moment.exponent().isEmpty()
                            ? new AsLargeAs(signs, isState, isState).atMost(factor.base())
                            : Map.of();
            for (Map.Entry<String, Double> each : powers.entrySet()) {
                for (Centering.Deviation deviation : moment.deviations()) {
                    double taken = deviation.power() / 2.0 / each.getValue();
                    boolean isMeasured =
                            deviation.power() > 2
                                    && -rest >= taken
                                    && !found.containsKey(deviation.alone())
                                    && isOfSquares.test(
                                            each.getKey(), deviation.alone(), moment.weight());
                    if (isMeasured) {
                        found.put(deviation.alone(), each.getKey());
                        rest += taken;
                        shares = shared(shares, factor.base(), each, taken, true);
                        Expr away = Expr.call(Fun.SUB, deviation.item(), deviation.centre());
                        facts.add(
                                new StreamForm.Bounded(
                                        Product.power(away, 2), Expr.arg(each.getKey()), true));
                    }
                }
            }
            shares = times(shares, factor.base(), rest);
        }
        Factorizer.Summand rest =
                new Factorizer.Summand(shares, moment.weight(), moment.exponent(), shares)
                        .divided(shares, tail.conditions(), moment.weight());
        Measured weight = new Matching(rest.tail(), moment.weight()).measured(rest);
        if (found.isEmpty() && weight.units().isEmpty()) {
            return Scaled.of(moment);
        }
        Expr item = weight.summand().item();
        return new Scaled(
                moment,
                found,
                item,
                weight.units().isEmpty() ? moment.alone() : item,
                weight.units(),
                weight.summand().finish());
    }

    /// What was found of the items that are kept in units.
    List<StreamForm.Fact> facts() {
        return List.copyOf(facts);
    }

    /// Summands in units, those of the same units joined where they move together.
    List<Measured> measured(List<Factorizer.Summand> summands) {
        Map<List<Unit>, List<Factorizer.Summand>> byUnits = new LinkedHashMap<>();
        for (Factorizer.Summand summand : summands) {
            for (Measured part : measured(summand)) {
                byUnits.computeIfAbsent(part.units(), _ -> new ArrayList<>()).add(part.summand());
            }
        }
        return byUnits.entrySet().stream()
                .flatMap(
                        same ->
                                Factorizer.Summand.joined(same.getValue()).stream()
                                        .map(joined -> new Measured(joined, same.getKey())))
                .toList();
    }

    /// A summand in units, in parts for the products of its tail; as it is where there are no units.
    private List<Measured> measured(Factorizer.Summand summand) {
        List<Measured> parts =
                summand.apart().stream()
                        .map(part -> new Matching(part.tail(), part.item()).measured(part))
                        .toList();
        return parts.stream().allMatch(part -> part.units().isEmpty())
                ? List.of(new Measured(summand, List.of()))
                : parts;
    }

    /// Why a factor of a sum must not go to the tail: what is not matched of it has a running extremum in it, and more than one power of magnitudes is left in the items.
    Optional<String> obstacle(Expr tail, Expr item) {
        return parts(tail, item)
                .flatMap(part -> obstacle(part.unmatched, part.left).stream())
                .findFirst();
    }

    /// The same where nothing can be matched.
    Optional<String> obstacleToAll(Expr tail, Expr item) {
        return parts(tail, item)
                .flatMap(part -> obstacle(part.extrema, part.sizes()).stream())
                .findFirst();
    }

    private Stream<Matching> parts(Expr tail, Expr item) {
        return new Factorizer.Summand(tail, item, Optional.empty(), tail)
                .apart().stream().map(part -> new Matching(part.tail(), item));
    }

    private static Optional<String> obstacle(
            Map<String, Double> extrema, Map<String, Double> magnitudes) {
        for (Map.Entry<String, Double> extremum : extrema.entrySet()) {
            boolean divides = extremum.getValue() < 0;
            double powers =
                    magnitudes.values().stream()
                            .filter(each -> each > 0 == divides)
                            .mapToDouble(Math::abs)
                            .sum();
            if (powers > 1) {
                return Optional.of(
                        "has more than one power of its magnitudes without its factors of "
                                + extremum.getKey()
                                + ", so that a block's terms may overflow or vanish, and these neither go to the tail nor stay as what bounds the items");
            }
        }
        return Optional.empty();
    }

    /// The factors of one product, matched.
    private final class Matching {
        private final Product item;
        private final Set<Expr> conditions;
        private final Map<String, Double> left;
        private final Set<String> arguments;
        private final List<Unit> units = new ArrayList<>();
        private final List<Product.Unit> bounds = new ArrayList<>();
        private final Map<String, Double> extrema = new HashMap<>();
        private final Map<String, Double> unmatched = new HashMap<>();
        private final Product tail;
        private final AsLargeAs asLargeAs = new AsLargeAs(signs, isState, Units.this::isUnit);

        /// What is left of the tail.
        private Expr shares = Expr.num(1);

        Matching(Expr tail, Expr item) {
            this.item = Product.of(item);
            this.conditions = Exponentials.conditions(item);
            this.arguments = item.arguments();
            this.left = new HashMap<>(sizes());
            this.tail = Product.of(tail);
            this.tail.factors().forEach(this::match);
        }

        private void match(Product.Factor factor) {
            boolean above = factor.power() < 0;
            note(extrema, factor.base(), factor.power());
            double rest = Math.abs(factor.power());
            Map<String, Double> powers =
                    above ? asLargeAs.atMost(factor.base()) : asLargeAs.atLeast(factor.base());
            for (Map.Entry<String, Double> extremum : powers.entrySet()) {
                for (Expr bound : bounds(extremum.getKey(), above)) {
                    double weight = extremum.getValue();
                    double taken = taken(extremum.getKey(), bound, rest * weight, above);
                    if (taken > 0) {
                        take(extremum.getKey(), bound, above ? taken : -taken);
                        rest -= taken / weight;
                        shares = shared(shares, factor.base(), extremum, taken / weight, above);
                    }
                }
            }
            if (rest > 0) {
                double signed = above ? -rest : rest;
                shares = times(shares, factor.base(), signed);
                note(unmatched, factor.base(), signed);
            }
        }

        private void note(Map<String, Double> powers, Expr factor, double power) {
            factor.arguments().stream()
                    .filter(this::isOfTheItems)
                    .forEach(key -> powers.merge(key, power, Double::sum));
        }

        /// As many powers of a running value as the items have of what it bounds; none of less than one power of a magnitude, nor of a sum whose own terms leave their range as soon as the items do.
        private double taken(String key, Expr bound, double most, boolean above) {
            Map<String, Double> size = Product.of(bound).size();
            double taken = size.isEmpty() ? 0 : most;
            double grown = 0;
            boolean larger = rebasing.isExtremumOfItems(key);
            for (Map.Entry<String, Double> each : size.entrySet()) {
                double power = powers(each.getKey(), above);
                taken = Math.min(taken, power / each.getValue());
                grown = Math.max(grown, Math.abs(each.getValue()));
                larger |= power > each.getValue();
            }
            return larger && taken * grown >= 1 ? taken : 0;
        }

        /// Of what sees no running value: exponentials that do are at most 1.
        private Map<String, Double> sizes() {
            return item.size(base -> base.arguments().stream().noneMatch(isState));
        }

        private double powers(String magnitude, boolean above) {
            double power = left.getOrDefault(magnitude, 0.0);
            return above ? power : -power;
        }

        private void take(String key, Expr bound, double power) {
            Map<String, Double> size = Product.of(bound).size();
            Unit unit = new Unit(key, power);
            units.add(unit);
            bounds.add(new Product.Unit(unit.symbol(), size, power));
            size.forEach((magnitude, each) -> left.merge(magnitude, -each * power, Double::sum));
            facts.add(new StreamForm.Bounded(bound, Expr.arg(key), power > 0));
        }

        Measured measured(Factorizer.Summand summand) {
            if (units.isEmpty()) {
                return new Measured(summand, List.of());
            }
            return new Measured(summand.divided(shares, tail.conditions(), item.in(bounds)), units);
        }

        /// Whether an extremum is one of what these items are made of.
        private boolean isOfTheItems(String key) {
            return isState.test(key)
                    && rebasing.isExtremumOfItems(key)
                    && itemOf(key).arguments().stream().anyMatch(arguments::contains);
        }

        /// What an extremum bounds the magnitude of.
        ///
        /// @param above whether from above
        private List<Expr> bounds(String key, boolean above) {
            if (!rebasing.isExtremumOfItems(key)) {
                Expr term = itemOf(key);
                return above && Product.of(term).conditions().isEmpty() ? List.of(term) : List.of();
            }
            boolean max = rebasing.unit(key) < 0;
            Sign wanted = max == above ? Sign.POSITIVE : Sign.NEGATIVE;
            return Exponentials.bounds(itemOf(key), max ? Fun.MAX : Fun.MIN, conditions).stream()
                    .filter(bound -> signs.of(bound) == wanted)
                    .filter(bound -> Product.of(bound).conditions().isEmpty())
                    .toList();
        }
    }

    /// What is left of a factor whose running value goes to the items: of `1 / (m + 1)`, `m / (m + 1)`.
    private static Expr shared(
            Expr shares,
            Expr factor,
            Map.Entry<String, Double> running,
            double power,
            boolean above) {
        Expr unit = Product.power(Expr.arg(running.getKey()), running.getValue());
        if (factor.equals(unit)) {
            return shares;
        }
        Expr share = above ? Expr.call(Fun.DIV, unit, factor) : Expr.call(Fun.DIV, factor, unit);
        return times(shares, share, power);
    }

    private static Expr times(Expr product, Expr base, double power) {
        if (power == 0) {
            return product;
        }
        Expr factor = Product.power(base, Math.abs(power));
        boolean isOne = product.equals(Expr.num(1));
        return power < 0
                ? Expr.call(Fun.DIV, product, factor)
                : isOne ? factor : Expr.call(Fun.MUL, product, factor);
    }

    private boolean isUnit(String key) {
        return isState.test(key) && (rebasing.isExtremumOfItems(key) || isSumOfMagnitudes(key));
    }

    /// Whether a running value is a sum of terms of which none is negative, so that it is as large as each of them.
    private boolean isSumOfMagnitudes(String key) {
        StreamForm.Accumulated sum = accumulated.get(region.read(key).wire());
        return sum != null
                && sum.isPlain()
                && sum.slots().getFirst().monoid() == Monoid.Scalar.SUM
                && sum.slots().getFirst().rebased().isEmpty()
                && signs.of(itemOf(key)) == Sign.POSITIVE;
    }

    private Expr itemOf(String key) {
        StreamForm.Accumulated extremum = accumulated.get(region.read(key).wire());
        return extremum == null ? Expr.arg(key) : extremum.slots().getFirst().item();
    }
}
