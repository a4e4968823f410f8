package org.heddle.model.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.ExprParser.Mistake;
import org.heddle.model.expr.ExprParser.SyntaxException;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.model.expr.Literal;

/// Reads expressions inside JSON strings and places their mistakes at the character.
final class ExprSyntax {
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_DEPTH = 256;
    private static final List<String> FUNCTIONS =
            Arrays.stream(Fun.values())
                    .map(Fun::symbol)
                    .filter(symbol -> Fun.named(symbol).isPresent())
                    .toList();

    private final SourceMap map;
    private final Problems problems;

    ExprSyntax(SourceMap map, Problems problems) {
        this.map = map;
        this.problems = problems;
    }

    /// `a, b -> body`.
    Optional<Fn> fn(String text, String pointer) {
        if (isTooLong(text, pointer)) {
            return Optional.empty();
        }
        try {
            Fn fn = ExprParser.parseFn(text);
            boolean deep = fn.results().stream().anyMatch(e -> isTooDeep(e, pointer));
            return deep ? Optional.empty() : Optional.of(fn);
        } catch (SyntaxException e) {
            report(e, text, pointer, Code.E401);
            return Optional.empty();
        }
    }

    /// A size over axis names, such as `2*w + 1`.
    Optional<Expr> size(String text, String pointer) {
        return expression(text, pointer, Code.E302);
    }

    /// An expression without a list of parameters.
    Optional<Expr> scalar(String text, String pointer) {
        return expression(text, pointer, Code.E401);
    }

    /// A number of JSON.
    OptionalDouble number(String text, String pointer) {
        try {
            return OptionalDouble.of(Literal.parse(text));
        } catch (NumberFormatException e) {
            problems.error(Code.E401, String.valueOf(e.getMessage()), map.value(pointer));
            return OptionalDouble.empty();
        }
    }

    private Optional<Expr> expression(String text, String pointer, Code malformed) {
        if (isTooLong(text, pointer)) {
            return Optional.empty();
        }
        try {
            Expr e = ExprParser.parse(text);
            return isTooDeep(e, pointer) ? Optional.empty() : Optional.of(e);
        } catch (SyntaxException e) {
            report(e, text, pointer, malformed);
            return Optional.empty();
        }
    }

    private boolean isTooLong(String text, String pointer) {
        if (text.length() > MAX_LENGTH) {
            String message =
                    "the expression has "
                            + text.length()
                            + " characters, "
                            + MAX_LENGTH
                            + " are allowed";
            problems.error(Code.E406, message, map.value(pointer), "write it as several boxes");
        }
        return text.length() > MAX_LENGTH;
    }

    private boolean isTooDeep(Expr e, String pointer) {
        boolean deep = exceeds(e, MAX_DEPTH);
        if (deep) {
            String message =
                    "the expression has more than "
                            + MAX_DEPTH
                            + " operations, each on the result of the next";
            problems.error(
                    Code.E406,
                    message,
                    map.value(pointer),
                    "a sum of n terms is such a chain of n: use a reduction, or several boxes");
        }
        return deep;
    }

    private static boolean exceeds(Expr e, int depth) {
        return switch (e) {
            case Expr.Call(_, List<Expr> args) ->
                    depth == 0 || args.stream().anyMatch(a -> exceeds(a, depth - 1));
            case Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ -> false;
        };
    }

    private void report(SyntaxException e, String text, String pointer, Code malformed) {
        for (Mistake mistake : e.mistakes()) {
            String rest = text.substring(Math.min(mistake.offset(), text.length()));
            String name =
                    rest.codePoints()
                            .takeWhile(c -> Character.isLetterOrDigit(c) || c == '_')
                            .mapToObj(Character::toString)
                            .collect(Collectors.joining());
            boolean called = rest.substring(name.length()).stripLeading().startsWith("(");
            boolean function = called && !name.isEmpty() && Fun.named(name).isEmpty();
            Code code = mistake.unknown() ? Code.E403 : function ? Code.E402 : malformed;
            String[] help = function ? problems.help(name, FUNCTIONS) : new String[0];
            problems.error(code, mistake.message(), map.inside(pointer, mistake.offset()), help);
        }
    }
}
