package org.heddle.model.text;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Port;
import org.heddle.model.syntax.PortSyntax;

/// Parses ports with brackets: `X[2*y + k, c else 0]`.
///
/// `else` where a position would begin is an axis of that name, unless a fill follows that no position goes on with:
/// a number or parentheses.
record Ports(Cursor cursor) {
    private static final List<String> BEFORE_A_NAME = List.of(",", "+", "-", "*");

    Term.Read read(Named wire) throws Mistake {
        OptionalInt close = cursor.closing(0);
        if (close.isEmpty()) {
            int at = cursor.peek().span().start();
            throw new Mistake(Code.E021, "'[' is never closed", at);
        }
        Span end = cursor.peek(close.getAsInt()).span();
        OptionalDouble fill = OptionalDouble.empty();
        int stop = end.start();
        Span open = cursor.open("[", "");
        int level = 0;
        boolean inBars = false;
        boolean begins = true;
        for (int i = 1; i < close.getAsInt(); i++) {
            Token token = cursor.peek();
            level += token.is("[") || token.is("(") ? 1 : 0;
            level -= token.is("]") || token.is(")") ? 1 : 0;
            if (level == 0 && token.isWord("else") && (!begins || isFill(cursor.peek(1)))) {
                stop = cursor.next().span().start();
                fill = OptionalDouble.of(fill());
                if (!cursor.peek().is("]")) {
                    throw cursor.unexpected("']': the fill stands behind all positions");
                }
                break;
            }
            inBars ^= token.is("|");
            begins = inBars || BEFORE_A_NAME.stream().anyMatch(token::is);
            cursor.next();
        }
        cursor.close("]", open);
        Port port = port(wire.span().start(), stop);
        return new Term.Read(
                new Port(port.wire(), port.subscripts(), fill), false, wire.span().to(end));
    }

    private static boolean isFill(Token token) {
        return token.kind() == Token.Kind.NUMBER || token.isWord("inf") || token.is("(");
    }

    private double fill() throws Mistake {
        if (cursor.peek().is("(")) {
            Span open = cursor.open("(", "");
            double fill = number();
            cursor.close(")", open);
            return fill;
        }
        return number();
    }

    private double number() throws Mistake {
        int sign = cursor.take("-") ? -1 : 1;
        if (cursor.peek().kind() == Token.Kind.NUMBER) {
            return sign * Scalars.literal(cursor.next());
        }
        if (cursor.takeWord("inf")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (cursor.takeWord("nan")) {
            return Double.NaN;
        }
        throw cursor.unexpected("a number, inf or -inf after 'else'");
    }

    private Port port(int start, int stop) throws Mistake {
        try {
            return PortSyntax.port(cursor.plain(start, stop) + "]", _ -> List.of());
        } catch (PortSyntax.MalformedPort e) {
            throw new Mistake(
                    e.code(),
                    String.valueOf(e.getMessage()),
                    start + Math.min(e.offset(), stop - start),
                    e.code() == Code.E012
                            ? "write a wire and the positions read: X, X[i, j], X[2*y + k], E[ids[t], d]"
                            : "positions are sums such as 2*y + k - 1 or |x| - 1 - i; compute others into an integer wire");
        }
    }
}
