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

    /// Integers are computed in f64 and are exact below this magnitude; nothing may reach it.
    public static final double EXACT_INTEGERS = 0x1p53;

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

    @Override
    public String toString() {
        return text();
    }
}
