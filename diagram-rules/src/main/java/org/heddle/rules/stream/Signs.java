package org.heddle.rules.stream;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Deviations;
import org.heddle.rules.algebra.Sign;

/// What is known of the signs of the wires of a region, whatever its inputs are.
final class Signs {
    private final Region region;
    private final Map<String, Sign> known = new HashMap<>();
    private final Set<StreamForm.Fact> facts = new LinkedHashSet<>();

    Signs(Region region) {
        this.region = region;
    }

    /// The sign of an expression over reads of the region, kept as a fact where there is one.
    Sign known(Expr value) {
        Sign sign = of(value);
        if (sign != Sign.ANY && !value.arguments().isEmpty()) {
            facts.add(new StreamForm.Signed(value, sign));
        }
        return sign;
    }

    /// What was found out, in order.
    List<StreamForm.Fact> facts() {
        return List.copyOf(facts);
    }

    /// Forgets what was found out since, for a form that is none.
    ///
    /// @param earlier what was known before
    void forget(List<StreamForm.Fact> earlier) {
        facts.retainAll(earlier);
    }

    /// The same, not kept.
    Sign of(Expr value) {
        Sign sign = Sign.of(value, key -> ofWire(region.read(key).wire()));
        return sign == Sign.ANY
                ? Deviations.sign(
                        value,
                        key -> itemOf(key, Monoid.Scalar.MAX),
                        key -> itemOf(key, Monoid.Scalar.MIN))
                : sign;
    }

    /// With magnitudes, and extrema of 0, of what is of a known sign as that itself: `abs(s - m)` is `m - s` for the maximum `m` of `s`.
    Expr withoutMagnitudes(Expr value) {
        return value.rewrite(
                e ->
                        e instanceof Call(Fun fun, List<Expr> args)
                                ? switch (fun) {
                                    case ABS -> magnitude(e, args.getFirst());
                                    case MAX -> beyondZero(e, args, Sign.POSITIVE);
                                    case MIN -> beyondZero(e, args, Sign.NEGATIVE);
                                    default -> e;
                                }
                                : e);
    }

    private Expr magnitude(Expr magnitude, Expr of) {
        return switch (known(of)) {
            case POSITIVE -> of;
            case NEGATIVE -> opposite(of);
            case ANY -> magnitude;
        };
    }

    private static Expr opposite(Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.SUB
                ? Expr.call(fun, args.getLast(), args.getFirst())
                : Expr.call(Fun.NEG, e);
    }

    private Expr beyondZero(Expr extremum, List<Expr> args, Sign sign) {
        Expr zero = Expr.num(0);
        return args.contains(zero)
                ? args.stream()
                        .filter(arg -> !arg.equals(zero))
                        .filter(arg -> known(arg) == sign)
                        .findFirst()
                        .orElse(extremum)
                : extremum;
    }

    /// What a reduction of the region is the extremum of, where it is read for the element that is its own.
    private Optional<Expr> itemOf(String key, Monoid.Scalar monoid) {
        Region.Read read = region.read(key);
        return !region.isInput(read.wire())
                        && region.stage(read.wire()) instanceof Region.Reduction r
                        && r.monoid() == monoid
                        && r.axes().equals(read.axes())
                ? Optional.of(r.value())
                : Optional.empty();
    }

    /// A number of the sign that a name has, of the same magnitude; the number for one that is no read.
    double signed(String name, double number) {
        Region.Read read = region.reads().get(name);
        return switch (read == null ? Sign.ANY : ofWire(read.wire())) {
            case POSITIVE -> Math.abs(number);
            case NEGATIVE -> -Math.abs(number);
            case ANY -> number;
        };
    }

    private Sign ofWire(String wire) {
        Sign sign = known.get(wire);
        if (sign == null) {
            sign = derived(wire);
            known.put(wire, sign);
        }
        return sign;
    }

    /// Of a sum, a maximum or a minimum: that of its items.
    private Sign derived(String wire) {
        if (region.isInput(wire)) {
            return Sign.ANY;
        }
        return switch (region.stage(wire)) {
            case Region.Mapping mapping -> of(mapping.value());
            case Region.Recurrence _ -> Sign.ANY;
            case Region.Reduction r ->
                    switch (r.monoid()) {
                        case SUM, MAX, MIN -> of(r.value());
                        case PROD -> of(r.value()) == Sign.POSITIVE ? Sign.POSITIVE : Sign.ANY;
                        case AND, OR -> Sign.POSITIVE;
                    };
        };
    }
}
