package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.rules.law.CopyThroughMap;
import org.heddle.rules.law.DropDeadBox;
import org.heddle.rules.law.MergeMapIntoReduction;
import org.heddle.rules.law.MergeMaps;
import org.heddle.rules.law.ReverseReduction;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;
import org.heddle.rules.law.ShareEqualBoxes;

/// Brings the body of a kernel to the form that the streaming algebra reads: every map merged into the reductions and maps that read it.
final class Bodies {
    /// A map with more operations than this is not copied, so that expressions stay bounded.
    private static final int MOST_OPERATIONS = 64;

    /// The same for a map that sees what a reduction makes: a reduction that reads it streams with that one only if it sees it, too.
    private static final int MOST_RUNNING_OPERATIONS = 256;

    /// A merge that makes a function of more operations than this is not done: a function that mentions its argument twice doubles what is merged into it.
    private static final int MOST_MERGED_OPERATIONS = 512;

    private static final List<Rule> RULES =
            List.of(
                    new DropDeadBox(),
                    new ShareEqualBoxes(),
                    new MergeMapIntoReduction(),
                    new MergeMaps(),
                    new ReverseReduction(),
                    new CopyThroughMap());

    private Bodies() {}

    /// One application of a rule inside a body.
    record Applied(Rule rule, Rewrite rewrite) {}

    /// The normal form of a body and how it was reached.
    record Normalized(Diagram body, List<Applied> steps) {}

    static Normalized normalize(Diagram body) {
        List<Applied> steps = new ArrayList<>();
        Diagram current = body;
        Optional<Applied> next = first(current);
        while (next.isPresent()) {
            steps.add(next.get());
            current = next.get().rewrite().after();
            next = first(current);
        }
        return new Normalized(current, steps);
    }

    private static Optional<Applied> first(Diagram body) {
        for (Rule rule : RULES) {
            for (Box box : body.ordered()) {
                if (applies(rule, body, box)) {
                    Optional<Rewrite> rewrite = rule.apply(body, box);
                    if (rewrite.isPresent() && isSmall(rewrite.get())) {
                        return Optional.of(new Applied(rule, rewrite.get()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// Maps are copied into what reads them, so equal ones are not shared: the loop nest computes equal expressions once.
    private static boolean applies(Rule rule, Diagram body, Box box) {
        return switch (rule) {
            case CopyThroughMap _ -> isWorthCopying(body, box);
            case ShareEqualBoxes _ -> !(box.op() instanceof Op.Map);
            default -> true;
        };
    }

    /// Whether every function after the rewrite is of bounded size.
    static boolean isSmall(Rewrite rewrite) {
        return rewrite.where().stream()
                .filter(rewrite.after()::hasBox)
                .map(id -> rewrite.after().box(id))
                .allMatch(box -> operations(box.op()) <= MOST_MERGED_OPERATIONS);
    }

    private static int operations(Op op) {
        return switch (op) {
            case Op.Map(Fn fn) -> operations(fn);
            case Op.Reduce(_, Fn item) -> operations(item);
            case Op.Scan(_, Fn item, _, _, _) -> operations(item);
            case Op.Constant(Expr value) -> value.operations();
            case Op.Contract _, Op.Reindex _, Op.Call _, Op.Block _ -> 0;
        };
    }

    private static int operations(Fn fn) {
        return fn.results().stream().mapToInt(Expr::operations).sum();
    }

    /// A map that some box inside reads, and small enough.
    private static boolean isWorthCopying(Diagram body, Box box) {
        return box.op() instanceof Op.Map(Fn fn)
                && fn.body().operations()
                        <= (seesReduction(body, box) ? MOST_RUNNING_OPERATIONS : MOST_OPERATIONS)
                && !body.readers(box.output().wire()).isEmpty();
    }

    private static boolean seesReduction(Diagram body, Box map) {
        return map.inputs().stream()
                .flatMap(port -> body.producer(port.wire()).stream())
                .anyMatch(box -> !box.reducedAxes().isEmpty());
    }
}
