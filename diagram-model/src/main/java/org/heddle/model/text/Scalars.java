package org.heddle.model.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.heddle.model.diagnose.Code;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.model.expr.Literal;

/// Terms that read no wire: names alone are arguments.
final class Scalars {
    private static final List<String> FUNCTIONS =
            Arrays.stream(Fun.values())
                    .map(Fun::symbol)
                    .filter(symbol -> Fun.named(symbol).isPresent())
                    .toList();

    private Scalars() {}

    /// Whether it looks like a function of expressions: a name and arguments, no axes.
    private static boolean isCall(Term.Application application) {
        return application.kind() == Term.Plain.ANY && application.over().isEmpty();
    }

    /// What a number token says.
    static double literal(Token token) throws Mistake {
        try {
            return Literal.parse(token.text());
        } catch (NumberFormatException e) {
            throw new Mistake(Code.E401, String.valueOf(e.getMessage()), token.span().start());
        }
    }

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
            case Term.Application application when isCall(application) -> {
                Named name = application.name();
                throw Mistake.unknown(
                        Code.E402,
                        "there is no function '" + name.text() + "'",
                        name,
                        () -> FUNCTIONS);
            }
            case Term.Application _, Term.Lambda _, Term.InPlace _ ->
                    throw new Mistake(
                            otherwise,
                            "an array is computed where only names and numbers stand",
                            term.span().start());
        }
    }
}
