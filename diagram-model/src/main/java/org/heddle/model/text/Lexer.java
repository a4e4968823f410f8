package org.heddle.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.TextLines;

/// Splits a text into tokens.
///
/// ```
/// name   ::= (letter | "_") { letter | digit | "_" | "'" }
/// number ::= as in expressions: 3  0.5  .5  1.0E-5
/// string ::= '"' { character | "\n" | "\t" | "\r" | "\\" | '\"' | "\\" "u" four hexadecimal digits } '"'
/// sign   ::= -> == != <= >= + - * / < > = ( ) [ ] { } , : # | @ .
/// ```
///
/// `--` starts a comment, up to the end of the line; `\` before the end of a line continues it.
final class Lexer {
    private static final List<String> SIGNS =
            List.of(
                    "->", "==", "!=", "<=", ">=", "+", "-", "*", "/", "<", ">", "=", "(", ")", "[",
                    "]", "{", "}", ",", ":", "#", "|", "@", ".");

    private final String text;
    private final StringBuilder plain;
    private final TextLines lines;
    private final Problems problems;
    private final int limit;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    Lexer(String text, TextLines lines, int limit, Problems problems) {
        this.text = text;
        this.plain = new StringBuilder(text);
        this.lines = lines;
        this.limit = limit;
        this.problems = problems;
    }

    /// What the text is made of.
    ///
    /// @param plain the text with blanks in the place of comments and of signs that continue a line
    record Tokens(List<Token> list, String plain) {}

    Tokens read() {
        while (position < text.length() && tokens.size() < limit) {
            next();
        }
        if (position < text.length()) {
            String message = "the text has more than " + limit + " words";
            problems.error(Code.E010, message, lines.at(position, ""));
        }
        tokens.add(new Token(Token.Kind.END, "", new Span(text.length(), text.length())));
        return new Tokens(tokens, plain.toString());
    }

    private void next() {
        char c = text.charAt(position);
        int start = position;
        if (c == '\n' || c == '\r') {
            position += text.startsWith("\r\n", position) ? 2 : 1;
            add(Token.Kind.LINE, start);
        } else if (Character.isWhitespace(c)) {
            position++;
        } else if (c == ';') {
            position++;
            add(Token.Kind.SEMICOLON, start);
        } else if (text.startsWith("--", position)) {
            blankToEndOfLine();
        } else if (c == '\\') {
            continuation();
        } else if (Character.isLetter(c) || c == '_') {
            while (position < text.length() && isNamePart(text.charAt(position))) {
                position++;
            }
            add(Token.Kind.NAME, start);
        } else if (isDigit(c) || (c == '.' && isDigit(at(position + 1)))) {
            number();
            add(Token.Kind.NUMBER, start);
        } else if (c == '"') {
            string();
        } else {
            sign();
        }
    }

    private void add(Token.Kind kind, int start) {
        tokens.add(new Token(kind, text.substring(start, position), new Span(start, position)));
    }

    private void blankToEndOfLine() {
        while (position < text.length() && at(position) != '\n' && at(position) != '\r') {
            plain.setCharAt(position++, ' ');
        }
    }

    /// Skips over the end of the line, with blanks and a comment before it.
    private void continuation() {
        int start = position;
        plain.setCharAt(position++, ' ');
        while (at(position) == ' ' || at(position) == '\t') {
            position++;
        }
        if (text.startsWith("--", position)) {
            blankToEndOfLine();
        }
        if (at(position) == '\n' || at(position) == '\r') {
            position += text.startsWith("\r\n", position) ? 2 : 1;
        } else if (position < text.length()) {
            mistake("'\\' stands at the end of a line only, which it continues", start);
        }
    }

    private void number() {
        digits();
        if (at(position) == '.') {
            position++;
            digits();
        }
        boolean exponent = at(position) == 'e' || at(position) == 'E';
        int sign = at(position + 1) == '+' || at(position + 1) == '-' ? 1 : 0;
        if (exponent && isDigit(at(position + 1 + sign))) {
            position += 1 + sign;
            digits();
        }
    }

    private void digits() {
        while (isDigit(at(position))) {
            position++;
        }
    }

    private void string() {
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (at(position) != '"') {
            boolean ends = position >= text.length() || at(position) == '\n';
            if (ends || at(position) == '\r') {
                mistake("the string is not closed on its line", start);
                return;
            }
            if (at(position) == '\\') {
                value.append(escape());
            } else {
                value.append(text.charAt(position++));
            }
        }
        position = Math.min(text.length(), at(position) == '"' ? position + 1 : position);
        tokens.add(new Token(Token.Kind.STRING, value.toString(), new Span(start, position)));
    }

    private char escape() {
        char kind = at(position + 1);
        int start = position;
        position += 2;
        switch (kind) {
            case 'n' -> {
                return '\n';
            }
            case 't' -> {
                return '\t';
            }
            case 'r' -> {
                return '\r';
            }
            case '\\', '"' -> {
                return kind;
            }
            case 'u' -> {
                int end = Math.min(text.length(), position + 4);
                String digits = text.substring(Math.min(position, end), end);
                if (digits.matches("[0-9A-Fa-f]{4}")) {
                    position = end;
                    return (char) Integer.parseInt(digits, 16);
                }
            }
            default -> {}
        }
        position = Math.min(start + 1, text.length());
        mistake("'\\' in a string stands before n t r \\ \" or u with four digits", start);
        return '\\';
    }

    private void sign() {
        int start = position;
        Optional<String> own =
                SIGNS.stream().filter(sign -> text.startsWith(sign, start)).findFirst();
        Optional<String> foreign = ForeignSigns.at(text, start);
        int length = own.map(String::length).orElse(0);
        if (foreign.isPresent() && foreign.get().length() > length) {
            position += foreign.get().length();
            String message = "the notation has no sign '" + foreign.get() + "'";
            tokens.add(new Token(Token.Kind.UNKNOWN, message, new Span(start, position)));
            return;
        }
        if (own.isPresent()) {
            position += length;
            add(Token.Kind.SIGN, start);
            return;
        }
        int point = text.codePointAt(position);
        position += Character.charCount(point);
        String shown =
                isInvisible(point)
                        ? String.format("U+%04X", point)
                        : "'" + Character.toString(point) + "'";
        mistake("the notation has no sign " + shown, start);
    }

    private static boolean isInvisible(int point) {
        return Character.isISOControl(point)
                || Character.isSpaceChar(point)
                || Character.getType(point) == Character.FORMAT
                || Character.getType(point) == Character.SURROGATE
                || !Character.isDefined(point);
    }

    /// Stands for what is not understood; reported where it is met.
    private void mistake(String message, int start) {
        tokens.add(new Token(Token.Kind.UNKNOWN, message, new Span(start, start + 1)));
    }

    private char at(int offset) {
        return offset < text.length() ? text.charAt(offset) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '\'';
    }
}
