package org.heddle.cli.report.html;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.heddle.model.diagnose.Visible;

/// Writes HTML and SVG in which every text and every attribute is escaped, and every element closed.
final class Markup {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /// Opens an element.
    ///
    /// @param attributes names and values in turn
    Markup open(String element, String... attributes) {
        tag(element, attributes);
        open.push(element);
        return this;
    }

    /// Opens a part of the page that scrolls by itself where it is too wide, by keyboard too.
    ///
    /// @param label what it holds
    Markup scroll(String label) {
        return open(
                "div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", label);
    }

    /// Closes the element that was opened last.
    Markup close() {
        out.append("</").append(open.pop()).append(">");
        return this;
    }

    /// Closes it and breaks the line.
    Markup end() {
        close();
        out.append('\n');
        return this;
    }

    /// An element without content, as SVG shapes and form controls are.
    Markup empty(String element, String... attributes) {
        tag(element, attributes);
        out.setLength(out.length() - 1);
        out.append("/>");
        return this;
    }

    /// An element that holds a text.
    Markup leaf(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /// The head of a table, and the beginning of its body.
    ///
    /// @param titles of columns; those of columns of numbers begin with `#`
    Markup columns(List<String> titles) {
        open("thead").open("tr");
        for (String title : titles) {
            boolean number = title.startsWith("#") && title.length() > 1;
            String shown = number ? title.substring(1) : title;
            leaf("th", shown, "scope", "col", "class", number ? "number" : "words");
        }
        return close().close().open("tbody");
    }

    Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    /// What is markup already.
    Markup add(Markup other) {
        out.append(other);
        return this;
    }

    /// A picture of a diagram, whose printer escapes.
    Markup picture(String svg) {
        out.append(svg);
        return this;
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(escape(attributes[i + 1])).append('"');
        }
        out.append('>');
    }

    /// @throws IllegalStateException where an element is still open
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }

    /// A text as content or as the value of an attribute, with nothing in it that is not seen but line breaks.
    static String escape(String text) {
        return Arrays.stream(text.split("\n", -1))
                .map(Visible::of)
                .collect(Collectors.joining("\n"))
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
