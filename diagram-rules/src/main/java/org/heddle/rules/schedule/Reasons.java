package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Bench.Candidate;

/// Says in words why a schedule was chosen.
final class Reasons {
    private final Hardware hardware;
    private final Cost winner;

    Reasons(Hardware hardware, Candidate winner) {
        this.hardware = hardware;
        this.winner = winner.cost();
    }

    /// One line per reason.
    ///
    /// @param fastest the fastest of all that were tried
    /// @param best the winner and the runner-up
    List<String> of(int tried, int tooLarge, Optional<Candidate> fastest, List<Candidate> best) {
        List<String> reasons = new ArrayList<>();
        reasons.add("bound by " + winner.bound());
        reasons.add(
                String.format(
                        Locale.ROOT,
                        "%s memory: %.1f of %.1f KiB per group",
                        hardware.local().name(),
                        winner.localMemoryBytes() / 1024.0,
                        hardware.local().capacityBytes() / 1024.0));
        reasons.add(
                tried
                        + " schedules tried, "
                        + tooLarge
                        + " branches too large for "
                        + hardware.local().name()
                        + " memory");
        fastest.filter(c -> c.cost().seconds() < winner.seconds())
                .ifPresent(c -> reasons.add(tie(c)));
        best.stream().skip(1).forEach(c -> reasons.add("runner-up: " + compared(c)));
        return reasons;
    }

    private String tie(Candidate fastest) {
        boolean bytes = fastest.cost().globalBytes() > winner.globalBytes();
        return "as fast, within what the model can tell: "
                + compared(fastest)
                + (bytes ? "; fewer bytes decided" : "; the plainer extents decided");
    }

    private String compared(Candidate c) {
        return String.format(
                Locale.ROOT,
                "%s, predicted %+.1f%% time, %+.1f%% global bytes",
                c.schedule(List.of()).labels(),
                100 * (c.cost().seconds() / winner.seconds() - 1),
                100 * ((double) c.cost().globalBytes() / Math.max(1, winner.globalBytes()) - 1));
    }
}
