package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.heddle.model.diagram.Names;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.stream.StreamForm.Accumulated;
import org.heddle.rules.stream.StreamForm.Law;
import org.heddle.rules.stream.StreamForm.Slot;

/// Makes a {@link Split} of a form.
///
/// ```
///                 partial                                          merge
///   slot A        A_part[k, …] ⊕ over x of where(x in part k, φ, unit)     A[…] ⊕ over k of C(A_part[k], A)·A_part[k]
///   correction    the slot's own, over partial states              the slot's own, over merged states
///   state         taken in over x, in order                        the states of parts, taken in over k, in order
///   result        the slot                                         finish, and every stage that reads it
/// ```
///
/// So a running maximum becomes the maximum of the parts' maxima, and a sum of exponentials the sum of the parts' sums, each rescaled to it: what a block does to the running
/// values, done to those of a part.
final class Splitting {
    private final StreamForm form;
    private final Region region;
    private final String axis;
    private final String part;
    private final long length;

    /// By slot: the array of its parts, and its value over all parts.
    private final Map<String, String> parts = new LinkedHashMap<>();

    private final Map<String, String> merged = new LinkedHashMap<>();

    /// Axes of every slot: one whose items read nothing has none by itself, and would keep its kernel from having groups along them.
    private final List<String> rows;

    Splitting(StreamForm form, String axis, long length, Set<String> taken) {
        this.form = form;
        this.region = form.region();
        this.axis = axis;
        this.length = length;
        taken.addAll(region.axes().keySet());
        taken.addAll(region.axes().values());
        taken.addAll(region.reads().keySet());
        region.stages().forEach(stage -> taken.add(stage.wire()));
        this.part = Names.fresh(axis + "_part", taken);
        for (Accumulated a : form.accumulated().values()) {
            for (Slot slot : a.slots()) {
                boolean free =
                        a.isPlain()
                                || region.stages().stream()
                                        .noneMatch(stage -> stage.wire().equals(slot.name()));
                String name = free ? slot.name() : Names.fresh(slot.name() + "_sum", taken);
                merged.put(slot.name(), name);
                parts.put(slot.name(), Names.fresh(name + "_part", taken));
            }
        }
        for (Region.Recurrence r : recurrences()) {
            merged.put(r.wire(), r.wire());
            parts.put(r.wire(), Names.fresh(r.wire() + "_part", taken));
        }
        this.rows = rows();
    }

    Split split() {
        return new Split(axis, part, length, partial(), merge());
    }

    private List<Slot> slots() {
        return form.accumulated().values().stream().flatMap(a -> a.slots().stream()).toList();
    }

    /// All numbers of all states that take in their items one after the other.
    private List<Region.Recurrence> recurrences() {
        return region.stages().stream()
                .filter(Region.Recurrence.class::isInstance)
                .map(Region.Recurrence.class::cast)
                .toList();
    }

    private List<String> rows() {
        List<List<String>> all = new ArrayList<>();
        for (Slot slot : slots()) {
            if (slot.item().arguments().stream().anyMatch(key -> !parts.containsKey(key))) {
                all.add(slot.axes());
            }
        }
        recurrences().forEach(r -> all.add(r.stateAxes()));
        return all.stream()
                .reduce((a, b) -> a.stream().filter(b::contains).toList())
                .orElse(List.of());
    }

    private List<String> axes(Slot slot) {
        Set<String> axes = new LinkedHashSet<>(slot.axes());
        return axes.containsAll(rows) ? slot.axes() : ordered(rows, axes);
    }

    private static List<String> ordered(List<String> first, Set<String> then) {
        Set<String> axes = new LinkedHashSet<>(first);
        axes.addAll(then);
        return List.copyOf(axes);
    }

    private List<String> axesOfParts(Slot slot) {
        return inParts(axes(slot));
    }

    private List<String> inParts(List<String> axes) {
        return ordered(List.of(part), new LinkedHashSet<>(axes));
    }

    /// Slots by other names, also where a prime says that they are meant as they are after the block.
    private static Expr renamed(Expr e, UnaryOperator<String> before, UnaryOperator<String> after) {
        return e.substitute(
                name ->
                        Expr.arg(
                                name.endsWith("'")
                                        ? after.apply(name.substring(0, name.length() - 1))
                                        : before.apply(name)));
    }

    private static Expr renamed(Expr e, Map<String, String> names) {
        return renamed(
                e,
                name -> names.getOrDefault(name, name),
                name -> names.getOrDefault(name, name) + "'");
    }

    private static Law renamed(Law law, Expr item, Map<String, String> names) {
        SequencedMap<String, Expr> moving = new LinkedHashMap<>();
        law.moving()
                .forEach(
                        (symbol, e) ->
                                moving.put(names.getOrDefault(symbol, symbol), renamed(e, names)));
        SequencedMap<String, Expr> row = new LinkedHashMap<>();
        law.row().forEach((slot, e) -> row.put(names.getOrDefault(slot, slot), renamed(e, names)));
        return new Law(item, moving, row, renamed(law.shift(), names));
    }

    private static List<String> renamed(List<String> states, Map<String, String> names) {
        return states.stream().map(state -> names.getOrDefault(state, state)).toList();
    }

    private StreamForm partial() {
        FormBuilder made = new FormBuilder(region, form.stream());
        for (Accumulated a : form.accumulated().values()) {
            Region.Reduction r = (Region.Reduction) region.stage(a.wire());
            for (Slot slot : a.slots()) {
                String name = parts.getOrDefault(slot.name(), slot.name());
                Expr item = inPart(renamed(slot.item(), parts), Expr.num(slot.monoid().unit()));
                made.reduce(
                        new Region.Reduction(
                                name,
                                axesOfParts(slot),
                                item,
                                r.dtype(),
                                slot.monoid(),
                                r.reduced()),
                        new Slot(
                                name,
                                axesOfParts(slot),
                                slot.monoid(),
                                item,
                                slot.rebased().map(e -> renamed(e, parts)),
                                slot.law()
                                        .map(
                                                law ->
                                                        renamed(
                                                                law,
                                                                inPart(
                                                                        renamed(law.item(), parts),
                                                                        Expr.num(
                                                                                slot.monoid()
                                                                                        .unit())),
                                                                parts))),
                        renamed(a.states(), parts));
                made.output(name);
            }
        }
        for (Region.Recurrence r : recurrences()) {
            String name = parts.getOrDefault(r.wire(), r.wire());
            made.recur(
                    new Region.Recurrence(
                            name,
                            inParts(r.stateAxes()),
                            inPart(r.value(), r.unit()),
                            r.dtype(),
                            r.unit(),
                            renamed(r.merge(), parts),
                            renamed(r.numbers(), parts),
                            r.over(),
                            Region.Kept.LAST));
            made.output(name);
        }
        return made.form(region.name() + "_parts", part, Set.of(part), Optional.empty());
    }

    /// φ for the items of a part, the unit for all others.
    private Expr inPart(Expr item, Expr unit) {
        Expr x = new Expr.Index(axis);
        Expr first = Expr.call(Fun.MUL, Expr.num((double) length), new Expr.Index(part));
        Expr here =
                Expr.call(
                        Fun.AND,
                        Expr.call(Fun.GE, x, first),
                        Expr.call(Fun.LT, x, Expr.call(Fun.ADD, first, Expr.num((double) length))));
        return Expr.call(Fun.WHERE, here, item, unit);
    }

    private StreamForm merge() {
        FormBuilder made = new FormBuilder(region, List.of(part));
        for (Accumulated a : form.accumulated().values()) {
            Region.Stage stage = region.stage(a.wire());
            for (Slot slot : a.slots()) {
                merge(slot, a, stage, made);
            }
            Expr finish = orUnit(finished(a), a, (Region.Reduction) stage);
            if (!finish.equals(Expr.arg(a.wire()))) {
                made.map(new Region.Mapping(a.wire(), stage.axes(), finish, stage.dtype()));
            }
        }
        for (Region.Recurrence r : recurrences()) {
            String own = input(r.wire(), r, inParts(r.stateAxes()), made);
            made.recur(
                    new Region.Recurrence(
                            r.wire(),
                            r.stateAxes(),
                            Expr.arg(own),
                            r.dtype(),
                            r.unit(),
                            r.merge(),
                            r.numbers(),
                            List.of(part),
                            Region.Kept.LAST));
        }
        region.outputs().forEach(made::output);
        return made.form(
                region.name(), part, Set.of(), Optional.of(new StreamForm.Merged(form, parts)));
    }

    /// Reads the accumulators of parts.
    ///
    /// @param name of the slot, or of the number of a state
    private String input(String name, Region.Stage stage, List<String> axes, FormBuilder made) {
        String own = parts.getOrDefault(name, name);
        made.input(
                new Region.Read(own, axes),
                new Region.Array(
                        own,
                        stage.dtype(),
                        axes.stream()
                                .map(a -> a.equals(part) ? part : region.sizeAxis(a))
                                .toList()));
        return own;
    }

    private void merge(Slot slot, Accumulated a, Region.Stage stage, FormBuilder made) {
        String name = merged.getOrDefault(slot.name(), slot.name());
        String own = input(slot.name(), stage, axesOfParts(slot), made);
        Expr item =
                slot.rebased()
                        .map(
                                e ->
                                        renamed(
                                                e,
                                                before -> parts.getOrDefault(before, before),
                                                after -> merged.getOrDefault(after, after)))
                        .orElse(Expr.arg(own));
        Optional<Expr> rebased = slot.rebased().map(e -> renamed(e, merged));
        made.reduce(
                new Region.Reduction(
                        name, axes(slot), item, stage.dtype(), slot.monoid(), List.of(part)),
                new Slot(
                        name,
                        axes(slot),
                        slot.monoid(),
                        item,
                        rebased,
                        slot.law().map(law -> renamed(law, item, merged))),
                renamed(a.states(), merged));
    }

    /// The value of a reduction: by its own slots' names these are meant, by other names wires before slots.
    private Expr finished(Accumulated a) {
        Set<String> own = new LinkedHashSet<>();
        a.slots().forEach(slot -> own.add(slot.name()));
        Set<String> wires = new LinkedHashSet<>(region.reads().keySet());
        region.stages().forEach(stage -> wires.add(stage.wire()));
        return a.finish()
                .substitute(
                        name ->
                                Expr.arg(
                                        wires.contains(name) && !own.contains(name)
                                                ? name
                                                : merged.getOrDefault(name, name)));
    }

    /// What accumulators of no items come to, where that is not the unit by itself: a kernel for no items does not finish.
    private Expr orUnit(Expr finish, Accumulated a, Region.Reduction r) {
        double unit = r.monoid().unit();
        Map<String, Double> units = new LinkedHashMap<>();
        slots().forEach(
                        slot ->
                                units.put(
                                        merged.getOrDefault(slot.name(), slot.name()),
                                        slot.monoid().unit()));
        Expr ofNothing = finish.substitute(name -> Expr.num(units.getOrDefault(name, 1.0)));
        boolean isUnit =
                a.isPlain()
                        || (ofNothing.indexAxes().isEmpty()
                                && Scalars.compile(new Fn(List.of(), ofNothing), List.of(), _ -> 1)
                                                .at(new double[0], new long[0])
                                        == unit);
        Expr nothing = Expr.call(Fun.EQ, new Expr.Extent(region.sizeAxis(axis)), Expr.num(0));
        return isUnit ? finish : Expr.call(Fun.WHERE, nothing, Expr.num(unit), finish);
    }
}
