package org.heddle.model.draw;

import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.picture.Notes;

/// One picture of several.
///
/// @param title what happened before it, such as the name of a law
/// @param caption what it did there
public record Panel(String title, String caption, Diagram diagram, Notes notes) {}
