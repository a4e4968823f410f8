package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Stages that read an input once more, from its beginning, for what a reduction made of all of it.
///
/// ```
///   m[q] = max over x of S[q, x];   z[q] = sum over x_2 of exp(S[q, x_2] - m[q])      z reads S again
/// ```
///
/// Reads that have a loop of a reduction in common are no such case: in `z[i] = sum over d of W[i, d]·x[d]; y[e] = sum over i of W[i, e]·z[i]` every row is read while `i` goes by.
final class Rereads {
    private final Region region;
    private final Map<String, Set<String>> needed = new HashMap<>();
    private final Set<String> again = new LinkedHashSet<>();

    private Rereads(Region region) {
        this.region = region;
    }

    /// Wires of the stages, in order.
    static List<String> of(Region region) {
        Rereads rereads = new Rereads(region);
        region.stages().forEach(rereads::visit);
        return new ArrayList<>(rereads.again);
    }

    private void visit(Region.Stage stage) {
        Set<String> before = new LinkedHashSet<>();
        for (Region.Read read : reads(stage)) {
            if (!region.isInput(read.wire())) {
                before.add(read.wire());
                before.addAll(needed.getOrDefault(read.wire(), Set.of()));
            }
        }
        needed.put(stage.wire(), before);
        for (String wire : before) {
            Region.Stage earlier = region.stage(wire);
            for (Region.Read first : reads(earlier)) {
                for (Region.Read second : reads(stage)) {
                    if (isAgain(earlier, first, second)) {
                        again.add(stage.wire());
                    }
                }
            }
        }
    }

    private boolean isAgain(Region.Stage earlier, Region.Read first, Region.Read second) {
        if (!first.wire().equals(second.wire()) || !region.isInput(first.wire())) {
            return false;
        }
        boolean reducedApart =
                first.axes().stream()
                        .filter(axis -> Region.reduces(earlier, axis))
                        .anyMatch(axis -> !second.axes().contains(axis));
        boolean together =
                first.axes().stream()
                        .filter(second.axes()::contains)
                        .anyMatch(
                                axis ->
                                        region.stages().stream()
                                                .anyMatch(s -> Region.reduces(s, axis)));
        return reducedApart && !together;
    }

    private List<Region.Read> reads(Region.Stage stage) {
        return stage.value().arguments().stream().map(region::read).toList();
    }
}
