package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.ExprParser.SyntaxException;

/// The text of ports and wire types.
///
/// ```
/// port      ::= wire [ "[" [ subscript { "," subscript } ] "]" ]
/// subscript ::= axis | wire "[" [ subscript { "," subscript } ] "]" | expression of axes, "|axis|" and integers
/// type      ::= dtype [ "[" [ axis { "," axis } ] "]" ]
/// ```
///
/// Names are taken as they stand here; the checker judges them.
public final class PortSyntax {
    private static final Pattern NAME = Pattern.compile("[^\\s,\\[\\](){}#|+*/<>=-]+");
    private static final int MAX_LENGTH = 1024;
    private static final int MAX_DEPTH = 16;

    private final String text;
    private final Function<String, List<String>> axesOfWire;

    private PortSyntax(String text, Function<String, List<String>> axesOfWire) {
        this.text = text;
        this.axesOfWire = axesOfWire;
    }

    /// Why a text is not a port, and at which character.
    public static final class MalformedPort extends Exception {
        private static final long serialVersionUID = 1L;
        private final Code code;
        private final int offset;

        MalformedPort(Code code, String message, int offset) {
            super(message);
            this.code = code;
            this.offset = offset;
        }

        public Code code() {
            return code;
        }

        /// In characters from the start of the text.
        public int offset() {
            return offset;
        }
    }

    /// A name and, where brackets are written, the names they hold.
    record Indexed(String name, Optional<List<String>> axes) {}

    /// A wire's type; empty where the text is none.
    static Optional<Indexed> type(String text) {
        try {
            PortSyntax syntax = new PortSyntax(text, _ -> List.of());
            Port port = syntax.port(0, text.length(), 0);
            return port.isPlain()
                    ? Optional.of(
                            new Indexed(
                                    port.wire(),
                                    text.indexOf('[') < 0
                                            ? Optional.empty()
                                            : Optional.of(port.axes())))
                    : Optional.empty();
        } catch (MalformedPort _) {
            return Optional.empty();
        }
    }

    /// A port without fill.
    ///
    /// @param axesOfWire axes of a wire that is named without brackets
    public static Port port(String text, Function<String, List<String>> axesOfWire)
            throws MalformedPort {
        return new PortSyntax(text, axesOfWire).port(0, text.length(), 0);
    }

    private Port port(int from, int to, int depth) throws MalformedPort {
        if (text.length() > MAX_LENGTH || depth > MAX_DEPTH) {
            throw new MalformedPort(Code.E012, "a port this long or deep is not read", from);
        }
        int start = skipSpace(from, to);
        Matcher name = NAME.matcher(text).region(start, to);
        if (!name.lookingAt()) {
            throw malformed(from, to, start);
        }
        String wire = name.group();
        int open = skipSpace(name.end(), to);
        if (open == to) {
            return new Port(wire, axesOfWire.apply(wire));
        }
        int close = skipSpaceBack(open, to) - 1;
        if (text.charAt(open) != '[' || close <= open || text.charAt(close) != ']') {
            throw malformed(from, to, open);
        }
        return new Port(wire, subscripts(open + 1, close, depth), OptionalDouble.empty());
    }

    private List<Subscript> subscripts(int from, int to, int depth) throws MalformedPort {
        List<Subscript> subscripts = new ArrayList<>();
        if (skipSpace(from, to) == to) {
            return subscripts;
        }
        int nesting = 0;
        int start = from;
        for (int i = from; i <= to; i++) {
            char c = i == to ? ',' : text.charAt(i);
            if (c == '[' || c == '(') {
                nesting++;
            } else if (c == ']' || c == ')') {
                nesting--;
            }
            if (nesting < 0 || (i == to && nesting > 0)) {
                throw malformed(from, to, i);
            }
            if (c == ',' && nesting == 0) {
                subscripts.add(subscript(start, i, depth));
                start = i + 1;
            }
        }
        return subscripts;
    }

    private Subscript subscript(int from, int to, int depth) throws MalformedPort {
        int start = skipSpace(from, to);
        int end = skipSpaceBack(start, to);
        if (start == end) {
            throw new MalformedPort(Code.E012, "an axis or position is missing", from);
        }
        Matcher name = NAME.matcher(text).region(start, end);
        boolean named = name.lookingAt() && !Character.isDigit(text.charAt(start));
        if (named && name.end() == end) {
            return Subscript.along(name.group());
        }
        if (named && text.charAt(skipSpace(name.end(), end)) == '[') {
            return new Subscript.Gather(port(start, end, depth + 1));
        }
        try {
            Expr position = ExprParser.parse(text.substring(start, end));
            return Subscript.ofExpr(position).orElseThrow(() -> notAffine(start, end));
        } catch (SyntaxException e) {
            throw new MalformedPort(
                    Code.E012, e.getMessage(), start + e.mistakes().getFirst().offset());
        } catch (ArithmeticException _) {
            throw new MalformedPort(Code.E012, "a coefficient is too large", start);
        }
    }

    private MalformedPort notAffine(int start, int end) {
        return new MalformedPort(
                Code.E017,
                "position '"
                        + Text.shorten(text.substring(start, end))
                        + "' is neither a sum of axes times integers or sizes, nor read from a wire",
                start);
    }

    private MalformedPort malformed(int from, int to, int offset) {
        return new MalformedPort(
                Code.E012,
                "'" + Text.shorten(text.substring(from, to)) + "' is not a port",
                offset);
    }

    private int skipSpace(int from, int to) {
        int i = from;
        while (i < to && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int skipSpaceBack(int from, int to) {
        int i = to;
        while (i > from && Character.isWhitespace(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }
}
