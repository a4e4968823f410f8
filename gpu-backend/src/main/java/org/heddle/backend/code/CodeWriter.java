package org.heddle.backend.code;

/// Writes indented lines in a language with braces.
public final class CodeWriter {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    /// One line; an empty one stays empty.
    public CodeWriter line(String line) {
        if (!line.isEmpty()) {
            text.append("    ".repeat(depth)).append(line);
        }
        text.append('\n');
        return this;
    }

    /// A line followed by an opening brace; what follows is indented.
    public CodeWriter open(String head) {
        line(head.isEmpty() ? "{" : head + " {");
        depth++;
        return this;
    }

    /// The closing brace of the last {@link #open}.
    public CodeWriter close() {
        depth--;
        return line("}");
    }

    /// A head without braces for the one statement that follows.
    public CodeWriter head(String head) {
        line(head);
        depth++;
        return this;
    }

    /// Ends the statement of a {@link #head}.
    public CodeWriter end() {
        depth--;
        return this;
    }

    public CodeWriter comment(String comment) {
        return line("// " + comment);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
