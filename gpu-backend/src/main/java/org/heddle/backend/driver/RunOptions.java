package org.heddle.backend.driver;

/// How often a program runs. The launches always run once before, for their outputs.
///
/// @param warmups passes over all launches that are not timed
/// @param repetitions passes over all launches that are timed; 0 for results only
/// @param flushBytes bytes of scratch memory written before each timed pass, outside the launches'
///     event times: more than the last cache holds makes every pass start cold, and on a GPU it
///     also hides the latency of the first launch. 0 leaves the caches as the pass before left them
public record RunOptions(int warmups, int repetitions, long flushBytes) {
    /// Results only.
    public static final RunOptions ONCE = new RunOptions(0, 0);

    public RunOptions {
        if (warmups < 0 || repetitions < 0 || flushBytes < 0) {
            throw new IllegalArgumentException(
                    "negative count: " + warmups + ", " + repetitions + ", " + flushBytes);
        }
    }

    public RunOptions(int warmups, int repetitions) {
        this(warmups, repetitions, 0);
    }
}
