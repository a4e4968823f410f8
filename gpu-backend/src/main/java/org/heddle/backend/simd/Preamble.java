package org.heddle.backend.simd;

import java.util.Set;
import java.util.TreeSet;
import org.heddle.backend.code.CodeWriter;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;

/// Writes the helper functions that a kernel uses, and only those.
final class Preamble {
    private final Numbers numbers;
    private final String body;
    private final CodeWriter code = new CodeWriter();

    private Preamble(Numbers numbers, String body) {
        this.numbers = numbers;
        this.body = body;
    }

    /// @param body the kernel's text, in which uses are looked up
    /// @param arrays element types of the kernel's arrays
    static String write(Numbers numbers, String body, Set<DType> arrays) {
        Preamble preamble = new Preamble(numbers, body);
        if (numbers.dtype() == DType.F64 || arrays.contains(DType.F64)) {
            preamble.code.line("#pragma OPENCL EXTENSION cl_khr_fp64 : enable").line("");
        }
        preamble.code.line("// The vector that begins at a place in local memory.");
        preamble.code.line("#define lanes(place) (*(__local " + numbers.vector() + "*)(place))");
        preamble.arrays(new TreeSet<>(arrays));
        preamble.extrema();
        preamble.modulo();
        for (Monoid.Scalar monoid : Monoid.Scalar.values()) {
            preamble.reduce(monoid);
        }
        return preamble.code.toString();
    }

    private boolean uses(String name) {
        return body.contains(name) || code.toString().contains(name);
    }

    private void arrays(Set<DType> arrays) {
        int lanes = numbers.lanes();
        for (DType dtype : arrays) {
            if (uses(ArrayTypes.vectorType(dtype, lanes) + "*")) {
                code.line(ArrayTypes.declaration(dtype, lanes));
            }
        }
        String type = numbers.scalar();
        for (String n : java.util.List.of("", Integer.toString(lanes))) {
            String halfRead = "vload_half" + n;
            String ushort = "ushort" + n;
            String real = type + n;
            String single = "float" + n;
            if (uses("from_half" + n + "(")) {
                code.open("static inline " + real + " from_half" + n + "(" + ushort + " bits)");
                code.line("const " + ushort + " in = bits;");
                code.line(
                                "return "
                                        + widened(halfRead + "(0, (const __private half*)&in)", n)
                                        + ";")
                        .close();
            }
            if (uses("to_half" + n + "(")) {
                code.open("static inline " + ushort + " to_half" + n + "(" + real + " value)");
                code.line(ushort + " out;");
                code.line("vstore_half" + n + "_rte(value, 0, (__private half*)&out);")
                        .line("return out;")
                        .close();
            }
            if (uses("from_bfloat" + n + "(")) {
                code.open("static inline " + real + " from_bfloat" + n + "(" + ushort + " bits)");
                code.line(
                                "return "
                                        + widened(
                                                "as_"
                                                        + single
                                                        + "(convert_uint"
                                                        + n
                                                        + "(bits) << 16)",
                                                n)
                                        + ";")
                        .close();
            }
            if (uses("to_bfloat" + n + "(")) {
                code.open("static inline " + ushort + " to_bfloat" + n + "(" + real + " value)");
                code.line(
                        "const uint"
                                + n
                                + " bits = as_uint"
                                + n
                                + "(convert_"
                                + single
                                + "(value));");
                code.line("const uint" + n + " rounded = bits + 0x7fffu + ((bits >> 16) & 1u);");
                code.line(
                        "return convert_ushort"
                                + n
                                + "((isnan(convert_"
                                + single
                                + "(value)) ? bits | 0x400000u : rounded) >> 16);");
                code.close();
            }
        }
    }

    private String widened(String single, String n) {
        return numbers.dtype() == DType.F64 ? "convert_double" + n + "(" + single + ")" : single;
    }

    /// Maximum and minimum that pass a NaN on, unlike `fmax` and `fmin`.
    private void extrema() {
        for (String name : java.util.List.of("max", "min")) {
            if (uses(name + "_nan(")) {
                String sign = name.equals("max") ? ">" : "<";
                String s = numbers.scalar();
                String v = numbers.vector();
                code.line(
                        "// "
                                + (name.equals("max") ? "Maximum" : "Minimum")
                                + " that passes a NaN on.");
                code.open(
                        "static inline "
                                + v
                                + " __attribute__((overloadable)) "
                                + name
                                + "_nan("
                                + v
                                + " a, "
                                + v
                                + " b)");
                code.line("return select(b, a, (a " + sign + " b) | (a != a));").close();
                code.open(
                        "static inline "
                                + s
                                + " __attribute__((overloadable)) "
                                + name
                                + "_nan("
                                + s
                                + " a, "
                                + s
                                + " b)");
                code.line("return a " + sign + " b || a != a ? a : b;").close();
            }
        }
    }

    private void modulo() {
        if (uses("mod_floor(")) {
            code.line("#define mod_floor(a, b) ((((a) % (b)) + (b)) % (b))");
        }
        if (uses("mod_floor_real(")) {
            code.line("#define mod_floor_real(a, b) ((a) - (b) * floor((a) / (b)))");
        }
    }

    /// Combines the lanes of a vector, halving it step by step.
    private void reduce(Monoid.Scalar monoid) {
        String name = "reduce_" + monoid.text();
        if (!uses(name + "(")) {
            return;
        }
        code.open(
                "static inline " + numbers.scalar() + " " + name + "(" + numbers.vector() + " v)");
        String from = "v";
        for (int lanes = numbers.lanes() / 2; lanes >= 2; lanes /= 2) {
            String to = "v" + lanes;
            code.line(
                    "const "
                            + numbers.scalar()
                            + lanes
                            + " "
                            + to
                            + " = "
                            + half(monoid, from + ".lo", from + ".hi", lanes)
                            + ";");
            from = to;
        }
        code.line("return " + half(monoid, from + ".x", from + ".y", 1) + ";").close();
    }

    private String half(Monoid.Scalar monoid, String a, String b, int lanes) {
        String zero = numbers.literal(0);
        String truth =
                lanes == 1 ? "(" + numbers.scalar() + ")" : "-convert_" + numbers.scalar() + lanes;
        return switch (monoid) {
            case SUM -> a + " + " + b;
            case PROD -> a + " * " + b;
            case MAX -> extremum(a, ">", b, lanes);
            case MIN -> extremum(a, "<", b, lanes);
            case AND -> truth + "((" + a + " != " + zero + ") & (" + b + " != " + zero + "))";
            case OR -> truth + "((" + a + " != " + zero + ") | (" + b + " != " + zero + "))";
        };
    }

    private static String extremum(String a, String sign, String b, int lanes) {
        return lanes == 1
                ? a + " " + sign + " " + b + " || " + a + " != " + a + " ? " + a + " : " + b
                : "select(" + b + ", " + a + ", (" + a + " " + sign + " " + b + ") | (" + a + " != "
                        + a + "))";
    }
}
