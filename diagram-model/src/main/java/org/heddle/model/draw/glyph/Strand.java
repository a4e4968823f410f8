package org.heddle.model.draw.glyph;

import org.heddle.model.draw.scene.Tag;

/// A line inside a node.
///
/// @param axis of the box, empty for an array without axes
/// @param inlet which input or output it belongs to
/// @param y its height
record Strand(String axis, int inlet, double y, Tag tag) {
    boolean isItem() {
        return axis.isEmpty();
    }
}
