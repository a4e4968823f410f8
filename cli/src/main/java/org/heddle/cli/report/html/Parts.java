package org.heddle.cli.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.backend.code.Origin;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.PictureBuilder;
import org.heddle.rules.derive.Lineage;
import org.heddle.rules.derive.StageBoxes;

/// What the lines of a kernel can be there for: the boxes of its body, the arrays that it loads, the axes that it walks along.
///
/// ```
///   line  ─Origin─►  wire P_m  ─StageBoxes─►  box P.m of the kernel  ─Lineage─►  boxes T, P of the given diagram
///                    wire K    ─an input──►   array K
///                    axis x    ──────────►    axis x
/// ```
final class Parts {
    private final Map<String, Part> byWire = new LinkedHashMap<>();
    private final Map<String, Part> byAxis = new LinkedHashMap<>();
    private final List<Part> all = new ArrayList<>();

    /// What part of a picture a part is.
    enum Kind {
        BOX,
        WIRE,
        AXIS
    }

    /// One part.
    ///
    /// @param number in the order of the kernel's boxes, then of its arrays, then of its axes
    /// @param name the id of the box, or the name of the wire or the axis
    /// @param what what it is, in words
    /// @param given ids of boxes of the given diagram that a box comes from
    record Part(int number, Kind kind, String name, String what, Set<String> given) {}

    Parts(CompiledKernel kernel, Lineage lineage) {
        Diagram body = kernel.kernel().body();
        Map<String, Part> byBox = new LinkedHashMap<>();
        Map<String, String> titles = new LinkedHashMap<>();
        for (Picture.Node node : PictureBuilder.build(body, Notes.NONE).nodes()) {
            titles.put(node.id(), node.title());
        }
        for (Box box : body.boxes()) {
            String title = titles.getOrDefault(box.id(), box.id());
            String prefix = box.id() + ": ";
            String what = title.startsWith(prefix) ? title.substring(prefix.length()) : title;
            byBox.put(box.id(), add(Kind.BOX, box.id(), what, lineage.of(box.id())));
        }
        StageBoxes.of(kernel.kernel())
                .forEach((wire, box) -> byWire.put(wire, byBox.get(box.id())));
        for (String wire : body.inputs()) {
            byWire.put(wire, add(Kind.WIRE, wire, "array " + body.wire(wire), Set.of()));
        }
        Set<String> axes = new LinkedHashSet<>();
        kernel.origins().forEach(origin -> axes.addAll(origin.axes()));
        for (String axis : axes) {
            String what =
                    "axis of %,d in blocks of %,d"
                            .formatted(kernel.program().size(axis), kernel.program().extent(axis));
            byAxis.put(axis, add(Kind.AXIS, axis, what, Set.of()));
        }
    }

    private Part add(Kind kind, String name, String what, Set<String> given) {
        Part part = new Part(all.size(), kind, name, what, given);
        all.add(part);
        return part;
    }

    List<Part> all() {
        return List.copyOf(all);
    }

    /// The parts that a line is there for, each once.
    List<Part> of(Origin origin) {
        Set<Part> parts = new LinkedHashSet<>();
        for (String wire : origin.wires()) {
            Part part = byWire.get(wire);
            if (part == null) {
                throw new IllegalArgumentException(
                        "a line is there for wire " + wire + ", which the kernel lacks");
            }
            parts.add(part);
        }
        origin.axes().forEach(axis -> parts.add(byAxis.get(axis)));
        return List.copyOf(parts);
    }
}
