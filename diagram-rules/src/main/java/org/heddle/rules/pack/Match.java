package org.heddle.rules.pack;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Port;

/// Where the left side of a law lies in a diagram.
///
/// @param boxes by box of the pattern: the box that plays its part
/// @param inputs by input of the pattern: the port by which the diagram reads it
/// @param axes by axis of the pattern: the axes that play its part together; none where the diagram lacks it
/// @param woven by further axis of the diagram: the inputs of the pattern along which it runs
record Match(
        Map<String, Box> boxes,
        Map<String, Port> inputs,
        Map<String, List<String>> axes,
        Map<String, Set<String>> woven) {}
