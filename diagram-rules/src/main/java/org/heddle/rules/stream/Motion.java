package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Product;

/// How a sum moves with the running values that its items see.
///
/// ```
///   exp(v + u(m))        C = exp(u(m') - u(m))       0 in place of an m that has seen nothing
///   (s / m)^k            C = (m / m')^k              1 in place of an m that has seen nothing, or zeros only: then s / m is 0, and C is
/// ```
final class Motion {
    private final Rebasing rebasing;
    private final Optional<Factorizer.Exponent> exponent;
    private final List<String> moving;
    private final List<Scale> scales;

    /// A unit, by its slot's name.
    private record Scale(String symbol, String state, double power) {}

    /// @param exponent over slot names
    /// @param moving the states of the exponent
    Motion(
            Rebasing rebasing,
            Optional<Factorizer.Exponent> exponent,
            List<String> moving,
            List<Units.Unit> units) {
        this.rebasing = rebasing;
        this.exponent = exponent;
        this.moving = List.copyOf(moving);
        this.scales =
                units.stream()
                        .map(
                                unit ->
                                        new Scale(
                                                unit.symbol(),
                                                rebasing.running(Expr.arg(unit.extremum()))
                                                        .toString(),
                                                unit.power()))
                        .toList();
    }

    List<String> states() {
        return Stream.concat(moving.stream(), scales.stream().map(Scale::state))
                .distinct()
                .toList();
    }

    /// The item as the law has it.
    Expr written(Expr item) {
        Map<String, Expr> units = new LinkedHashMap<>();
        scales.forEach(scale -> units.put(scale.symbol(), Expr.arg(scale.state())));
        return item.substitute(name -> units.getOrDefault(name, Expr.arg(name)));
    }

    /// The item as it is computed.
    Expr guarded(Expr item) {
        Map<String, Expr> units = new LinkedHashMap<>();
        scales.forEach(
                scale ->
                        units.put(
                                scale.symbol(),
                                scale.power() > 0
                                        ? rebasing.divisor(scale.state())
                                        : rebasing.safe(scale.state())));
        return rebasing.guarded(item, moving)
                .substitute(name -> units.getOrDefault(name, Expr.arg(name)));
    }

    /// C; empty where nothing moves.
    Optional<Expr> factor() {
        List<Expr> factors = new ArrayList<>();
        exponent.ifPresent(e -> factors.add(Rebasing.factor(e, moving)));
        for (Scale scale : scales) {
            Expr before = Expr.arg(scale.state());
            Expr after = Expr.arg(scale.state() + "'");
            factors.add(ratio(before, after, scale.power()));
        }
        return factors.stream().reduce((a, b) -> Expr.call(Fun.MUL, a, b));
    }

    private static Expr ratio(Expr before, Expr after, double power) {
        return power > 0
                ? Product.power(Expr.call(Fun.DIV, before, after), power)
                : Product.power(Expr.call(Fun.DIV, after, before), -power);
    }

    /// C as it is computed; empty where nothing moves.
    Optional<Expr> computed() {
        List<Expr> factors = new ArrayList<>();
        exponent.ifPresent(e -> factors.add(rebasing.correction(e, moving)));
        for (Scale scale : scales) {
            String after = scale.state() + "'";
            factors.add(
                    scale.power() > 0
                            ? ratio(
                                    rebasing.safe(scale.state()),
                                    rebasing.divisor(after),
                                    scale.power())
                            : ratio(
                                    rebasing.divisor(scale.state()),
                                    rebasing.safe(after),
                                    scale.power()));
        }
        return factors.stream().reduce((a, b) -> Expr.call(Fun.MUL, a, b));
    }

    /// The running value after the states have moved.
    Optional<Expr> applied(String slot, Expr item) {
        return computed()
                .map(
                        factor ->
                                rebasing.unlessLeftOut(
                                        Expr.call(Fun.MUL, Expr.arg(slot), factor),
                                        List.of(slot),
                                        item,
                                        states()));
    }
}
