package org.heddle.model.draw.glyph;

/// Distances, in pixels.
public final class Metrics {
    /// Between the lines of an array.
    public static final double PITCH = 20;

    /// Between upright parts of the lines of an array.
    public static final double UPRIGHT_PITCH = 6;

    /// Between the last line of an array and the first of the next that enters the same node, beyond the pitch.
    static final double GAP = 10;

    /// The same for arrays that leave, which have a name above them.
    static final double NAMED_GAP = 30;

    /// From a line up to the baseline of its label.
    static final double RISE = 4;

    /// From a line up to the baseline of the array's name.
    static final double NAME_RISE = 17;

    /// Half of the height of boxes, triangles and marks on one line.
    static final double HALF = 9;

    /// Radius of corners.
    public static final double ROUND = 8;

    /// Radius of dots.
    public static final double DOT = 3;

    private Metrics() {}
}
