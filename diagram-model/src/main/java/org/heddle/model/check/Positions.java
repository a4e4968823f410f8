package org.heddle.model.check;

import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.size.Size;

/// The positions that an affine subscript reads while every index runs through its axis: both ends are read.
///
/// @param least the first position
/// @param most the last position
/// @param size of the axis of the wire
record Positions(Size least, Size most, Size size) {

    /// In terms of sizes; empty where the sign of a coefficient is not known.
    ///
    /// @throws ArithmeticException where sizes are too large to be written out
    static Optional<Positions> of(Subscript.Affine affine, String wireAxis, SizeAlgebra algebra) {
        Size least = algebra.of(affine.offset());
        Size most = least;
        for (Map.Entry<String, Size> term : affine.coefficients().entrySet()) {
            Size coefficient = algebra.of(term.getValue());
            Size span = coefficient.times(algebra.of(term.getKey()).minus(Size.ONE));
            if (algebra.isNonNegative(coefficient)) {
                most = most.plus(span);
            } else if (algebra.isNonNegative(coefficient.times(-1))) {
                least = least.plus(span);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Positions(least, most, algebra.of(wireAxis)));
    }

    /// In numbers.
    ///
    /// @throws ArithmeticException where one exceeds a long
    static Positions of(Subscript.Affine affine, String wireAxis, Sizes sizes) {
        long least = affine.offset().at(sizes::of);
        long most = least;
        for (Map.Entry<String, Size> term : affine.coefficients().entrySet()) {
            long coefficient = term.getValue().at(sizes::of);
            long span = Math.multiplyExact(coefficient, sizes.of(term.getKey()) - 1);
            least = Math.addExact(least, Math.min(span, 0));
            most = Math.addExact(most, Math.max(span, 0));
        }
        return new Positions(Size.of(least), Size.of(most), Size.of(sizes.of(wireAxis)));
    }

    boolean areInside(SizeAlgebra algebra) {
        return algebra.isNonNegative(least)
                && algebra.isNonNegative(size.minus(most).minus(Size.ONE));
    }

    boolean leave(SizeAlgebra algebra) {
        return algebra.isNonNegative(Size.of(-1).minus(least))
                || algebra.isNonNegative(most.minus(size));
    }

    /// In numbers: whether one lies outside the axis.
    boolean leave() {
        return least.constant() < 0 || most.constant() >= size.constant();
    }

    /// What is wrong with a read outside an axis.
    String message(Box box, Port port, String wireAxis) {
        String read =
                least.equals(most) ? "at position " + least : "at positions " + least + ".." + most;
        return "box '"
                + box.id()
                + "' reads '"
                + port
                + "' "
                + read
                + " of axis '"
                + wireAxis
                + (size.isConstant()
                        ? "' (" + size + ")"
                        : "', whose last one is " + size.minus(Size.ONE));
    }

    /// How to mend it; positions that others are gathered by cannot have a fill.
    static String help(Box box, Port port) {
        return box.inputs().contains(port)
                ? "say what lies outside: { \"wire\": \""
                        + port
                        + "\", \"fill\": 0 } or, in the text notation, "
                        + port.toString().replaceFirst("]$", " else 0]")
                        + "; or give the axes other sizes"
                : "read the positions into a wire first, with a fill for what lies outside";
    }
}
