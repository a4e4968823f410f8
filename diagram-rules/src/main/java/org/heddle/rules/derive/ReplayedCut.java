package org.heddle.rules.derive;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;

/// The cut into kernels as far as the unions of a written derivation have come.
///
/// ```
///   fuse  whole blocks, two or more; convex; and its reason holds:
///           better than apart            predicted again
///           copies of large wires        those that `recompute` makes
///           found by the search of cuts  searched again
/// ```
final class ReplayedCut {
    private final Diagram prepared;
    private final Optional<Recomputation.Result> recomputed;
    private final Sizes sizes;
    private final Hardware hardware;
    private final Fusion fusion;

    /// @param recomputed what `recompute` has led to, if it was used
    ReplayedCut(
            Diagram prepared,
            Optional<Recomputation.Result> recomputed,
            Sizes sizes,
            Hardware hardware) {
        this.prepared = prepared;
        this.recomputed = recomputed;
        this.sizes = sizes;
        this.hardware = hardware;
        this.fusion = new Fusion(prepared, sizes, hardware);
    }

    Blocks blocks() {
        return fusion.blocks();
    }

    /// A union that would be better than the cut that was reached.
    Optional<Set<String>> better() {
        return fusion.next();
    }

    /// The union that a step tells of.
    Step union(Claim claim) throws RefusedException {
        Set<String> boxes = new LinkedHashSet<>(claim.where());
        requireLegal(claim.where(), boxes);
        requireReason(boxes, claim.why());
        return fusion.merge(boxes, claim.why());
    }

    private void requireLegal(List<String> where, Set<String> boxes) throws RefusedException {
        for (String box : boxes) {
            if (!prepared.hasBox(box)) {
                throw new RefusedException("where", "there is no box '" + box + "'");
            }
        }
        List<Set<String>> parts = blocks().parts(boxes);
        Set<String> whole = parts.stream().flatMap(Set::stream).collect(Collectors.toSet());
        if (parts.size() < 2 || boxes.size() < where.size()) {
            throw new RefusedException("where", where + " are no two blocks");
        }
        if (!whole.equals(boxes)) {
            whole.removeAll(boxes);
            throw new RefusedException(
                    "where", where + " takes a block apart: " + whole + " is in it, too");
        }
        if (!blocks().isConvex(boxes)) {
            throw new RefusedException("where", "a path leaves " + where + " and comes back");
        }
    }

    private void requireReason(Set<String> boxes, String why) throws RefusedException {
        boolean holds =
                switch (why) {
                    case Fusion.PAYS -> fusion.pays(boxes);
                    case Fusion.TOGETHER -> together().contains(boxes);
                    case Fusion.CUT_OTHERWISE -> isFoundBySearch(boxes);
                    default ->
                            throw new RefusedException(
                                    "why",
                                    "why is '" + why + "', which is no reason for a union",
                                    "reasons are '"
                                            + Fusion.PAYS
                                            + "', '"
                                            + Fusion.TOGETHER
                                            + "' and '"
                                            + Fusion.CUT_OTHERWISE
                                            + "'");
                };
        if (!holds) {
            throw new RefusedException(
                    "why", "why is '" + why + "', which does not hold of " + boxes);
        }
    }

    private List<Set<String>> together() {
        return recomputed.map(Recomputation.Result::together).orElse(List.of());
    }

    private boolean isFoundBySearch(Set<String> boxes) {
        return Fusion.of(prepared, together(), sizes, hardware).steps().stream()
                .filter(step -> step.why().equals(Fusion.CUT_OTHERWISE))
                .anyMatch(step -> Set.copyOf(step.where()).equals(boxes));
    }
}
