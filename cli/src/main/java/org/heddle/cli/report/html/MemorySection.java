package org.heddle.cli.report.html;

import java.util.List;
import java.util.Optional;
import org.heddle.backend.run.Comparison;
import org.heddle.cli.report.ProfiledLevel;
import org.heddle.cli.report.chart.MemoryFlow;
import org.heddle.cli.report.chart.MemoryFlow.Flow;
import org.heddle.cli.report.chart.MemoryFlow.Traffic;
import org.heddle.cli.text.Quantity;

/// The memory chart of every kernel at every setting, each with its figures as a table.
final class MemorySection {
    private static final List<String> COLUMNS =
            List.of(
                    "from",
                    "to",
                    "#predicted",
                    "#counted",
                    "#counted/predicted",
                    "#busy, predicted",
                    "#busy, measured");

    private static final List<String> PROFILE_COLUMNS =
            List.of("memory", "#predicted of global memory", "#counted", "#counted/predicted");

    private MemorySection() {}

    static Markup of(Settings settings) {
        Markup m = new Markup();
        for (int i = 0; i < settings.count(); i++) {
            Comparison comparison = settings.comparisons().get(i);
            m.open("div", "class", Settings.classOf(i)).add(settings.heading(i));
            for (Comparison.KernelRow row : comparison.kernels()) {
                m.add(kernel(MemoryFlow.of(row), comparison));
                row.profiled().ifPresent(_ -> m.add(profiled(row)));
            }
            if (comparison.kernels().isEmpty()) {
                m.leaf("p", "No kernel is needed: every output is an input.");
            }
            comparison
                    .profile()
                    .ifPresent(profile -> m.leaf("p", ProfiledLevel.told(profile) + "."));
            m.end();
        }
        return m;
    }

    private static Markup kernel(MemoryFlow flow, Comparison comparison) {
        Markup m = new Markup();
        m.leaf("h3", "Kernel " + flow.kernel());
        m.scroll("Memory chart of kernel " + flow.kernel());
        m.add(MemoryChartSvg.of(flow)).end();
        m.scroll("Bytes of kernel " + flow.kernel()).open("table");
        m.leaf(
                "caption",
                "Bytes of kernel "
                        + flow.kernel()
                        + "; counted by "
                        + (comparison.countedBy().isEmpty() ? "nobody" : comparison.countedBy()));
        m.columns(COLUMNS);
        String global = flow.global().name();
        String local = flow.local().name();
        rows(m, flow, flow.outer(), global, local);
        rows(m, flow, flow.inner(), local, "registers");
        return m.close().close().end();
    }

    /// What a GPU's own counters saw, beside what is predicted of global memory.
    private static Markup profiled(Comparison.KernelRow row) {
        String kernel = row.kernel().program().name();
        Markup m = new Markup();
        m.scroll("Bytes that passed the GPU's memories in kernel " + kernel).open("table");
        m.leaf("caption", "Bytes that passed the GPU's memories in kernel " + kernel);
        m.columns(PROFILE_COLUMNS);
        for (ProfiledLevel level : ProfiledLevel.values()) {
            m.open("tr").leaf("th", level.title(), "scope", "row");
            m.leaf("td", Quantity.exact(level.predicted(row)), "class", "number");
            String counted = level.counted(row).map(Quantity::exact).orElse("not counted");
            m.leaf("td", counted, "class", "number");
            String ratio = level.ratio(row).map(Quantity::ratio).orElse("–");
            m.leaf("td", ratio, "class", "number").end();
        }
        return m.close().close().end();
    }

    private static void rows(
            Markup m, MemoryFlow flow, Traffic traffic, String farther, String nearer) {
        Optional<String> measured = flow.measuredShare(traffic).map(Quantity::percent);
        String predicted = share(flow.predictedShare(traffic));
        row(m, farther, nearer, traffic.toward());
        m.leaf("td", predicted, "rowspan", "2", "class", "number");
        m.leaf("td", measured.orElse("–"), "rowspan", "2", "class", "number").end();
        row(m, nearer, farther, traffic.back());
        m.end();
    }

    private static String share(double part) {
        return Double.isFinite(part) ? Quantity.percent(part) : "–";
    }

    /// Leaves the row open.
    private static void row(Markup m, String from, String to, Flow flow) {
        m.open("tr").leaf("th", from, "scope", "row").leaf("td", to);
        m.leaf("td", Quantity.exact(flow.predicted()), "class", "number");
        m.leaf("td", flow.counted().map(Quantity::exact).orElse("not counted"), "class", "number");
        m.leaf("td", agreement(flow), "class", "number");
    }

    private static String agreement(Flow flow) {
        return flow.isExact()
                ? "exact"
                : flow.counted()
                        .map(count -> Quantity.ratio((double) count / flow.predicted()))
                        .orElse("–");
    }
}
