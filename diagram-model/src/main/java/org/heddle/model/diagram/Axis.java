package org.heddle.model.diagram;

import java.util.OptionalLong;
import org.heddle.model.expr.Expr;

/// A named axis and how its size comes about.
///
/// @param defaultSize the file's default for a size that is bound when run
public record Axis(String name, Extent extent, OptionalLong defaultSize) {
    /// How the size of an axis is known.
    public sealed interface Extent {}

    /// A number written in the file.
    public record Fixed(long size) implements Extent {}

    /// An expression over the sizes of other axes, such as `2*w + 1`: axis names are its arguments.
    public record Derived(Expr size) implements Extent {}

    /// Bound when run: by the arrays, by `--size`, or by the file's default.
    public record Free() implements Extent {}

    public static Axis free(String name) {
        return new Axis(name, new Free(), OptionalLong.empty());
    }

    public static Axis fixed(String name, long size) {
        return new Axis(name, new Fixed(size), OptionalLong.empty());
    }
}
