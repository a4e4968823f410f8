package org.heddle.model.draw.scene;

/// What a shape stands for; parts that do not apply are empty.
///
/// @param box id of a box
/// @param wire name of a wire
/// @param axis name of an axis
/// @param title one line for who points at the shape
public record Tag(String box, String wire, String axis, String title) {
    /// Of a shape that stands for nothing in particular.
    public static final Tag NONE = new Tag("", "", "", "");

    public static Tag box(String box, String title) {
        return new Tag(box, "", "", title);
    }

    public static Tag wire(String wire, String title) {
        return new Tag("", wire, "", title);
    }

    /// Of a line of an array; the axis is empty for an array without axes.
    public static Tag along(String wire, String axis) {
        return new Tag("", wire, axis, axis.isEmpty() ? wire : "axis " + axis + " of " + wire);
    }

    /// Of a line between two arrays; it belongs to the lower one.
    public static Tag between(String above, String below) {
        return new Tag("", below, "", above + ", " + below);
    }
}
