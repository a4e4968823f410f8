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

    /// The same picture, with arrays coming in as their edges arrive in a placement; arrays of indices stay beside what is read through them.
    static Picture sorted(Picture picture, Placement placement) {
        List<List<Integer>> orders = new ArrayList<>();
        for (int i = 0; i < picture.nodes().size(); i++) {
            Node node = picture.nodes().get(i);
            orders.add(areFree(node) ? order(picture, placement, i) : asWritten(node));
        }
        return ordered(picture, orders);
    }

    /// The same picture with one array of indices on the other side of what is read through it, in all ways.
    static List<Picture> turned(Picture picture) {
        List<Picture> turned = new ArrayList<>();
        for (int i = 0; i < picture.nodes().size(); i++) {
            for (int input = 0; input < picture.nodes().get(i).inputs().size(); input++) {
                if (picture.nodes().get(i).inputs().get(input).feeds().isPresent()) {
                    turned.add(turned(picture, i, input));
                }
            }
        }
        return turned;
    }

    private static Picture turned(Picture picture, int position, int input) {
        Node node = picture.nodes().get(position);
        List<Reading> inputs = new ArrayList<>(node.inputs());
        inputs.set(input, inputs.get(input).turned());
        List<Node> nodes = new ArrayList<>(picture.nodes());
        nodes.set(position, reading(node, inputs));
        List<List<Integer>> orders = new ArrayList<>();
        nodes.forEach(other -> orders.add(new ArrayList<>(asWritten(other))));
        List<Integer> order = orders.get(position);
        order.remove(Integer.valueOf(input));
        order.add(node.array(input), input); // right beside the array, on either side
        Picture changed = new Picture(picture.name(), nodes, picture.bundles(), picture.labels());
        return ordered(changed, orders);
    }

    private static Node reading(Node node, List<Reading> inputs) {
        return new Node(node.id(), node.symbol(), inputs, node.outputs(), node.title());
    }

    /// @param orders by node: its inputs as they come in, from the top
    private static Picture ordered(Picture picture, List<List<Integer>> orders) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < picture.nodes().size(); i++) {
            Node node = picture.nodes().get(i);
            nodes.add(reading(node, orders.get(i).stream().map(node.inputs()::get).toList()));
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
            int array = node.array(input);
            heights.add(Spreads.path(picture, placement, position, array).getLast().y());
        }
        return asWritten(node).stream().sorted(Comparator.comparingDouble(heights::get)).toList();
    }
}
