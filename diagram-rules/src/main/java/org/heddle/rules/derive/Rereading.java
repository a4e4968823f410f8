package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.expr.Expr;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.stream.AllPairs;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.RegionBuilder;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;

/// Finds what kernels read more than once, and asks the algebra whether one kernel could read it once.
///
/// ```
///   S ──► A ──► … ──► B        S goes by again; the work of A, B and all on paths between them,
///   └─────────────────►        as one kernel: has it a form of one pass that fits?
/// ```
///
/// How the boxes are cut does not decide whether an algorithm needs a further pass; this does.
final class Rereading {
    /// Work of more boxes is not looked at: a form that no kernel could take, and a long time to find it.
    private static final int MOST_BOXES = 2 * Blocks.MOST_BOXES;

    private final Blocks blocks;
    private final List<Set<String>> order;
    private final List<Diagram> bodies;
    private final Sizes sizes;
    private final Hardware hardware;
    private final List<Set<Integer>> after = new ArrayList<>();
    private final Map<Work, Again.Why> known = new HashMap<>();

    /// Work of which one kernel is sought.
    ///
    /// @param walked the axes that kernels walk block by block where they read what is read again
    private record Work(Set<String> boxes, Set<String> walked) {}

    private Rereading(Blocks blocks, Sizes sizes, Hardware hardware) {
        this.blocks = blocks;
        this.order = blocks.inOrder();
        this.bodies = order.stream().map(blocks::body).toList();
        this.sizes = sizes;
        this.hardware = hardware;
        order.forEach(_ -> after.add(new LinkedHashSet<>()));
        for (int a = order.size() - 1; a >= 0; a--) {
            for (int b = a + 1; b < order.size(); b++) {
                if (bodies.get(a).outputs().stream().anyMatch(bodies.get(b).inputs()::contains)) {
                    after.get(a).add(b);
                    after.get(a).addAll(after.get(b));
                }
            }
        }
    }

    /// Every kernel of several passes, and every pair of kernels of which the second waits for the first, reads what it has read, and is the next to do so.
    ///
    /// @param cut a diagram of kernels, none of them in parts
    /// @param kernels what they became
    static List<Again> of(Diagram cut, List<Kernel> kernels, Sizes sizes, Hardware hardware) {
        Rereading rereading = new Rereading(Blocks.of(cut), sizes, hardware);
        Map<String, Kernel> byName = new HashMap<>();
        kernels.forEach(kernel -> byName.put(kernel.block(), kernel));
        List<Again> found = new ArrayList<>(rereading.inPasses(byName));
        found.addAll(rereading.inTurn(byName));
        return found;
    }

    /// A kernel of several passes may be the beginning of work that takes one: so is one that writes weights which the next kernel sums up.
    private List<Again> inPasses(Map<String, Kernel> kernels) {
        List<Again> found = new ArrayList<>();
        for (int block = 0; block < order.size(); block++) {
            String name = bodies.get(block).name();
            Kernel kernel = kernels.get(name);
            Optional<Again.Refused> refused =
                    Optional.ofNullable(kernel).flatMap(k -> refused(k.form()));
            if (kernel != null && refused.isPresent()) {
                List<String> wires =
                        kernel.region().reads().values().stream()
                                .filter(read -> kernel.region().isInput(read.wire()))
                                .filter(read -> kernel.form().isItem(read.axes()))
                                .map(Region.Read::wire)
                                .distinct()
                                .toList();
                List<Integer> work = new ArrayList<>(List.of(block));
                work.addAll(after.get(block));
                found.add(
                        why(new Work(boxes(work), walked(wires, kernels)))
                                        instanceof Again.Chosen chosen
                                ? new Again(wires, List.of(name), names(work), chosen)
                                : new Again(wires, List.of(name), List.of(name), refused.get()));
            }
        }
        return found;
    }

    /// Why a form reads its items more than once; empty where it does not.
    private static Optional<Again.Refused> refused(StreamForm form) {
        List<StreamForm.Refusal> pairs = AllPairs.refusals(form.region());
        List<StreamForm.Refusal> all =
                Stream.concat(form.refusals().stream(), pairs.stream()).toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Again.Refused(
                                Math.max(1, form.passes()) + (pairs.isEmpty() ? 0 : 1), all));
    }

    private List<Again> inTurn(Map<String, Kernel> kernels) {
        Map<List<Integer>, List<String>> wires = new LinkedHashMap<>();
        for (String wire : inputs()) {
            List<Integer> readers =
                    IntStream.range(0, bodies.size())
                            .filter(block -> bodies.get(block).inputs().contains(wire))
                            .boxed()
                            .toList();
            for (int a : readers) {
                for (int b : readers) {
                    if (after.get(a).contains(b)
                            && readers.stream().noneMatch(c -> isBetween(a, c, b))) {
                        wires.computeIfAbsent(List.of(a, b), _ -> new ArrayList<>()).add(wire);
                    }
                }
            }
        }
        List<Again> found = new ArrayList<>();
        wires.forEach(
                (pair, read) -> {
                    List<Integer> work = path(pair.getFirst(), pair.getLast());
                    Again.Why why =
                            conflict(boxes(work))
                                    .<Again.Why>map(reason -> parted(work, read, kernels, reason))
                                    .orElseGet(
                                            () ->
                                                    why(
                                                            new Work(
                                                                    boxes(work),
                                                                    walked(read, kernels))));
                    found.add(new Again(read, names(pair), names(work), why));
                });
        return found;
    }

    /// Work of which nothing makes one loop nest goes over its items once for each part.
    private Again.Refused parted(
            List<Integer> work, List<String> read, Map<String, Kernel> kernels, String reason) {
        Diagram first = bodies.get(work.getFirst());
        Diagram last = bodies.get(work.getLast());
        String needed =
                last.inputs().stream()
                        .filter(
                                wire ->
                                        work.stream()
                                                .anyMatch(
                                                        block ->
                                                                bodies.get(block)
                                                                        .outputs()
                                                                        .contains(wire)))
                        .findFirst()
                        .orElse(first.outputs().getFirst());
        List<String> stream =
                Stream.of(last, first)
                        .flatMap(body -> Stream.ofNullable(kernels.get(body.name())))
                        .map(kernel -> kernel.form().stream())
                        .filter(axes -> !axes.isEmpty())
                        .findFirst()
                        .orElseGet(() -> last.wire(read.getFirst()).axes());
        return new Again.Refused(
                2,
                List.of(
                        new StreamForm.Refusal(
                                last.outputs().getFirst(),
                                stream,
                                Expr.arg(needed),
                                "is made of what goes by before, and the work shares no loop nest: "
                                        + reason)));
    }

    private boolean isBetween(int a, int block, int b) {
        return after.get(a).contains(block) && after.get(block).contains(b);
    }

    private Set<String> inputs() {
        Set<String> wires = new LinkedHashSet<>();
        bodies.forEach(body -> wires.addAll(body.inputs()));
        return wires;
    }

    /// Both kernels and all on paths from one to the other.
    private List<Integer> path(int a, int b) {
        return IntStream.range(0, order.size())
                .filter(block -> block == a || block == b || isBetween(a, block, b))
                .boxed()
                .toList();
    }

    private List<String> names(List<Integer> kernels) {
        return kernels.stream().map(block -> bodies.get(block).name()).toList();
    }

    private Set<String> boxes(List<Integer> kernels) {
        Set<String> boxes = new LinkedHashSet<>();
        kernels.forEach(block -> boxes.addAll(order.get(block)));
        return boxes;
    }

    /// The axes of wires along which kernels that read them go block by block. A kernel that holds them whole needs no pass over them, but it is no way to stream them either.
    private static Set<String> walked(List<String> wires, Map<String, Kernel> kernels) {
        Set<String> walked = new LinkedHashSet<>();
        for (Kernel kernel : kernels.values()) {
            for (Region.Read read : kernel.region().reads().values()) {
                if (wires.contains(read.wire())) {
                    read.axes().stream()
                            .filter(kernel.schedule().nest().cut()::contains)
                            .forEach(walked::add);
                }
            }
        }
        return walked;
    }

    private Again.Why why(Work work) {
        return known.computeIfAbsent(work, this::found);
    }

    private Again.Why found(Work work) {
        Set<String> boxes = work.boxes();
        if (boxes.size() > MOST_BOXES) {
            return new Again.Apart(
                    "the work is "
                            + boxes.size()
                            + " boxes, and of more than "
                            + MOST_BOXES
                            + " no form is sought");
        }
        return switch (regions(boxes)) {
            case RegionBuilder.Refused(String reason) -> new Again.Apart(reason);
            case RegionBuilder.Built(List<Region> regions) -> form(regions, work.walked());
        };
    }

    /// Why boxes share no loop nest, if they do not.
    private Optional<String> conflict(Set<String> boxes) {
        return boxes.size() <= MOST_BOXES
                        && regions(boxes) instanceof RegionBuilder.Refused(String reason)
                ? Optional.of(reason)
                : Optional.empty();
    }

    /// The loop nests of boxes, of which one may have to compute for each of several axes what it reads along them.
    private RegionBuilder.Result regions(Set<String> boxes) {
        Diagram body = blocks.body(boxes);
        RegionBuilder.Result built = built(body);
        return built instanceof RegionBuilder.Refused
                        && !AlongEach.wires(body).isEmpty()
                        && built(AlongEach.of(body).diagram()) instanceof RegionBuilder.Built along
                ? along
                : built;
    }

    private RegionBuilder.Result built(Diagram body) {
        return RegionBuilder.build(Bodies.normalize(body).body(), sizes);
    }

    /// Forms that stream what is walked come first, of these the ones of fewer passes; one whose smallest tiles do not fit is none.
    private Again.Why form(List<Region> regions, Set<String> walked) {
        Comparator<StreamForm> byWalked =
                Comparator.comparing(form -> Collections.disjoint(form.stream(), walked));
        return regions.stream()
                .flatMap(region -> StreamAnalyzer.candidates(region).stream())
                .sorted(byWalked.thenComparingInt(StreamForm::passes))
                .flatMap(form -> why(form).stream())
                .findFirst()
                .orElseGet(() -> new Again.Apart("no tiles of one kernel fit the local memory"));
    }

    private Optional<Again.Why> why(StreamForm form) {
        Optional<Again.Refused> refused = refused(form);
        if (refused.isPresent()) {
            return Scheduler.fits(form, sizes, hardware)
                    ? Optional.of(refused.get())
                    : Optional.empty();
        }
        return Scheduler.schedule(form, sizes, hardware) instanceof Scheduler.Found found
                ? Optional.of(
                        new Again.Chosen(
                                form.stream(),
                                found.schedule().cost().globalBytes(),
                                found.schedule().cost().seconds()))
                : Optional.empty();
    }
}
