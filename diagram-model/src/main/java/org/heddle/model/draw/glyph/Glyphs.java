package org.heddle.model.draw.glyph;

import java.util.List;
import java.util.Map;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.draw.picture.Symbol;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Role;

/// Draws the nodes of one picture.
public final class Glyphs {
    private static final double SQUARE = 3;

    private final Map<String, Label> labels;
    private final int level;
    private final Kernels kernels;
    private final double nameWidth;
    private final double stubWidth;

    /// Draws a kernel's body: what stands between the lines that enter and those that leave.
    public interface Kernels {
        Interior draw(Symbol.Kernel kernel, int level);
    }

    /// A drawn body.
    ///
    /// @param entries heights of its inputs, each the middle of a bundle
    /// @param exits heights of its outputs
    /// @param order in which its own lines are drawn
    public record Interior(
            org.heddle.model.draw.scene.Scene scene,
            List<Double> entries,
            List<Double> exits,
            LineOrder order) {
        public Interior {
            entries = List.copyOf(entries);
            exits = List.copyOf(exits);
        }
    }

    /// For one picture.
    ///
    /// @param level how many kernels are around it
    public Glyphs(Picture picture, int level, Kernels kernels) {
        labels = picture.labels();
        this.level = level;
        this.kernels = kernels;
        double name = 0;
        double stub = 0;
        for (Node node : picture.nodes()) {
            Sheet sheet = sheet(node, LineOrder.AS_WRITTEN, List.of());
            switch (node.symbol()) {
                case Symbol.Source(String text) -> {
                    name = Math.max(name, Label.of(text).width(Role.INTERFACE_NAME));
                    stub = Math.max(stub, sheet.stubWidth(node.outputs().getFirst(), false));
                }
                case Symbol.Entry _ ->
                        stub = Math.max(stub, sheet.stubWidth(node.outputs().getFirst(), true));
                case Symbol.Sink _,
                        Symbol.Exit _,
                        Symbol.Product _,
                        Symbol.Pointwise _,
                        Symbol.Fold _,
                        Symbol.Scan _,
                        Symbol.Rearranged _,
                        Symbol.Named _,
                        Symbol.Kernel _ -> {}
            }
        }
        nameWidth = name;
        stubWidth = stub;
    }

    /// Draws a node whose arrays have their lines in that order.
    public Glyph draw(Node node, LineOrder order) {
        return draw(node, order, List.of());
    }

    /// The same with further room below some of its inputs.
    public Glyph draw(Node node, LineOrder order, List<Double> spread) {
        Sheet sheet = sheet(node, order, spread);
        return switch (node.symbol()) {
            case Symbol.Source(String name) ->
                    InterfaceGlyph.source(sheet, name, nameWidth, stubWidth);
            case Symbol.Entry _ -> InterfaceGlyph.entry(sheet, stubWidth);
            case Symbol.Sink(String name) -> InterfaceGlyph.sink(sheet, name);
            case Symbol.Exit _ -> InterfaceGlyph.exit(sheet);
            case Symbol.Product product -> ProductGlyph.draw(sheet, product);
            case Symbol.Pointwise(List<String> text) -> BoxGlyph.draw(sheet, text, Metrics.ROUND);
            case Symbol.Fold fold -> fold(sheet, fold);
            case Symbol.Scan scan ->
                    scan.item().isEmpty() && isOneToOne(node)
                            ? AlongGlyph.scan(sheet, scan)
                            : BoxGlyph.scan(sheet, scan);
            case Symbol.Rearranged _ -> ProductGlyph.draw(sheet, new Symbol.Product("", ""));
            case Symbol.Named named -> named(sheet, named, spread);
            case Symbol.Kernel kernel -> KernelGlyph.draw(sheet, kernel, kernels);
        };
    }

    private Glyph named(Sheet sheet, Symbol.Named named, List<Double> spread) {
        Node node = sheet.node();
        if (isOneToOne(node)) {
            var triangle = AlongGlyph.triangle(sheet, named);
            if (triangle.isPresent()) {
                return triangle.get();
            }
        }
        List<String> text =
                named.over().isEmpty()
                        ? List.of(named.name())
                        : List.of(named.name(), "over " + String.join(", ", named.over()));
        return BoxGlyph.draw(sheet(node, sheet.order(), spread), text, SQUARE);
    }

    private static Glyph fold(Sheet sheet, Symbol.Fold fold) {
        if (!fold.item().isEmpty()) {
            return BoxGlyph.fold(sheet, fold.item(), fold.sign());
        }
        return isOneToOne(sheet.node())
                ? AlongGlyph.fold(sheet, fold)
                : BoxGlyph.draw(sheet, List.of(fold.sign()), Metrics.ROUND);
    }

    private static boolean isOneToOne(Node node) {
        return node.inputs().size() == 1 && node.outputs().size() == 1;
    }

    private Sheet sheet(Node node, LineOrder order, List<Double> spread) {
        return new Sheet(node, order, labels, level, spread);
    }
}
