package org.heddle.backend.driver;

/// A count in up to three dimensions, x varying fastest: groups of a grid, or threads of a group.
///
/// @param x at least 1
/// @param y at least 1
/// @param z at least 1
public record Dim3(int x, int y, int z) {
    public Dim3 {
        if (x < 1 || y < 1 || z < 1) {
            throw new IllegalArgumentException(
                    "dimensions must be at least 1, got " + x + " x " + y + " x " + z);
        }
    }

    public static Dim3 of(int x) {
        return new Dim3(x, 1, 1);
    }

    public static Dim3 of(int x, int y) {
        return new Dim3(x, y, 1);
    }

    /// x·y·z.
    public long volume() {
        return Math.multiplyExact(Math.multiplyExact((long) x, y), z);
    }

    /// How many dimensions are in use: 1, 2 or 3.
    public int rank() {
        if (z > 1) {
            return 3;
        }
        return y > 1 ? 2 : 1;
    }

    @Override
    public String toString() {
        return x + "x" + y + "x" + z;
    }
}
