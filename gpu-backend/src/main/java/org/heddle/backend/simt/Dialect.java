package org.heddle.backend.simt;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.backend.driver.KernelText;
import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Fun;

/// How a language spells what the lowering says.
///
/// Common to all: `float`, `double`, 64-bit `long`, C expressions, `min` and `max` of integers.
public sealed interface Dialect permits CudaDialect, OpenClDialect {
    Dialect CUDA = new CudaDialect();
    Dialect OPENCL = new OpenClDialect();

    KernelText.Language language();

    /// Threads that can combine values without shared memory or barrier; 1 where none can.
    ///
    /// @param threads threads of a group
    int shuffleWidth(int threads);

    /// Whether the launch, not the kernel's text, gives the group its shared memory.
    boolean sharedIsDynamic();

    /// Lines at the top of the file: includes, extensions, conversions of array elements.
    List<String> preamble(Set<DType> arrays, boolean doubles);

    /// Named integer constants.
    List<String> constants(Map<String, Long> values);

    /// What stands before a helper function's return type.
    String helper();

    /// The head of the kernel, without its brace.
    List<String> kernelHead(String entry, int threads, List<String> parameters);

    /// A kernel parameter that points to an array.
    String parameter(DType dtype, boolean readOnly, String name);

    /// Declarations of arrays in shared memory.
    List<String> shared(List<SharedArray> arrays);

    /// An array in shared memory.
    ///
    /// @param offset bytes from the start of the group's shared memory
    /// @param comment what it holds
    record SharedArray(
            String type, String name, List<Long> dimensions, long offset, String comment) {
        public SharedArray {
            dimensions = List.copyOf(dimensions);
        }

        /// As in `[64][68]`.
        String brackets() {
            StringBuilder text = new StringBuilder();
            dimensions.forEach(n -> text.append('[').append(n).append(']'));
            return text.toString();
        }
    }

    String threadNumber();

    String groupNumber();

    String barrier();

    /// Whether a loop with barriers inside must be followed by one, needed or not.
    boolean barrierAfterLoops();

    /// The value that the thread `distance` away (by exclusive or) has.
    String shuffle(String value, String distance);

    /// A function of the real numbers of a type, F32 or F64.
    ///
    /// @param plain its C name for doubles
    String function(String plain, DType real);

    /// An array element as a number of another type.
    ///
    /// @param access the element as it stands in memory
    /// @param to F32, F64 or I64
    String load(DType array, String access, DType to);

    /// Defines a type of neighbouring array elements that is one access to memory, and whose elements are `at[0]`, `at[1]` and so on.
    String vectorType(DType array, int width, String name);

    /// Declares a variable that holds the neighbours from an element of an array on.
    String loadVector(DType array, String type, String variable, String access);

    /// Whether neighbours are also stored by one access.
    boolean storesVectors();

    /// Writes a variable's elements to the neighbours from an element of an array on.
    String storeVector(DType array, String type, String variable, String access);

    /// A number as an array element, rounded to nearest, ties to even; integers saturate.
    ///
    /// @param from F32, F64 or I64
    String store(DType array, String value, DType from);

    /// The C name for doubles of a function that both languages have.
    static String plainName(Fun fun) {
        return switch (fun) {
            case EXP, EXP2, LOG, SIN, COS, SQRT, RSQRT, TANH, ERF, FLOOR, POW -> fun.symbol();
            case ABS -> "fabs";
            case ROUND -> "rint";
            case ADD,
                    SUB,
                    MUL,
                    DIV,
                    NEG,
                    MIN,
                    MAX,
                    MOD,
                    SIGMOID,
                    WHERE,
                    EQ,
                    NE,
                    LT,
                    LE,
                    GT,
                    GE,
                    AND,
                    OR,
                    NOT ->
                    throw new IllegalArgumentException(fun + " is no library function");
        };
    }

    /// The C type of a tile's elements.
    static String type(DType dtype) {
        return switch (dtype) {
            case F32 -> "float";
            case F64 -> "double";
            case I64 -> "long";
            case F16, BF16, F8E4M3, F8E5M2, I32, I8, BOOL ->
                    throw new IllegalArgumentException("no tile holds " + dtype);
        };
    }

    /// The refusal of an element type that the lowering cannot convert.
    ///
    /// The failure to throw for an array whose elements cannot be converted.
    static IllegalArgumentException unsupported(DType dtype) {
        return new IllegalArgumentException(
                "the simt lowering has no arrays of " + dtype + " yet: use f16 or bf16");
    }
}
