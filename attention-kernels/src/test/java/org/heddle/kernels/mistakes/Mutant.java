package org.heddle.kernels.mistakes;

import java.util.Set;
import org.heddle.model.diagnose.Code;

/// A file of the catalogue with one deliberate mistake.
///
/// @param what was changed, into what
/// @param codes of which one is to be reported; none where the language gives the changed file a meaning
/// @param lines on one of which it is to be reported, from 1
record Mutant(
        String file, Kind kind, String what, String text, Set<Code> codes, Set<Integer> lines) {

    /// Whether the changed file is a diagram again, only another one.
    boolean isValid() {
        return codes.isEmpty();
    }
}
