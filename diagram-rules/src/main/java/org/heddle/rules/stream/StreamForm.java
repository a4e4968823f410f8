package org.heddle.rules.stream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;

/// How a region is computed while its stream axes go by, block after block.
///
/// ```
/// for each pass:
///   for each block of items:  A ← C(r, r')·A ⊕ ⊕ φ(items; r')      for every slot A, in order
///   wire ← finish(slots)                                            for every reduction of the pass
/// ```
///
/// @param stream loop axes that are streamed, outermost first; empty where the region has no reduction to stream
/// @param accumulated streamed reductions by wire
/// @param ready the number of passes that must be over before a wire is known, for every wire of the region
/// @param passes how many times the items go by; items that are outputs and need a finished reduction take a pass of their own
/// @param refusals for each reduction that needs an earlier pass to be over: why
public record StreamForm(
        Region region,
        List<String> stream,
        SequencedMap<String, Accumulated> accumulated,
        Map<String, Integer> ready,
        int passes,
        List<Refusal> refusals) {
    public StreamForm {
        stream = List.copyOf(stream);
        accumulated = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(accumulated));
        ready = Collections.unmodifiableMap(new LinkedHashMap<>(ready));
        refusals = List.copyOf(refusals);
    }

    /// A streamed reduction.
    ///
    /// @param finish its value, over slot names and wires known by then
    /// @param states running values that the items of its slots see, each a slot of the same pass
    public record Accumulated(
            String wire, int pass, List<Slot> slots, Expr finish, List<String> states) {
        public Accumulated {
            slots = List.copyOf(slots);
            states = List.copyOf(states);
        }
    }

    /// One running value.
    ///
    /// @param item φ, over reads of the region; a read of a state means its value after the block
    /// @param correction C, over states before the block (by name) and after it (name + "'"); empty where it is 1
    /// @param law φ and C without the guards for states that have seen nothing, for reading
    public record Slot(
            String name,
            List<String> axes,
            Monoid.Scalar monoid,
            Expr item,
            Optional<Expr> correction,
            Optional<Law> law) {
        public Slot {
            axes = List.copyOf(axes);
        }
    }

    /// The derived equation φ(·; r') = C(r, r') · φ(·; r).
    public record Law(Expr item, Expr correction) {}

    /// Why a further pass is needed: a reduction could not join the pass of those it reads, or an output along the stream reads a finished reduction.
    ///
    /// @param offending the sub-expression that mixes items with what is not known before the pass is over
    public record Refusal(String reduction, List<String> axes, Expr offending, String reason) {
        public Refusal {
            axes = List.copyOf(axes);
        }
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
