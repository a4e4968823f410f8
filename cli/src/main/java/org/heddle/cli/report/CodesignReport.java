package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.heddle.cli.report.chart.Tradeoff;
import org.heddle.cli.report.chart.TradeoffText;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;
import org.heddle.cli.text.Wrap;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.codesign.Codesign;
import org.heddle.rules.codesign.Design;
import org.heddle.rules.codesign.Resource;
import org.heddle.rules.codesign.Variation;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Hardware;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Designs as text or JSON.
public record CodesignReport(
        String diagram,
        Sizes sizes,
        Hardware hardware,
        List<Variation> variations,
        List<Design> designs) {
    /// All designs as a table, then their times over what is varied.
    public String text() {
        List<Design> front = Codesign.front(designs);
        StringBuilder out = new StringBuilder();
        out.append(Wrap.hanging(diagram + "  ", 10, DerivationText.sizes(sizes)));
        out.append(
                Wrap.hanging(
                        "hardware  ",
                        10,
                        hardware.name() + ", varied: " + String.join(", ", varied())));
        out.append("\nDesigns (* none is better in everything)\n").append(table(front));
        tradeoff()
                .ifPresent(
                        chart ->
                                out.append("\nPredicted time over " + chart.resource() + "\n")
                                        .append(TradeoffText.of(chart)));
        return out.toString();
    }

    private List<String> varied() {
        return variations.stream()
                .map(
                        v ->
                                v.resource().text()
                                        + " (is "
                                        + Amounts.of(v.resource(), v.resource().of(hardware))
                                        + ")")
                .toList();
    }

    private String table(List<Design> front) {
        Table table = new Table("  ").left("", 1);
        variations.forEach(v -> table.right(v.resource().text()));
        table.right("time").right("H").left("bound by", 20).rest("blocks");
        for (Design design : designs) {
            List<String> cells = new ArrayList<>(List.of(front.contains(design) ? "*" : ""));
            variations.forEach(v -> cells.add(value(v.resource(), design)));
            cells.add(Quantity.seconds(design.seconds()));
            cells.add(
                    design.derivation()
                            .map(Derivation::scheduledBytes)
                            .map(Quantity::bytes)
                            .orElse("–"));
            cells.add(design.bound());
            cells.add(String.join("; ", design.labels()));
            table.row(cells.toArray(String[]::new));
        }
        return table.toString();
    }

    /// Times over the first resource that has several values, a line for each combination of the others; empty where nothing fits.
    public Optional<Tradeoff> tradeoff() {
        Resource along =
                variations.stream()
                        .filter(v -> v.values().size() > 1)
                        .findFirst()
                        .orElse(variations.getFirst())
                        .resource();
        List<Design> front = Codesign.front(designs);
        SequencedMap<String, List<Tradeoff.Point>> lines = new LinkedHashMap<>();
        for (Design design : designs) {
            if (design.derivation().isPresent()) {
                lines.computeIfAbsent(others(along, design), _ -> new ArrayList<>())
                        .add(
                                new Tradeoff.Point(
                                        design.values().getOrDefault(along, Double.NaN),
                                        value(along, design),
                                        design.seconds(),
                                        front.contains(design)));
            }
        }
        List<Tradeoff.Series> series = new ArrayList<>();
        lines.forEach(
                (name, points) -> {
                    points.sort(Comparator.comparingDouble(Tradeoff.Point::amount));
                    series.add(new Tradeoff.Series(name, points));
                });
        series.sort(Comparator.comparingDouble(Tradeoff.Series::fastest));
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Tradeoff(
                                diagram + " on variants of " + hardware.name(),
                                along.text(),
                                series));
    }

    private String others(Resource along, Design design) {
        return variations.stream()
                .map(Variation::resource)
                .filter(resource -> resource != along)
                .map(resource -> resource.text() + " " + value(resource, design))
                .collect(Collectors.joining(", "));
    }

    private static String value(Resource resource, Design design) {
        return Amounts.of(resource, design.values().getOrDefault(resource, Double.NaN));
    }

    /// Format `heddle-codesign/1`.
    public ObjectNode json() {
        ObjectNode document =
                Json.document("heddle-codesign/1")
                        .put("diagram", diagram)
                        .put("hardware", hardware.name());
        document.set("sizes", Json.sizes(sizes.byAxis()));
        ObjectNode own = document.putObject("varied");
        variations.forEach(v -> own.put(v.resource().text(), v.resource().of(hardware)));
        ArrayNode array = document.putArray("designs");
        List<Design> front = Codesign.front(designs);
        for (Design design : designs) {
            ObjectNode node = array.addObject();
            ObjectNode values = node.putObject("values");
            design.values().forEach((resource, value) -> values.put(resource.text(), value));
            node.set("seconds", Json.number(design.seconds()));
            node.put("bound", design.bound());
            design.derivation().ifPresent(d -> node.put("globalBytes", d.scheduledBytes()));
            node.set("labels", Json.strings(design.labels()));
            node.put("front", front.contains(design));
        }
        return document;
    }
}
