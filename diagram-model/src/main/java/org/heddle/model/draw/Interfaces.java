package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.heddle.model.draw.layout.Graph.Column;
import org.heddle.model.draw.layout.Placement;
import org.heddle.model.draw.picture.Picture;

/// Orders in which the inputs of a picture stand, then its outputs: positions of nodes.
final class Interfaces {
    /// No neighbours are tried in pictures with more inputs and outputs.
    private static final int MOST = 12;

    private Interfaces() {}

    /// As the diagram lists them.
    static List<Integer> listed(Picture picture) {
        List<Integer> listed = new ArrayList<>(in(picture, Column.FIRST));
        listed.addAll(in(picture, Column.LAST));
        return listed;
    }

    /// As they were placed, from the top.
    static List<Integer> placed(Picture picture, Placement placement) {
        return listed(picture).stream()
                .sorted(
                        Comparator.comparing((Integer node) -> column(picture, node))
                                .thenComparingDouble(node -> placement.nodes().get(node).y()))
                .toList();
    }

    /// That order with two of one kind exchanged that stand next to each other.
    static List<List<Integer>> neighbours(Picture picture, List<Integer> sequence) {
        List<List<Integer>> neighbours = new ArrayList<>();
        for (int i = 1; i < sequence.size() && sequence.size() <= MOST; i++) {
            if (column(picture, sequence.get(i)) == column(picture, sequence.get(i - 1))) {
                List<Integer> changed = new ArrayList<>(sequence);
                Collections.swap(changed, i, i - 1);
                neighbours.add(changed);
            }
        }
        return neighbours;
    }

    private static List<Integer> in(Picture picture, Column column) {
        return IntStream.range(0, picture.nodes().size())
                .filter(node -> column(picture, node) == column)
                .boxed()
                .toList();
    }

    private static Column column(Picture picture, int node) {
        return Drawing.column(picture.nodes().get(node));
    }
}
