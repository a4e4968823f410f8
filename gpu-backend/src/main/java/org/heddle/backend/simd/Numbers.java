package org.heddle.backend.simd;

import org.heddle.backend.simd.Value.Kind;
import org.heddle.model.diagram.DType;

/// The number types of a kernel in OpenCL C: f32 or f64, scalar and vector, and conversions between them.
///
/// @param dtype F32 or F64
/// @param lanes elements of a vector: 4, 8 or 16
record Numbers(DType dtype, int lanes) {
    String scalar() {
        return dtype == DType.F64 ? "double" : "float";
    }

    String vector() {
        return scalar() + lanes;
    }

    /// The integer type of a vector comparison's result.
    String maskType() {
        return (dtype == DType.F64 ? "long" : "int") + lanes;
    }

    String one() {
        return dtype == DType.F64 ? "1.0" : "1.0f";
    }

    String literal(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "INFINITY" : "-INFINITY";
        }
        if (Double.isNaN(value)) {
            return "NAN";
        }
        return dtype == DType.F64 ? Double.toString(value) : Float.toString((float) value) + "f";
    }

    /// The value in every lane.
    String broadcast(Value value) {
        return switch (value.kind()) {
            case REAL -> "(" + vector() + ")(" + value.text() + ")";
            case INTEGER -> "(int" + lanes + ")(" + value.text() + ")";
            case TRUTH -> "(" + maskType() + ")(-(" + value.text() + "))";
        };
    }

    /// An integer comparison of vectors gives an `int` mask; the kernel's masks are as wide as its real type.
    String mask(String comparison) {
        return dtype == DType.F64 ? "convert_long" + lanes + "(" + comparison + ")" : comparison;
    }

    /// A truth value as the number 1 or 0; other values as they are.
    Value number(Value value) {
        return value.kind() == Kind.TRUTH ? toReal(value) : value;
    }

    Value toReal(Value value) {
        return switch (value.kind()) {
            case REAL -> value;
            case INTEGER -> {
                boolean literal = value.text().matches("-?[0-9]+");
                String text =
                        literal
                                ? literal(Double.parseDouble(value.text()))
                                : value.vector()
                                        ? "convert_" + vector() + "(" + value.text() + ")"
                                        : "(" + scalar() + ")(" + value.text() + ")";
                yield Value.real(text, value.vector());
            }
            case TRUTH ->
                    Value.real(
                            value.vector()
                                    ? "-convert_" + vector() + "(" + value.text() + ")"
                                    : "(" + scalar() + ")(" + value.text() + ")",
                            value.vector());
        };
    }

    Value toTruth(Value value) {
        return switch (value.kind()) {
            case TRUTH -> value;
            case REAL ->
                    new Value(value.operand() + " != " + literal(0), Kind.TRUTH, value.vector());
            case INTEGER -> {
                String text = value.operand() + " != 0";
                yield new Value(value.vector() ? mask(text) : text, Kind.TRUTH, value.vector());
            }
        };
    }
}
