package org.heddle.backend.interpret;

import java.util.List;
import org.heddle.model.diagram.Monoid;

/// A node of a tile program, ready to be executed: axes, tiles and arrays by number, expressions compiled.
sealed interface Step {
    /// For every block of an axis, in order, but those that a test leaves out.
    ///
    /// @param tests conditions on the blocks at hand, all to be met
    record Loop(int axis, List<BlockTest> tests, List<Step> body) implements Step {}

    /// For every block of an axis that a list has for the blocks at hand, in order.
    ///
    /// @param rows axes of the list's rows
    /// @param bits of an entry that tell no block
    /// @param bytes that the threads of a group read, per number of the list
    record Listed(
            int axis,
            List<Integer> rows,
            Memory ends,
            Memory entries,
            int bits,
            int bytes,
            List<Step> body)
            implements Step {}

    /// A condition on the blocks at hand.
    @FunctionalInterface
    interface BlockTest {
        boolean isMet(Place place);
    }

    /// Tile ← block of an array.
    record Load(Slot tile, View from) implements Step {}

    /// Tile ← elements of an array at computed positions.
    ///
    /// @param from over indices along the tile's axes
    /// @param accesses of tiles of positions that it looks at
    record Gather(Slot tile, Address from, List<Access> accesses) implements Step {}

    /// Block of an array ← tile.
    record Store(Slot tile, View to) implements Step {}

    /// Every element ← value.
    record Fill(Slot tile, double value, List<Access> accesses) implements Step {}

    /// A step that evaluates an expression at every element of a block.
    sealed interface Sweeping extends Step {
        /// Its place among the sweeping steps of the program.
        int number();

        /// Axes of the result, then the reduced axes.
        List<Integer> axes();

        /// What is gathered; the result last.
        List<Operand> operands();

        /// Of local memory.
        List<Access> accesses();
    }

    /// Every element ← value.
    record Compute(
            int number,
            List<Integer> axes,
            List<Operand> operands,
            Scalar value,
            List<Access> accesses)
            implements Sweeping {}

    /// Every element ⊕= items along the reduced axes.
    ///
    /// @param start whether it starts from the unit, whatever the tile holds
    /// @param pieces for each axis of the result, elements in registers at a time
    record Fold(
            int number,
            List<Integer> axes,
            List<Operand> operands,
            Scalar item,
            Monoid.Scalar monoid,
            boolean start,
            List<Integer> pieces,
            List<Access> accesses)
            implements Sweeping {
        /// Number of axes of the result.
        int kept() {
            return pieces.size();
        }

        /// What an element is before its first item here.
        double before(double held) {
            return start ? operands.getLast().tile().rounded(monoid.unit()) : held;
        }

        int piece(int position) {
            return pieces.get(position);
        }

        double combine(double accumulator, double item) {
            return operands.getLast().tile().rounded(monoid.apply(accumulator, item));
        }
    }
}
