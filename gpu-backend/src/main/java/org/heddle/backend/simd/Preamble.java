package org.heddle.backend.simd;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;

/// Writes what a kernel's text uses, and only that: pragmas, vector types, helper functions.
final class Preamble {
    private final Numbers numbers;
    private final String body;
    private final StringBuilder text = new StringBuilder();

    private Preamble(Numbers numbers, String body) {
        this.numbers = numbers;
        this.body = body;
    }

    /// @param body the kernel's text, in which uses are looked up
    /// @param arrays element types of the kernel's arrays
    static String write(Numbers numbers, String body, Set<DType> arrays) {
        Preamble preamble = new Preamble(numbers, body);
        if (numbers.dtype() == DType.F64 || arrays.contains(DType.F64)) {
            preamble.line("#pragma OPENCL EXTENSION cl_khr_fp64 : enable");
        }
        preamble.line("#pragma OPENCL FP_CONTRACT OFF");
        preamble.line("");
        preamble.line("// The vector that begins at a place in local memory.");
        preamble.line("#define lanes(place) (*(__local " + numbers.vector() + "*)(place))");
        preamble.laneIndex();
        for (DType dtype : new TreeSet<>(arrays)) {
            if (preamble.uses(ArrayTypes.vectorType(dtype, numbers.lanes()) + "*")) {
                preamble.line(ArrayTypes.declaration(dtype, numbers.lanes()));
            }
        }
        for (Helper helper : Helper.all(numbers)) {
            if (preamble.uses(helper.name() + "(")) {
                preamble.text.append(helper.text(numbers));
            }
        }
        for (Monoid.Scalar monoid : Monoid.Scalar.values()) {
            preamble.reduce(monoid);
        }
        preamble.transpose();
        return preamble.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private boolean uses(String name) {
        return body.contains(name);
    }

    private void laneIndex() {
        if (uses("lane_index")) {
            String numbered =
                    IntStream.range(0, numbers.lanes())
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(", "));
            line("#define lane_index ((int" + numbers.lanes() + ")(" + numbered + "))");
        }
    }

    /// Combines the lanes of a vector, halving it step by step.
    private void reduce(Monoid.Scalar monoid) {
        String name = "reduce_" + monoid.text();
        if (!uses(name + "(")) {
            return;
        }
        line("static inline " + numbers.scalar() + " " + name + "(" + numbers.vector() + " v) {");
        String from = "v";
        for (int lanes = numbers.lanes() / 2; lanes >= 2; lanes /= 2) {
            String to = "v" + lanes;
            String half = half(monoid, from + ".lo", from + ".hi", lanes);
            line("    const " + numbers.scalar() + lanes + " " + to + " = " + half + ";");
            from = to;
        }
        line("    return " + half(monoid, from + ".x", from + ".y", 1) + ";");
        line("}");
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

    /// Interleaving the first half of the rows with the second turns the bits of an element's address, row before lane, by one; after as many turns as a lane
    /// number has bits, rows are lanes.
    private void transpose() {
        if (!uses("transpose(")) {
            return;
        }
        int lanes = numbers.lanes();
        String v = numbers.vector();
        line(
                "static inline "
                        + v
                        + " zip_lo("
                        + v
                        + " a, "
                        + v
                        + " b) {\n    return "
                        + zip(0)
                        + ";\n}");
        line(
                "static inline "
                        + v
                        + " zip_hi("
                        + v
                        + " a, "
                        + v
                        + " b) {\n    return "
                        + zip(lanes / 2)
                        + ";\n}");
        line("// Swaps rows and lanes of a block.");
        line("static inline void transpose(" + v + "* block) {");
        line("    #pragma unroll");
        line(
                "    for (int turn = 0; turn < "
                        + Integer.numberOfTrailingZeros(lanes)
                        + "; ++turn) {");
        line("        " + v + " zipped[" + lanes + "];");
        line("        #pragma unroll");
        line("        for (int r = 0; r < " + lanes / 2 + "; ++r) {");
        line("            zipped[2 * r] = zip_lo(block[r], block[r + " + lanes / 2 + "]);");
        line("            zipped[2 * r + 1] = zip_hi(block[r], block[r + " + lanes / 2 + "]);");
        line("        }");
        line("        #pragma unroll");
        line("        for (int r = 0; r < " + lanes + "; ++r)");
        line("            block[r] = zipped[r];");
        line("    }");
        line("}");
    }

    private String zip(int from) {
        return IntStream.range(from, from + numbers.lanes() / 2)
                .mapToObj(Integer::toHexString)
                .map(lane -> "a.s" + lane + ", b.s" + lane)
                .collect(Collectors.joining(", ", "(" + numbers.vector() + ")(", ")"));
    }
}
