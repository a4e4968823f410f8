package org.heddle.model.draw.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// Reductions that are contractions, whichever way they are written: `Σ a·b`, `max (a + b)`.
final class Contractions {
    private Contractions() {}

    /// The semiring of a reduction whose items are products of all that it reads, each factor once. Every reduced axis has to run along two factors at least, and every
    /// factor along one of those: other products are told by their formula.
    static Optional<Semiring> of(Op.Reduce reduce, Box box) {
        Fn item = reduce.item();
        if (item.results().size() != 1 || box.outputs().size() != 1 || !isJoined(box)) {
            return Optional.empty();
        }
        List<String> sought = item.parameters().stream().sorted().toList();
        return Arrays.stream(Semiring.values())
                .filter(semiring -> semiring.sum().equals(reduce.monoid()))
                .filter(semiring -> factors(item.body(), semiring.product()).equals(sought))
                .findFirst();
    }

    private static boolean isJoined(Box box) {
        Set<String> kept = Set.copyOf(box.output().axes());
        List<Set<String>> reduced = new ArrayList<>();
        Map<String, Integer> factors = new HashMap<>();
        for (Port port : box.inputs()) {
            Set<String> axes = new LinkedHashSet<>(port.runsAlong());
            axes.removeAll(kept);
            reduced.add(axes);
            axes.forEach(axis -> factors.merge(axis, 1, Integer::sum));
        }
        return reduced.stream().noneMatch(Set::isEmpty)
                && factors.values().stream().allMatch(count -> count > 1);
    }

    /// Names of the factors, sorted; what is no name is a factor without one.
    private static List<String> factors(Expr product, Fun times) {
        List<String> factors = new ArrayList<>();
        collect(product, times, factors);
        return factors.stream().sorted().toList();
    }

    private static void collect(Expr part, Fun times, List<String> factors) {
        if (part instanceof Expr.Call(Fun fun, List<Expr> args) && fun == times) {
            args.forEach(arg -> collect(arg, times, factors));
        } else {
            factors.add(part instanceof Expr.Arg(String name) ? name : "");
        }
    }
}
