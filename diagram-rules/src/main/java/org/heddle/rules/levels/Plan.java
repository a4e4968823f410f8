package org.heddle.rules.levels;

import java.util.List;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.search.Foremost;
import org.heddle.rules.search.Least;

/// Blocks of all levels: those of a group, and what is best for them above and below.
///
/// @param group extents of a group
/// @param folds those that are computed in pieces
/// @param pieces of each of these
/// @param fixed what caches do not change
/// @param caches the best blocks of caches and the second best
record Plan(
        Blocking group,
        List<Trial.Folding> folds,
        List<Pieces.Found> pieces,
        Caches.Fixed fixed,
        Foremost<Caches.Shares> caches,
        long groupBytes,
        long localBytes) {
    Plan {
        folds = List.copyOf(folds);
        pieces = List.copyOf(pieces);
    }

    Caches.Shares shares() {
        return caches.winner().orElseThrow().point();
    }

    /// Bytes of all levels, and seconds with nothing hidden.
    Least cost() {
        return caches.winner().orElseThrow().cost();
    }
}
