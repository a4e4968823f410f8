package org.heddle.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// Turns a term into a function of the ports that it reads: each port once, in order of first occurrence. What is no
/// scalar function, such as a reduction or a contracted product, becomes a box of its own first.
final class Items {
    private final LineBuilder line;
    private final Set<String> target;
    private final List<Shape.Reading> inputs = new ArrayList<>();

    /// @param target the axes along which the term is wanted
    Items(LineBuilder line, Set<String> target) {
        this.line = line;
        this.target = target;
    }

    List<Shape.Reading> inputs() {
        return inputs;
    }

    /// The function, once all its results are known; ports stand for their position until then.
    Fn fn(List<Expr> results) {
        List<String> names = Parameters.of(inputs.stream().map(Shape.Reading::port).toList());
        List<Expr> named =
                results.stream()
                        .map(e -> e.substitute(at -> Expr.arg(names.get(Integer.parseInt(at)))))
                        .toList();
        return new Fn(names, named);
    }

    /// The expression, with the positions of inputs as its arguments.
    Expr expr(Term term) throws Mistake {
        return switch (term) {
            case Term.Literal(double value, _) -> Expr.num(value);
            case Term.IndexOf(String axis, _) -> new Expr.Index(axis);
            case Term.SizeOf(String axis, _) -> new Expr.Extent(axis);
            case Term.Read read -> argument(line.resolve(read), read.span());
            case Term.Apply apply -> apply(apply);
            case Term.Application _, Term.Lambda _, Term.InPlace _ ->
                    argument(line.nested(term, target), term.span());
        };
    }

    private Expr apply(Term.Apply term) throws Mistake {
        Products.Product product = line.products().contracted(term, target);
        if (!product.factors().isEmpty()) {
            return contraction(term, product);
        }
        List<Expr> args = new ArrayList<>();
        for (Term arg : term.args()) {
            args.add(expr(arg));
        }
        return new Expr.Call(term.fun(), args);
    }

    /// The sum of the factors that have a missing axis, times the others.
    private Expr contraction(Term.Apply term, Products.Product product) throws Mistake {
        LineBuilder.Sum sum = line.sum(term, product, target);
        Port port = line.write(sum.shape(), target, term.span());
        Expr result = null;
        boolean placed = false;
        for (Products.Factor factor : product.factors()) {
            boolean inside = sum.inside().contains(factor);
            if (factor.divides() || (inside && placed)) {
                continue;
            }
            placed |= inside;
            Expr next = inside ? argument(port, term.span()) : expr(factor.term());
            result = result == null ? next : Expr.call(Fun.MUL, result, next);
        }
        if (!placed) {
            Expr next = argument(port, term.span());
            result = result == null ? next : Expr.call(Fun.MUL, result, next);
        }
        for (Products.Factor factor : product.factors()) {
            if (factor.divides() && !sum.inside().contains(factor) && result != null) {
                result = Expr.call(Fun.DIV, result, expr(factor.term()));
            }
        }
        return java.util.Objects.requireNonNull(result);
    }

    /// A parameter for what the port reads.
    Expr argument(Port port, Span span) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).port().equals(port)) {
                return Expr.arg(Integer.toString(i));
            }
        }
        inputs.add(new Shape.Reading(port, span));
        return Expr.arg(Integer.toString(inputs.size() - 1));
    }
}
