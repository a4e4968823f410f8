package org.heddle.cli.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Wrap;
import org.heddle.rules.hardware.Hardware;

/// The memory chart of a kernel, drawn with characters.
///
/// ```
///   ╭──────────────╮                        ╭───────────────╮
///   │ global       │   10.5 MB predicted    │ shared        │
///   │ 141 GB       │ ─────────[l2]────────► │ 132 of 232 kB │
///   │ serves       │    10.5 MB counted     │ serves        │
///   │   4.80 TB/s  │        busy 41%        │   30.9 TB/s   │
///   │              │   2.10 MB predicted    │               │
///   │              │ ◄────────[l2]───────── │               │
///   │              │    2.10 MB counted     │               │
///   ╰──────────────╯                        ╰───────────────╯
/// ```
public final class MemoryChartText {
    private static final int BOX = 18;
    private static final int ARROW = 22;
    private static final int ROWS = 7;

    private MemoryChartText() {}

    /// The chart, each line ending in a line break.
    public static String of(MemoryFlow flow) {
        List<String> global = box(flow.global());
        List<String> outer = arrows(flow, flow.outer(), flow.caches());
        List<String> local = box(flow.local());
        List<String> inner = arrows(flow, flow.inner(), List.of());
        List<String> pipes = pipes(flow);
        StringBuilder out = new StringBuilder();
        for (int row = 0; row < ROWS + 2; row++) {
            String line =
                    "  "
                            + global.get(row)
                            + outer.get(row)
                            + local.get(row)
                            + inner.get(row)
                            + pipes.get(row);
            out.append(line.stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static List<String> box(Hardware.Level level) {
        String one = Quantity.bytes(level.capacityBytes());
        return framed(
                List.of(
                        level.name(),
                        level.count() == 1 ? one : level.count() + " of " + one,
                        "serves",
                        "  " + Quantity.perSecond(level.bytesPerSecond(), "B")));
    }

    private static List<String> pipes(MemoryFlow flow) {
        List<String> lines = new ArrayList<>(List.of("pipes"));
        for (MemoryFlow.Work work : flow.work()) {
            lines.add(work.pipe());
            lines.add("  " + count(work.operations()));
        }
        lines.add("(predicted)");
        return framed(lines);
    }

    private static String count(long operations) {
        return Quantity.count(operations);
    }

    private static List<String> framed(List<String> lines) {
        List<String> framed = new ArrayList<>();
        framed.add("╭" + "─".repeat(BOX - 2) + "╮");
        for (int row = 0; row < ROWS; row++) {
            String text = row < lines.size() ? cut(lines.get(row), BOX - 4) : "";
            framed.add("│ " + text + " ".repeat(BOX - 4 - Wrap.width(text)) + " │");
        }
        framed.add("╰" + "─".repeat(BOX - 2) + "╯");
        return framed;
    }

    private static List<String> arrows(
            MemoryFlow flow, MemoryFlow.Traffic traffic, List<Hardware.Level> caches) {
        String way = caches.stream().map(Hardware.Level::name).collect(Collectors.joining(", "));
        String label = way.isEmpty() ? "" : "[" + cut(way, ARROW - 5) + "]";
        String line = across(label, '─', ARROW - 3);
        return List.of(
                across("", ' ', ARROW),
                centred(predicted(traffic.toward())),
                " " + line + "► ",
                centred(counted(traffic.toward())),
                centred(share(flow, traffic)),
                centred(predicted(traffic.back())),
                " ◄" + line + " ",
                centred(counted(traffic.back())),
                across("", ' ', ARROW));
    }

    private static String predicted(MemoryFlow.Flow flow) {
        return Quantity.bytes(flow.predicted()) + " predicted";
    }

    private static String counted(MemoryFlow.Flow flow) {
        return flow.counted()
                .map(count -> Quantity.bytes(count) + " counted" + (flow.isExact() ? "" : " ≠"))
                .orElse("not counted");
    }

    /// How busy the farther memory is.
    private static String share(MemoryFlow flow, MemoryFlow.Traffic traffic) {
        Optional<Double> measured = flow.measuredShare(traffic);
        return measured.map(Quantity::percent).map(part -> "busy " + part).orElse("");
    }

    private static String centred(String text) {
        return across(text, ' ', ARROW);
    }

    private static String across(String text, char filler, int width) {
        String cut = cut(text, width);
        int left = (width - Wrap.width(cut)) / 2;
        String fill = String.valueOf(filler);
        return fill.repeat(left) + cut + fill.repeat(width - left - Wrap.width(cut));
    }

    private static String cut(String text, int width) {
        return Wrap.width(text) <= width
                ? text
                : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }
}
