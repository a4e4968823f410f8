package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;
import org.heddle.cli.text.Wrap;
import org.heddle.rules.levels.Binding;
import org.heddle.rules.levels.Level;
import org.heddle.rules.levels.Levels;

/// The best blocks of all levels as text: a table, and of each level what binds and the runner-up.
final class LevelsText {
    private LevelsText() {}

    static String of(Optional<Levels> found) {
        return found.map(LevelsText::text)
                .orElse("  All levels: nothing to do, or no blocks of all levels fit\n");
    }

    private static String text(Levels levels) {
        StringBuilder out = new StringBuilder(Wrap.hanging("  All levels: ", 4, head(levels)));
        out.append(table(levels));
        for (Level level : levels.levels()) {
            out.append(Wrap.hanging("    " + name(level) + " ", 6, reasons(level)));
        }
        out.append(Wrap.hanging("    ", 4, search(levels)));
        out.append(
                Wrap.hanging(
                        "    ",
                        4,
                        levels.scheduled()
                                .map(LevelsText::scheduled)
                                .orElse(
                                        "the search ended before it found others for the scheduled blocks of a group")));
        return out.toString();
    }

    private static String head(Levels levels) {
        return Quantity.seconds(levels.seconds())
                + " with nothing hidden, "
                + String.format(Locale.ROOT, "%.4g", levels.atATime())
                + " groups at a time on "
                + String.format(Locale.ROOT, "%.3g%%", 100 * levels.working())
                + " of the units, which draw "
                + String.format(Locale.ROOT, "%.3g%%", 100 * levels.drawn())
                + " of the rates of what they share"
                + (levels.isOfInstructions()
                        ? ""
                        : "; no blocks of whole matrix instructions fit, so they are left out");
    }

    private static String table(Levels levels) {
        Table table =
                new Table("    ")
                        .left("level", 18)
                        .right("bytes")
                        .right("time")
                        .right("held")
                        .right("of")
                        .left("order", 10)
                        .rest("blocks");
        for (Level level : levels.levels()) {
            table.row(
                    name(level),
                    Quantity.bytes(level.bytes()),
                    Quantity.seconds(level.seconds()),
                    Quantity.bytes(level.heldBytes()),
                    Quantity.bytes(level.capacityBytes()),
                    String.join(", ", level.order()),
                    blocks(level.blocks()));
        }
        Levels.Steps steps = levels.steps();
        table.row(
                steps(steps),
                Quantity.bytes(steps.bytes()),
                Quantity.seconds(steps.seconds()),
                "",
                "",
                "",
                "moved beside pieces");
        table.row("computing", "", Quantity.seconds(levels.computing()), "", "", "", "");
        table.row("all", "", Quantity.seconds(levels.seconds()), "", "", "", "");
        return table.toString();
    }

    /// The name of the row of what steps move beside pieces.
    static String steps(Levels.Steps steps) {
        return steps.memory() + " steps";
    }

    private static String name(Level level) {
        return level.name() + level.of().map(fold -> " " + fold).orElse("");
    }

    private static String reasons(Level level) {
        return "bound by "
                + level.bindings().stream().map(Binding::text).collect(Collectors.joining("; "))
                + level.by().map(i -> "; computed by " + i).orElse("")
                + level.runnerUp().map(other -> runnerUp(other, level)).orElse("");
    }

    /// Its blocks, and what else of it differs from the best.
    private static String runnerUp(Level.Other other, Level best) {
        List<String> what = new ArrayList<>();
        if (!other.blocks().isEmpty()) {
            what.add(blocks(other.blocks()));
        }
        if (!other.order().isEmpty() && !other.order().equals(best.order())) {
            what.add("order " + String.join(", ", other.order()));
        }
        if (!other.rows().equals(best.rows())) {
            what.add("rows along " + String.join(", ", other.rows()));
        }
        return "; runner-up "
                + String.join("; ", what)
                + ": "
                + Quantity.bytes(other.bytes())
                + ", "
                + String.format(Locale.ROOT, "%+.1f%%", 100 * other.more());
    }

    private static String search(Levels levels) {
        return String.format(
                Locale.ROOT,
                "%,d blocks of a group looked at on all levels, of %,d: %s",
                levels.tried(),
                levels.among(),
                found(levels));
    }

    /// How sure it is that nothing is better.
    private static String found(Levels levels) {
        if (levels.gap() == 0) {
            return levels.isComplete()
                    ? "by bounds none is better"
                    : "by bounds none is better, and the second best may not have been found";
        }
        return levels.gap() < 1
                ? String.format(
                        Locale.ROOT,
                        "the search was ended; by bounds none takes over %.1f%% less",
                        Math.ceil(1000 * levels.gap()) / 10)
                : "the search was ended before bounds said that none is better";
    }

    private static String scheduled(Levels.Scheduled scheduled) {
        return switch (scheduled) {
            case Levels.Scheduled.Costed(boolean isBest, long bytes, double more) ->
                    isBest
                            ? "the scheduled blocks of a group are these"
                            : String.format(
                                    Locale.ROOT,
                                    "the scheduled blocks of a group, with what is best for them: %s, %+.1f%%",
                                    Quantity.bytes(bytes),
                                    100 * more);
            case Levels.Scheduled.NoRoom(String memory, long needed, long capacity) ->
                    "the scheduled blocks of a group need "
                            + Quantity.exact(needed)
                            + " of "
                            + Quantity.exact(capacity)
                            + " bytes of "
                            + memory;
            case Levels.Scheduled.NotWhole(String fold) ->
                    "the scheduled blocks of a group are not made of whole instructions: " + fold;
        };
    }

    static String blocks(Map<String, Long> blocks) {
        return blocks.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
