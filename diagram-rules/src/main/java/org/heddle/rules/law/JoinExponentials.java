package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Normalizer;

/// The exponential of a maximum cancels, or joins the exponential of what it is the maximum of.
///
/// ```
///  a·exp(m), z·exp(m) ──[a / z]──   ⇒   a, z ──[a / z]──
///  s, z·exp(m) ──[exp(s) / z]──     ⇒   s, m, z ──[exp(s - m) / z]──
///  z·exp(m) ──[sqrt z]──            ⇒   m, z ──[sqrt(z)·exp(m/4)·exp(m/4)]──
///  s, z·exp(m) ──[sigmoid(s) / z]── ⇒   s, m, z ──[exp(min(s, 0) - m) / (1 + exp(-|s|)) / z]──
/// ```
///
/// Legal always. Used where no exponential of an extremum alone is left; where one is, only if the whole is one product with it: then it is in range where the product is, and in other cases the value itself is wanted. Saves exponentials, and what might have been inf/inf or 0/0.
public final class JoinExponentials implements Rule {
    @Override
    public String name() {
        return "join-exponentials";
    }

    @Override
    public String law() {
        return "exp(a) · exp(b) = exp(a + b)";
    }

    @Override
    public String condition() {
        return "always; used where no exponential of an extremum is left alone, or all is one product with it";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (anchor.outputs().size() != 1 || !Expansion.hasItems(anchor.op())) {
            return Optional.empty();
        }
        boolean isRead = anchor.inputs().stream().anyMatch(port -> isScaled(diagram, port));
        return isRead || hasExtremaAlone(diagram, anchor)
                ? joined(diagram, anchor)
                        .filter(
                                rewrite ->
                                        isRead
                                                || !hasExtremaAlone(
                                                        rewrite.after(),
                                                        rewrite.after().box(anchor.id())))
                : Optional.empty();
    }

    private static Optional<Rewrite> joined(Diagram diagram, Box anchor) {
        Expansion expansion = Expansion.of(diagram, anchor);
        Expr body = expansion.fn().body();
        Exponentials exponentials = Exponentials.of(body, _ -> false);
        boolean isProduct =
                Expansion.isPointwise(anchor)
                        && exponentials.parts().size() == 1
                        && !exponentials.hasInfinite();
        Optional<Expr> scaled = isProduct ? scaled(expansion, body) : Optional.empty();
        if (scaled.isPresent()) {
            return rewrite(diagram, anchor, expansion, scaled.get());
        }
        if (!isProduct
                && !exponentials.parts().stream().allMatch(part -> isJoined(expansion, part))) {
            return Optional.empty();
        }
        Exponentials items = Exponentials.of(body, expansion.along(anchor.reducedAxes()));
        if (isOfExtremaAlone(expansion, exponentials) && !isOfExtremaAlone(expansion, items)) {
            return rewrite(diagram, anchor, expansion, items.relativeTo(Expr.num(0)));
        }
        Expr without = cleared(body);
        Expr joined =
                Normalizer.normalize(without).equals(Normalizer.normalize(body))
                        ? without
                        : Normalizer.simplify(body);
        return rewrite(diagram, anchor, expansion, joined);
    }

    /// Whether a map takes exponentials of extrema alone, as the law that separates roots leaves them.
    private static boolean hasExtremaAlone(Diagram diagram, Box box) {
        if (!(box.op() instanceof Op.Map(Fn fn))) {
            return false;
        }
        Expansion map = new Expansion(diagram, fn, box.inputs());
        return fn.body()
                .hasPart(
                        e ->
                                Exponentials.isExponential(e)
                                        && !e.arguments().isEmpty()
                                        && e.arguments().stream().allMatch(map::isExtreme));
    }

    /// Whether an exponential is of extrema alone: of `exp(-m) / (1 + exp(-s))` as written, and not where the largest exponential below the line joins it.
    private static boolean isOfExtremaAlone(Expansion expansion, Exponentials exponentials) {
        return exponentials.parts().stream()
                .map(part -> part.exponent().arguments())
                .anyMatch(
                        names ->
                                !names.isEmpty()
                                        && names.stream()
                                                .allMatch(name -> expansion.isExtreme(name)));
    }

    /// One product with an exponential of extrema alone, which is then as large as the product is without it: applied last, and in two halves.
    private static Optional<Expr> scaled(Expansion expansion, Expr body) {
        return Exponentials.product(body)
                .filter(
                        product ->
                                product.exponent().arguments().stream()
                                        .allMatch(a -> expansion.isExtreme(a)))
                .map(product -> inHalves(product.rest(), product.exponent()));
    }

    /// `s · exp(m)` that overflows only where the product does; 0 where a condition makes `s` 0, for `m` may have no value there.
    static Expr inHalves(Expr factor, Expr exponent) {
        if (factor instanceof Call(Fun fun, List<Expr> cases)
                && fun == Fun.WHERE
                && cases.contains(Expr.num(0))) {
            boolean isFirst = cases.get(1).equals(Expr.num(0));
            Expr product = inHalves(cases.get(isFirst ? 2 : 1), exponent);
            return isFirst
                    ? Expr.call(fun, cases.get(0), Expr.num(0), product)
                    : Expr.call(fun, cases.get(0), product, Expr.num(0));
        }
        Expr half = Expr.call(Fun.EXP, Expr.call(Fun.DIV, exponent, Expr.num(2)));
        return Expr.call(Fun.MUL, Expr.call(Fun.MUL, factor, half), half);
    }

    /// Whether a port reads a product with the exponential of extrema.
    static boolean isScaled(Diagram diagram, Port port) {
        Optional<Box> producer = diagram.producer(port.wire());
        if (producer.isEmpty()
                || !(producer.get().op() instanceof Op.Map(Fn fn))
                || fn.results().size() != 1
                || !Exponentials.areIn(fn.body())) {
            return false;
        }
        Expansion map = new Expansion(diagram, fn, producer.get().inputs());
        return Exponentials.product(fn.body())
                .filter(
                        product ->
                                product.exponent().arguments().stream()
                                        .allMatch(a -> map.isExtreme(a)))
                .isPresent();
    }

    /// Whether an exponent holds no extremum alone: it has none, is an item less its own extremum, or a difference of extrema.
    private static boolean isJoined(Expansion expansion, Exponentials.Part part) {
        List<String> extrema =
                part.exponent().arguments().stream().filter(a -> expansion.isExtreme(a)).toList();
        return extrema.isEmpty()
                || extrema.size() > 1
                || expansion.anchors(Set.of()).isAnchored(part.exponent(), part.conditions());
    }

    /// The expression without its exponentials.
    private static Expr cleared(Expr body) {
        return body.rewrite(
                e ->
                        Exponentials.isExponential(e)
                                ? Expr.num(1)
                                : e instanceof Call(Fun fun, List<Expr> args)
                                                && (fun == Fun.MUL || fun == Fun.DIV)
                                                && args.getLast().equals(Expr.num(1))
                                        ? args.getFirst()
                                        : e);
    }

    /// Empty where nothing changes.
    private static Optional<Rewrite> rewrite(
            Diagram diagram, Box anchor, Expansion expansion, Expr joined) {
        Box box = expansion.box(anchor, joined);
        return box.equals(anchor)
                ? Optional.empty()
                : Optional.of(
                        new Rewrite(
                                new Edit(diagram).replace(anchor, box).done(),
                                List.of(anchor.id()),
                                anchor.id()
                                        + " is "
                                        + joined
                                        + ": what the maximum scaled cancels"));
    }
}
