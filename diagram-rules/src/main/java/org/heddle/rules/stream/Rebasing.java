package org.heddle.rules.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Factorizer;

/// How a running sum whose items hold a running max or min in their exponent is corrected when that moves.
final class Rebasing {
    private final Region region;
    private final Map<String, StreamForm.Accumulated> accumulated;

    /// @param accumulated reductions by wire, as they become known
    Rebasing(Region region, Map<String, StreamForm.Accumulated> accumulated) {
        this.region = region;
        this.accumulated = accumulated;
    }

    /// φ keeps the state in its exponent; C is the quotient of φ after and before the state moved. A state that has seen nothing is infinite; in its
    /// place φ and the tail use 0, and C is 0, as it must be, since every item seen so far was infinite too.
    StreamForm.Slot corrected(
            String name,
            Region.Reduction r,
            Expr item,
            Factorizer.Exponent exponent,
            List<String> states) {
        Expr correction =
                Expr.call(Fun.EXP, exponent.difference(a -> states.contains(a) ? a + "'" : a));
        Expr guardedItem = item.substitute(a -> states.contains(a) ? safe(a) : Expr.arg(a));
        return new StreamForm.Slot(
                name,
                r.axes(),
                r.monoid(),
                guardedItem,
                Optional.of(guarded(correction, states)),
                Optional.of(new StreamForm.Law(item, correction)));
    }

    /// C where it is 0 by itself for a state that had seen nothing, else C under a guard that says so.
    private Expr guarded(Expr correction, List<String> states) {
        if (vanishes(correction, states, 1) && vanishes(correction, states, 1 << 20)) {
            return correction.substitute(a -> a.endsWith("'") ? safe(a) : Expr.arg(a));
        }
        Expr guarded = correction;
        for (String state : states) {
            guarded = Expr.call(Fun.WHERE, isUntouched(state), Expr.num(0), guarded);
        }
        return guarded;
    }

    /// Whether C, a function of states and sizes alone, goes from states that had seen nothing to 0.
    private boolean vanishes(Expr correction, List<String> states, long size) {
        if (!correction.indexAxes().isEmpty()
                || !correction.arguments().stream().allMatch(a -> states.contains(unprimed(a)))) {
            return false;
        }
        Expr fromNothing = correction.substitute(a -> Expr.num(states.contains(a) ? unit(a) : 1));
        return Scalars.compile(new Fn(List.of(), fromNothing), List.of(), _ -> size)
                        .at(new double[0], new long[0])
                == 0;
    }

    private static String unprimed(String state) {
        return state.endsWith("'") ? state.substring(0, state.length() - 1) : state;
    }

    /// A running value, or 0 while it has seen nothing.
    Expr safe(String state) {
        return Expr.call(Fun.WHERE, isUntouched(state), Expr.num(0), Expr.arg(state));
    }

    private Expr isUntouched(String state) {
        return Expr.call(Fun.EQ, Expr.arg(state), Expr.num(unit(unprimed(state))));
    }

    /// Its value before it has seen anything.
    double unit(String state) {
        StreamForm.Accumulated extremum = accumulated.get(region.read(state).wire());
        return extremum == null ? 0 : extremum.slots().getFirst().monoid().unit();
    }
}
