package org.heddle.rules.bounds;

import java.util.Optional;
import org.heddle.model.expr.Expr;

/// What a guard looks at, as an argument of an expression.
///
/// ```
/// Border ::= Index    x.first, x.last = x.first + extent - 1         an end of the current block of a loop axis
///          | Element  docs.least, docs.most                          the least or the most element that a read meets in the current blocks
/// ```
public sealed interface Border {
    /// An end of the current block.
    ///
    /// @param axis a loop axis
    record Index(String axis, boolean isLast) implements Border {}

    /// An end of the range of what a read meets in the current blocks of its axes; NaN where it meets nothing.
    ///
    /// @param read the key of a read of the region
    record Element(String read, boolean isMost) implements Border {}

    static Expr first(String axis) {
        return Expr.arg(axis + Suffix.FIRST);
    }

    static Expr last(String axis) {
        return Expr.arg(axis + Suffix.LAST);
    }

    static Expr least(String read) {
        return Expr.arg(read + Suffix.LEAST);
    }

    static Expr most(String read) {
        return Expr.arg(read + Suffix.MOST);
    }

    /// The border that an argument of a guard means.
    ///
    /// @throws IllegalArgumentException where it means none
    static Border of(String argument) {
        return Suffix.FIRST
                .of(argument)
                .<Border>map(axis -> new Index(axis, false))
                .or(() -> Suffix.LAST.of(argument).map(axis -> new Index(axis, true)))
                .or(() -> Suffix.LEAST.of(argument).map(read -> new Element(read, false)))
                .or(() -> Suffix.MOST.of(argument).map(read -> new Element(read, true)))
                .orElseThrow(() -> new IllegalArgumentException("no border: " + argument));
    }

    /// The end of a block that an argument means.
    ///
    /// @throws IllegalArgumentException where it means none
    static Index index(String argument) {
        return switch (of(argument)) {
            case Index index -> index;
            case Element _ -> throw new IllegalArgumentException("no end of a block: " + argument);
        };
    }

    /// How the arguments end.
    enum Suffix {
        FIRST(".first"),
        LAST(".last"),
        LEAST(".least"),
        MOST(".most");

        private final String text;

        Suffix(String text) {
            this.text = text;
        }

        private Optional<String> of(String argument) {
            return argument.endsWith(text)
                    ? Optional.of(argument.substring(0, argument.length() - text.length()))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
