package org.heddle.cli.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.run.Comparison;
import org.heddle.cli.report.DerivationPanels;
import org.heddle.cli.text.Quantity;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.Panel;
import org.heddle.model.draw.print.SvgPrinter;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Step;

/// The derivation picture by picture, then step by step as a table. A picture that several settings share is there once.
final class DerivationStrip {
    private DerivationStrip() {}

    static Markup of(Settings settings, Drawing drawing) {
        Markup m = new Markup();
        m.open("ol", "class", "strip", "tabindex", "0", "aria-label", "Pictures of the derivation");
        for (Map<Panel, List<Integer>> place : places(settings)) {
            place.forEach((panel, at) -> picture(m, panel, Settings.classOf(at), drawing));
        }
        m.end();
        for (int i = 0; i < settings.count(); i++) {
            m.open("details", "class", Settings.classOf(i));
            Derivation derivation = settings.comparisons().get(i).derivation();
            m.leaf("summary", "All " + derivation.steps().size() + " steps, with their laws");
            m.add(steps(derivation)).end();
        }
        return m;
    }

    /// What the settings show in turn, with the settings that show it.
    private static List<Map<Panel, List<Integer>>> places(Settings settings) {
        List<Map<Panel, List<Integer>>> places = new ArrayList<>();
        for (int i = 0; i < settings.count(); i++) {
            Comparison comparison = settings.comparisons().get(i);
            List<Panel> panels = DerivationPanels.of(comparison.derivation());
            for (int p = 0; p < panels.size(); p++) {
                if (p == places.size()) {
                    places.add(new LinkedHashMap<>());
                }
                places.get(p).computeIfAbsent(panels.get(p), _ -> new ArrayList<>()).add(i);
            }
        }
        return places;
    }

    private static void picture(Markup m, Panel panel, String kind, Drawing drawing) {
        m.open("li", "class", kind).open("figure");
        m.open("figcaption").leaf("b", panel.title()).text(" ");
        m.leaf("span", panel.caption()).close();
        m.open("div", "class", "scroll");
        m.picture(
                SvgPrinter.inline(
                        drawing.draw(panel.diagram(), panel.notes()), panel.title(), "diagram"));
        m.close().close().end();
    }

    private static Markup steps(Derivation derivation) {
        Markup m = new Markup();
        m.scroll("Steps").open("table");
        m.columns(List.of("#", "law", "equation", "where", "#bytes before", "#after", "why"));
        int number = 1;
        for (Step step : derivation.steps()) {
            m.open("tr").leaf("th", Integer.toString(number++), "scope", "row");
            m.leaf("td", step.rule());
            m.open("td").leaf("code", step.law()).close();
            m.leaf("td", String.join(" ", step.where()));
            m.leaf("td", Quantity.bytes(step.bytesBefore()), "class", "number");
            m.leaf("td", Quantity.bytes(step.bytesAfter()), "class", "number");
            m.leaf("td", step.why(), "class", "why").end();
        }
        m.close().close().end();
        return m.leaf("p", "End: " + derivation.stopReason());
    }
}
