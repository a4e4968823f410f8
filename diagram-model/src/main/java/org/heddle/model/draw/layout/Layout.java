package org.heddle.model.draw.layout;

/// Places nodes in columns from left to right and leads edges around them.
public interface Layout {
    /// The same graph always gives the same placement.
    Placement place(Graph graph);
}
