package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.expr.Expr;

/// Reductions of items each of which is made of all items of the same array.
///
/// ```
///   R[x] = sum over y of (X[y] < X[x]);   Q = sum over x of where(R[x] == k, X[x], 0)       X goes by along y for every x
/// ```
///
/// So are ranks, and with them medians. The two reads are of the same items: a matrix by itself, `A[i, k]·A[k, j]`, is no such case. The loops over `x` and `y` may be nested in any way: what is read along both goes by twice at least, and `|x|` times where it does not fit.
public final class AllPairs {
    private final Region region;
    private final Map<String, Set<String>> needed = new HashMap<>();

    private AllPairs(Region region) {
        this.region = region;
        for (Region.Stage stage : region.stages()) {
            Set<String> wires = new LinkedHashSet<>();
            for (Region.Read read : reads(stage)) {
                wires.add(read.wire());
                wires.addAll(needed.getOrDefault(read.wire(), Set.of()));
            }
            needed.put(stage.wire(), wires);
        }
    }

    /// Why one pass does not do, a refusal for every such reduction.
    public static List<StreamForm.Refusal> refusals(Region region) {
        AllPairs pairs = new AllPairs(region);
        List<StreamForm.Refusal> found = new ArrayList<>();
        for (Region.Stage items : region.stages()) {
            for (Region.Stage last : region.stages()) {
                if (pairs.needs(last, items)) {
                    items.axes().stream()
                            .filter(x -> Region.reduces(last, x))
                            .forEach(x -> pairs.refuse(items, last, x, found));
                }
            }
        }
        return found;
    }

    private void refuse(
            Region.Stage items, Region.Stage last, String x, List<StreamForm.Refusal> found) {
        for (Region.Read all : reads(items)) {
            for (String y : all.axes()) {
                if (Region.reduces(items, y)
                        && !y.equals(x)
                        && isReadAlong(all, y, x, items, last)) {
                    found.add(
                            new StreamForm.Refusal(
                                    last.wire(),
                                    List.of(x),
                                    Expr.arg(items.wire()),
                                    "needs, for every item along "
                                            + x
                                            + ", all of "
                                            + all.wire()
                                            + " along "
                                            + y));
                    return;
                }
            }
        }
    }

    /// Whether the items, or what is made of them up to the reduction, read along `x` what they read along `y`.
    private boolean isReadAlong(
            Region.Read all, String y, String x, Region.Stage items, Region.Stage last) {
        List<String> same = all.axes().stream().map(axis -> axis.equals(y) ? x : axis).toList();
        return region.stages().stream()
                .filter(stage -> stage.equals(items) || needs(stage, items))
                .filter(stage -> stage.equals(last) || needs(last, stage))
                .flatMap(stage -> reads(stage).stream())
                .anyMatch(read -> read.wire().equals(all.wire()) && read.axes().equals(same));
    }

    private boolean needs(Region.Stage stage, Region.Stage earlier) {
        return needed.getOrDefault(stage.wire(), Set.of()).contains(earlier.wire());
    }

    private List<Region.Read> reads(Region.Stage stage) {
        return stage.value().arguments().stream().map(region::read).toList();
    }
}
