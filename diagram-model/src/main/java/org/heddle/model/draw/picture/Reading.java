package org.heddle.model.draw.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;

/// How a node meets an array: for each of the array's axes, the index by which it is read or written.
///
/// @param outside what is read beyond the array's ends, empty where nothing may be
/// @param feeds for an array of indices, where they go; else empty
public record Reading(Wire wire, List<Index> indices, String outside, Optional<Feed> feeds) {
    public Reading {
        indices = List.copyOf(indices);
    }

    /// An index over axes of the box.
    ///
    /// @param text as written in the port
    /// @param axes of the box, in the order in which they occur
    public record Index(String text, List<String> axes) {
        public Index {
            axes = List.copyOf(axes);
        }
    }

    /// Where indices go: along an axis of an array that is read beside them.
    ///
    /// @param axis its position
    /// @param above whether they come in above that array, the next that holds no indices; else below it, the last that holds none
    public record Feed(int axis, boolean above) {}

    /// The array by its own axes.
    public static Reading of(Wire wire) {
        return of(wire, Port.of(wire), Optional.empty());
    }

    /// What a port reads: its array, then arrays that it is gathered through, which come in below it.
    public static List<Reading> all(Diagram diagram, Port port) {
        List<Reading> readings = new ArrayList<>();
        add(readings, diagram, port, Optional.empty());
        return readings;
    }

    private static void add(
            List<Reading> readings, Diagram diagram, Port port, Optional<Feed> feeds) {
        readings.add(of(diagram.wire(port.wire()), port, feeds));
        for (int i = 0; i < port.subscripts().size(); i++) {
            switch (port.subscripts().get(i)) {
                case Subscript.Affine _ -> {}
                case Subscript.Gather(Port index) ->
                        add(
                                readings,
                                diagram,
                                index,
                                feeds.isPresent() ? feeds : Optional.of(new Feed(i, false)));
            }
        }
    }

    private static Reading of(Wire wire, Port port, Optional<Feed> feeds) {
        List<Index> indices =
                port.subscripts().stream()
                        .map(s -> new Index(s.toString(), List.copyOf(s.axes())))
                        .toList();
        return new Reading(wire, indices, port.fillExpr().map(Object::toString).orElse(""), feeds);
    }

    /// The same indices on the other side of the array that is read at them.
    public Reading turned() {
        Optional<Feed> other = feeds.map(feed -> new Feed(feed.axis(), !feed.above()));
        return new Reading(wire, indices, outside, other);
    }

    /// Whether it holds indices of an array below it.
    public boolean feedsDown() {
        return feeds.filter(Feed::above).isPresent();
    }

    /// Whether it holds indices of an array above it.
    public boolean feedsUp() {
        return feeds.filter(feed -> !feed.above()).isPresent();
    }

    /// The axes of the box along which the array is read, in the order in which they occur.
    public List<String> met() {
        return indices.stream().flatMap(index -> index.axes().stream()).distinct().toList();
    }

    /// Whether the box sees this axis of the array under the array's own name, and nowhere else.
    public boolean isPlain(int position) {
        String name = wire.axes().get(position);
        return indices.get(position).axes().equals(List.of(name))
                && indices.get(position).text().equals(name)
                && indices.stream().filter(index -> index.axes().contains(name)).count() == 1;
    }
}
