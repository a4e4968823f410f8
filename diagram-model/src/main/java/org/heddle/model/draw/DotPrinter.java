package org.heddle.model.draw;

import java.util.List;
import java.util.stream.Collectors;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.Picture.Bundle;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.draw.picture.PictureBuilder;
import org.heddle.model.draw.picture.Reading;
import org.heddle.model.draw.picture.Symbol;

/// Pictures for Graphviz, which lays them out itself: an edge per array, a cluster per kernel. Axes are written at edges, not drawn as lines.
public final class DotPrinter {
    private final StringBuilder out = new StringBuilder();

    private DotPrinter() {}

    /// One graph per panel, one behind the other.
    public static String print(List<Panel> panels) {
        DotPrinter printer = new DotPrinter();
        for (Panel panel : panels) {
            printer.graph(panel.diagram(), panel.notes(), title(panel));
        }
        return printer.out.toString();
    }

    private static String title(Panel panel) {
        return panel.caption().isEmpty() ? panel.title() : panel.title() + ": " + panel.caption();
    }

    private void graph(Diagram diagram, Notes notes, String title) {
        out.append("digraph ").append(quoted(diagram.name())).append(" {\n");
        out.append("  rankdir=LR; labelloc=t; label=").append(quoted(title)).append(";\n");
        out.append("  node [fontname=\"sans-serif\", fontsize=12];\n");
        out.append("  edge [fontname=\"sans-serif\", fontsize=10, arrowhead=none];\n");
        body(PictureBuilder.build(diagram, notes), "n", "  ");
        out.append("}\n");
    }

    private void body(Picture picture, String prefix, String indent) {
        for (int i = 0; i < picture.nodes().size(); i++) {
            Node node = picture.nodes().get(i);
            String id = prefix + i;
            if (node.symbol() instanceof Symbol.Kernel(Picture inner, String caption)) {
                out.append(indent).append("subgraph cluster_").append(id).append(" {\n");
                out.append(indent)
                        .append("  style=\"rounded,filled\"; fillcolor=\"#fff1e5\"; label=")
                        .append(quoted(caption))
                        .append(";\n");
                body(inner, id + "_", indent + "  ");
                out.append(indent).append("}\n");
            } else {
                out.append(indent).append(id).append(" [").append(look(node)).append("];\n");
            }
        }
        for (Bundle bundle : picture.bundles()) {
            out.append(indent)
                    .append(end(picture, prefix, bundle.from(), bundle.fromPort(), false))
                    .append(" -> ")
                    .append(end(picture, prefix, bundle.to(), bundle.toPort(), true))
                    .append(" [label=")
                    .append(quoted(label(picture, bundle)))
                    .append("];\n");
        }
    }

    private static String label(Picture picture, Bundle bundle) {
        List<String> axes =
                bundle.wire().axes().stream().map(axis -> picture.label(axis).plain()).toList();
        return bundle.wire().name() + "[" + String.join(", ", axes) + "]";
    }

    /// The node at which an edge ends: for a kernel the one at its border.
    private static String end(Picture picture, String prefix, int node, int port, boolean in) {
        String id = prefix + node;
        if (picture.nodes().get(node).symbol() instanceof Symbol.Kernel(Picture inner, _)) {
            int outputs = picture.nodes().get(node).outputs().size();
            int first = in ? 0 : inner.nodes().size() - outputs;
            return end(inner, id + "_", first + port, 0, in);
        }
        return id;
    }

    private static String look(Node node) {
        return switch (node.symbol()) {
            case Symbol.Source(String name) -> "shape=plaintext, label=" + quoted(name);
            case Symbol.Sink(String name) -> "shape=plaintext, label=" + quoted(name);
            case Symbol.Entry _, Symbol.Exit _ -> "shape=point, label=\"\"";
            case Symbol.Product(String sign, _) ->
                    "shape=circle, label=" + quoted(sign.isEmpty() ? "×" : sign);
            case Symbol.Pointwise(List<String> text) ->
                    "shape=box, style=rounded, label=" + quoted(String.join("\n", text));
            case Symbol.Fold(String sign, List<String> item) ->
                    "shape=box, style=rounded, label="
                            + quoted(item.isEmpty() ? sign : sign + "\n" + String.join("\n", item));
            case Symbol.Scan(String sign, _, List<String> item) ->
                    "shape=box, style=rounded, label="
                            + quoted(item.isEmpty() ? sign : sign + "\n" + String.join("\n", item));
            case Symbol.Rearranged _ -> "shape=hexagon, label=" + quoted(indices(node));
            case Symbol.Named(String name, _) -> "shape=box, label=" + quoted(name);
            case Symbol.Kernel(_, String caption) -> "label=" + quoted(caption);
        };
    }

    private static String indices(Node node) {
        Reading read = node.inputs().getFirst();
        return read.indices().stream()
                .map(Reading.Index::text)
                .collect(Collectors.joining(", ", read.wire().name() + "[", "]"));
    }

    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "\"" + escaped + "\"";
    }
}
