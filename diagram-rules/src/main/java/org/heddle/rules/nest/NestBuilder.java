package org.heddle.rules.nest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.bounds.Support;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// Writes a stream form as a loop nest.
///
/// Steps are demanded, not listed: an output asks for its value, a value for what it reads. Each lands in the outermost loop in which everything it
/// reads is known, once per loop, so that invariant loads and values leave the stream loop by themselves.
public final class NestBuilder {
    static final String BEFORE = " before";

    private final StreamForm form;
    private final Region region;
    private final Set<String> cut;
    private final Set<String> unread;
    private final Map<String, Tile> tiles = new LinkedHashMap<>();
    private final Scope root = Scope.root();

    private NestBuilder(StreamForm form, Set<String> cut) {
        this.form = form;
        this.region = form.region();
        this.cut = cut;
        this.unread = isStreamCut() ? Set.of() : onlyForCorrections();
    }

    /// Running values that nothing but corrections reads.
    private Set<String> onlyForCorrections() {
        Map<String, Expr> items = new LinkedHashMap<>();
        Deque<String> read = new ArrayDeque<>();
        for (StreamForm.Accumulated a : form.accumulated().values()) {
            a.slots().forEach(slot -> items.put(slot.name(), slot.item()));
            read.addAll(a.finish().arguments());
        }
        Set<String> unread = new LinkedHashSet<>(items.keySet());
        while (!read.isEmpty()) {
            String name = read.remove();
            if (unread.remove(name)) {
                read.addAll(items.get(name).arguments());
            }
        }
        return unread;
    }

    /// The running values that are computed.
    private List<StreamForm.Slot> slots(StreamForm.Accumulated a) {
        return a.slots().stream().filter(slot -> !unread.contains(slot.name())).toList();
    }

    /// The nest of a form.
    ///
    /// @param cut the reduced axes that are walked block by block; every other reduced axis is one block
    /// @throws IllegalArgumentException where a cut axis is not in {@link #cuttable}
    public static Nest build(StreamForm form, Set<String> cut) {
        if (!cuttable(form).containsAll(cut)) {
            throw new IllegalArgumentException("cannot cut " + cut + ", only " + cuttable(form));
        }
        return new NestBuilder(form, cut).nest();
    }

    /// Axes that may be walked block by block: the streamed ones, and those that a single other reduction sums over and nothing keeps.
    public static Set<String> cuttable(StreamForm form) {
        Set<String> axes = new LinkedHashSet<>(form.stream());
        Map<String, Integer> reductions = new LinkedHashMap<>();
        Set<String> kept = new LinkedHashSet<>();
        for (Region.Stage stage : form.region().stages()) {
            kept.addAll(stage.axes());
            if (stage instanceof Region.Reduction r) {
                r.reduced().forEach(axis -> reductions.merge(axis, 1, Integer::sum));
            }
        }
        reductions.forEach(
                (axis, count) -> {
                    if (count == 1 && !kept.contains(axis)) {
                        axes.add(axis);
                    }
                });
        return axes;
    }

    private Nest nest() {
        for (int pass = 0; pass < form.passes(); pass++) {
            pass(pass);
        }
        Values values = new Values(this, root, -1);
        List<String> late = region.outputs().stream().filter(wire -> !isItem(wire)).toList();
        late.forEach(wire -> values.announce(Expr.arg(wire)));
        for (String wire : late) {
            root.add(new Node.Store(wire, values.wire(wire)));
        }
        return new Nest(
                form, region.parallelAxes(), cut, List.copyOf(tiles.values()), root.nodes());
    }

    private boolean isItem(String wire) {
        return form.isItem(region.stage(wire).axes());
    }

    private void pass(int pass) {
        List<StreamForm.Accumulated> accumulated =
                form.accumulated().values().stream().filter(a -> a.pass() == pass).toList();
        if (isStreamCut()) {
            for (StreamForm.Accumulated a : accumulated) {
                for (StreamForm.Slot slot : slots(a)) {
                    root.add(new Node.Fill(slotTile(a, slot), slot.monoid().unit()));
                }
            }
        }
        List<Region.Recurrence> recurrences = form.recurrences(pass);
        recurrences.forEach(r -> new Recurring(this, region.state(r)).start(root));
        List<String> items =
                region.outputs().stream()
                        .filter(wire -> isItem(wire) && form.readyAfter(wire) == pass)
                        .toList();
        List<Scope> open = new ArrayList<>();
        Scope inner = root;
        List<String> loops = form.stream().stream().filter(cut::contains).toList();
        List<String> always = new ArrayList<>(items);
        List<Region.Recurrence> last = new ArrayList<>();
        for (Region.Recurrence r : recurrences) {
            if (r.isScan()) {
                always.addAll(r.numbers());
            } else {
                last.addAll(region.state(r));
            }
        }
        Support support = Support.of(form, accumulated, last, always);
        for (int i = 0; i < loops.size(); i++) {
            inner = inner.open(loops.get(i), guard(support, loops, i));
            open.add(inner);
        }
        Values values = new Values(this, inner, pass);
        Set<String> states = new LinkedHashSet<>();
        accumulated.forEach(a -> states.addAll(a.states()));
        if (isStreamCut()) {
            accumulated.forEach(a -> know(a, values));
        }
        announce(accumulated, items, values);
        recurrences.stream()
                .flatMap(r -> region.state(r).stream())
                .forEach(number -> values.announce(number.value()));
        for (Region.Stage stage : region.stages()) {
            StreamForm.Accumulated a = form.accumulated().get(stage.wire());
            if (a != null && a.pass() == pass) {
                accumulate(a, states, values, inner);
            }
            if (stage instanceof Region.Recurrence r && recurrences.contains(r)) {
                new Recurring(this, region.state(r)).step(values, inner);
            }
        }
        for (String wire : items) {
            Tile tile = values.wire(wire);
            inner.place(values.loopsOf(tile)).add(new Node.Store(wire, tile));
        }
        open.reversed().forEach(Scope::close);
        recurrences.forEach(r -> new Recurring(this, region.state(r)).finish(root));
        Values after = new Values(this, root, -1);
        accumulated.forEach(a -> after.announce(a.finish()));
        for (StreamForm.Accumulated a : accumulated) {
            finish(a, after);
        }
    }

    /// What a loop may skip: each condition is asked in the innermost loop over one of its axes.
    private Guard guard(Support support, List<String> loops, int position) {
        Set<String> blocks = new LinkedHashSet<>(region.parallelAxes());
        blocks.addAll(loops.subList(0, position + 1));
        List<String> inner = loops.subList(position + 1, loops.size());
        Predicate<Expr> here =
                condition ->
                        region.axesOf(condition).contains(loops.get(position))
                                && inner.stream().noneMatch(region.axesOf(condition)::contains);
        return Guard.of(
                support.needed().stream().filter(here).toList(),
                support.asked().stream().filter(here).toList(),
                blocks,
                region);
    }

    /// Whether the running values of a pass are ever corrected: with a single block they are not.
    private boolean isStreamCut() {
        return form.stream().stream().anyMatch(cut::contains);
    }

    private void announce(
            List<StreamForm.Accumulated> accumulated, List<String> items, Values values) {
        for (StreamForm.Accumulated a : accumulated) {
            for (StreamForm.Slot slot : slots(a)) {
                values.announce(item(a, slot));
                if (isStreamCut()) {
                    slot.rebased().ifPresent(c -> values.announce(overTiles(c, a.states())));
                }
            }
        }
        items.forEach(wire -> values.announce(Expr.arg(wire)));
    }

    private void accumulate(
            StreamForm.Accumulated a, Set<String> states, Values values, Scope inner) {
        Region.Reduction r = (Region.Reduction) region.stage(a.wire());
        know(a, values);
        for (StreamForm.Slot slot : slots(a)) {
            Tile tile = slotTile(a, slot);
            if (isStreamCut() && states.contains(slot.name())) {
                keepBefore(slot.name(), a.wire(), tile, values, inner);
            }
            if (isStreamCut() && slot.rebased().isPresent()) {
                Expr rebased =
                        values.operands(overTiles(slot.rebased().get(), a.states()), tile.axes());
                inner.add(new Node.Compute(tile, rebased, Node.Role.REBASE));
            }
            values.fold(tile, slot.monoid(), item(a, slot), r.reduced(), a.wire(), !isStreamCut());
        }
    }

    private void know(StreamForm.Accumulated a, Values values) {
        slots(a).forEach(slot -> values.know(slot.name(), slotTile(a, slot)));
    }

    private void keepBefore(String slot, String wire, Tile running, Values values, Scope inner) {
        String meaning = slot + " before the block";
        Tile before =
                tile(slot + "_before", running.axes(), running.dtype(), meaning, List.of(wire));
        inner.add(new Node.Compute(before, Expr.arg(running.name()), Node.Role.BEFORE));
        values.know(before(slot), before);
    }

    private Expr item(StreamForm.Accumulated a, StreamForm.Slot slot) {
        return Factors.regroup(slot.item(), itemAxes(a.wire()), this::axesOf);
    }

    /// Loop axes that an item varies along; what is no read is a running value.
    private Set<String> axesOf(Expr item) {
        Set<String> axes = new LinkedHashSet<>(item.indexAxes());
        for (String name : item.arguments()) {
            if (region.reads().containsKey(name)) {
                axes.addAll(region.read(name).axes());
            } else {
                form.accumulated().values().stream()
                        .flatMap(a -> a.slots().stream())
                        .filter(slot -> slot.name().equals(name))
                        .forEach(slot -> axes.addAll(slot.axes()));
            }
        }
        return axes;
    }

    private Set<String> itemAxes(String wire) {
        Set<String> axes = new LinkedHashSet<>(region.stage(wire).axes());
        axes.addAll(((Region.Reduction) region.stage(wire)).reduced());
        return axes;
    }

    private void finish(StreamForm.Accumulated a, Values after) {
        Map<String, Tile> known = new LinkedHashMap<>();
        for (StreamForm.Slot slot : slots(a)) {
            known.put(slot.name(), slotTile(a, slot));
            root.know(slot.name(), slotTile(a, slot));
        }
        if (a.finish() instanceof Expr.Arg(String name) && known.containsKey(name)) {
            root.know(a.wire(), known.get(name));
            return;
        }
        Region.Stage stage = region.stage(a.wire());
        Tile result = tile(a.wire(), stage.axes(), stage.dtype(), a.wire(), List.of(a.wire()));
        Expr value = after.operands(a.finish(), result.axes());
        root.add(new Node.Compute(result, value, Node.Role.FINISH));
        root.know(a.wire(), result);
    }

    /// A correction over tiles: `m` is the value before the block, `m'` the value after it.
    private static Expr overTiles(Expr correction, List<String> states) {
        return correction.substitute(
                name -> {
                    String primed =
                            name.endsWith("'") ? name.substring(0, name.length() - 1) : name;
                    return Expr.arg(states.contains(name) ? before(name) : primed);
                });
    }

    /// The key of a state's value before the block; no wire has such a name.
    static String before(String state) {
        return state + BEFORE;
    }

    private Tile slotTile(StreamForm.Accumulated a, StreamForm.Slot slot) {
        String name = a.isPlain() ? slot.name() : slot.name() + "_sum";
        return tiles.computeIfAbsent(
                name,
                n ->
                        new Tile(
                                n,
                                slot.axes(),
                                region.stage(a.wire()).dtype(),
                                "running " + slot.monoid().text() + " of " + a.wire(),
                                List.of(a.wire())));
    }

    /// A new tile, named like `wanted` unless that is taken.
    Tile tile(String wanted, List<String> axes, DType dtype, String meaning, List<String> wires) {
        String name = wanted;
        for (int i = 2; tiles.containsKey(name); i++) {
            name = wanted + "_" + i;
        }
        Tile tile = new Tile(name, axes, dtype, meaning, wires);
        tiles.put(name, tile);
        return tile;
    }

    /// The type in which values of the region are kept: f64 where a stage computes in f64.
    DType dtype() {
        return region.stages().stream().anyMatch(stage -> stage.dtype() == DType.F64)
                ? DType.F64
                : DType.F32;
    }

    StreamForm form() {
        return form;
    }

    Set<String> cut() {
        return cut;
    }
}
