package org.heddle.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.cli.report.chart.MemoryFlow;
import org.heddle.cli.report.chart.MemoryFlow.Flow;
import org.heddle.cli.report.chart.MemoryFlow.Traffic;
import org.heddle.cli.text.Quantity;
import org.heddle.rules.hardware.Hardware;

/// The memory chart of a kernel: memories as boxes, bytes as arrows, predicted in outline, counted filled.
///
/// An arrow is filled as far as the counted bytes are of the predicted ones, and empty where nobody counted. Its thickness grows with the logarithm of the bytes.
final class MemoryChartSvg {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 232;
    private static final int BOX = 168;
    private static final int TOP = 16;
    private static final int BOTTOM = 216;
    private static final int GAP = (WIDTH - 3 * BOX - 4) / 2;
    private static final int TOWARD = 72;
    private static final int BACK = 170;

    private final MemoryFlow flow;
    private final Markup m = new Markup();

    private MemoryChartSvg(MemoryFlow flow) {
        this.flow = flow;
    }

    static Markup of(MemoryFlow flow) {
        return new MemoryChartSvg(flow).draw();
    }

    private Markup draw() {
        m.open(
                "svg",
                "class",
                "memory chart",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "role",
                "img",
                "aria-label",
                "Memory chart of kernel " + flow.kernel() + "; the table below has its figures");
        int local = 2 + BOX + GAP;
        int pipes = local + BOX + GAP;
        caches(2 + BOX);
        box(2, memory(flow.global()));
        box(local, memory(flow.local()));
        box(pipes, pipes());
        arrows(2 + BOX, flow.outer());
        arrows(local + BOX, flow.inner());
        return m.end();
    }

    private static List<String> memory(Hardware.Level level) {
        String one = Quantity.bytes(level.capacityBytes());
        return List.of(
                level.name(),
                level.count() == 1 ? one : level.count() + " of " + one,
                "serves " + Quantity.perSecond(level.bytesPerSecond(), "B"));
    }

    private List<String> pipes() {
        List<String> lines = new ArrayList<>(List.of("pipes"));
        for (MemoryFlow.Work work : flow.work()) {
            lines.add(work.pipe() + ": " + Quantity.count(work.operations()));
            lines.add("of " + Quantity.perSecond(work.perSecond(), "op"));
        }
        lines.add("(as predicted)");
        return lines;
    }

    private void box(int x, List<String> lines) {
        rectangle("level", x, TOP, BOX, BOTTOM - TOP);
        for (int i = 0; i < lines.size(); i++) {
            String kind = i == 0 ? "level-name" : "level-fact";
            write(kind, "start", x + 12, TOP + 26 + 21 * i, fitted(lines.get(i), 22));
        }
    }

    /// Caches stand behind the arrows that pass them.
    private void caches(int x) {
        int count = flow.caches().size();
        for (int i = 0; i < count; i++) {
            Hardware.Level cache = flow.caches().get(i);
            int width = Math.min(196, (GAP - 24) / count - 8);
            int left = x + GAP * (2 * i + 1) / (2 * count) - width / 2;
            m.open("g");
            m.leaf(
                    "title",
                    cache.name()
                            + ", "
                            + Quantity.bytes(cache.capacityBytes())
                            + ", "
                            + Quantity.perSecond(cache.bytesPerSecond(), "B")
                            + ": what it keeps is not predicted");
            rectangle("cache", left, TOP, width, BOTTOM - TOP);
            write("cache-name", "middle", left + width / 2, TOP + 16, cache.name());
            m.close();
        }
    }

    private void arrows(int x, Traffic traffic) {
        arrow(x, TOWARD, traffic.toward(), true);
        arrow(x, BACK, traffic.back(), false);
        flow.measuredShare(traffic)
                .ifPresent(
                        share ->
                                write(
                                        "share",
                                        "middle",
                                        x + GAP / 2,
                                        (TOWARD + BACK) / 2 + 4,
                                        "busy " + Quantity.percent(share)));
    }

    private void arrow(int x, int y, Flow one, boolean right) {
        double thick = one.predicted() == 0 ? 3 : 4 + 1.6 * Math.log10((double) one.predicted());
        int from = x + 8;
        int to = x + GAP - 8;
        double part =
                one.counted()
                        .map(c -> c >= one.predicted() ? 1.0 : (double) c / one.predicted())
                        .orElse(0.0);
        String counted = one.isExact() ? "counted" : "counted differs";
        m.open("g");
        m.leaf("title", exactly(one));
        if (part > 0) {
            m.empty("path", "class", counted, "d", path(from, to, y, thick, part, right));
        }
        String outline = one.counted().isPresent() ? "predicted" : "predicted uncounted";
        m.empty("path", "class", outline, "d", path(from, to, y, thick, 1, right));
        int middle = (from + to) / 2;
        write("amount", "middle", middle, y - 18, Quantity.bytes(one.predicted()) + " predicted");
        write(
                one.counted().isEmpty() || one.isExact() ? "amount" : "amount differs",
                "middle",
                middle,
                y + 27,
                briefly(one));
        m.close();
    }

    private static String briefly(Flow one) {
        Optional<String> counted = one.counted().map(Quantity::bytes);
        return counted.map(c -> c + " counted" + (one.isExact() ? ", exact" : ", DIFFERS"))
                .orElse("not counted");
    }

    private static String exactly(Flow one) {
        return Quantity.exact(one.predicted())
                + " bytes predicted, "
                + one.counted().map(c -> Quantity.exact(c) + " counted").orElse("not counted");
    }

    /// An arrow's outline, or the first part of it.
    private static String path(int from, int to, int y, double thick, double part, boolean right) {
        double head = 14;
        double shaft = (to - from) - head;
        double length = part >= 1 ? shaft : Math.min(shaft, part * (to - from));
        int tail = right ? from : to;
        int sign = right ? 1 : -1;
        double half = thick / 2;
        StringBuilder path = new StringBuilder();
        path.append("M%d %s".formatted(tail, number(y - half)));
        path.append(" H").append(number(tail + sign * length));
        if (part >= 1) {
            path.append(" V").append(number(y - half - 6));
            path.append(" L%d %d".formatted(right ? to : from, y));
            path.append(" L%s %s".formatted(number(tail + sign * length), number(y + half + 6)));
        }
        path.append(" V").append(number(y + half));
        return path.append(" H%d Z".formatted(tail)).toString();
    }

    static String number(double value) {
        double rounded = Math.round(value * 10) / 10.0;
        return rounded == Math.rint(rounded)
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }

    private void rectangle(String kind, int x, int y, int width, int height) {
        m.empty(
                "rect",
                "class",
                kind,
                "x",
                Integer.toString(x),
                "y",
                Integer.toString(y),
                "width",
                Integer.toString(width),
                "height",
                Integer.toString(height),
                "rx",
                "6");
    }

    private void write(String kind, String anchor, int x, int y, String text) {
        m.leaf(
                "text",
                text,
                "class",
                kind,
                "text-anchor",
                anchor,
                "x",
                Integer.toString(x),
                "y",
                Integer.toString(y));
    }

    private static String fitted(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, columns - 1) + "…";
    }
}
