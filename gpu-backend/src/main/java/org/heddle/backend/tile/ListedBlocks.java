package org.heddle.backend.tile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.BlockRanges;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.BlockList;

/// A {@link BlockList} of a program, as two arrays of i32.
///
/// ```
///   rows[row], rows[row + 1]     the entries of a row; row = the numbers of its blocks as digits, the last axis of the rows fastest
///   list[entry] >> bits          the number of a block
///   list[entry] & 1 << i         whether condition i holds in all of it
/// ```
///
/// @param name of the list, its own among those of the program
/// @param conditions that entries have a bit for, as steps in the loop ask them
public record ListedBlocks(
        TileProgram program, BlockList list, String name, List<Expr> conditions) {
    public ListedBlocks {
        conditions = List.copyOf(conditions);
    }

    /// All lists of a program, each once.
    static List<ListedBlocks> of(TileProgram program) {
        List<ListedBlocks> lists = new ArrayList<>();
        for (BlockList.Placed placed : program.nest().lists()) {
            if (lists.stream().noneMatch(known -> known.list.equals(placed.list()))) {
                lists.add(of(program, placed.list(), lists.size()));
            }
        }
        return lists;
    }

    /// Conditions that hold in every block that is left have no bit, nor have those for which an entry has no room.
    private static ListedBlocks of(TileProgram program, BlockList list, int number) {
        Guard guard = list.guard();
        Set<Expr> settled = guard.settled(program.sizes()::of, program::extent);
        long room = Integer.MAX_VALUE / Math.max(1, program.blocking().blocks(list.axis()));
        int bits = 63 - Long.numberOfLeadingZeros(room);
        List<Expr> conditions =
                guard.holds().keySet().stream()
                        .filter(condition -> !settled.contains(condition))
                        .limit(bits)
                        .toList();
        String name = number == 0 ? list.axis() : list.axis() + "_" + number;
        return new ListedBlocks(program, list, name, conditions);
    }

    /// What the array of rows is called beside those of wires; no wire has such a name.
    public String rowsArray() {
        return name + ".rows";
    }

    /// What the array of entries is called beside those of wires; no wire has such a name.
    public String listArray() {
        return name + ".list";
    }

    public int bits() {
        return conditions.size();
    }

    /// How many combinations of blocks there are around the loop.
    ///
    /// @throws ArithmeticException where there are more than a long counts
    public long rows() {
        long rows = 1;
        for (String axis : list.rows()) {
            rows = Math.multiplyExact(rows, program.blocking().blocks(axis));
        }
        return rows;
    }

    /// The most entries that there can be.
    public long capacity() {
        return Math.multiplyExact(rows(), program.blocking().blocks(list.axis()));
    }

    /// The row as an expression in C: the numbers of the blocks at hand as digits.
    ///
    /// @param number of the block of an axis, an atom or a quotient
    /// @param blocks how many an axis has
    public String row(UnaryOperator<String> number, UnaryOperator<String> blocks) {
        String row = "";
        for (String axis : list.rows()) {
            if (program.isCut(axis)) {
                String higher = row.contains(" ") ? "(" + row + ")" : row;
                row =
                        (row.isEmpty() ? "" : higher + " * " + blocks.apply(axis) + " + ")
                                + number.apply(axis);
            }
        }
        return row.isEmpty() ? "0" : row;
    }

    /// Bytes of both arrays by name, whatever the inputs hold.
    public Map<String, Long> bytes() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put(rowsArray(), Math.multiplyExact(rows() + 1, DType.I32.bytes()));
        bytes.put(listArray(), Math.multiplyExact(capacity(), DType.I32.bytes()));
        return bytes;
    }

    /// The blocks that are left, as both arrays by name.
    ///
    /// @param arrays inputs by wire; a condition on one that is missing is taken to be met by every block, and to hold in none
    public Map<String, Tensor> fill(Map<String, Tensor> arrays) {
        Guard guard = list.guard().given(arrays.keySet());
        BlockRanges ranges =
                new BlockRanges(program.region(), program.sizes(), program::extent, arrays);
        List<BlockRanges.Condition> tests =
                guard.mayHaveItems().stream().map(ranges::compile).toList();
        List<BlockRanges.Condition> flags = new ArrayList<>();
        for (Expr condition : conditions) {
            Expr holds = guard.holds().get(condition);
            flags.add(holds == null ? _ -> false : ranges.compile(holds));
        }
        int rows = Math.toIntExact(rows());
        Tensor ends = Tensor.allocate(DType.I32, List.of(rows + 1L));
        Tensor entries = Tensor.allocate(DType.I32, List.of(capacity()));
        Map<String, Long> at = new LinkedHashMap<>();
        int entry = 0;
        for (int row = 0; row < rows; row++) {
            locate(row, at);
            for (long block = 0; block < program.blocking().blocks(list.axis()); block++) {
                at.put(list.axis(), block);
                if (tests.stream()
                        .allMatch(test -> test.holds(axis -> at.getOrDefault(axis, 0L)))) {
                    long bits = 0;
                    for (int i = 0; i < flags.size(); i++) {
                        if (flags.get(i).holds(axis -> at.getOrDefault(axis, 0L))) {
                            bits |= 1L << i;
                        }
                    }
                    entries.set(entry, (double) (block << bits() | bits));
                    entry++;
                }
            }
            ends.set(row + 1, entry);
        }
        Map<String, Tensor> filled = new LinkedHashMap<>();
        filled.put(rowsArray(), ends);
        filled.put(listArray(), entries);
        return filled;
    }

    private void locate(long row, Map<String, Long> at) {
        long rest = row;
        for (String axis : list.rows().reversed()) {
            long blocks = program.blocking().blocks(axis);
            at.put(axis, rest % blocks);
            rest /= blocks;
        }
    }
}
