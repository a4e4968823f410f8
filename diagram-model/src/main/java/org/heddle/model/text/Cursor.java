package org.heddle.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.model.diagnose.Code;

/// A place in the tokens. Inside round and square brackets the ends of lines are passed over.
final class Cursor {
    /// Names of diagrams, boxes and definitions that need no quotes: words joined by `-` or `.`.
    static final Pattern TITLE =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*+(?:[.-][A-Za-z0-9_]++){0,64}");

    private static final String[] NO_COMMENT = {
        "#i is the index along axis i; comments start with --"
    };
    private static final int MAX_NESTING = 200;
    private static final int MAX_SUBSCRIPT = 4096;

    private final List<Token> tokens;
    private final String plain;
    private int position;
    private int open;
    private int nesting;

    Cursor(Lexer.Tokens tokens) {
        this.tokens = tokens.list();
        this.plain = tokens.plain();
    }

    /// The text between two offsets, comments blanked.
    String plain(int start, int end) {
        return plain.substring(start, end);
    }

    Token peek() {
        skipLines();
        return tokens.get(position);
    }

    /// The token some way ahead, lines passed over.
    Token peek(int ahead) {
        skipLines();
        int at = position;
        for (int i = 0; i < ahead; i++) {
            at = past(at);
        }
        return tokens.get(at);
    }

    private int past(int at) {
        int next = Math.min(at + 1, tokens.size() - 1);
        while (tokens.get(next).kind() == Token.Kind.LINE && open > 0) {
            next++;
        }
        return next;
    }

    private void skipLines() {
        while (open > 0 && tokens.get(position).kind() == Token.Kind.LINE) {
            position++;
        }
    }

    Token next() {
        Token token = peek();
        position = Math.min(position + 1, tokens.size() - 1);
        return token;
    }

    boolean take(String sign) {
        boolean found = peek().is(sign);
        if (found) {
            next();
        }
        return found;
    }

    boolean takeWord(String word) {
        boolean found = peek().isWord(word);
        if (found) {
            next();
        }
        return found;
    }

    Token expect(String sign, String after) throws Mistake {
        if (!peek().is(sign)) {
            throw unexpected("'" + sign + "' " + after);
        }
        return next();
    }

    Named name(String what) throws Mistake {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected(what);
        }
        Token token = next();
        return new Named(token.text(), token.span());
    }

    /// The name of a diagram, box or definition: a string, or words joined by `-` or `.` without blanks.
    Named title(String what) throws Mistake {
        Token first = peek();
        if (first.kind() == Token.Kind.STRING) {
            next();
            return new Named(first.text(), first.span());
        }
        if (first.kind() != Token.Kind.NAME) {
            throw unexpected(what);
        }
        Matcher title = TITLE.matcher(plain).region(first.span().start(), plain.length());
        int end = title.lookingAt() ? title.end() : first.span().end();
        int last = lastTokenUpTo(Math.max(end, first.span().end()));
        position = last + 1;
        Span span = first.span().to(tokens.get(last).span());
        return new Named(plain(span.start(), span.end()), span);
    }

    /// The index of the last token that ends at the offset or before.
    private int lastTokenUpTo(int offset) {
        int last = Math.max(0, position - 1);
        while (tokens.get(last + 1).kind() != Token.Kind.END
                && tokens.get(last + 1).span().end() <= offset) {
            last++;
        }
        return last;
    }

    /// How many tokens from here on a title takes; 0 where there is none.
    int titleLength() {
        if (peek().kind() == Token.Kind.STRING) {
            return 1;
        }
        if (peek().kind() != Token.Kind.NAME) {
            return 0;
        }
        int start = peek().span().start();
        Matcher title = TITLE.matcher(plain).region(start, plain.length());
        return title.lookingAt() ? lastTokenUpTo(title.end()) - position + 1 : 1;
    }

    /// The longest joined name here that is known; else the token's.
    Named knownName(Set<String> known) {
        Token first = next();
        int best = position - 1;
        Matcher title =
                TITLE.matcher(plain)
                        .region(
                                first.span().start(),
                                Math.min(plain.length(), first.span().start() + 256));
        if (title.lookingAt()) {
            int last = lastTokenUpTo(title.end());
            for (int i = position; i <= last; i++) {
                Span span = first.span().to(tokens.get(i).span());
                if (known.contains(plain(span.start(), span.end()))) {
                    best = i;
                }
            }
        }
        position = best + 1;
        Span span = first.span().to(tokens.get(best).span());
        return new Named(plain(span.start(), span.end()), span);
    }

    /// Opens a bracket: lines go on until it is closed.
    Span open(String sign, String after) throws Mistake {
        Span span = expect(sign, after).span();
        enter(span);
        open++;
        return span;
    }

    /// The bracket that {@link #open} opened.
    Span close(String sign, Span opened) throws Mistake {
        Token found = peek();
        if (!found.is(sign)) {
            if (startsLine() || found.kind() == Token.Kind.END) {
                String bracket = plain(opened.start(), opened.end());
                throw new Mistake(Code.E021, "'" + bracket + "' is never closed", opened.start());
            }
            throw unexpected("'" + sign + "' or ','");
        }
        position++;
        open--;
        nesting--;
        return found.span();
    }

    /// One level deeper.
    void enter(Span where) throws Mistake {
        if (++nesting > MAX_NESTING) {
            throw new Mistake(
                    Code.E406,
                    "nested deeper than " + MAX_NESTING + " levels",
                    where.start(),
                    "write it as several lines");
        }
    }

    /// What stands in braces: lines count, whatever brackets are open outside.
    int enterBraces() throws Mistake {
        enter(expect("{", "").span());
        int outside = open;
        open = 0;
        return outside;
    }

    /// Goes on behind the brace that closes those entered last.
    void skipBraces() {
        int braces = 1;
        while (braces > 0 && tokens.get(position).kind() != Token.Kind.END) {
            Token token = tokens.get(position);
            braces += token.is("{") ? 1 : token.is("}") ? -1 : 0;
            position++;
        }
    }

    void leaveBraces(int outside) {
        open = outside;
        nesting--;
    }

    int nesting() {
        return nesting;
    }

    private boolean startsLine() {
        return position > 0 && tokens.get(position - 1).kind() == Token.Kind.LINE;
    }

    /// Goes on behind the sentence with a mistake: at the next line, or here where a new line was met in a bracket.
    void recover(int nestingBefore) {
        boolean metNewLine = open > 0 && startsLine();
        open = 0;
        nesting = nestingBefore;
        int braces = 0;
        while (!metNewLine && tokens.get(position).kind() != Token.Kind.END) {
            Token token = tokens.get(position);
            if (braces == 0 && token.endsSentence()) {
                return;
            }
            braces += token.is("{") ? 1 : token.is("}") ? -1 : 0;
            position++;
        }
    }

    /// How far ahead the bracket that stands some way ahead is closed; empty where it is not in this sentence.
    java.util.OptionalInt closing(int ahead) {
        skipLines();
        int level = 0;
        int at = position;
        for (int i = 0; i < ahead + MAX_SUBSCRIPT; i++) {
            Token token = tokens.get(at);
            boolean ends = token.is("=") || token.is("{") || token.is("}");
            if (ends || token.kind() == Token.Kind.SEMICOLON || token.kind() == Token.Kind.END) {
                return java.util.OptionalInt.empty();
            }
            if (i >= ahead) {
                level += token.is("[") || token.is("(") ? 1 : 0;
                level -= token.is("]") || token.is(")") ? 1 : 0;
                if (level == 0) {
                    return java.util.OptionalInt.of(i);
                }
            }
            at = level > 0 ? pastLines(at) : past(at);
        }
        return java.util.OptionalInt.empty();
    }

    private int pastLines(int at) {
        int next = Math.min(at + 1, tokens.size() - 1);
        while (tokens.get(next).kind() == Token.Kind.LINE) {
            next++;
        }
        return next;
    }

    /// Names between brackets, apart by commas.
    List<Named> names(String open, String close, String what) throws Mistake {
        Span opened = open(open, "");
        List<Named> names = new ArrayList<>();
        if (!peek().is(close)) {
            do {
                names.add(name(what));
            } while (take(","));
        }
        close(close, opened);
        return names;
    }

    /// @param help what to write instead, where the sign that stands here does not say it
    Mistake unexpected(String wanted, String... help) {
        Token found = peek();
        int start = found.span().start();
        if (found.kind() == Token.Kind.UNKNOWN) {
            String[] instead = ForeignSigns.help(plain(start, found.span().end()));
            return new Mistake(Code.E022, found.text(), start, instead);
        }
        String[] instead = found.is("#") && help.length == 0 ? NO_COMMENT : help;
        return new Mistake(
                Code.E020,
                "expected " + wanted.strip() + ", not " + found.quoted(),
                start,
                instead);
    }
}
