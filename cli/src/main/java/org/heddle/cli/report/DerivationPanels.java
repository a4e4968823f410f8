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
import org.heddle.model.diagram.Wire;
import org.heddle.model.draw.Panel;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.scene.Label;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.derive.Step;
import org.heddle.rules.schedule.Schedule;

/// A derivation as a row of pictures: what was given, then what every law makes of it, at last with the labels of its schedule.
///
/// Steps in a row by one law share a picture, and so does a step that changes neither diagram nor labels with the one before. Where there are several kernels, steps
/// inside one show it alone, and a last picture shows all. In a long derivation all steps in a row share a picture that only rewrite the body of a kernel.
public final class DerivationPanels {
    /// More pictures than this are too many.
    private static final int MOST = 16;

    /// What says how a kernel runs, where other laws rewrite what it computes.
    private static final Set<String> SCHEDULING = Set.of("split", "stream", "group");

    private final Derivation derivation;
    private final boolean brief;
    private final List<Panel> panels = new ArrayList<>();
    private final Map<String, Notes.Note> notes = new LinkedHashMap<>();
    private Diagram current;

    private DerivationPanels(Derivation derivation, boolean brief) {
        this.derivation = derivation;
        this.brief = brief;
        current = derivation.source();
    }

    public static List<Panel> of(Derivation derivation) {
        List<Panel> all = new DerivationPanels(derivation, false).panels();
        return all.size() <= MOST ? all : new DerivationPanels(derivation, true).panels();
    }

    /// One kernel as it is at the end, with the labels of its schedule.
    public static Panel kernel(Derivation derivation, Kernel kernel) {
        DerivationPanels drawn = new DerivationPanels(derivation, true);
        drawn.panels();
        Set<String> results = Set.copyOf(kernel.body().outputs());
        return new Panel(
                kernel.block(),
                kernel.schedule().labels(),
                drawn.alone(results),
                new Notes(drawn.notes));
    }

    private List<Panel> panels() {
        panels.add(new Panel(derivation.source().name(), "given", current, Notes.NONE));
        int whole = stepsOnTheWhole();
        boolean several = derivation.result().boxes().size() > 1;
        int i = 0;
        while (i < derivation.steps().size()) {
            int end = endOfRun(i, whole);
            List<Step> run = derivation.steps().subList(i, end);
            if (i < whole) {
                current = run.getLast().after();
                add(title(i, run), caption(run), current);
            } else if (run.getFirst().rule().equals("split")) {
                run.forEach(this::inTwo);
                add(title(i, run), caption(run), current);
            } else {
                run.forEach(this::inKernel);
                add(title(i, run), caption(run), several ? alone(run.getFirst()) : current);
            }
            i = end;
        }
        if (several && whole < derivation.steps().size()) {
            add("all", "the kernels together", current);
        }
        return panels;
    }

    /// Where the steps by one law, in one kernel if in any, end that begin with this one.
    private int endOfRun(int first, int whole) {
        Step step = derivation.steps().get(first);
        int limit = first < whole ? whole : derivation.steps().size();
        int end = first + 1;
        while (end < limit && belongs(derivation.steps().get(end), step, first < whole)) {
            end++;
        }
        return end;
    }

    private boolean belongs(Step next, Step step, boolean onTheWhole) {
        boolean alike =
                next.rule().equals(step.rule())
                        || (brief && !onTheWhole && rewrites(next) && rewrites(step));
        return alike && (onTheWhole || next.where().getFirst().equals(step.where().getFirst()));
    }

    private static boolean rewrites(Step step) {
        return !SCHEDULING.contains(step.rule());
    }

    private static String title(int first, List<Step> run) {
        String last = run.size() > 1 ? "–" + (first + run.size()) : "";
        List<String> laws = run.stream().map(Step::rule).distinct().toList();
        return (first + 1) + last + "  " + String.join(", ", laws);
    }

    /// Where the steps of a run acted and why; a reason that several share is told once.
    private static String caption(List<Step> run) {
        Map<String, List<String>> places = new LinkedHashMap<>();
        for (Step step : run) {
            places.computeIfAbsent(reason(step), _ -> new ArrayList<>())
                    .add(String.join(" ", step.where()));
        }
        List<String> parts = new ArrayList<>();
        places.forEach((why, where) -> parts.add(String.join(", ", where) + ": " + why));
        return String.join("; ", parts);
    }

    private static String reason(Step step) {
        int end = step.why().indexOf("; bound");
        return end < 0 ? step.why() : step.why().substring(0, end);
    }

    /// How many steps, all at the start, change the whole diagram; the others work inside a kernel, or make two of one.
    private int stepsOnTheWhole() {
        Diagram diagram = derivation.source();
        Diagram fused =
                derivation.steps().stream()
                        .filter(step -> step.rule().equals("split"))
                        .findFirst()
                        .map(Step::before)
                        .orElse(derivation.result());
        int steps = 0;
        while (!diagram.equals(fused) && steps < derivation.steps().size()) {
            diagram = derivation.steps().get(steps).after();
            steps++;
        }
        return steps;
    }

    private void add(String title, String caption, Diagram diagram) {
        Panel before = panels.getLast();
        Notes now = new Notes(notes);
        if (before.diagram().equals(diagram) && before.notes().equals(now)) {
            panels.removeLast();
            panels.add(
                    new Panel(
                            before.title() + ",  " + title,
                            before.caption() + "; " + caption,
                            diagram,
                            now));
        } else {
            panels.add(new Panel(title, caption, diagram, now));
        }
    }

    /// The kernel in which a step acted, as a diagram of its own.
    private Diagram alone(Step step) {
        return alone(new LinkedHashSet<>(kernel(step).body().outputs()));
    }

    private Diagram alone(Set<String> results) {
        Box box =
                current.boxes().stream()
                        .filter(b -> b.writes().equals(results))
                        .findFirst()
                        .orElseThrow();
        List<String> inputs = box.inputs().stream().map(Port::wire).distinct().toList();
        List<Wire> wires = new ArrayList<>();
        inputs.forEach(wire -> wires.add(current.wire(wire)));
        results.forEach(wire -> wires.add(current.wire(wire)));
        return new Diagram(
                current.name(),
                current.axes().values(),
                wires,
                inputs,
                List.copyOf(results),
                List.of(),
                List.of(box),
                current.definitions().values());
    }

    private Kernel kernel(Step step) {
        String name = step.where().getFirst();
        return derivation.kernels().stream()
                .filter(candidate -> candidate.block().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Puts two kernels in the place of one, and leaves the others as far as they have come.
    private void inTwo(Step step) {
        Map<String, Box> reached = new LinkedHashMap<>();
        current.boxes().forEach(box -> reached.put(box.id(), box));
        step.where().forEach(reached::remove);
        current =
                step.after()
                        .with(
                                step.after().wires().values(),
                                step.after().boxes().stream()
                                        .map(box -> reached.getOrDefault(box.id(), box))
                                        .toList());
    }

    /// Puts the body that a step made in the place of its kernel.
    private void inKernel(Step step) {
        Kernel kernel = kernel(step);
        Set<String> results = new LinkedHashSet<>(kernel.body().outputs());
        List<Box> boxes = new ArrayList<>();
        for (Box box : current.boxes()) {
            if (box.writes().equals(results)) {
                boxes.add(block(box.id(), step.after()));
                note(box.id(), step, kernel);
            } else {
                boxes.add(box);
            }
        }
        current = current.with(current.wires().values(), boxes);
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
