package org.heddle.rules.derive;

import java.util.Optional;

/// What a file tells of a derivation does not hold.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String help;

    /// @param key of the step that is wrong; empty for the step as a whole
    /// @param help what to do
    RefusedException(String key, String why, String help) {
        super(why);
        this.key = key;
        this.help = help;
    }

    RefusedException(String key, String why) {
        this(key, why, Replay.AGAIN);
    }

    /// The same as a value.
    ///
    /// @param of pointer to the step
    Replay.Refusal at(String of) {
        String pointer = key.isEmpty() ? of : of + "/" + key;
        return new Replay.Refusal(
                pointer, Optional.ofNullable(getMessage()).orElse("it does not hold"), help);
    }
}
