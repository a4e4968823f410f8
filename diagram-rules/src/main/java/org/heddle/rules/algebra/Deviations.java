package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// A sum as deviations of items from arguments that are near them, and the rest.
///
/// ```
///   3·s - m - 2·k + v   =   (s - m) + 2·(s - k) + v        s the item of m, and of k
/// ```
public final class Deviations {
    private Deviations() {}

    /// A multiple of a deviation.
    private record Pair(Term times, Expr item, Expr.Arg near) {
        Expr deviation() {
            return Expr.call(Fun.SUB, item, near);
        }

        Expr expr() {
            return times.times(deviation());
        }

        /// @param isMaximum whether what the item is near is its maximum, and not its minimum
        Sign sign(Predicate<String> isMaximum) {
            Sign multiple =
                    times.isPositive()
                            ? Sign.POSITIVE
                            : times.scaled(-1).isPositive() ? Sign.NEGATIVE : Sign.ANY;
            return isMaximum.test(near.name()) ? multiple.negated() : multiple;
        }
    }

    private record Found(List<Pair> pairs, Polynomial rest) {}

    /// As it is where it has no such deviation, or is written with all of them already.
    ///
    /// @param itemOf what an argument is near
    public static Expr paired(Expr sum, Function<String, Optional<Expr>> itemOf) {
        Others others = new Others(sum, itemOf);
        Expr hidden = others.hide(sum);
        Found found = find(hidden, others::itemOf);
        return found.pairs().stream().allMatch(pair -> hidden.hasPart(pair.deviation()::equals))
                ? sum
                : others.reveal(sum(found.pairs().stream().map(Pair::expr).toList(), found.rest()));
    }

    /// What stands beside deviations, by names: it stays as its author wrote it. `(y - u)²` is not multiplied out.
    private static final class Others {
        private final Set<String> near = new LinkedHashSet<>();
        private final Map<Expr, String> names = new LinkedHashMap<>();
        private final Map<String, Expr> meanings = new LinkedHashMap<>();
        private final Function<String, Optional<Expr>> itemOf;

        Others(Expr sum, Function<String, Optional<Expr>> itemOf) {
            this.itemOf = itemOf;
            for (String name : sum.arguments()) {
                itemOf.apply(name)
                        .ifPresent(
                                item -> {
                                    near.add(name);
                                    near.addAll(item.arguments());
                                });
            }
        }

        Expr hide(Expr e) {
            if (!(e instanceof Call(Fun fun, List<Expr> args))) {
                return e;
            }
            if (e.arguments().stream().anyMatch(near::contains)) {
                return new Call(fun, args.stream().map(this::hide).toList());
            }
            String name = names.computeIfAbsent(e, _ -> "‹beside " + names.size() + "›");
            meanings.put(name, e);
            return Expr.arg(name);
        }

        /// What an argument is near, with what it has of others by names.
        Optional<Expr> itemOf(String name) {
            return meanings.containsKey(name)
                    ? Optional.empty()
                    : itemOf.apply(name).map(this::hide);
        }

        Expr reveal(Expr e) {
            return e.substitute(name -> meanings.getOrDefault(name, Expr.arg(name)));
        }
    }

    /// Whether a sum is made of positive multiples of deviations from maxima, and of what is never positive.
    ///
    /// @param itemOf what an argument is the maximum of
    public static boolean isNeverPositive(Expr sum, Function<String, Optional<Expr>> itemOf) {
        return sign(sum, itemOf, _ -> Optional.empty()) == Sign.NEGATIVE;
    }

    /// The sign of a sum that is made of deviations from extrema, and of what is of the same sign: an item is at most its maximum, and at least its minimum.
    ///
    /// @param ofMaximum what an argument is the maximum of
    /// @param ofMinimum what an argument is the minimum of
    public static Sign sign(
            Expr sum,
            Function<String, Optional<Expr>> ofMaximum,
            Function<String, Optional<Expr>> ofMinimum) {
        Function<String, Optional<Expr>> itemOf =
                name -> ofMaximum.apply(name).or(() -> ofMinimum.apply(name));
        Others others = new Others(sum, itemOf);
        Found found = find(others.hide(sum), others::itemOf);
        if (found.pairs().isEmpty()) {
            return Sign.ANY;
        }
        Sign sign = found.pairs().getFirst().sign(name -> ofMaximum.apply(name).isPresent());
        boolean isOne =
                found.pairs().stream()
                                .allMatch(
                                        pair ->
                                                pair.sign(name -> ofMaximum.apply(name).isPresent())
                                                        == sign)
                        && found.rest().terms().stream()
                                .allMatch(
                                        term ->
                                                Sign.of(others.reveal(term.expr()), _ -> Sign.ANY)
                                                        == sign);
        return isOne ? sign : Sign.ANY;
    }

    private static Found find(Expr sum, Function<String, Optional<Expr>> itemOf) {
        Polynomial rest = Normalizer.normalize(sum);
        List<Pair> pairs = new ArrayList<>();
        for (Term term : Normalizer.normalize(sum).terms()) {
            Optional<Expr.Arg> near = argument(term, itemOf);
            Optional<Expr> item = near.flatMap(e -> itemOf.apply(e.name()));
            if (item.isEmpty()) {
                continue;
            }
            Term times = term.times(Term.atom(near.get(), -1)).scaled(-1);
            Polynomial without =
                    rest.plus(Polynomial.of(term.scaled(-1)))
                            .plus(
                                    Normalizer.normalize(item.get())
                                            .times(Polynomial.of(times))
                                            .scaled(-1));
            if (without.terms().size() < rest.terms().size() && size(without) < size(rest)) {
                rest = without;
                pairs.add(new Pair(times, item.get(), near.get()));
            }
        }
        return new Found(pairs, rest);
    }

    private static Optional<Expr.Arg> argument(Term term, Function<String, Optional<Expr>> itemOf) {
        List<String> near =
                term.leaves().stream()
                        .filter(leaf -> leaf instanceof Expr.Arg)
                        .map(leaf -> ((Expr.Arg) leaf).name())
                        .filter(name -> itemOf.apply(name).isPresent())
                        .distinct()
                        .toList();
        return near.size() == 1 && term.isLinearIn(near)
                ? Optional.of(new Expr.Arg(near.getFirst()))
                : Optional.empty();
    }

    private static double size(Polynomial p) {
        return p.terms().stream().mapToDouble(term -> Math.abs(term.coefficient())).sum();
    }

    private static Expr sum(List<Expr> pairs, Polynomial rest) {
        Expr sum = null;
        for (Expr pair : pairs) {
            if (sum == null) {
                sum = pair;
            } else {
                boolean isNegative = pair instanceof Call(Fun fun, _) && fun == Fun.NEG;
                sum =
                        isNegative
                                ? Expr.call(Fun.SUB, sum, ((Call) pair).arg(0))
                                : Expr.call(Fun.ADD, sum, pair);
            }
        }
        for (Term term : rest.terms()) {
            boolean isNegative = term.coefficient() < 0;
            Expr value = (isNegative ? term.scaled(-1) : term).expr();
            sum = Expr.call(isNegative ? Fun.SUB : Fun.ADD, Objects.requireNonNull(sum), value);
        }
        return Objects.requireNonNull(sum);
    }
}
