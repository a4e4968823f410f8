package org.heddle.backend.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Writes indented lines in a language with braces, each with what it is there for.
public final class CodeWriter {
    private final StringBuilder text = new StringBuilder();
    private final List<Origin> origins = new ArrayList<>();
    private Origin origin = Origin.NONE;
    private int depth;

    /// Lets `write` write lines that are there for something; those that it writes for something else keep that.
    public void tracing(Origin to, Runnable write) {
        Origin outer = origin;
        origin = to;
        write.run();
        origin = outer;
    }

    /// One line; an empty one stays empty.
    public CodeWriter line(String line) {
        if (!line.isEmpty()) {
            text.append("    ".repeat(depth)).append(line);
        }
        text.append('\n');
        origins.addAll(Collections.nCopies(1 + Traced.lines(line), origin));
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

    /// The lines with what each is there for.
    public Traced traced() {
        return new Traced(text.toString(), origins);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
