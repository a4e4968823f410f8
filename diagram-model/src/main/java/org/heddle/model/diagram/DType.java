package org.heddle.model.diagram;

import java.util.Locale;
import java.util.Optional;

/// The element types of arrays.
public enum DType {
    F64(8, true),
    F32(4, true),
    F16(2, true),
    BF16(2, true),
    F8E4M3(1, true),
    F8E5M2(1, true),
    I64(8, false),
    I32(4, false),
    I8(1, false),
    BOOL(1, false);

    private final int bytes;
    private final boolean floating;

    DType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /// Bytes of one element in memory.
    public int bytes() {
        return bytes;
    }

    public boolean isFloating() {
        return floating;
    }

    /// The name in a diagram file, such as `f16`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DType> named(String text) {
        for (DType dtype : values()) {
            if (dtype.text().equals(text)) {
                return Optional.of(dtype);
            }
        }
        return Optional.empty();
    }

    /// The type in which a box that writes this type computes and accumulates: never below f32, integers in i64.
    public DType accumulator() {
        return switch (this) {
            case F64 -> F64;
            case F32, F16, BF16, F8E4M3, F8E5M2 -> F32;
            case I64, I32, I8, BOOL -> I64;
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
