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

    /// How a search went.
    ///
    /// @param tried blockings that were costed
    /// @param tooLarge choices that were not looked into, since nothing fits there
    /// @param isAll whether that is every blocking there is
    /// @param among so many blockings, of which none is better by bounds on time and bytes; 0 where the search was ended before
    record Search(int tried, int tooLarge, boolean isAll, long among) {}

    /// One line per reason.
    ///
    /// @param fastest the fastest of all that were tried
    /// @param best the winner and the runner-up
    /// @param longer the axes along which blocks of twice the length do not fit, by their labels
    List<String> of(
            Search search, Optional<Candidate> fastest, List<Candidate> best, List<String> longer) {
        List<String> reasons = new ArrayList<>();
        reasons.add("bound by " + winner.bound());
        reasons.add(
                String.format(
                        Locale.ROOT,
                        "%s memory: %.1f of %.1f KiB per group",
                        hardware.local().name(),
                        winner.localMemoryBytes() / 1024.0,
                        hardware.local().capacityBytes() / 1024.0));
        if (!longer.isEmpty()) {
            reasons.add("no room for twice as much along " + String.join(", ", longer));
        }
        reasons.add(
                search.tried()
                        + " schedules tried, "
                        + (search.isAll() ? "of all lengths there are, " : "")
                        + search.tooLarge()
                        + " branches too large for "
                        + hardware.local().name()
                        + " memory");
        if (search.among() > 0) {
            reasons.add(
                    String.format(
                            Locale.ROOT,
                            "by bounds on time and bytes none of %,d with lengths of all magnitudes is better",
                            search.among()));
        }
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
                "%s, predicted %s, %s%s",
                c.schedule(List.of()).labels(),
                winner.seconds() > 0
                        ? String.format(
                                Locale.ROOT,
                                "%+.1f%% time",
                                100 * (c.cost().seconds() / winner.seconds() - 1))
                        : c.cost().seconds() > 0 ? "some time instead of none" : "no time either",
                bytes(c.cost().globalBytes(), winner.globalBytes()),
                c.cost().bound().equals(winner.bound()) ? "" : ", bound by " + c.cost().bound());
    }

    /// Global bytes beside others: by how much there are more, or, of none, how many.
    static String bytes(long bytes, long others) {
        if (others == 0 && bytes == 0) {
            return "no global bytes either";
        }
        return others == 0
                ? String.format(Locale.ROOT, "%,d global bytes instead of none", bytes)
                : String.format(
                        Locale.ROOT,
                        "%+.1f%% global bytes",
                        100 * ((double) bytes / (double) others - 1));
    }
}
