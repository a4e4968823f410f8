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
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Sign;

/// Logarithms of products with exponentials, as sums.
///
/// ```
///  log(z · exp(m))  ⇒  m + log(z)                                     where z ≥ 0 is known
///                   ⇒  m + log(max(z, where(m != -inf, -inf, 0)))     else
/// ```
///
/// `log(z · 0)` is `-inf` for every `z`, also for a negative one.
final class JoinedLogarithms {
    /// How many boxes behind one another are asked for the sign of what they write.
    private static final int MOST_BOXES = 3;

    private final Expansion expansion;

    JoinedLogarithms(Expansion expansion) {
        this.expansion = expansion;
    }

    /// The expression with every such logarithm taken apart.
    Expr apart(Expr body) {
        return body.rewrite(
                e ->
                        e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.LOG
                                ? Exponentials.ofProduct(args.getFirst())
                                        .map(exponent -> sum(args.getFirst(), exponent))
                                        .orElse(e)
                                : e);
    }

    private Expr sum(Expr product, Expr exponent) {
        Expr factor = JoinExponentials.cleared(product);
        Sign sign = Sign.of(factor, name -> sign(expansion, name, MOST_BOXES));
        Expr argument =
                sign == Sign.POSITIVE
                        ? factor
                        : Expr.call(Fun.MAX, factor, leastWhereZero(exponent));
        return Expr.call(Fun.ADD, exponent, Expr.call(Fun.LOG, argument));
    }

    private static Expr leastWhereZero(Expr exponent) {
        Expr least = Expr.num(Double.NEGATIVE_INFINITY);
        return Expr.call(Fun.WHERE, Expr.call(Fun.NE, exponent, least), least, Expr.num(0));
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
