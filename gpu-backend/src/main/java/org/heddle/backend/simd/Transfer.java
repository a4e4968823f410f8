package org.heddle.backend.simd;

import java.util.List;
import java.util.Map;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// A copy between an array and a tile.
sealed interface Transfer {
    Emission emission();

    Tile tile();

    Region.Array array();

    /// The loop axis along each axis of the array.
    List<String> axes();

    /// The statement that moves an element.
    ///
    /// @param offset in the array
    /// @param index in the tile
    String element(String offset, Map<String, Index> index);

    /// The statement that moves a vector.
    ///
    /// @param offset in the array
    /// @param local the vector in the tile
    String vector(String offset, String local);

    /// The statement that fills a row of a block in registers, from where the elements are.
    String fillBlock(String row, String offset, String local);

    /// The statement that writes a row of the transposed block to where the elements go.
    String emptyBlock(String row, String offset, String local);

    /// An array to a tile.
    record Load(Emission emission, Tile tile, Region.Array array, List<String> axes)
            implements Transfer {
        @Override
        public String element(String offset, Map<String, Index> index) {
            String value = ArrayTypes.decode(array.dtype(), global(offset), emission.numbers);
            return emission.element(tile, index) + " = " + value + ";";
        }

        @Override
        public String vector(String offset, String local) {
            return local
                    + " = "
                    + ArrayTypes.decodeVector(array.dtype(), globalVector(offset), emission.numbers)
                    + ";";
        }

        @Override
        public String fillBlock(String row, String offset, String local) {
            return vector(offset, row);
        }

        @Override
        public String emptyBlock(String row, String offset, String local) {
            return local + " = " + row + ";";
        }
    }

    /// A tile to an array.
    record Store(Emission emission, Tile tile, Region.Array array, List<String> axes)
            implements Transfer {
        @Override
        public String element(String offset, Map<String, Index> index) {
            String value = emission.element(tile, index);
            return global(offset)
                    + " = "
                    + ArrayTypes.encode(array.dtype(), value, emission.numbers)
                    + ";";
        }

        @Override
        public String vector(String offset, String local) {
            return globalVector(offset)
                    + " = "
                    + ArrayTypes.encodeVector(array.dtype(), local, emission.numbers)
                    + ";";
        }

        @Override
        public String fillBlock(String row, String offset, String local) {
            return row + " = " + local + ";";
        }

        @Override
        public String emptyBlock(String row, String offset, String local) {
            return vector(offset, row);
        }
    }

    /// An element of the array.
    default String global(String offset) {
        return emission().names.array(array().wire()) + "[" + offset + "]";
    }

    /// A vector of the array, read through a type that any element's address suits.
    default String globalVector(String offset) {
        boolean output = emission().program.isOutput(array().wire());
        String type = ArrayTypes.vectorType(array().dtype(), emission().numbers.lanes());
        return "*(__global "
                + (output ? "" : "const ")
                + type
                + "*)("
                + emission().names.array(array().wire())
                + " + "
                + offset
                + ")";
    }

    /// The innermost axis of the array; empty text for a single number.
    default String inner() {
        return axes().isEmpty() ? "" : axes().getLast();
    }

    default List<String> distinctAxes() {
        return axes().stream().distinct().toList();
    }

    /// Whether exactly one axis of the array is the loop axis.
    default boolean isAlongOnce(String axis) {
        return axes().stream().filter(axis::equals).count() == 1;
    }

    /// Elements of the array from one index of a loop axis to the next.
    default long stride(String axis) {
        long stride = 1;
        long found = 0;
        for (String each : axes().reversed()) {
            found += each.equals(axis) ? stride : 0;
            stride *= emission().program.size(each);
        }
        return found;
    }
}
