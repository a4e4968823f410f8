package org.heddle.model.text;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagnose.Code;
import org.heddle.model.expr.Expr;

/// Terms that read no wire: names alone are arguments.
final class Scalars {
    private Scalars() {}

    /// The expression; a mistake of the given code where a wire is read or an array computed.
    static Expr of(Term term, Code otherwise) throws Mistake {
        switch (term) {
            case Term.Literal(double value, _) -> {
                return Expr.num(value);
            }
            case Term.IndexOf(String axis, _) -> {
                return new Expr.Index(axis);
            }
            case Term.SizeOf(String axis, _) -> {
                return new Expr.Extent(axis);
            }
            case Term.Read(var port, boolean bare, Span span) -> {
                if (bare) {
                    return Expr.arg(port.wire());
                }
                String message = "'" + port + "' is read where only names and numbers stand";
                throw new Mistake(otherwise, message, span.start());
            }
            case Term.Apply apply -> {
                List<Expr> args = new ArrayList<>();
                for (Term arg : apply.args()) {
                    args.add(of(arg, otherwise));
                }
                return new Expr.Call(apply.fun(), args);
            }
            case Term.Application _, Term.Lambda _, Term.InPlace _ ->
                    throw new Mistake(
                            otherwise,
                            "an array is computed where only names and numbers stand",
                            term.span().start());
        }
    }
}
