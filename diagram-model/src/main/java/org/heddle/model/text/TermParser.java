package org.heddle.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Parses right sides: the expressions of {@link org.heddle.model.expr.ExprParser}, whose atoms may also read wires and
/// apply boxes.
///
/// ```
/// term        ::= and { "or" and }            and so on, as in expressions
/// atom        ::= number | "inf" | "nan" | "#" axis | "|" axis "|" | function "(" terms ")" | "(" term ")"
///               | read | application | lambda | block
/// read        ::= wire [ "[" [ subscripts ] [ "else" number ] "]" ]
/// application ::= [ "reduce" | "call" | "scan" { "exclusive" | "backward" } ] name [ "(" axis ")" ]
///                 [ "[" axes "]" ] "(" [ terms ] ")"
/// lambda      ::= "(" [ names ] "->" ( expression | "(" expressions ")" ) ")" "(" [ terms ] ")"
/// block       ::= "block" [ string ] "(" [ terms ] ")" "{" diagram "}"
/// ```
final class TermParser {
    private static final int MAX_DEPTH = 256;

    private final Cursor cursor;
    private final SentenceParser sentences;
    private final Set<String> known;

    /// @param known joined names, such as `log-softmax`, that are one name when written without blanks
    TermParser(Cursor cursor, SentenceParser sentences, Set<String> known) {
        this.cursor = cursor;
        this.sentences = sentences;
        this.known = known;
    }

    Term term() throws Mistake {
        Term left = and();
        while (cursor.takeWord("or")) {
            left = apply(Fun.OR, List.of(left, and()));
        }
        return left;
    }

    private Term and() throws Mistake {
        Term left = not();
        while (cursor.takeWord("and")) {
            left = apply(Fun.AND, List.of(left, not()));
        }
        return left;
    }

    private Term not() throws Mistake {
        int nots = 0;
        while (isOperatorWord("not") && cursor.takeWord("not")) {
            nots++;
        }
        Term term = comparison();
        for (int i = 0; i < nots; i++) {
            term = apply(Fun.NOT, List.of(term));
        }
        return term;
    }

    private boolean isOperatorWord(String word) {
        return cursor.peek().isWord(word) && !cursor.peek(1).is("[");
    }

    private Term comparison() throws Mistake {
        Term left = sum();
        for (Fun fun : List.of(Fun.EQ, Fun.NE, Fun.LE, Fun.GE, Fun.LT, Fun.GT)) {
            if (cursor.take(fun.symbol())) {
                return apply(fun, List.of(left, sum()));
            }
        }
        return left;
    }

    private Term sum() throws Mistake {
        Term left = product();
        while (true) {
            if (cursor.take("+")) {
                left = apply(Fun.ADD, List.of(left, product()));
            } else if (cursor.take("-")) {
                left = apply(Fun.SUB, List.of(left, product()));
            } else {
                return left;
            }
        }
    }

    private Term product() throws Mistake {
        Term left = sign();
        while (true) {
            if (cursor.take("*")) {
                left = apply(Fun.MUL, List.of(left, sign()));
            } else if (cursor.take("/")) {
                left = apply(Fun.DIV, List.of(left, sign()));
            } else {
                return left;
            }
        }
    }

    private Term sign() throws Mistake {
        int start = cursor.peek().span().start();
        int minuses = 0;
        while (cursor.take("-")) {
            minuses++;
        }
        boolean literal = minuses > 0 && !cursor.peek().is("(");
        Term term = atom();
        for (int i = 0; i < minuses; i++) {
            Span span = new Span(start, term.span().end());
            term =
                    literal && i == 0 && term instanceof Term.Literal(double value, _)
                            ? new Term.Literal(-value, span)
                            : apply(Fun.NEG, List.of(term));
        }
        return term;
    }

    private Term apply(Fun fun, List<Term> args) throws Mistake {
        Span span = args.getFirst().span().to(args.getLast().span());
        return new Term.Apply(fun, args, span, depth(args));
    }

    private static int depth(List<Term> args) throws Mistake {
        int depth = 1;
        for (Term arg : args) {
            depth = Math.max(depth, arg.depth() + 1);
        }
        if (depth > MAX_DEPTH) {
            throw new Mistake(
                    Code.E406,
                    "the expression has more than "
                            + MAX_DEPTH
                            + " operations, each on the result of the next",
                    args.getFirst().span().start(),
                    "a sum of n terms is such a chain of n: use a reduction, or several boxes");
        }
        return depth;
    }

    private Term atom() throws Mistake {
        Token token = cursor.peek();
        if (token.is("(")) {
            return isLambda() ? lambda() : parenthesised();
        }
        if (token.is("#")) {
            cursor.next();
            Named axis = cursor.name("an axis name after '#'");
            return new Term.IndexOf(axis.text(), token.span().to(axis.span()));
        }
        if (token.is("|")) {
            cursor.next();
            Named axis = cursor.name("an axis name after '|'");
            Span end = cursor.expect("|", "behind the axis").span();
            return new Term.SizeOf(axis.text(), token.span().to(end));
        }
        if (token.kind() == Token.Kind.NUMBER) {
            cursor.next();
            return new Term.Literal(Scalars.literal(token), token.span());
        }
        if (token.kind() != Token.Kind.NAME) {
            throw cursor.unexpected("a wire, a number or a function");
        }
        return named(token);
    }

    private Term parenthesised() throws Mistake {
        Span open = cursor.open("(", "");
        Term term = term();
        cursor.close(")", open);
        return term;
    }

    private Term named(Token token) throws Mistake {
        if (token.isWord("inf") || token.isWord("nan")) {
            cursor.next();
            double value = token.isWord("inf") ? Double.POSITIVE_INFINITY : Double.NaN;
            return new Term.Literal(value, token.span());
        }
        Token second = cursor.peek(1);
        if (token.isWord("block") && (second.kind() == Token.Kind.STRING || second.is("("))) {
            return block();
        }
        Optional<Term.Kind> kind = kind(token, second);
        if (kind.isPresent()) {
            return application(kind.get(), cursor.title("the name of a box"), token.span());
        }
        Named name = cursor.knownName(known);
        if (isApplied(name)) {
            Optional<Fun> fun = Fun.named(name.text());
            return cursor.peek().is("(") && fun.isPresent()
                    ? function(fun.get(), name)
                    : application(Term.Plain.ANY, name, name.span());
        }
        return read(name);
    }

    /// The word before the name of a box, taken.
    private Optional<Term.Kind> kind(Token word, Token second) {
        if (second.kind() != Token.Kind.NAME && second.kind() != Token.Kind.STRING) {
            return Optional.empty();
        }
        return switch (word.text()) {
            case "reduce" -> {
                cursor.next();
                yield Optional.of(Term.Plain.REDUCE);
            }
            case "call" -> {
                cursor.next();
                yield Optional.of(Term.Plain.CALL);
            }
            case "scan" -> {
                cursor.next();
                yield Optional.of(scan());
            }
            default -> Optional.empty();
        };
    }

    /// The words between `scan` and the name.
    private Term.Scan scan() {
        Op.Prefix prefix = Op.Prefix.INCLUSIVE;
        Op.Direction direction = Op.Direction.FORWARD;
        while (cursor.peek(1).kind() == Token.Kind.NAME
                || cursor.peek(1).kind() == Token.Kind.STRING) {
            if (cursor.takeWord("exclusive")) {
                prefix = Op.Prefix.EXCLUSIVE;
            } else if (cursor.takeWord("backward")) {
                direction = Op.Direction.BACKWARD;
            } else {
                break;
            }
        }
        return new Term.Scan(prefix, direction);
    }

    /// Whether an argument list follows, behind axes in brackets if there are any.
    private boolean isApplied(Named name) {
        if (cursor.peek().is("(")) {
            return !isOperator(name.text());
        }
        if (!cursor.peek().is("[")) {
            return false;
        }
        OptionalInt close = cursor.closing(0);
        return close.isPresent() && cursor.peek(close.getAsInt() + 1).is("(");
    }

    private static boolean isOperator(String word) {
        return word.equals("and") || word.equals("or") || word.equals("not");
    }

    private Term function(Fun fun, Named name) throws Mistake {
        List<Term> args = new ArrayList<>();
        Span end = args(args);
        if (args.size() != fun.arity()) {
            throw new Mistake(
                    Code.E401,
                    "'"
                            + name.text()
                            + "' takes "
                            + fun.arity()
                            + " argument"
                            + (fun.arity() == 1 ? "" : "s")
                            + ", not "
                            + args.size(),
                    name.span().start());
        }
        return new Term.Apply(fun, args, name.span().to(end), depth(args));
    }

    private Term application(Term.Kind kind, Named name, Span start) throws Mistake {
        Optional<Named> newAxis = Optional.empty();
        boolean counts = name.text().equals(Monoid.TopK.WORD) && cursor.peek(2).is(")");
        if (counts && cursor.peek().is("(") && cursor.peek(3).is("[")) {
            Span open = cursor.open("(", "");
            newAxis = Optional.of(cursor.name("the new axis"));
            cursor.close(")", open);
        }
        Optional<List<Named>> over =
                cursor.peek().is("[")
                        ? Optional.of(cursor.names("[", "]", "an axis"))
                        : Optional.empty();
        List<Term> args = new ArrayList<>();
        Span end = args(args);
        return new Term.Application(kind, name, newAxis, over, args, start.to(end), depth(args));
    }

    /// Fills in the arguments; where they end.
    private Span args(List<Term> args) throws Mistake {
        Span open = cursor.open("(", "behind the name of a box");
        if (!cursor.peek().is(")")) {
            do {
                args.add(term());
            } while (cursor.take(","));
        }
        return cursor.close(")", open);
    }

    private boolean isLambda() {
        int at = 1;
        while (cursor.peek(at).kind() == Token.Kind.NAME && cursor.peek(at + 1).is(",")) {
            at += 2;
            if (at > 512) {
                return false;
            }
        }
        boolean named = cursor.peek(at).kind() == Token.Kind.NAME;
        return cursor.peek(named ? at + 1 : at).is("->");
    }

    private Term lambda() throws Mistake {
        Span open = cursor.open("(", "");
        List<Named> parameters = new ArrayList<>();
        while (!cursor.peek().is("->")) {
            Named parameter = cursor.name("a parameter");
            if (Named.texts(parameters).contains(parameter.text())) {
                throw new Mistake(
                        Code.E401,
                        "parameter '" + parameter.text() + "' occurs twice",
                        parameter.span().start());
            }
            parameters.add(parameter);
            cursor.take(",");
        }
        cursor.next();
        List<Expr> results = results();
        cursor.close(")", open);
        List<Term> args = new ArrayList<>();
        Span end = args(args);
        return new Term.Lambda(parameters, results, args, open.to(end), depth(args));
    }

    /// One expression, or several in parentheses.
    private List<Expr> results() throws Mistake {
        OptionalInt close = cursor.peek().is("(") ? cursor.closing(0) : OptionalInt.empty();
        boolean whole = close.isPresent() && cursor.peek(close.getAsInt() + 1).is(")");
        if (!whole) {
            return List.of(Scalars.of(term(), Code.E401));
        }
        Span open = cursor.open("(", "");
        List<Expr> results = new ArrayList<>();
        do {
            results.add(Scalars.of(term(), Code.E401));
        } while (cursor.take(","));
        cursor.close(")", open);
        return results;
    }

    private Term block() throws Mistake {
        Span start = cursor.next().span();
        boolean labelled = cursor.peek().kind() == Token.Kind.STRING;
        String label = labelled ? cursor.next().text() : "";
        List<Term> args = new ArrayList<>();
        args(args);
        Sentence.Body body = sentences.braces();
        return new Term.InPlace(label, args, body, start.to(body.span()), depth(args));
    }

    private Term read(Named name) throws Mistake {
        return cursor.peek().is("[")
                ? new Ports(cursor).read(name)
                : new Term.Read(new Port(name.text(), List.of()), true, name.span());
    }
}
