package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.draw.layout.Placement;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.Picture.Bundle;
import org.heddle.model.draw.scene.Point;

/// How much further apart the inputs of each node would have to be for their arrays to come in without a bend.
final class Spreads {
    private static final double EQUAL = 0.01;

    private Spreads() {}

    /// By node, then by input: room below it.
    ///
    /// @param before the room with which that placement was made
    /// @param reach arrays from further apart than this are led together
    static List<List<Double>> of(
            Picture picture, Placement placement, List<List<Double>> before, double reach) {
        List<List<Double>> spreads = new ArrayList<>();
        for (int node = 0; node < picture.nodes().size(); node++) {
            int inputs = picture.nodes().get(node).inputs().size();
            List<Double> spread = new ArrayList<>();
            for (int input = 0; input + 1 < inputs; input++) {
                List<Point> above = path(picture, placement, node, input);
                List<Point> below = path(picture, placement, node, input + 1);
                double from = below.getFirst().y() - above.getFirst().y();
                double to = below.getLast().y() - above.getLast().y();
                double missing = Math.abs(from - to) < EQUAL ? 0 : from - to;
                double now = input < before.get(node).size() ? before.get(node).get(input) : 0;
                double wider = Math.max(0, now + missing);
                spread.add(wider <= reach ? wider : now);
            }
            spreads.add(spread);
        }
        return spreads;
    }

    /// The path of the array that comes in at an input.
    static List<Point> path(Picture picture, Placement placement, int node, int input) {
        for (int i = 0; i < picture.bundles().size(); i++) {
            Bundle bundle = picture.bundles().get(i);
            if (bundle.to() == node && bundle.toPort() == input) {
                return placement.edges().get(i);
            }
        }
        throw new IllegalArgumentException(
                "input " + input + " of node " + node + " is not joined");
    }
}
