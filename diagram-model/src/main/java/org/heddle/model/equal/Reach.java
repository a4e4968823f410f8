package org.heddle.model.equal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// What a diagram has beyond sums, products, quotients and exponentials, and so beyond the laws that a {@link Transport} keeps in full.
///
/// Where two diagrams have nothing of it, residues that differ refute that the real numbers are equal. With it they refute nothing: the
/// diagrams may be equal by a law that the transport does not have, such as `max(a + c, b + c) = max(a, b) + c`.
final class Reach {
    private final Set<String> beyond = new LinkedHashSet<>();
    private final Set<String> branches = new LinkedHashSet<>();

    private Reach() {}

    /// Names of functions and monoids, and literals that round a number, in the order in which they occur.
    static Set<String> beyond(Diagram expanded) {
        Reach reach = new Reach();
        expanded.boxes().forEach(box -> reach.visit(box.op()));
        return reach.beyond;
    }

    /// Comparisons of numbers that are not indices for equality. Residues that differ refute in spite of them; residues that agree bound nothing, since those
    /// drawn are hardly ever the ones that are equal.
    static Set<String> branches(Diagram expanded) {
        Reach reach = new Reach();
        expanded.boxes().forEach(box -> reach.visit(box.op()));
        return reach.branches;
    }

    private void visit(Op op) {
        switch (op) {
            case Op.Map(var fn) -> fn.results().forEach(this::visit);
            case Op.Constant(Expr value) -> visit(value);
            case Op.Contract(var semiring) -> {
                visit(semiring.sum());
                visit(semiring.product());
            }
            case Op.Reduce(Monoid monoid, var item) -> {
                visit(monoid);
                item.results().forEach(this::visit);
            }
            case Op.Scan(Monoid monoid, var item, _, _, _) -> {
                visit(monoid);
                item.results().forEach(this::visit);
            }
            case Op.Reindex _, Op.Call _, Op.Block _ -> {}
        }
    }

    private void visit(Monoid monoid) {
        switch (monoid) {
            case Monoid.Scalar scalar -> {
                switch (scalar) {
                    case SUM, PROD, AND, OR -> {}
                    case MAX, MIN -> beyond.add(scalar.text());
                }
            }
            case Monoid.LogAddExp _, Monoid.Extremum _, Monoid.TopK _ -> beyond.add(monoid.text());
            case Monoid.User(_, List<Monoid.Component> state) ->
                    state.forEach(
                            c -> {
                                visit(c.unit());
                                visit(c.merge());
                            });
        }
    }

    private void visit(Expr e) {
        switch (e) {
            case Expr.Num(double value)
                    when Double.isFinite(value) && Fraction.written(value).isEmpty() ->
                    beyond.add(e.toString());
            case Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ -> {}
            case Expr.Call(Fun fun, List<Expr> args) -> {
                if (!isOfIndices(e) && !isPowerOrExponential(fun, args)) {
                    visit(fun);
                }
                args.forEach(this::visit);
            }
        }
    }

    /// Indices, sizes and literals are small fractions, of which every function is known; but for roots and the like of sizes with large prime
    /// factors, which are not tried.
    private static boolean isOfIndices(Expr e) {
        return e.arguments().isEmpty();
    }

    /// `pow(a, 3)` is a product, `pow(2, a)` an exponential.
    private static boolean isPowerOrExponential(Fun fun, List<Expr> args) {
        boolean whole = args.getLast() instanceof Expr.Num(double n) && n == Math.rint(n);
        return fun == Fun.POW && (whole || isOfIndices(args.getFirst()));
    }

    private void visit(Fun fun) {
        switch (fun) {
            case ADD, SUB, MUL, DIV, NEG, EXP, EXP2, TANH, SIGMOID, WHERE, AND, OR, NOT -> {}
            case EQ, NE -> branches.add(fun.symbol());
            case MIN,
                    MAX,
                    POW,
                    MOD,
                    LOG,
                    SIN,
                    COS,
                    SQRT,
                    RSQRT,
                    ERF,
                    ABS,
                    FLOOR,
                    ROUND,
                    LT,
                    LE,
                    GT,
                    GE ->
                    beyond.add(fun.symbol());
        }
    }
}
