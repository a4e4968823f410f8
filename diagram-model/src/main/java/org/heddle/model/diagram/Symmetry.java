package org.heddle.model.diagram;

import java.util.List;

/// Axes of a wire that may change places: the element stays the same, or changes its sign with every exchange of two.
///
/// @param axes at least two axes of the wire, of one size
public record Symmetry(Kind kind, List<String> axes) {
    public Symmetry {
        axes = List.copyOf(axes);
    }

    /// What an exchange of two axes does to an element.
    public enum Kind {
        SYMMETRIC("symmetric"),
        ANTISYMMETRIC("antisymmetric");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// The key in a diagram file.
        public String text() {
            return text;
        }
    }
}
