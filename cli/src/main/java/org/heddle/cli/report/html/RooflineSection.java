package org.heddle.cli.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.run.Comparison;
import org.heddle.cli.report.chart.Roofline;
import org.heddle.cli.text.Quantity;

/// The roofline of every kernel, with all settings in one chart and its figures as a table.
final class RooflineSection {
    private static final List<String> COLUMNS =
            List.of(
                    "setting",
                    "memory",
                    "#flop per byte",
                    "#predicted",
                    "#measured",
                    "#roof there");

    private RooflineSection() {}

    static Markup of(Settings settings) {
        Markup m = new Markup();
        byKernel(settings).forEach((_, rooflines) -> m.add(kernel(rooflines)));
        return m;
    }

    /// The kernels of one name at all settings that have one, if they compute in the same type.
    private static Map<String, List<RooflineSvg.Numbered>> byKernel(Settings settings) {
        Map<String, List<RooflineSvg.Numbered>> byKernel = new LinkedHashMap<>();
        for (int i = 0; i < settings.count(); i++) {
            for (Comparison.KernelRow row : settings.comparisons().get(i).kernels()) {
                Roofline roofline = Roofline.of(row);
                String key = roofline.kernel() + " " + roofline.ceilings().getFirst().name();
                byKernel.computeIfAbsent(key, _ -> new ArrayList<>())
                        .add(new RooflineSvg.Numbered(i + 1, roofline));
            }
        }
        return byKernel;
    }

    private static Markup kernel(List<RooflineSvg.Numbered> rooflines) {
        Markup m = new Markup();
        m.leaf("h3", "Kernel " + rooflines.getFirst().roofline().kernel());
        if (rooflines.stream().allMatch(each -> each.roofline().points().isEmpty())) {
            return m.leaf(
                    "p",
                    "No point: the kernel neither adds, multiplies nor compares, or moves no bytes.");
        }
        m.scroll("Roofline of kernel " + rooflines.getFirst().roofline().kernel());
        m.add(RooflineSvg.of(rooflines)).end();
        return m.add(table(rooflines));
    }

    private static Markup table(List<RooflineSvg.Numbered> rooflines) {
        Markup m = new Markup();
        m.scroll("Points of the roofline").open("table");
        m.leaf(
                "caption",
                "Operations are those predicted, no device counts them; measured points divide by counted bytes and measured time.");
        m.columns(COLUMNS);
        for (RooflineSvg.Numbered each : rooflines) {
            for (Roofline.Roof roof : each.roofline().roofs()) {
                find(each.roofline(), roof, false).ifPresent(point -> row(m, each, roof, point));
            }
        }
        return m.close().close().end();
    }

    private static void row(
            Markup m, RooflineSvg.Numbered each, Roofline.Roof roof, Roofline.Point predicted) {
        Roofline roofline = each.roofline();
        m.open("tr").leaf("th", Integer.toString(each.number()), "scope", "row");
        m.leaf("td", roof.level());
        m.leaf("td", Quantity.digits(predicted.intensity()), "class", "number");
        m.leaf("td", height(predicted), "class", "number");
        m.leaf(
                "td",
                find(roofline, roof, true).map(RooflineSection::height).orElse("–"),
                "class",
                "number");
        double attainable = roofline.attainable(roof, predicted.intensity());
        m.leaf("td", Quantity.perSecond(attainable, "flop"), "class", "number").end();
    }

    private static Optional<Roofline.Point> find(
            Roofline roofline, Roofline.Roof roof, boolean measured) {
        return roofline.points().stream()
                .filter(p -> p.level().equals(roof.level()) && p.measured() == measured)
                .findFirst();
    }

    private static String height(Roofline.Point point) {
        return Quantity.perSecond(point.flopsPerSecond(), "flop");
    }
}
