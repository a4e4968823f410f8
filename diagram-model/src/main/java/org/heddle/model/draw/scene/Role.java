package org.heddle.model.draw.scene;

/// What part a shape plays in a picture; printers give each role its look.
public enum Role {
    /// An axis of an array: a line.
    AXIS(0, false),
    /// An array without axes: a dotted line.
    ITEM(0, false),
    /// Between arrays side by side: a dashed line.
    SEPARATOR(0, false),
    /// Between lines of axes that may change places: a thin bow.
    TIE(0, false),
    /// The outline of a box.
    BOX(0, false),
    /// A definition that acts along axes.
    TRIANGLE(0, false),
    /// The end of a reduced axis.
    MARK(0, false),
    /// Reading by other indices.
    HEXAGON(0, false),
    /// Where lines meet or branch.
    DOT(0, false),
    /// What one kernel does.
    REGION(0, false),
    /// Where an array enters a faster level.
    LOAD(0, false),
    /// Where an array leaves it.
    SAVE(0, false),
    /// The place of a box that has no outline: unseen, but it can be pointed at.
    ROOM(0, false),
    /// Around one picture of several.
    PANEL(0, false),
    AXIS_NAME(11, false),
    WIRE_NAME(11, true),
    INTERFACE_NAME(14, true),
    BOX_TEXT(12, false),
    MARK_TEXT(10, false),
    REGION_NAME(12, true),
    /// The sign between two pictures that mean the same.
    RELATION(24, false),
    CAPTION(12, false),
    TITLE(14, true);

    private final double fontSize;
    private final boolean bold;

    Role(double fontSize, boolean bold) {
        this.fontSize = fontSize;
        this.bold = bold;
    }

    /// Size of writing in this role, in pixels; 0 where the role is none of writing.
    public double fontSize() {
        return fontSize;
    }

    public boolean isBold() {
        return bold;
    }

    /// Whether shapes of this role look different inside a kernel.
    public boolean hasLevels() {
        return switch (this) {
            case AXIS,
                    ITEM,
                    TIE,
                    BOX,
                    TRIANGLE,
                    MARK,
                    HEXAGON,
                    DOT,
                    AXIS_NAME,
                    WIRE_NAME,
                    BOX_TEXT ->
                    true;
            case SEPARATOR,
                    REGION,
                    LOAD,
                    SAVE,
                    ROOM,
                    PANEL,
                    INTERFACE_NAME,
                    MARK_TEXT,
                    REGION_NAME,
                    RELATION,
                    CAPTION,
                    TITLE ->
                    false;
        };
    }
}
