package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;

/// From which boxes of the given diagram the boxes come that laws have made of them.
///
/// ```
///   given      T                 P
///              │       unfold ╭──┼──╮
///              │             P.m P.e …
///              ╰── merge ─────╯            P.m comes of T and P
/// ```
///
/// A law puts some boxes in the place of others. What it puts comes of all that it matched or took away; boxes that it leaves as they are keep where they come from. That a
/// box moves into a kernel changes nothing.
public final class Lineage {
    private final Map<String, Set<String>> origins = new LinkedHashMap<>();

    private Lineage() {}

    public static Lineage of(Derivation derivation) {
        Lineage lineage = new Lineage();
        boxes(derivation.source()).forEach(box -> lineage.add(box.id(), Set.of(box.id())));
        derivation.steps().forEach(lineage::follow);
        return lineage;
    }

    /// Ids of boxes of the given diagram that a box inside a kernel comes from.
    public Set<String> of(String box) {
        return Set.copyOf(origins.getOrDefault(box, Set.of()));
    }

    private void follow(Step step) {
        List<Box> before = boxes(step.before());
        List<Box> after = boxes(step.after());
        Set<String> taken = new LinkedHashSet<>();
        List<String> matched = matched(step);
        for (Box box : before) {
            if (matched.contains(box.id()) || !after.contains(box)) {
                taken.addAll(origins.getOrDefault(box.id(), Set.of()));
            }
        }
        for (Box box : after) {
            if (!before.contains(box)) {
                add(box.id(), taken);
            }
        }
    }

    /// Without the kernel that a step inside of one names first.
    private static List<String> matched(Step step) {
        boolean inside = step.where().getFirst().equals(step.before().name());
        return inside ? step.where().subList(1, step.where().size()) : step.where();
    }

    private void add(String box, Set<String> from) {
        Set<String> all = new LinkedHashSet<>(origins.getOrDefault(box, Set.of()));
        all.addAll(from);
        origins.put(box, all);
    }

    /// All boxes, those inside kernels in the place of the kernels.
    private static List<Box> boxes(Diagram diagram) {
        List<Box> boxes = new ArrayList<>();
        for (Box box : diagram.boxes()) {
            if (box.op() instanceof Op.Block block) {
                boxes.addAll(boxes(block.body()));
            } else {
                boxes.add(box);
            }
        }
        return boxes;
    }
}
