package org.heddle.kernels.mistakes;

import java.util.Set;
import java.util.regex.Pattern;
import org.heddle.model.diagnose.Code;

/// A mistake as a change of the text of one line, made wherever a line has that text.
///
/// @param from what is replaced
/// @param to by what; `$1` stands for the first group
/// @param told lines on which the mistake shows, where that is not the changed one; `$1` as above
record Rewrite(Kind kind, Pattern from, String to, String told, Set<Code> codes) {

    /// A mistake that is told at the changed line.
    static Rewrite here(Kind kind, String from, String to, Code... codes) {
        return there(kind, from, to, "", codes);
    }

    static Rewrite there(Kind kind, String from, String to, String told, Code... codes) {
        return new Rewrite(kind, Pattern.compile(from), to, told, Set.of(codes));
    }
}
