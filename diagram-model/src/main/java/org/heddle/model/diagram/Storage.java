package org.heddle.model.diagram;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a wire stores one of its axes, given those before it: together, the formats of sparse tensors (Chou, Kjolstad,
/// Amarasinghe, "Format abstraction for sparse tensor algebra compilers", OOPSLA 2018).
///
/// ```
/// Storage ::= dense         every index
///           | compressed    the indices that occur, by a segment of positions      CSR = dense, compressed
///           | singleton     one index for each position of the axis before         COO = compressed, singleton
///           | block(b)      dense pieces of b indices, of which those that occur are kept
/// ```
public sealed interface Storage {
    /// Formats without a parameter.
    enum Level implements Storage {
        DENSE("dense"),
        COMPRESSED("compressed"),
        SINGLETON("singleton");

        private final String text;

        Level(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }
    }

    /// Pieces of a length.
    record Block(int length) implements Storage {
        @Override
        public String text() {
            return "block(" + length + ")";
        }
    }

    /// As written in a diagram file.
    String text();

    /// The format of that name; empty where there is none.
    static Optional<Storage> named(String text) {
        Matcher block = Pattern.compile("block\\(\\s*([1-9][0-9]{0,5})\\s*\\)").matcher(text);
        if (block.matches()) {
            return Optional.of(new Block(Integer.parseInt(block.group(1))));
        }
        return Arrays.<Storage>stream(Level.values())
                .filter(level -> level.text().equals(text))
                .findFirst();
    }
}
