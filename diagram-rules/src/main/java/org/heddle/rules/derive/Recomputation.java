package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.law.DropDeadBox;
import org.heddle.rules.law.KernelLaw;
import org.heddle.rules.law.MergeMapIntoReduction;
import org.heddle.rules.law.MergeMaps;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;

/// Lets boxes compute for themselves what would be long to read: wires that are larger than what they are made of.
///
/// ```
///              ┌──[g]──             ┌──[f]──[g]──
///   ──[f]──w──●          ⇒    ──●
///              └──[h]──             └──[f]──[h]──
/// ```
///
/// A wire is *large* where its bytes are more than those of the small wires and inputs that it is computed from. A box that writes what is not large gets copies of all large wires that it depends on, and
/// the maps among them are merged into what reads them. Boxes that come into one kernel share the copies again.
/// A wire that one box reads along several axes (`m[a]` and `m[b]`, of a covariance) is computed along each: one loop nest has both only if they are two. Whether storing or computing again is better is decided by the cost of all kernels.
final class Recomputation {
    /// More boxes than this are not made.
    private static final int MOST_BOXES = 400;

    private static final List<Rule> MERGING =
            List.of(new DropDeadBox(), new MergeMapIntoReduction(), new MergeMaps());

    private final Diagram diagram;
    private final Sizes sizes;
    private final Map<String, Set<String>> sources = new HashMap<>();
    private final Set<String> large = new LinkedHashSet<>();
    private final Set<String> crossed = new LinkedHashSet<>();

    private final Map<String, Set<String>> makers = new LinkedHashMap<>();
    private final Set<String> kept = new HashSet<>();

    private Recomputation(Diagram diagram, Sizes sizes) {
        this.diagram = diagram;
        this.sizes = sizes;
        diagram.ordered().forEach(this::classify);
        crossed.addAll(AlongEach.wires(diagram));
        diagram.boxes().stream().filter(box -> !isLarge(box)).map(Box::id).forEach(kept::add);
    }

    /// The diagram with nothing large between kernels, and the steps that lead there.
    ///
    /// @param together boxes with the copies that they are behind, where there are any
    record Result(Diagram diagram, List<Set<String>> together, List<Step> steps) {}

    /// The diagram in which large wires between kernels are computed again by their readers.
    ///
    /// @param stored the cut into kernels with every wire computed once
    /// @return empty where no large wire is read by another kernel than that which writes it, and several kernels read no wire along several axes
    static Optional<Result> of(Diagram diagram, Fusion stored, Sizes sizes) {
        Recomputation recomputation = new Recomputation(diagram, sizes);
        return recomputation.crosses(stored.blocks()) ? recomputation.result() : Optional.empty();
    }

    private boolean crosses(Blocks blocks) {
        return (!crossed.isEmpty() && blocks.inOrder().size() > 1)
                || blocks.inOrder().stream()
                        .flatMap(block -> blocks.body(block).outputs().stream())
                        .anyMatch(large::contains);
    }

    private void classify(Box box) {
        Set<String> from = new LinkedHashSet<>();
        for (String wire : box.reads()) {
            from.addAll(large.contains(wire) ? sources.getOrDefault(wire, Set.of()) : Set.of(wire));
        }
        for (Port out : box.outputs()) {
            long made = from.stream().mapToLong(wire -> sizes.bytes(diagram.wire(wire))).sum();
            if (canRepeat(box)
                    && !diagram.outputs().contains(out.wire())
                    && sizes.bytes(diagram.wire(out.wire())) > made) {
                large.add(out.wire());
                sources.put(out.wire(), from);
            }
        }
    }

    /// Whether a box may be computed in a tile at a time, wherever its result is needed.
    static boolean canRepeat(Box box) {
        return switch (box.op()) {
            case Op.Contract _, Op.Map _ -> true;
            case Op.Reduce(Monoid monoid, _) ->
                    monoid.components() == 1 && box.outputs().size() == 1;
            case Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    /// The first step alone: copies of all large wires.
    static Optional<Rewrite> rewrite(Diagram diagram, Sizes sizes) {
        return new Recomputation(diagram, sizes).rewrite();
    }

    /// The diagram and its steps, whatever kernels there are.
    ///
    /// @return empty where no wire is large
    static Optional<Result> of(Diagram diagram, Sizes sizes) {
        return new Recomputation(diagram, sizes).result();
    }

    private Optional<Result> result() {
        Optional<Rewrite> rewrite = rewrite();
        if (rewrite.isEmpty()) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(KernelLaw.RECOMPUTE, rewrite.get(), diagram, sizes));
        Diagram merged = merge(rewrite.get().after(), steps);
        return Optional.of(new Result(merged, together(merged), steps));
    }

    private Optional<Rewrite> rewrite() {
        AlongEach along = AlongEach.of(copied());
        makers.putAll(along.makers());
        Diagram copied = along.diagram();
        boolean again = copied.boxes().size() > diagram.boxes().size();
        if (!again || copied.boxes().size() > MOST_BOXES) {
            return Optional.empty();
        }
        List<String> why = new ArrayList<>();
        if (!large.isEmpty()) {
            why.add(
                    String.join(", ", large)
                            + (large.size() == 1
                                    ? " is larger than what it is"
                                    : " are larger than what they are")
                            + " made of");
        }
        if (!crossed.isEmpty()) {
            why.add(
                    String.join(", ", crossed)
                            + (crossed.size() == 1 ? " is" : " are")
                            + " read along several axes by one box");
        }
        List<String> where = new ArrayList<>(large);
        crossed.stream().filter(wire -> !large.contains(wire)).forEach(where::add);
        return Optional.of(new Rewrite(copied, where, String.join("; ", why)));
    }

    /// Every box that writes what is not large, behind copies of its own.
    private Diagram copied() {
        Set<String> names = new HashSet<>(diagram.wires().keySet());
        diagram.boxes().forEach(box -> names.add(box.id()));
        List<Wire> wires = new ArrayList<>();
        diagram.wires().values().stream()
                .filter(wire -> !large.contains(wire.name()))
                .forEach(wires::add);
        List<Box> boxes = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        for (Box box : diagram.ordered()) {
            if (isLarge(box)) {
                continue;
            }
            Map<String, String> carried = new LinkedHashMap<>();
            for (Box part : behind(box)) {
                String from = part.output().wire();
                boolean first = placed.add(from);
                String name = first ? from : Names.fresh(from, names);
                Wire wire = diagram.wire(from);
                wires.add(new Wire(name, wire.dtype(), wire.axes()));
                boxes.add(
                        new Box(
                                first ? part.id() : name,
                                part.op(),
                                redirected(part.inputs(), carried),
                                List.of(part.output().onWire(name))));
                carried.put(from, name);
            }
            boxes.add(
                    new Box(box.id(), box.op(), redirected(box.inputs(), carried), box.outputs()));
        }
        return diagram.with(wires, boxes);
    }

    private boolean isLarge(Box box) {
        return box.outputs().stream().anyMatch(port -> large.contains(port.wire()));
    }

    /// Boxes of the large wires that a box depends on, in order.
    private List<Box> behind(Box box) {
        Set<String> needed = new LinkedHashSet<>(box.reads());
        List<Box> parts = new ArrayList<>();
        for (Box earlier : diagram.ordered().reversed()) {
            if (isLarge(earlier) && needed.contains(earlier.output().wire())) {
                parts.addFirst(earlier);
                needed.addAll(earlier.reads());
            }
        }
        return parts;
    }

    private List<Set<String>> together(Diagram merged) {
        List<Set<String>> groups = new ArrayList<>();
        for (Box box : diagram.boxes()) {
            if (isLarge(box)) {
                continue;
            }
            Set<String> group = new LinkedHashSet<>(Set.of(box.id()));
            Set<String> needed = new LinkedHashSet<>(merged.box(box.id()).reads());
            for (Box earlier : merged.ordered().reversed()) {
                boolean copy = !kept.contains(earlier.id());
                if (copy && needed.contains(earlier.output().wire())) {
                    group.add(earlier.id());
                    needed.addAll(earlier.reads());
                }
            }
            makers.getOrDefault(box.id(), Set.of()).stream()
                    .filter(merged::hasBox)
                    .forEach(group::add);
            if (group.size() > 1) {
                groups.add(group);
            }
        }
        return groups;
    }

    private static List<Port> redirected(List<Port> ports, Map<String, String> carried) {
        List<Port> redirected = new ArrayList<>();
        for (Port port : ports) {
            Port changed = port;
            for (Map.Entry<String, String> entry : carried.entrySet()) {
                changed = changed.replaceWire(entry.getKey(), entry.getValue());
            }
            redirected.add(changed);
        }
        return redirected;
    }

    private Diagram merge(Diagram copied, List<Step> steps) {
        Diagram current = copied;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Rule rule : MERGING) {
                Optional<Rewrite> rewrite = anywhere(rule, current);
                if (rewrite.isPresent()) {
                    steps.add(Step.of(rule, rewrite.get(), current, sizes));
                    current = rewrite.get().after();
                    changed = true;
                    break;
                }
            }
        }
        return current;
    }

    private Optional<Rewrite> anywhere(Rule rule, Diagram current) {
        for (Box box : current.ordered()) {
            if (!kept.contains(box.id())) {
                Optional<Rewrite> rewrite = rule.apply(current, box).filter(Bodies::isSmall);
                if (rewrite.isPresent()) {
                    return rewrite;
                }
            }
        }
        return Optional.empty();
    }
}
