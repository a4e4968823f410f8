package org.heddle.rules.stream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Sign;

/// How a region is computed while its stream axes go by, block after block.
///
/// ```
/// for each pass:
///   for each block of items:  A_i ← Σ_j C_ij(r, r')·A_j ⊕ ⊕ φ_i(items; r')      for every slot, in order
///   wire ← finish(slots)                                            for every reduction of the pass
/// ```
///
/// @param stream loop axes that are streamed, outermost first; empty where the region has no reduction to stream
/// @param accumulated streamed reductions by wire
/// @param ready the number of passes that must be over before a wire is known, for every wire of the region
/// @param passes how many times the items go by; items that are outputs and need a finished reduction take a pass of their own
/// @param refusals for each reduction that needs an earlier pass to be over: why
/// @param single axes of the grid with an element per group, whatever their size: those of parts
/// @param inOrder states that take in their items one after the other and are not merged in parts, each by its first number, with the law that fails
/// @param merged of what the items are accumulators; empty where they are what a diagram's arrays hold
public record StreamForm(
        Region region,
        List<String> stream,
        SequencedMap<String, Accumulated> accumulated,
        Map<String, Integer> ready,
        int passes,
        List<Refusal> refusals,
        Set<String> single,
        Map<String, String> inOrder,
        Optional<Merged> merged) {
    public StreamForm {
        single = Set.copyOf(single);
        inOrder = Collections.unmodifiableMap(new LinkedHashMap<>(inOrder));
        stream = List.copyOf(stream);
        accumulated = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(accumulated));
        ready = Collections.unmodifiableMap(new LinkedHashMap<>(ready));
        refusals = List.copyOf(refusals);
    }

    /// What a form merges: accumulators of parts of an axis.
    ///
    /// @param form whose accumulators they are
    /// @param arrays that they are read from, by slot, or by number of a state
    public record Merged(StreamForm form, Map<String, String> arrays) {
        public Merged {
            arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        }
    }

    /// What was proved, and a form stands on.
    public sealed interface Fact {}

    /// A bound of items, and the unit that they are kept in.
    ///
    /// @param item over reads of the region, as are all
    /// @param extremum its running value
    public record Bounded(Expr item, Expr extremum, boolean fromAbove) implements Fact {
        @Override
        public String toString() {
            return "%s %s %s, the unit that items are kept in"
                    .formatted(item, fromAbove ? "<=" : ">=", extremum);
        }
    }

    /// A sign.
    ///
    /// @param value over reads of the region
    public record Signed(Expr value, Sign sign) implements Fact {
        @Override
        public String toString() {
            return switch (sign) {
                case POSITIVE -> value + " >= 0";
                case NEGATIVE -> value + " <= 0";
                case ANY -> value + " has any sign";
            };
        }
    }

    /// A form without an axis of parts.
    public StreamForm(
            Region region,
            List<String> stream,
            SequencedMap<String, Accumulated> accumulated,
            Map<String, Integer> ready,
            int passes,
            List<Refusal> refusals) {
        this(
                region,
                stream,
                accumulated,
                ready,
                passes,
                refusals,
                Set.of(),
                Map.of(),
                Optional.empty());
    }

    StreamForm with(SequencedMap<String, Accumulated> others) {
        return new StreamForm(
                region, stream, others, ready, passes, refusals, single, inOrder, merged);
    }

    StreamForm inOrder(Map<String, String> failing) {
        return new StreamForm(
                region, stream, accumulated, ready, passes, refusals, single, failing, merged);
    }

    /// A streamed reduction.
    ///
    /// @param slots in the order in which a block updates them: one that another is corrected by stands behind it, unless it is a state
    /// @param finish its value, over slot names and wires known by then
    /// @param states names of the slots, of this pass, that its items see or its corrections compare before and after the block
    /// @param facts the signs by which the form is legal
    public record Accumulated(
            String wire,
            int pass,
            List<Slot> slots,
            Expr finish,
            List<String> states,
            List<Fact> facts) {
        public Accumulated {
            slots = List.copyOf(slots);
            states = List.copyOf(states);
            facts = List.copyOf(facts);
        }

        public Accumulated(
                String wire, int pass, List<Slot> slots, Expr finish, List<String> states) {
            this(wire, pass, slots, finish, states, List.of());
        }

        Accumulated since(List<Fact> known) {
            return new Accumulated(wire, pass, slots, finish, states, known);
        }

        /// Whether the reduction is its only slot.
        public boolean isPlain() {
            return slots.size() == 1 && finish.equals(Expr.arg(slots.getFirst().name()));
        }
    }

    /// One running value.
    ///
    /// @param item φ, over reads of the region and states; a state means its value after the block
    /// @param rebased what the running value becomes before the block's items come to it, when the states have moved: a row of C times the running values, over slot names
    ///     and states before the block (by name) and after it (name + "'"); empty where it stays
    /// @param law φ and C without the guards for states that have seen nothing, for reading
    public record Slot(
            String name,
            List<String> axes,
            Monoid.Scalar monoid,
            Expr item,
            Optional<Expr> rebased,
            Optional<Law> law) {
        public Slot {
            axes = List.copyOf(axes);
        }

        /// The number of items seen.
        static Slot counting(String name) {
            return new Slot(
                    name,
                    List.of(),
                    Monoid.Scalar.SUM,
                    Expr.num(1),
                    Optional.empty(),
                    Optional.empty());
        }

        /// φ without guards: as the law has it, or as it is where there is none.
        Expr meant() {
            return law.map(Law::item).orElse(item);
        }

        boolean isCounting() {
            return equals(counting(name));
        }
    }

    /// The derived equation `φ_i(·; r') = Σ_j C_ij(r, r') · φ_j(·; r) + d_i(r, r')`.
    ///
    /// @param moving what r is: states, and symbols for expressions of them
    /// @param row C_ij by the name of slot j; the slot's own first
    /// @param shift d_i, which only an extremum has
    public record Law(
            Expr item,
            SequencedMap<String, Expr> moving,
            SequencedMap<String, Expr> row,
            Expr shift) {
        public Law {
            moving = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(moving));
            row = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(row));
        }

        public Law(Expr item, SequencedMap<String, Expr> moving, SequencedMap<String, Expr> row) {
            this(item, moving, row, Expr.num(0));
        }

        /// What the slot itself is multiplied by.
        public Expr correction() {
            return row.firstEntry().getValue();
        }

        /// The new value of the slot, `exp(m - m') · z`, a sum of such products, or `k + (m - m')`.
        public String text() {
            String products =
                    row.entrySet().stream()
                            .map(
                                    entry ->
                                            entry.getValue().equals(Expr.num(1))
                                                    ? entry.getKey()
                                                    : factor(entry.getValue())
                                                            + " · "
                                                            + entry.getKey())
                            .collect(Collectors.joining(" + "));
            return shift.equals(Expr.num(0)) ? products : products + " + " + factor(shift);
        }

        private static String factor(Expr e) {
            boolean sum = e instanceof Expr.Call(Fun fun, _) && (fun == Fun.ADD || fun == Fun.SUB);
            return sum ? "(" + e + ")" : e.toString();
        }
    }

    /// Why a further pass is needed: a reduction could not join the pass of those it reads, or an output along the stream reads a finished reduction.
    ///
    /// @param offending the sub-expression that mixes items with what is not known before the pass is over
    public record Refusal(String reduction, List<String> axes, Expr offending, String reason) {
        public Refusal {
            axes = List.copyOf(axes);
        }
    }

    /// The states that take in the items of a pass one after the other, each by its first number.
    public List<Region.Recurrence> recurrences(int pass) {
        return region.stages().stream()
                .filter(stage -> stage instanceof Region.Recurrence r && r.isFirst())
                .map(stage -> (Region.Recurrence) stage)
                .filter(r -> (r.isScan() ? 0 : 1) + pass == readyAfter(r.wire()))
                .toList();
    }

    /// Whether the items go by one at a time: along an axis with a recurrence every block is one item.
    public boolean isSequential(String axis) {
        return region.stages().stream()
                .anyMatch(stage -> stage instanceof Region.Recurrence r && r.over().contains(axis));
    }

    public boolean onePass() {
        return passes <= 1;
    }

    public boolean isStreamed(String wire) {
        return accumulated.containsKey(wire);
    }

    /// Whether a wire varies along a streamed axis.
    public boolean isItem(List<String> axes) {
        return axes.stream().anyMatch(stream::contains);
    }

    /// The number of passes over before the wire is known; 0 for inputs.
    public int readyAfter(String wire) {
        return ready.getOrDefault(wire, 0);
    }
}
