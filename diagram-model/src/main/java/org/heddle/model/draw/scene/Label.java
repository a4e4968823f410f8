package org.heddle.model.draw.scene;

import java.util.List;

/// One line of writing, parts of which may be subscripts: `g` with a low `q`.
public record Label(List<Span> spans) {
    /// How much smaller a subscript is.
    public static final double SUBSCRIPT = 0.75;

    public Label {
        spans = List.copyOf(spans);
    }

    /// A run of characters.
    public record Span(String text, boolean low) {}

    public static Label of(String text) {
        return new Label(List.of(new Span(text, false)));
    }

    /// A text with a low part behind it.
    public static Label of(String text, String low) {
        return new Label(List.of(new Span(text, false), new Span(low, true)));
    }

    /// The characters, a low part behind an underscore.
    public String plain() {
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(span.low() ? "_" : "").append(span.text()));
        return text.toString();
    }

    /// Width in pixels.
    public double width(Role role) {
        double sum = 0;
        for (Span span : spans) {
            double size = span.low() ? SUBSCRIPT * role.fontSize() : role.fontSize();
            sum += TextWidth.of(span.text(), size, role.isBold());
        }
        return sum;
    }
}
