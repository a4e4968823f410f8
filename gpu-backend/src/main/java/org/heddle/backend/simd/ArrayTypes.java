package org.heddle.backend.simd;

import org.heddle.model.diagram.DType;

/// How elements of arrays in global memory are typed in OpenCL C, and converted to and from the kernel's number type.
///
/// f16 and bf16 are `ushort` in memory, converted in private memory: devices without `half` arithmetic have the conversion, and a simulator counts the bytes of the access.
final class ArrayTypes {
    private ArrayTypes() {}

    static String scalarType(DType dtype) {
        return switch (dtype) {
            case F64 -> "double";
            case F32 -> "float";
            case F16, BF16 -> "ushort";
            case I64 -> "long";
            case I32 -> "int";
            case I8, BOOL -> "char";
            case F8E4M3, F8E5M2 ->
                    throw new IllegalArgumentException("no " + dtype + " arrays in this lowering");
        };
    }

    /// A vector type that may lie at any element's address.
    static String vectorType(DType dtype, int lanes) {
        return "any_" + scalarType(dtype) + lanes;
    }

    /// The declaration of {@link #vectorType}.
    static String declaration(DType dtype, int lanes) {
        return "typedef "
                + scalarType(dtype)
                + lanes
                + " __attribute__((aligned("
                + dtype.bytes()
                + "))) "
                + vectorType(dtype, lanes)
                + ";";
    }

    static String decode(DType dtype, String element, Numbers numbers) {
        return switch (dtype) {
            case F16 -> "from_half(" + element + ")";
            case BF16 -> "from_bfloat(" + element + ")";
            case F64, F32, I64, I32, I8 ->
                    scalarType(dtype).equals(numbers.scalar())
                            ? element
                            : "(" + numbers.scalar() + ")" + element;
            case BOOL -> "(" + numbers.scalar() + ")(" + element + " != 0)";
            case F8E4M3, F8E5M2 ->
                    throw new IllegalArgumentException("no " + dtype + " arrays in this lowering");
        };
    }

    static String encode(DType dtype, String value, Numbers numbers) {
        return switch (dtype) {
            case F16 -> "to_half(" + value + ")";
            case BF16 -> "to_bfloat(" + value + ")";
            case F64, F32 ->
                    scalarType(dtype).equals(numbers.scalar())
                            ? value
                            : "(" + scalarType(dtype) + ")" + value;
            case I64, I32, I8 -> "convert_" + scalarType(dtype) + "_sat_rte(" + value + ")";
            case BOOL -> "(char)(" + value + " != " + numbers.literal(0) + ")";
            case F8E4M3, F8E5M2 ->
                    throw new IllegalArgumentException("no " + dtype + " arrays in this lowering");
        };
    }

    static String decodeVector(DType dtype, String vector, Numbers numbers) {
        return switch (dtype) {
            case F16 -> "from_half" + numbers.lanes() + "(" + vector + ")";
            case BF16 -> "from_bfloat" + numbers.lanes() + "(" + vector + ")";
            case F64, F32, I64, I32, I8 ->
                    scalarType(dtype).equals(numbers.scalar())
                            ? vector
                            : "convert_" + numbers.vector() + "(" + vector + ")";
            case BOOL -> "-convert_" + numbers.vector() + "(" + vector + " != (char)0)";
            case F8E4M3, F8E5M2 ->
                    throw new IllegalArgumentException("no " + dtype + " arrays in this lowering");
        };
    }

    static String encodeVector(DType dtype, String vector, Numbers numbers) {
        return switch (dtype) {
            case F16 -> "to_half" + numbers.lanes() + "(" + vector + ")";
            case BF16 -> "to_bfloat" + numbers.lanes() + "(" + vector + ")";
            case F64, F32 ->
                    scalarType(dtype).equals(numbers.scalar())
                            ? vector
                            : "convert_" + scalarType(dtype) + numbers.lanes() + "(" + vector + ")";
            case I64, I32, I8 ->
                    "convert_" + scalarType(dtype) + numbers.lanes() + "_sat_rte(" + vector + ")";
            case BOOL ->
                    "convert_char"
                            + numbers.lanes()
                            + "(-("
                            + vector
                            + " != "
                            + numbers.literal(0)
                            + "))";
            case F8E4M3, F8E5M2 ->
                    throw new IllegalArgumentException("no " + dtype + " arrays in this lowering");
        };
    }
}
