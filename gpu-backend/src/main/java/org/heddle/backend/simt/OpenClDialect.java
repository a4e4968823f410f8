package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.backend.driver.KernelText;
import org.heddle.model.diagram.DType;

/// OpenCL C 1.2.
///
/// 16-bit floats are `ushort` in memory and converted in private memory: no half-precision extension is needed, and
/// a simulator that counts accesses sees every one of them.
final class OpenClDialect implements Dialect {
    @Override
    public KernelText.Language language() {
        return KernelText.Language.OPENCL;
    }

    @Override
    public int shuffleWidth(int threads) {
        return 1;
    }

    @Override
    public boolean sharedIsDynamic() {
        return false;
    }

    @Override
    public List<String> preamble(Set<DType> arrays, boolean doubles) {
        List<String> lines = new ArrayList<>();
        if (doubles || arrays.contains(DType.F64)) {
            lines.add("#pragma OPENCL EXTENSION cl_khr_fp64 : enable");
        }
        if (arrays.contains(DType.F16)) {
            lines.add(
                    "static inline float f16_to_f32(ushort bits) { return vload_half(0, (const half *) &bits); }");
            lines.add(
                    "static inline ushort f16_of_f32(float x) { ushort bits; vstore_half_rte(x, 0, (half *) &bits); return bits; }");
            if (doubles) {
                lines.add(
                        "static inline ushort f16_of_f64(double x) { ushort bits; vstore_half_rte(x, 0, (half *) &bits); return bits; }");
            }
        }
        if (arrays.contains(DType.BF16)) {
            lines.add(
                    "static inline float bf16_to_f32(ushort bits) { return as_float((uint) bits << 16); }");
            lines.add("static inline ushort bf16_of_f32(float x) {  // to nearest, ties to even");
            lines.add("    const uint bits = as_uint(x);");
            lines.add(
                    "    return (ushort) ((isnan(x) ? bits | 0x400000u : bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);");
            lines.add("}");
        }
        return lines;
    }

    @Override
    public List<String> constants(Map<String, Long> values) {
        return values.entrySet().stream()
                .map(
                        e ->
                                e.getValue() <= Integer.MAX_VALUE
                                        ? "enum { " + e.getKey() + " = " + e.getValue() + " };"
                                        : "#define " + e.getKey() + " " + e.getValue() + "L")
                .toList();
    }

    @Override
    public String helper() {
        return "static inline ";
    }

    @Override
    public List<String> kernelHead(String entry, int threads, List<String> parameters) {
        return List.of(
                "__attribute__((reqd_work_group_size(" + threads + ", 1, 1)))",
                "kernel void " + entry + "(" + String.join(", ", parameters) + ")");
    }

    @Override
    public String parameter(DType dtype, boolean readOnly, String name) {
        return "global " + (readOnly ? "const " : "") + elementType(dtype) + " *restrict " + name;
    }

    private static String elementType(DType dtype) {
        return switch (dtype) {
            case F64 -> "double";
            case F32 -> "float";
            case F16, BF16 -> "ushort";
            case I64 -> "long";
            case I32 -> "int";
            case I8 -> "char";
            case BOOL -> "uchar";
            case F8E4M3, F8E5M2 -> throw Dialect.unsupported(dtype);
        };
    }

    @Override
    public List<String> shared(List<SharedArray> arrays) {
        return arrays.stream()
                .map(
                        a ->
                                "local "
                                        + a.type()
                                        + " "
                                        + a.name()
                                        + a.brackets()
                                        + ";  // "
                                        + a.comment())
                .toList();
    }

    @Override
    public String threadNumber() {
        return "(int) get_local_id(0)";
    }

    @Override
    public String groupNumber() {
        return "(int) get_group_id(0)";
    }

    @Override
    public String barrier() {
        return "barrier(CLK_LOCAL_MEM_FENCE);";
    }

    /// PoCL 3.1 cuts a kernel into regions between barriers. Where a condition on the thread number stands at the end of such a loop and again right after it, LLVM
    /// joins the two by a jump into the middle of a region, and the result is wrong ("Incoming edges to non-entry block" in a debug build).
    @Override
    public boolean barrierAfterLoops() {
        return true;
    }

    @Override
    public String shuffle(String value, String distance) {
        throw new IllegalStateException("OpenCL C 1.2 has no shuffles between threads");
    }

    @Override
    public String function(String plain, DType real) {
        return plain;
    }

    @Override
    public String load(DType array, String access, DType to) {
        String value =
                switch (array) {
                    case F16 -> "f16_to_f32(" + access + ")";
                    case BF16 -> "bf16_to_f32(" + access + ")";
                    case BOOL -> "(" + access + " != 0)";
                    case F64, F32, I64, I32, I8 -> access;
                    case F8E4M3, F8E5M2 -> throw Dialect.unsupported(array);
                };
        boolean same =
                array == to || (to == DType.F32 && (array == DType.F16 || array == DType.BF16));
        return same ? value : "(" + Dialect.type(to) + ") " + value;
    }

    /// A simulator counts an access through a vector type, and not one through a structure.
    @Override
    public String vectorType(DType array, int width, String name) {
        String element = elementType(array);
        return "typedef union { %s%d all; %s at[%d]; } %s;"
                .formatted(element, width, element, width, name);
    }

    @Override
    public String loadVector(DType array, String type, String variable, String access) {
        return "const %s %s = { .all = *(global const %s *) &%s };"
                .formatted(type, variable, vector(array, type), access);
    }

    /// Oclgrind takes a store apart whose vector was put together from elements, and would count its bytes twice.
    @Override
    public boolean storesVectors() {
        return false;
    }

    @Override
    public String storeVector(DType array, String type, String variable, String access) {
        throw new IllegalStateException("elements are stored one by one");
    }

    /// `f16x8` is a `ushort8` in memory.
    private static String vector(DType array, String type) {
        return elementType(array) + type.substring(type.lastIndexOf('x') + 1);
    }

    /// An f64 becomes bf16 by way of f32.
    @Override
    public String store(DType array, String value, DType from) {
        return switch (array) {
            case F64, F32 -> array == from ? value : "(" + elementType(array) + ") (" + value + ")";
            case F16 -> (from == DType.F64 ? "f16_of_f64(" : "f16_of_f32(") + value + ")";
            case BF16 ->
                    "bf16_of_f32(" + (from == DType.F32 ? value : "(float) (" + value + ")") + ")";
            case I64 -> from == DType.I64 ? value : "convert_long_sat_rte(" + value + ")";
            case I32 -> "convert_int_sat" + (from == DType.I64 ? "(" : "_rte(") + value + ")";
            case I8 -> "convert_char_sat" + (from == DType.I64 ? "(" : "_rte(") + value + ")";
            case BOOL -> "(" + value + ") != 0";
            case F8E4M3, F8E5M2 -> throw Dialect.unsupported(array);
        };
    }
}
