package org.heddle.cli.report.html;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.heddle.backend.code.Origin;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.cli.report.DerivationPanels;
import org.heddle.cli.report.html.Parts.Part;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.Panel;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.print.SvgPrinter;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Lineage;

/// The text of every kernel beside the picture of what it computes, line by line linked to the boxes.
///
/// Lines in a row that are there for the same parts make a step. The numbers of its parts, and the ids of boxes in the given diagram that these come of, are attributes; the page's script lights up what
/// belongs together.
final class SourceSection {
    /// Hues that tell parts apart, besides their names.
    private static final int HUES = 8;

    private final Settings settings;
    private final Drawing drawing;
    private final Markup m = new Markup();

    private SourceSection(Settings settings, Drawing drawing) {
        this.settings = settings;
        this.drawing = drawing;
    }

    static Markup of(Settings settings, Drawing drawing) {
        return new SourceSection(settings, drawing).write();
    }

    private Markup write() {
        for (int i = 0; i < settings.count(); i++) {
            Comparison comparison = settings.comparisons().get(i);
            m.open("div", "class", Settings.classOf(i)).add(settings.heading(i));
            Lineage lineage = Lineage.of(comparison.derivation());
            for (Comparison.KernelRow row : comparison.kernels()) {
                kernel(row.kernel(), comparison, lineage);
            }
            m.end();
        }
        return m;
    }

    private void kernel(CompiledKernel kernel, Comparison comparison, Lineage lineage) {
        String name = kernel.program().name();
        Parts parts = new Parts(kernel, lineage);
        Derivation derivation = comparison.derivation();
        m.leaf("h3", "Kernel " + name);
        m.open("div", "class", "linked");
        Panel derived = DerivationPanels.kernel(derivation, kernel.kernel());
        picture(derived, "As derived: " + derived.caption(), "derived");
        Panel given =
                new Panel(derivation.source().name(), "given", derivation.source(), Notes.NONE);
        picture(given, "As given", "given");
        legend(parts, name);
        code(kernel, comparison, parts);
        m.end();
    }

    private void picture(Panel panel, String caption, String side) {
        m.open("figure", "class", "scroll picture-" + side, "tabindex", "0", "aria-label", caption);
        m.leaf("figcaption", caption);
        m.picture(
                SvgPrinter.inline(
                        drawing.draw(panel.diagram(), panel.notes()), caption, "diagram"));
        m.end();
    }

    /// A button for each part, to be walked through with arrow keys.
    private void legend(Parts parts, String kernel) {
        m.open(
                "div",
                "class",
                "parts",
                "role",
                "toolbar",
                "aria-label",
                "Parts of kernel " + kernel);
        m.leaf("p", "Parts of kernel " + kernel + ":", "class", "note");
        for (Part part : parts.all()) {
            m.open(
                    "button",
                    "type",
                    "button",
                    "class",
                    "part " + hue(part),
                    "aria-pressed",
                    "false",
                    "tabindex",
                    part.number() == 0 ? "0" : "-1",
                    "data-part",
                    Integer.toString(part.number()),
                    "data-kind",
                    part.kind().name().toLowerCase(Locale.ROOT),
                    "data-name",
                    part.name(),
                    "data-given",
                    given(part));
            m.leaf("b", part.name()).text(" " + part.what()).end();
        }
        m.end();
    }

    private static String given(Part part) {
        return String.join("\n", part.given().stream().sorted().toList());
    }

    private static String hue(Part part) {
        return "hue-" + part.number() % HUES;
    }

    private void code(CompiledKernel kernel, Comparison comparison, Parts parts) {
        String file = kernel.text().entry() + comparison.target().suffix();
        m.open("div", "class", "code", "role", "group", "aria-label", "Source of " + file);
        m.leaf("p", file, "class", "file");
        List<String> lines = kernel.text().source().lines().toList();
        List<Origin> origins = kernel.origins();
        int from = 0;
        boolean first = true;
        int kernelFrom = linkedFrom(origins);
        if (kernelFrom > 0) {
            m.open("details", "class", "prelude");
            m.leaf("summary", "lines 1 to " + kernelFrom + ", for the kernel as a whole");
            step(List.of(), lines.subList(0, kernelFrom), 1, false);
            m.end();
            from = kernelFrom;
        }
        while (from < lines.size()) {
            int to = from + 1;
            while (to < lines.size() && belongs(lines, origins, from, to)) {
                to++;
            }
            List<Part> served = parts.of(origins.get(from));
            step(served, lines.subList(from, to), from + 1, first && !served.isEmpty());
            first &= served.isEmpty();
            from = to;
        }
        m.end();
    }

    /// The number of lines before the first one that is linked, but for the head of the kernel.
    private static int linkedFrom(List<Origin> origins) {
        int first = 0;
        while (first < origins.size() && origins.get(first).equals(Origin.NONE)) {
            first++;
        }
        return first == origins.size() ? 0 : first;
    }

    /// Whether a line goes on with the step that began at another one, as empty lines do. A comment begins a step of its own, if it is for anything.
    private static boolean belongs(List<String> lines, List<Origin> origins, int begun, int line) {
        if (lines.get(line).isBlank()) {
            return true;
        }
        boolean same = origins.get(line).equals(origins.get(begun));
        boolean linked = !origins.get(line).equals(Origin.NONE);
        return same && !(linked && lines.get(line).strip().startsWith("// "));
    }

    private void step(List<Part> served, List<String> lines, int number, boolean first) {
        String parts =
                served.stream()
                        .map(part -> Integer.toString(part.number()))
                        .collect(Collectors.joining(" "));
        String names = served.stream().map(Part::name).collect(Collectors.joining(", "));
        if (served.isEmpty()) {
            m.open("div", "class", "step");
            m.leaf("span", "", "class", "gutter");
        } else {
            int last = number + lines.size() - 1;
            String range = last == number ? "line " + number : "lines " + number + " to " + last;
            m.open("div", "class", "step " + hue(served.getFirst()), "data-parts", parts);
            m.leaf(
                    "button",
                    names,
                    "type",
                    "button",
                    "class",
                    "gutter",
                    "aria-pressed",
                    "false",
                    "tabindex",
                    first ? "0" : "-1",
                    "title",
                    range + ": " + names);
        }
        m.open("pre");
        for (int i = 0; i < lines.size(); i++) {
            m.leaf(
                    "span",
                    Integer.toString(number + i),
                    "class",
                    "line-number",
                    "aria-hidden",
                    "true");
            m.leaf("code", lines.get(i)).text("\n");
        }
        m.close().end();
    }
}
