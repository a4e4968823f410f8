package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.draw.Panel;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.scene.Label;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.derive.Step;
import org.heddle.rules.schedule.Schedule;

/// A derivation as a row of pictures: what was given, then the whole diagram after every step, at last with the labels of its schedule.
///
/// Steps inside a kernel are shown in place. A step that changes neither diagram nor labels shares the picture of the one before.
public final class DerivationPanels {
    private final Derivation derivation;
    private final List<Panel> panels = new ArrayList<>();
    private final Map<String, Notes.Note> notes = new LinkedHashMap<>();
    private Diagram current;

    private DerivationPanels(Derivation derivation) {
        this.derivation = derivation;
        current = derivation.source();
    }

    public static List<Panel> of(Derivation derivation) {
        return new DerivationPanels(derivation).panels();
    }

    private List<Panel> panels() {
        panels.add(new Panel(derivation.source().name(), "given", current, Notes.NONE));
        int whole = stepsOnTheWhole();
        for (int i = 0; i < derivation.steps().size(); i++) {
            Step step = derivation.steps().get(i);
            if (i < whole) {
                current = step.after();
            } else {
                inKernel(step);
            }
            add((i + 1) + "  " + step.rule(), caption(step));
        }
        return panels;
    }

    /// How many steps, all at the start, change the whole diagram; the others work inside a kernel of the result.
    private int stepsOnTheWhole() {
        Diagram diagram = derivation.source();
        int steps = 0;
        while (!diagram.equals(derivation.result()) && steps < derivation.steps().size()) {
            diagram = derivation.steps().get(steps).after();
            steps++;
        }
        return steps;
    }

    private void add(String title, String caption) {
        Panel before = panels.getLast();
        Notes now = new Notes(notes);
        if (before.diagram().equals(current) && before.notes().equals(now)) {
            panels.removeLast();
            panels.add(
                    new Panel(
                            before.title() + ",  " + title,
                            before.caption() + "; " + caption,
                            current,
                            now));
        } else {
            panels.add(new Panel(title, caption, current, now));
        }
    }

    private static String caption(Step step) {
        String where = String.join(" ", step.where());
        int end = step.why().indexOf("; bound");
        return where + ": " + (end < 0 ? step.why() : step.why().substring(0, end));
    }

    /// Puts the body that a step made in the place of its kernel.
    private void inKernel(Step step) {
        String name = step.where().getFirst();
        Kernel kernel =
                derivation.kernels().stream()
                        .filter(candidate -> candidate.block().equals(name))
                        .findFirst()
                        .orElseThrow();
        Set<String> results = new LinkedHashSet<>(kernel.body().outputs());
        List<Box> boxes = new ArrayList<>();
        for (Box box : current.boxes()) {
            if (writes(box).equals(results)) {
                boxes.add(block(box.id(), step.after()));
                note(box.id(), step, kernel);
            } else {
                boxes.add(box);
            }
        }
        current = current.with(current.wires().values(), boxes);
    }

    private static Set<String> writes(Box box) {
        Set<String> wires = new LinkedHashSet<>();
        box.outputs().forEach(port -> wires.add(port.wire()));
        return wires;
    }

    private static Box block(String id, Diagram body) {
        return new Box(
                id,
                new Op.Block(body, "kernel"),
                body.inputs().stream().map(wire -> Port.of(body.wire(wire))).toList(),
                body.outputs().stream().map(wire -> Port.of(body.wire(wire))).toList());
    }

    /// What a step fixes: streams, then everything.
    private void note(String id, Step step, Kernel kernel) {
        switch (step.rule()) {
            case "stream" -> notes.put(id, new Notes.Note("", streams(kernel)));
            case "group" ->
                    notes.put(
                            id,
                            new Notes.Note(kernel.schedule().labels(), labels(kernel.schedule())));
            default -> {}
        }
    }

    private static Map<String, Label> streams(Kernel kernel) {
        Map<String, Label> labels = new LinkedHashMap<>();
        kernel.form().stream().forEach(axis -> labels.put(axis, Label.of("s", axis)));
        return labels;
    }

    private static Map<String, Label> labels(Schedule schedule) {
        Map<String, Label> labels = new LinkedHashMap<>();
        for (String axis : schedule.blocking().extents().keySet()) {
            if (schedule.nest().grid().contains(axis)) {
                labels.put(axis, Label.of("g", axis));
            } else if (schedule.nest().cut().contains(axis)) {
                labels.put(axis, Label.of("s", axis));
            }
        }
        return labels;
    }
}
