package org.heddle.testdata;

import java.util.Set;
import org.heddle.model.diagnose.Code;

/// Codes of the format that the checker does not report yet. Tests hold this list to what is so: where one is reported it comes
/// off, and from then on its page and its bad file are run.
public final class Unreported {
    public static final Set<Code> CODES =
            Set.of(
                    Code.E215, Code.E216, Code.E217, Code.E218, Code.E220, Code.E221, Code.E222,
                    Code.E408, Code.E509);

    private Unreported() {}
}
