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
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Normalizer;
import org.heddle.rules.algebra.Product;
import org.heddle.rules.algebra.Sign;

/// Which factors stay with the items, though they are free of them: powers of running extrema that bound the items.
///
/// ```
///   Σ (s/m)²,  |s| <= m      as 1/m² · Σ s²      s² may overflow, and vanish, where (s/m)² does not
///                            as Σ (s/m)²         with  A ← (m/m')² · A,  m/m' <= 1,  when m becomes m'
/// ```
///
/// Looked at are the powers by which an item grows with its magnitudes, and those in the factors that are free of items ({@link Product}). A factor `m^-k`, or a power of what is at least
/// `m` as `m + 1`, meets the magnitudes that `m` is a maximum of: as many of both as there are stay together, from the first power on. Roots are left to the tail: what they are taken of leaves its range long before they do.
/// A minimum of magnitudes bounds reciprocals likewise.
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
            Map<String, Double> powers = above ? atMost(factor.base()) : atLeast(factor.base());
            for (Map.Entry<String, Double> extremum : powers.entrySet()) {
                for (Expr bound : bounds(extremum.getKey(), above)) {
                    double weight = extremum.getValue();
                    double taken = taken(bound, rest * weight, above);
                    if (taken > 0) {
                        take(extremum.getKey(), bound, above ? taken : -taken);
                        rest -= taken / weight;
                        share(factor.base(), extremum, taken / weight, above);
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

        /// As many powers of an extremum as the items have of what it bounds; none of less than one power of a magnitude.
        private double taken(Expr bound, double most, boolean above) {
            Map<String, Double> size = Product.of(bound).size();
            double taken = size.isEmpty() ? 0 : most;
            double grown = 0;
            for (Map.Entry<String, Double> each : size.entrySet()) {
                taken = Math.min(taken, powers(each.getKey(), above) / each.getValue());
                grown = Math.max(grown, Math.abs(each.getValue()));
            }
            return taken * grown >= 1 ? taken : 0;
        }

        /// What is left of a factor whose extremum goes to the items: of `1 / (m + 1)`, `m / (m + 1)`.
        private void share(
                Expr factor, Map.Entry<String, Double> extremum, double power, boolean above) {
            Expr unit = Product.power(Expr.arg(extremum.getKey()), extremum.getValue());
            if (!factor.equals(unit)) {
                Expr share =
                        above ? Expr.call(Fun.DIV, unit, factor) : Expr.call(Fun.DIV, factor, unit);
                shares = times(shares, share, power);
            }
        }

        private static Expr times(Expr product, Expr base, double power) {
            Expr factor = Product.power(base, Math.abs(power));
            boolean isOne = product.equals(Expr.num(1));
            return power < 0
                    ? Expr.call(Fun.DIV, product, factor)
                    : isOne ? factor : Expr.call(Fun.MUL, product, factor);
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
                    && rebasing.isExtremum(key)
                    && itemOf(key).arguments().stream().anyMatch(arguments::contains);
        }

        /// What an extremum bounds the magnitude of.
        ///
        /// @param above whether from above
        private List<Expr> bounds(String key, boolean above) {
            boolean max = rebasing.unit(key) < 0;
            Sign wanted = max == above ? Sign.POSITIVE : Sign.NEGATIVE;
            return Exponentials.bounds(itemOf(key), max ? Fun.MAX : Fun.MIN, conditions).stream()
                    .filter(bound -> signs.of(bound) == wanted)
                    .filter(bound -> Product.of(bound).conditions().isEmpty())
                    .toList();
        }
    }

    /// The powers of running extrema that a factor is at least, but for a number.
    private Map<String, Double> atMost(Expr factor) {
        return switch (factor) {
            case Expr.Arg(String key) when isUnit(key) -> Map.of(key, 1.0);
            case Call(Fun fun, List<Expr> args) when fun == Fun.ADD ->
                    args.stream().allMatch(this::isPositive) ? ofAny(args) : Map.of();
            case Call(Fun fun, List<Expr> args) when fun == Fun.MAX ->
                    ofAny(args.stream().filter(this::isPositive).toList());
            case Call(Fun fun, List<Expr> args) when fun == Fun.WHERE && isVoid(args) ->
                    atMost(args.get(1));
            case Call _ -> ofProduct(factor);
            case Expr.Arg _, Expr.Num _, Expr.Index _, Expr.Extent _ -> Map.of();
        };
    }

    /// The powers of running extrema that a factor is at most, but for a number.
    private Map<String, Double> atLeast(Expr factor) {
        return switch (factor) {
            case Expr.Arg(String key) when isUnit(key) -> Map.of(key, 1.0);
            case Call(Fun fun, List<Expr> args)
                    when fun == Fun.MIN && args.stream().allMatch(this::isPositive) ->
                    ofAny(args);
            case Call _, Expr.Arg _, Expr.Num _, Expr.Index _, Expr.Extent _ -> Map.of();
        };
    }

    private Map<String, Double> ofAny(List<Expr> args) {
        Map<String, Double> all = new HashMap<>();
        args.forEach(arg -> all.putAll(atMost(arg)));
        return all;
    }

    /// Of a product of running extrema and of what does not move.
    private Map<String, Double> ofProduct(Expr factor) {
        Map<String, Double> all = new HashMap<>();
        Product product = Product.of(factor);
        for (Product.Factor each : product.factors()) {
            if (each.base().equals(factor) || !product.conditions().isEmpty()) {
                return Map.of();
            }
            if (each.base().arguments().stream().anyMatch(isState)) {
                Map<String, Double> inner = each.power() < 0 ? Map.of() : atMost(each.base());
                if (inner.isEmpty()) {
                    return Map.of();
                }
                inner.forEach((key, power) -> all.merge(key, power * each.power(), Double::sum));
            }
        }
        return all;
    }

    /// `where(m != 0, m, 0)` is `m`.
    private static boolean isVoid(List<Expr> choice) {
        return choice.get(2).equals(Expr.num(0))
                && choice.get(0) instanceof Call(Fun fun, List<Expr> sides)
                && (fun == Fun.NE || fun == Fun.GT)
                && sides.equals(List.of(choice.get(1), Expr.num(0)));
    }

    private boolean isPositive(Expr e) {
        return signs.of(Normalizer.simplify(e)) == Sign.POSITIVE || signs.of(e) == Sign.POSITIVE;
    }

    private boolean isUnit(String key) {
        return isState.test(key) && rebasing.isExtremum(key);
    }

    private Expr itemOf(String key) {
        StreamForm.Accumulated extremum = accumulated.get(region.read(key).wire());
        return extremum == null ? Expr.arg(key) : extremum.slots().getFirst().item();
    }
}
