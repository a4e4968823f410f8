package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.heddle.model.draw.layout.Placement;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.Picture.Bundle;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.draw.picture.Reading;
import org.heddle.model.draw.picture.Symbol;

/// Which array comes in above which, where that says nothing: factors may change places, and a formula names what it reads.
final class PortOrders {
    private PortOrders() {}

    /// Whether the arrays that a node reads may come in in any order.
    static boolean areFree(Node node) {
        return switch (node.symbol()) {
            case Symbol.Product _, Symbol.Pointwise _, Symbol.Fold _, Symbol.Scan _ ->
                    node.inputs().size() > 1;
            case Symbol.Source _,
                    Symbol.Sink _,
                    Symbol.Entry _,
                    Symbol.Exit _,
                    Symbol.Rearranged _,
                    Symbol.Named _,
                    Symbol.Kernel _ ->
                    false;
        };
    }

    /// The same picture, with arrays coming in as their edges arrive in a placement; arrays of indices stay below what is read through them.
    static Picture sorted(Picture picture, Placement placement) {
        List<Node> nodes = new ArrayList<>();
        List<List<Integer>> orders = new ArrayList<>();
        for (int i = 0; i < picture.nodes().size(); i++) {
            Node node = picture.nodes().get(i);
            List<Integer> order = areFree(node) ? order(picture, placement, i) : asWritten(node);
            List<Reading> inputs = order.stream().map(node.inputs()::get).toList();
            orders.add(order);
            nodes.add(new Node(node.id(), node.symbol(), inputs, node.outputs(), node.title()));
        }
        List<Bundle> bundles =
                picture.bundles().stream()
                        .map(
                                b ->
                                        new Bundle(
                                                b.wire(),
                                                b.from(),
                                                b.fromPort(),
                                                b.to(),
                                                orders.get(b.to()).indexOf(b.toPort())))
                        .toList();
        return new Picture(picture.name(), nodes, bundles, picture.labels());
    }

    private static List<Integer> asWritten(Node node) {
        return IntStream.range(0, node.inputs().size()).boxed().toList();
    }

    private static List<Integer> order(Picture picture, Placement placement, int position) {
        Node node = picture.nodes().get(position);
        List<Double> heights = new ArrayList<>();
        for (int input = 0; input < node.inputs().size(); input++) {
            boolean index = node.inputs().get(input).feeds().isPresent();
            heights.add(
                    index
                            ? heights.getLast()
                            : Spreads.path(picture, placement, position, input).getLast().y());
        }
        return asWritten(node).stream().sorted(Comparator.comparingDouble(heights::get)).toList();
    }
}
