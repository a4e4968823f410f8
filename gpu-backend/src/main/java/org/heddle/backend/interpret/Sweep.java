package org.heddle.backend.interpret;

import java.util.List;

/// Evaluates an expression at every element of a block, piece by piece: gathers what the piece needs into registers, computes, and scatters the
/// result. The last operand is the result.
///
/// A piece is whole along the reduced axes. Items of an element are folded in row-major order of the reduced axes.
final class Sweep {
    private final Step.Sweeping step;
    private final List<Operand> operands;
    private final Registers registers;
    private final int[] from;
    private final int[] count;
    private final boolean computing;
    private long evaluated;

    /// @param computing whether the expression is evaluated, or only what it reads and writes is moved
    Sweep(Step.Sweeping step, boolean computing) {
        this.computing = computing;
        this.step = step;
        this.operands = step.operands();
        this.registers = new Registers(step.axes().size(), operands);
        this.from = new int[step.axes().size()];
        this.count = new int[step.axes().size()];
    }

    /// @param tiles elements of all tiles, by number
    void run(Place place, double[][] tiles, Counter counter) {
        for (int k = 0; k < count.length; k++) {
            from[k] = 0;
            count[k] = place.length(step.axes().get(k));
            registers.start(k, place.start(step.axes().get(k)));
        }
        counter.local(step.accesses(), place);
        switch (step) {
            case Step.Compute _ -> piece(tiles, counter);
            case Step.Fold fold -> pieces(fold, 0, place, tiles, counter);
        }
    }

    private void pieces(Step.Fold fold, int k, Place place, double[][] tiles, Counter counter) {
        if (k == fold.kept()) {
            piece(tiles, counter);
            return;
        }
        int axis = step.axes().get(k);
        for (int first = 0; first < place.length(axis); first += fold.piece(k)) {
            from[k] = first;
            count[k] = Math.min(fold.piece(k), place.length(axis) - first);
            registers.start(k, place.start(axis) + first);
            pieces(fold, k + 1, place, tiles, counter);
        }
    }

    private void piece(double[][] tiles, Counter counter) {
        int result = operands.size() - 1;
        int read = step instanceof Step.Fold fold && !fold.start() ? operands.size() : result;
        for (int i = 0; i < read; i++) {
            Operand operand = operands.get(i);
            operand.gather(tiles[operand.tile().number()], registers.of(i), from, count);
        }
        evaluated = 0;
        if (computing) {
            elements(0, result);
        }
        counter.operations(evaluated);
        Slot target = operands.get(result).tile();
        operands.get(result).scatter(tiles[target.number()], registers.of(result), from, count);
    }

    private void elements(int k, int result) {
        switch (step) {
            case Step.Compute compute when k == count.length -> {
                registers.set(result, compute.value().at(registers));
                evaluated++;
            }
            case Step.Fold fold when k == fold.kept() ->
                    registers.set(result, items(fold, k, fold.before(registers.value(result))));
            case Step.Compute _, Step.Fold _ -> {
                for (int i = 0; i < count[k]; i++) {
                    elements(k + 1, result);
                    registers.move(k, 1);
                }
                registers.move(k, -count[k]);
            }
        }
    }

    /// The accumulator after the items along the reduced axes from the k-th on.
    private double items(Step.Fold fold, int k, double accumulator) {
        if (k == count.length) {
            evaluated++;
            return fold.combine(accumulator, fold.item().at(registers));
        }
        double folded = accumulator;
        for (int i = 0; i < count[k]; i++) {
            folded = items(fold, k + 1, folded);
            registers.move(k, 1);
        }
        registers.move(k, -count[k]);
        return folded;
    }
}
