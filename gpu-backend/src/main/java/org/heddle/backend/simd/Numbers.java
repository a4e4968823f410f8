package org.heddle.backend.simd;

import org.heddle.backend.simd.Value.Real;
import org.heddle.backend.simd.Value.Truth;
import org.heddle.backend.simd.Value.Whole;
import org.heddle.model.diagram.DType;

/// The number types of a kernel in OpenCL C: f32 or f64, scalar and vector, and conversions between them.
///
/// @param dtype F32 or F64
/// @param lanes elements of a vector: 2, 4, 8 or 16
record Numbers(DType dtype, int lanes) {
    String scalar() {
        return dtype == DType.F64 ? "double" : "float";
    }

    String vector() {
        return scalar() + lanes;
    }

    Real number(double value) {
        boolean signed = value < 0 || (value == 0 && 1 / value < 0);
        return new Real(literal(value), !signed, false);
    }

    String literal(double value) {
        double rounded = dtype == DType.F64 ? value : (float) value;
        if (Double.isInfinite(rounded)) {
            return rounded > 0 ? "INFINITY" : "-INFINITY";
        }
        if (Double.isNaN(rounded)) {
            return "NAN";
        }
        return dtype == DType.F64 ? Double.toString(value) : (float) value + "f";
    }

    /// The function for `sin`; f32 vectors of PoCL 3.1 are wrong at tiny numbers beside huge ones.
    String sine() {
        return isWide() ? "sin" : "sine";
    }

    /// The function for `cos`, as for `sin`.
    String cosine() {
        return isWide() ? "cos" : "cosine";
    }

    /// The function for `pow`; vectors of eight doubles of PoCL 3.1 are wrong where lanes differ much.
    String power() {
        return isWide() && lanes > 4 ? "power" : "pow";
    }

    /// The value in every lane.
    String inLanes(Real value) {
        return value.isVector() ? value.text() : "(" + vector() + ")(" + value.text() + ")";
    }

    /// The truth value in every lane.
    Truth inLanes(Truth value) {
        return value.isVector()
                ? value
                : new Truth("(" + maskType() + ")(-" + value.operand() + ")", true, true);
    }

    /// The integer type of a vector comparison's result.
    private String maskType() {
        return (isWide() ? "long" : "int") + lanes;
    }

    private boolean isWide() {
        return dtype == DType.F64;
    }

    /// A comparison of whole vectors gives a mask as wide as they are; the kernel's masks are as wide as its real type.
    Truth mask(String comparison, boolean wide) {
        return wide == isWide()
                ? new Truth(comparison, false, true)
                : new Truth("convert_" + maskType() + "(" + comparison + ")", true, true);
    }

    /// The mask by which whole vectors are selected.
    String wholeMask(Truth truth, boolean wide) {
        String mask = inLanes(truth).text();
        return wide == isWide()
                ? mask
                : "convert_" + (wide ? "long" : "int") + lanes + "(" + mask + ")";
    }

    Real toReal(Value value) {
        return switch (value) {
            case Real real -> real;
            case Whole(Index index) ->
                    index.isConstant()
                            ? number((double) index.constant())
                            : Real.simple(
                                    converted(index.text(lanes), index.isVector()),
                                    index.isVector());
            case Truth(String text, _, boolean vector) ->
                    vector
                            ? Real.compound("-" + converted(text, true), true)
                            : Real.simple(converted(text, false), false);
        };
    }

    private String converted(String text, boolean vector) {
        return vector
                ? "convert_" + vector() + "(" + text + ")"
                : "(" + scalar() + ")(" + text + ")";
    }

    Truth toTruth(Value value) {
        return switch (value) {
            case Truth truth -> truth;
            case Real real ->
                    new Truth(real.operand() + " != " + literal(0), false, real.isVector());
            case Whole(Index index) -> {
                if (index.isConstant()) {
                    yield new Truth(index.isZero() ? "0" : "1", true, false);
                }
                String text = index.text(lanes);
                String comparison = (index.isSimple() ? text : "(" + text + ")") + " != 0";
                yield index.isVector()
                        ? mask(comparison, index.isWide())
                        : new Truth(comparison, false, false);
            }
        };
    }
}
