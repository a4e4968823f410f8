package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Logarithms;
import org.heddle.rules.algebra.Sign;

/// The logarithm of a product with an exponential is a sum with the exponent.
///
/// ```
///  s, m, z ──[log(exp(s - m) / z)]──              ⇒   s, m, z ──[s - m - log(z)]──
///  s, m, z ──[log(where(c, 0, exp(s - m)) / z)]── ⇒   s, m, z ──[where(c, -inf, s - m) - log(z)]──      z ≥ 0
///  z·exp(m) ──[log z]──                           ⇒   m, z ──[m + log(z)]──
/// ```
///
/// Legal where no factor is negative; where one may be, only exponentials of extrema are taken out, with `log(max(z, 0))` where they are 0.
/// Saves an exponential, and what the logarithm loses where the exponential leaves the range of its format though the exponent does not.
public final class SeparateLogarithms implements Rule {
    /// How many boxes behind one another are asked for the sign of what they write.
    private static final int MOST_BOXES = 3;

    @Override
    public String name() {
        return "separate-logarithms";
    }

    @Override
    public String law() {
        return "log(a · exp(v)) = v + log(a)";
    }

    @Override
    public String condition() {
        return "a >= 0; for a maximum v of any a, with log(max(a, 0)) where v = -inf";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (anchor.outputs().size() != 1
                || !Expansion.hasItems(anchor.op())
                || !takesLogarithms(anchor)) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Expr separate = expansion.fn().body().rewrite(e -> separate(expansion, e));
        return expansion.rewrite(anchor, separate, "takes the logarithm of an exponential");
    }

    private static boolean takesLogarithms(Box box) {
        return Inlining.itemOf(box.op(), box.inputs().size())
                .body()
                .hasPart(e -> e instanceof Call(Fun fun, _) && fun == Fun.LOG);
    }

    private static Expr separate(Expansion expansion, Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.LOG
                ? logarithm(expansion, args.getFirst()).orElse(e)
                : e;
    }

    /// The logarithm of an expression over the ports of an expansion, without the exponentials that are its factors; empty where it has none.
    static Optional<Expr> logarithm(Expansion expansion, Expr e) {
        return Logarithms.of(
                e,
                of -> isPositive(expansion, of),
                exponent ->
                        exponent.arguments().stream()
                                .allMatch(a -> expansion.extremum(a).isPresent()));
    }

    /// Whether an expression over the ports of an expansion is known to be 0 or more.
    static boolean isPositive(Expansion expansion, Expr e) {
        return Sign.of(e, name -> sign(expansion, name, MOST_BOXES)) == Sign.POSITIVE;
    }

    private static Sign sign(Expansion expansion, String argument, int boxes) {
        Diagram diagram = expansion.diagram();
        int position = expansion.fn().parameters().indexOf(argument);
        Optional<Box> producer = diagram.producer(expansion.ports().get(position).wire());
        return boxes == 0 || producer.isEmpty()
                ? Sign.ANY
                : sign(diagram, producer.get(), boxes - 1);
    }

    private static Sign sign(Diagram diagram, Box box, int boxes) {
        boolean keepsSigns =
                switch (box.op()) {
                    case Op.Map(var fn) -> fn.results().size() == 1;
                    case Op.Contract(var semiring) -> semiring.sum() == Monoid.Scalar.SUM;
                    case Op.Reduce(Monoid monoid, _) -> monoid == Monoid.Scalar.SUM;
                    case Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
                };
        if (!keepsSigns) {
            return Sign.ANY;
        }
        Expansion items = Expansion.of(diagram, box);
        return Sign.of(items.fn().body(), name -> sign(items, name, boxes));
    }
}
