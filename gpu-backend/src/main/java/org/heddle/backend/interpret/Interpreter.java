package org.heddle.backend.interpret;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.data.Tensor;
import org.heddle.rules.stream.Region;

/// Executes tile programs on the host.
///
/// Each group starts with tiles full of NaN, so that a value that is read before it was written shows in the outputs. Steps compute in the type of the tile
/// they write: f32 with a rounding after every operation, or f64; integers in f64, exact up to 2^53. Groups run in parallel; the outcome and the
/// counts do not depend on it.
public final class Interpreter {
    private Interpreter() {}

    /// Runs a program.
    ///
    /// @param arrays inputs and outputs by wire; outputs are written, and only where the program stores (fill them with NaN to see the rest)
    /// @return what it moved, counted while it was moved
    /// @throws OperationLimitException where it needs more operations than allowed
    /// @throws IllegalArgumentException where an array is missing or has another type or shape than the program says, or where the program is not one
    ///     that {@link org.heddle.backend.tile.TileVerifier} accepts
    public static Transfers run(TileProgram program, Map<String, Tensor> arrays, Options options) {
        return run(program, memories(program, arrays), options, true);
    }

    /// Counts what a program moves: every transfer is gone through, nothing is computed and no array is needed.
    public static Transfers count(TileProgram program) {
        return count(program, Map.of(), Options.unlimited());
    }

    /// The same where some inputs are known: they tell which blocks there is nothing to do in.
    ///
    /// @param known by wire
    public static Transfers count(TileProgram program, Map<String, Tensor> known, Options options) {
        Map<String, Memory> memories = new LinkedHashMap<>();
        for (Region.Array array : program.arrays()) {
            memories.put(array.wire(), memory(program, array, memories.size(), Optional.empty()));
        }
        lists(program, known, memories);
        return run(program, memories, options, false);
    }

    /// Adds the lists of blocks that loops go through.
    private static void lists(
            TileProgram program, Map<String, Tensor> known, Map<String, Memory> memories) {
        for (ListedBlocks list : program.lists()) {
            list.fill(known)
                    .forEach(
                            (name, tensor) ->
                                    memories.put(
                                            name,
                                            new Memory(
                                                    memories.size(),
                                                    name,
                                                    tensor.dtype(),
                                                    tensor.shape(),
                                                    Optional.of(tensor),
                                                    false)));
        }
    }

    private static Transfers run(
            TileProgram program, Map<String, Memory> memories, Options options, boolean computing) {
        Plan plan = Planner.plan(program, memories, options.threads());
        Counter.Budget budget = new Counter.Budget(program.name(), options.maxOperations());
        List<Memory> order = List.copyOf(memories.values());
        Transfers none = new Counter(order.size(), budget).transfers(order);
        return LongStream.range(0, groups(plan))
                .parallel()
                .mapToObj(
                        group -> {
                            Counter counter = new Counter(order.size(), budget);
                            new Group(plan, place(plan, group), counter, computing)
                                    .run(plan.body());
                            return counter.transfers(order);
                        })
                .reduce(none, Transfers::then);
    }

    private static long groups(Plan plan) {
        long groups = 1;
        for (int axis : plan.grid()) {
            groups = Math.multiplyExact(groups, plan.space().starts(axis).size());
        }
        return groups;
    }

    /// The blocks of a group: its number written in the numbers of blocks as digits, the last grid axis fastest.
    private static Place place(Plan plan, long group) {
        Place place = new Place(plan.space());
        long rest = group;
        for (int axis : plan.grid().reversed()) {
            List<Long> starts = plan.space().starts(axis);
            place.enter(axis, starts.get((int) (rest % starts.size())));
            rest /= starts.size();
        }
        return place;
    }

    private static Map<String, Memory> memories(TileProgram program, Map<String, Tensor> arrays) {
        Map<String, Memory> memories = new LinkedHashMap<>();
        for (Region.Array array : program.arrays()) {
            Tensor tensor = arrays.get(array.wire());
            if (tensor == null) {
                throw new IllegalArgumentException(
                        program.name() + ": no array for wire " + array.wire());
            }
            List<Long> shape = array.axes().stream().map(program.sizes()::of).toList();
            if (tensor.dtype() != array.dtype() || !tensor.shape().equals(shape)) {
                throw new IllegalArgumentException(
                        program.name()
                                + ": wire "
                                + array.wire()
                                + " is "
                                + array.dtype()
                                + shape
                                + ", its array is "
                                + tensor);
            }
            memories.put(
                    array.wire(), memory(program, array, memories.size(), Optional.of(tensor)));
        }
        lists(program, arrays, memories);
        return memories;
    }

    private static Memory memory(
            TileProgram program, Region.Array array, int number, Optional<Tensor> tensor) {
        List<Long> shape = array.axes().stream().map(program.sizes()::of).toList();
        return new Memory(
                number, array.wire(), array.dtype(), shape, tensor, program.isOutput(array.wire()));
    }
}
