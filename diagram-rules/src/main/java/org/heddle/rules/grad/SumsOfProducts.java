package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// A sum whose items are products of what it reads is a contraction, however it is written.
///
/// ```
///   o = sum[x] (p * v)      ⇒      o = p · v
/// ```
final class SumsOfProducts {
    private SumsOfProducts() {}

    /// With contractions in the place of such sums.
    static Diagram contracted(Diagram diagram) {
        List<Box> boxes =
                diagram.boxes().stream().map(box -> contraction(box).orElse(box)).toList();
        return diagram.with(diagram.wires().values(), boxes);
    }

    private static Optional<Box> contraction(Box box) {
        if (!(box.op() instanceof Op.Reduce(Monoid monoid, Fn item))
                || monoid != Monoid.Scalar.SUM
                || item.results().size() != 1) {
            return Optional.empty();
        }
        List<Port> factors = new ArrayList<>();
        return areFactors(item.body(), item.parameters(), box.inputs(), factors)
                        && factors.size() > 1
                ? Optional.of(
                        new Box(
                                box.id(),
                                new Op.Contract(Semiring.SUM_PRODUCT),
                                factors,
                                box.outputs()))
                : Optional.empty();
    }

    /// Whether an expression is a product of parameters.
    ///
    /// @param factors what they read, in order
    private static boolean areFactors(
            Expr e, List<String> parameters, List<Port> inputs, List<Port> factors) {
        return switch (e) {
            case Expr.Arg(String name) -> factors.add(inputs.get(parameters.indexOf(name)));
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.MUL ->
                    args.stream().allMatch(arg -> areFactors(arg, parameters, inputs, factors));
            case Expr.Call _, Expr.Num _, Expr.Extent _, Expr.Index _ -> false;
        };
    }
}
