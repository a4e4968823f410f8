package org.heddle.model.expr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.expr.Expr.Arg;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Extent;
import org.heddle.model.expr.Expr.Index;
import org.heddle.model.expr.Expr.Num;

/// Parses the expression language of `fn` and of size expressions.
///
/// ```
/// fn         ::= [ name { "," name } ] "->" ( or | "(" or "," or { "," or } ")" )
/// or         ::= and { "or" and }
/// and        ::= not { "and" not }
/// not        ::= "not" not | comparison
/// comparison ::= sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=") sum ]
/// sum        ::= product { ("+" | "-") product }
/// product    ::= sign { ("*" | "/") sign }
/// sign       ::= "-" sign | atom
/// atom       ::= number | "inf" | "nan" | name | "#" name | "|" name "|" | name "(" or { "," or } ")" | "(" or ")"
/// ```
///
/// A sign before a literal is part of the literal. Nesting deeper than 200 levels is an error, so that hostile input
/// cannot exhaust the stack.
public final class ExprParser {
    private static final int MAX_DEPTH = 200;

    private final String text;
    private int position;
    private int depth;
    private final List<Mistake> misused = new ArrayList<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();

    private ExprParser(String text) {
        this.text = text;
    }

    /// One mistake, and where it was noticed: the offset in characters from the start of the text.
    ///
    /// @param unknown whether it is a name that stands for no parameter, rather than a matter of form
    public record Mistake(String message, int offset, boolean unknown) {}

    /// A syntax error, or all names that are misused where the form is right.
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient List<Mistake> mistakes;

        SyntaxException(List<Mistake> mistakes) {
            super(mistakes.getFirst().message());
            this.mistakes =
                    mistakes.stream().sorted(Comparator.comparingInt(Mistake::offset)).toList();
        }

        SyntaxException(String message, int offset) {
            this(List.of(new Mistake(message, offset, false)));
        }

        /// At least one, in the order of the text.
        public List<Mistake> mistakes() {
            return mistakes;
        }
    }

    /// Parses an expression without parameters list, such as a size `2*w + 1`.
    public static Expr parse(String text) throws SyntaxException {
        ExprParser parser = new ExprParser(text);
        Expr e = parser.or();
        parser.end();
        if (!parser.misused.isEmpty()) {
            throw new SyntaxException(parser.misused);
        }
        return e;
    }

    /// Parses `a, b -> body`.
    public static Fn parseFn(String text) throws SyntaxException {
        ExprParser parser = new ExprParser(text);
        List<String> parameters = new ArrayList<>();
        if (!parser.take("->")) {
            do {
                int start = parser.skipSpace();
                String name = parser.name();
                if (name.isEmpty()) {
                    throw parser.error("expected a parameter name or '->'");
                }
                if (parameters.contains(name)) {
                    throw new SyntaxException("parameter '" + name + "' occurs twice", start);
                }
                parameters.add(name);
            } while (parser.take(","));
            if (!parser.take("->")) {
                throw parser.error("expected '->' after the parameters");
            }
        }
        List<Expr> results = parser.results();
        parser.end();
        if (!parser.misused.isEmpty()) {
            parser.names.keySet().removeAll(parameters);
            parser.names.forEach(
                    (name, offset) ->
                            parser.misused.add(
                                    new Mistake(
                                            "'" + name + "' is not a parameter", offset, true)));
            throw new SyntaxException(parser.misused);
        }
        return new Fn(parameters, results);
    }

    /// One expression, or several in parentheses.
    private List<Expr> results() throws SyntaxException {
        int start = skipSpace();
        if (take("(")) {
            List<Expr> several = new ArrayList<>();
            do {
                several.add(or());
            } while (take(","));
            if (several.size() > 1) {
                expect(")");
                return several;
            }
            position = start;
            misused.clear();
        }
        return List.of(or());
    }

    private void end() throws SyntaxException {
        if (skipSpace() < text.length()) {
            throw error("unexpected '" + text.charAt(position) + "'");
        }
    }

    private Expr or() throws SyntaxException {
        enter(1);
        Expr left = and();
        while (takeWord("or")) {
            left = Expr.call(Fun.OR, left, and());
        }
        depth--;
        return left;
    }

    private void enter(int levels) throws SyntaxException {
        depth += levels;
        if (depth > MAX_DEPTH) {
            throw error("expression is nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    private Expr and() throws SyntaxException {
        Expr left = not();
        while (takeWord("and")) {
            left = Expr.call(Fun.AND, left, not());
        }
        return left;
    }

    private Expr not() throws SyntaxException {
        int nots = 0;
        while (takeWord("not")) {
            nots++;
        }
        Expr e = comparison();
        for (int i = 0; i < nots; i++) {
            e = Expr.call(Fun.NOT, e);
        }
        return e;
    }

    private Expr comparison() throws SyntaxException {
        Expr left = sum();
        for (Fun fun : List.of(Fun.EQ, Fun.NE, Fun.LE, Fun.GE, Fun.LT, Fun.GT)) {
            if (take(fun.symbol())) {
                return Expr.call(fun, left, sum());
            }
        }
        return left;
    }

    private Expr sum() throws SyntaxException {
        Expr left = product();
        while (true) {
            if (take("+")) {
                left = Expr.call(Fun.ADD, left, product());
            } else if (!startsWith("->") && take("-")) {
                left = Expr.call(Fun.SUB, left, product());
            } else {
                return left;
            }
        }
    }

    private Expr product() throws SyntaxException {
        Expr left = sign();
        while (true) {
            if (take("*")) {
                left = Expr.call(Fun.MUL, left, sign());
            } else if (take("/")) {
                left = Expr.call(Fun.DIV, left, sign());
            } else {
                return left;
            }
        }
    }

    private Expr sign() throws SyntaxException {
        int minuses = 0;
        while (!startsWith("->") && take("-")) {
            minuses++;
        }
        boolean literal =
                minuses > 0 && text.length() > skipSpace() && text.charAt(position) != '(';
        int nested = Math.max(0, minuses - 1); // "- -x" is printed "-(-x)"
        enter(nested);
        Expr e = atom();
        depth -= nested;
        for (int i = 0; i < minuses; i++) {
            e =
                    literal && i == 0 && e instanceof Num(double value)
                            ? new Num(-value)
                            : Expr.call(Fun.NEG, e);
        }
        return e;
    }

    private Expr atom() throws SyntaxException {
        int start = skipSpace();
        if (take("(")) {
            Expr e = or();
            expect(")");
            return e;
        }
        if (take("#")) {
            return new Index(required("an axis name after '#'"));
        }
        if (take("|")) {
            String axis = required("an axis name after '|'");
            expect("|");
            return new Extent(axis);
        }
        if (position < text.length()
                && (Character.isDigit(text.charAt(position)) || text.charAt(position) == '.')) {
            return new Num(number());
        }
        String name = name();
        if (name.isEmpty()) {
            throw error(
                    position < text.length()
                            ? "unexpected '" + text.charAt(position) + "'"
                            : "unexpected end");
        }
        if (name.equals("inf")) {
            return new Num(Double.POSITIVE_INFINITY);
        }
        if (name.equals("nan")) {
            return new Num(Double.NaN);
        }
        if (take("(")) {
            return call(name, start);
        }
        names.putIfAbsent(name, start);
        return new Arg(name);
    }

    private Expr call(String name, int start) throws SyntaxException {
        List<Expr> args = new ArrayList<>();
        if (!take(")")) {
            do {
                args.add(or());
            } while (take(","));
            expect(")");
        }
        Optional<Fun> fun = Fun.named(name);
        if (fun.isEmpty()) {
            return misused("unknown function '" + name + "'", start);
        }
        int arity = fun.get().arity();
        if (args.size() != arity) {
            String expected = arity + " argument" + (arity == 1 ? "" : "s");
            String message = "'" + name + "' takes " + expected + ", not " + args.size();
            return misused(message, start);
        }
        return new Call(fun.get(), args);
    }

    /// Notes the mistake; reading goes on with a value in place of the call.
    private Expr misused(String message, int start) {
        misused.add(new Mistake(message, start, false));
        return new Num(0);
    }

    private double number() throws SyntaxException {
        int start = position;
        while (position < text.length()
                && (Character.isDigit(text.charAt(position)) || text.charAt(position) == '.')) {
            position++;
        }
        if (position < text.length()
                && (text.charAt(position) == 'e' || text.charAt(position) == 'E')) {
            int exponent = position + 1;
            if (exponent < text.length()
                    && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            if (exponent < text.length() && Character.isDigit(text.charAt(exponent))) {
                position = exponent;
                while (position < text.length() && Character.isDigit(text.charAt(position))) {
                    position++;
                }
            }
        }
        try {
            return Literal.parse(text.substring(start, position));
        } catch (NumberFormatException e) {
            throw new SyntaxException(String.valueOf(e.getMessage()), start);
        }
    }

    private String required(String what) throws SyntaxException {
        String name = name();
        if (name.isEmpty()) {
            throw error("expected " + what);
        }
        return name;
    }

    private String name() {
        int start = skipSpace();
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end), end > start)) {
            end++;
        }
        position = end;
        return text.substring(start, end);
    }

    private static boolean isNamePart(char c, boolean inside) {
        return Character.isLetter(c) || c == '_' || (inside && (Character.isDigit(c) || c == '\''));
    }

    private int skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position;
    }

    private boolean startsWith(String token) {
        return text.startsWith(token, skipSpace());
    }

    private boolean take(String token) {
        if (!startsWith(token)) {
            return false;
        }
        position += token.length();
        return true;
    }

    private boolean takeWord(String word) {
        int start = skipSpace();
        if (!text.startsWith(word, start)) {
            return false;
        }
        int end = start + word.length();
        if (end < text.length() && isNamePart(text.charAt(end), true)) {
            return false;
        }
        position = end;
        return true;
    }

    private void expect(String token) throws SyntaxException {
        if (!take(token)) {
            throw error("expected '" + token + "'");
        }
    }

    private SyntaxException error(String message) {
        return new SyntaxException(message, Math.min(position, text.length()));
    }
}
