package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.backend.driver.KernelText;
import org.heddle.model.diagram.DType;

/// CUDA C++ for compute capability 7.0 and later.
final class CudaDialect implements Dialect {
    private static final int WARP = 32;

    @Override
    public KernelText.Language language() {
        return KernelText.Language.CUDA;
    }

    /// A shuffle names all lanes of a warp, so warps must be whole.
    @Override
    public int shuffleWidth(int threads) {
        return threads % WARP == 0 ? WARP : 1;
    }

    @Override
    public boolean sharedIsDynamic() {
        return true;
    }

    @Override
    public List<String> preamble(Set<DType> arrays, boolean doubles) {
        List<String> lines = new ArrayList<>();
        if (arrays.contains(DType.F16)) {
            lines.add("#include <cuda_fp16.h>");
        }
        if (arrays.contains(DType.BF16)) {
            lines.add("#include <cuda_bf16.h>");
        }
        lines.add("#ifndef INFINITY  // run-time compilation has no <math.h>");
        lines.add("#define INFINITY __int_as_float(0x7f800000)");
        lines.add("#define NAN __int_as_float(0x7fffffff)");
        lines.add("#endif");
        return lines;
    }

    @Override
    public List<String> constants(Map<String, Long> values) {
        return values.entrySet().stream()
                .map(
                        e ->
                                "constexpr "
                                        + (e.getValue() <= Integer.MAX_VALUE ? "int " : "long ")
                                        + e.getKey()
                                        + " = "
                                        + e.getValue()
                                        + ";")
                .toList();
    }

    @Override
    public String helper() {
        return "static __device__ __forceinline__ ";
    }

    @Override
    public List<String> kernelHead(String entry, int threads, List<String> parameters) {
        return List.of(
                "extern \"C\" __global__ void __launch_bounds__(threads, 1)",
                entry + "(" + String.join(", ", parameters) + ")");
    }

    @Override
    public String parameter(DType dtype, boolean readOnly, String name) {
        return (readOnly ? "const " : "") + elementType(dtype) + " *__restrict__ " + name;
    }

    private static String elementType(DType dtype) {
        return switch (dtype) {
            case F64 -> "double";
            case F32 -> "float";
            case F16 -> "__half";
            case BF16 -> "__nv_bfloat16";
            case I64 -> "long";
            case I32 -> "int";
            case I8 -> "signed char";
            case BOOL -> "unsigned char";
            case F8E4M3, F8E5M2 -> throw Dialect.unsupported(dtype);
        };
    }

    @Override
    public List<String> shared(List<SharedArray> arrays) {
        if (arrays.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("extern __shared__ __align__(16) unsigned char shared[];");
        arrays.forEach(
                a ->
                        lines.add(
                                a.type()
                                        + " (&"
                                        + a.name()
                                        + ")"
                                        + a.brackets()
                                        + " = *reinterpret_cast<"
                                        + a.type()
                                        + " (*)"
                                        + a.brackets()
                                        + ">(shared + "
                                        + a.offset()
                                        + ");  // "
                                        + a.comment()));
        return lines;
    }

    @Override
    public String threadNumber() {
        return "threadIdx.x";
    }

    @Override
    public String groupNumber() {
        return "blockIdx.x";
    }

    @Override
    public String barrier() {
        return "__syncthreads();";
    }

    @Override
    public boolean barrierAfterLoops() {
        return false;
    }

    @Override
    public String shuffle(String value, String distance) {
        return "__shfl_xor_sync(0xffffffffu, " + value + ", " + distance + ")";
    }

    @Override
    public String function(String plain, DType real) {
        return real == DType.F32 ? plain + "f" : plain;
    }

    @Override
    public String load(DType array, String access, DType to) {
        String value =
                switch (array) {
                    case F16 -> "__half2float(" + access + ")";
                    case BF16 -> "__bfloat162float(" + access + ")";
                    case BOOL -> "(" + access + " != 0)";
                    case F64, F32, I64, I32, I8 -> access;
                    case F8E4M3, F8E5M2 -> throw Dialect.unsupported(array);
                };
        boolean same =
                array == to || (to == DType.F32 && (array == DType.F16 || array == DType.BF16));
        return same ? value : "(" + Dialect.type(to) + ") " + value;
    }

    @Override
    public String vectorType(DType array, int width, String name) {
        return "struct __align__("
                + width * array.bytes()
                + ") "
                + name
                + " { "
                + elementType(array)
                + " at["
                + width
                + "]; };";
    }

    @Override
    public String loadVector(DType array, String type, String variable, String access) {
        return "const %s %s = *reinterpret_cast<const %s *>(&%s);"
                .formatted(type, variable, type, access);
    }

    @Override
    public boolean storesVectors() {
        return true;
    }

    /// The ordinary store by its name: an assignment nvcc takes apart where it unrolls several of them.
    @Override
    public String storeVector(DType array, String type, String variable, String access) {
        String word =
                word(array.bytes() * Integer.parseInt(type.substring(type.lastIndexOf('x') + 1)));
        return "__stwb(reinterpret_cast<%s *>(&%s), reinterpret_cast<const %s &>(%s));"
                .formatted(word, access, word, variable);
    }

    /// A type of so many bytes that is stored at once.
    private static String word(int bytes) {
        return switch (bytes) {
            case 2 -> "unsigned short";
            case 4 -> "unsigned int";
            case 8 -> "uint2";
            case 16 -> "uint4";
            default -> throw new IllegalArgumentException("no access of " + bytes + " bytes");
        };
    }

    @Override
    public String store(DType array, String value, DType from) {
        boolean single = from == DType.F32;
        String real = from == DType.I64 ? "(double) (" + value + ")" : value;
        return switch (array) {
            case F64, F32 -> array == from ? value : "(" + elementType(array) + ") (" + value + ")";
            case F16 -> (single ? "__float2half_rn(" : "__double2half(") + real + ")";
            case BF16 -> (single ? "__float2bfloat16_rn(" : "__double2bfloat16(") + real + ")";
            case I64 ->
                    from == DType.I64
                            ? value
                            : (single ? "__float2ll_rn(" : "__double2ll_rn(") + value + ")";
            case I32 -> (single ? "__float2int_rn(" : "__double2int_rn(") + real + ")";
            case I8 ->
                    "(signed char) min(127, max(-128, "
                            + (single ? "__float2int_rn(" : "__double2int_rn(")
                            + real
                            + ")))";
            case BOOL -> "(" + value + ") != 0";
            case F8E4M3, F8E5M2 -> throw Dialect.unsupported(array);
        };
    }
}
