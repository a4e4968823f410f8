package org.heddle.cli.report;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Comparison.KernelRow;
import org.heddle.backend.run.Comparison.OutputRow;
import org.heddle.backend.run.LocalAccesses;
import org.heddle.backend.run.Moved;
import org.heddle.backend.run.Statistics;
import org.heddle.cli.report.chart.MemoryChartText;
import org.heddle.cli.report.chart.MemoryFlow;
import org.heddle.cli.report.chart.Roofline;
import org.heddle.cli.report.chart.RooflineText;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;
import org.heddle.cli.text.Wrap;
import org.heddle.model.eval.ErrorMeasure;

/// Predicted against counted and measured, as text.
public final class ComparisonText {
    private final Comparison comparison;
    private final Inputs inputs;
    private final boolean charts;
    private final StringBuilder out = new StringBuilder();

    private ComparisonText(Comparison comparison, Inputs inputs, boolean charts) {
        this.comparison = comparison;
        this.inputs = inputs;
        this.charts = charts;
    }

    /// The whole report of one comparison, without charts.
    public static String of(Comparison comparison, Inputs inputs) {
        return new ComparisonText(comparison, inputs, false).text();
    }

    /// The whole report of one comparison, with a memory chart and a roofline of every kernel.
    public static String withCharts(Comparison comparison, Inputs inputs) {
        return new ComparisonText(comparison, inputs, true).text();
    }

    /// One line per comparison.
    public static String overview(List<Comparison> comparisons) {
        Table table =
                new Table("  ")
                        .left("sizes", 40)
                        .left("result", 7)
                        .left("bytes", 6)
                        .right("predicted")
                        .right("measured")
                        .right("ratio");
        for (Comparison c : comparisons) {
            table.row(
                    DerivationText.sizes(c.derivation().sizes()),
                    c.correct() ? "correct" : "WRONG",
                    c.bytesAgree() ? "exact" : "DIFFER",
                    Quantity.seconds(c.predictedSeconds()),
                    Quantity.seconds(c.measuredSeconds()),
                    Quantity.ratio(c.measuredSeconds() / c.predictedSeconds()));
        }
        return "All settings\n" + table;
    }

    private String text() {
        out.append(DerivationText.head(comparison.derivation()));
        out.append(
                Wrap.hanging(
                        "device    ",
                        10,
                        comparison.device() + ": " + comparison.deviceDescription()));
        out.append('\n').append(DerivationText.steps(comparison.derivation()));
        comparison
                .kernels()
                .forEach(
                        row ->
                                out.append('\n')
                                        .append(DerivationText.kernel(row.kernel().kernel())));
        correctness();
        bytes();
        time();
        memory();
        if (charts) {
            comparison.kernels().forEach(this::charts);
        }
        out.append('\n').append(verdict());
        return out.toString();
    }

    private void correctness() {
        out.append("\nCorrectness, against the evaluator in f64; ").append(inputs).append('\n');
        Table table =
                new Table("  ")
                        .left("output", 24)
                        .right("elements compared")
                        .right("max error")
                        .right("tolerance")
                        .left("", 30);
        for (OutputRow row : comparison.outputs()) {
            table.row(
                    row.wire(),
                    Quantity.exact(row.error().count()) + (row.whole() ? " (all)" : " (sampled)"),
                    Quantity.error(row.error().maxRelative()),
                    Quantity.error(row.tolerance()),
                    row.ok() ? "ok" : "WRONG" + mismatches(row.error()));
        }
        out.append(table)
                .append("  error = |actual - expected| / max(|expected|, what it is made of)\n");
        for (OutputRow row : comparison.outputs()) {
            if (row.error().excused() > 0) {
                out.append(
                        Wrap.hanging(
                                "  ",
                                4,
                                row.wire()
                                        + ": "
                                        + Quantity.exact(row.error().excused())
                                        + " not judged: the formula as written is invalid there (0/0), or beyond the range of its types, or rounding alone decides"));
            }
            if (!row.ok()) {
                out.append(Wrap.hanging("  ", 4, row.wire() + ": " + row.error()));
            }
        }
        comparison
                .problems()
                .forEach(problem -> out.append(Wrap.hanging("  problem: ", 11, problem)));
    }

    private static String mismatches(ErrorMeasure error) {
        long mismatches = error.mismatches() - error.licensed();
        return mismatches == 0 ? "" : ", " + mismatches + " not finite";
    }

    private void bytes() {
        out.append(Wrap.hanging("\nBytes moved", 2, "; counted by " + comparison.countedBy()));
        Table table =
                new Table("  ")
                        .left("kernel", 24)
                        .left("level", 14)
                        .right("predicted")
                        .right("counted")
                        .right("counted/predicted");
        for (KernelRow row : comparison.kernels()) {
            String kernel = row.kernel().program().name();
            level(table, kernel, "global read", row, Moved::globalRead);
            level(table, "", "global write", row, Moved::globalWrite);
            level(table, "", "local", row, ComparisonText::local);
            row.accesses().ifPresent(accesses -> accesses(table, row, accesses));
            row.profiled().ifPresent(_ -> profiled(table, row));
        }
        out.append(table);
        if (comparison.kernels().stream().anyMatch(row -> row.accesses().isPresent())) {
            out.append(
                    Wrap.hanging(
                            "  ",
                            2,
                            "in the text: what its loads and stores of local memory move, as "
                                    + comparison.device()
                                    + " executes them, compiled as they are written"));
        }
        comparison
                .profile()
                .ifPresent(
                        profile -> out.append(Wrap.hanging("  ", 2, ProfiledLevel.told(profile))));
    }

    private static void profiled(Table table, KernelRow row) {
        for (ProfiledLevel level : ProfiledLevel.values()) {
            table.row(
                    "",
                    level.title(),
                    Quantity.exact(level.predicted(row)),
                    level.counted(row).map(Quantity::exact).orElse("not counted"),
                    level.ratio(row).map(Quantity::ratio).orElse("–"));
        }
    }

    private static void accesses(Table table, KernelRow row, LocalAccesses accesses) {
        long predicted = local(row.predicted());
        table.row(
                "",
                "  in the text",
                Quantity.exact(predicted),
                Quantity.exact(accesses.bytes()),
                accesses.bytes() == predicted
                        ? "exact"
                        : Quantity.ratio((double) accesses.bytes() / predicted));
    }

    /// Both directions; not counted where one of them was not.
    private static long local(Moved moved) {
        return moved.isLocalCounted() ? moved.localRead() + moved.localWrite() : Moved.NOT_COUNTED;
    }

    private static void level(
            Table table, String kernel, String level, KernelRow row, ToLongFunction<Moved> bytes) {
        long predicted = bytes.applyAsLong(row.predicted());
        Optional<Long> counted =
                row.counted().map(bytes::applyAsLong).filter(count -> count != Moved.NOT_COUNTED);
        table.row(
                kernel,
                level,
                Quantity.exact(predicted),
                counted.map(Quantity::exact).orElse("not counted"),
                counted.map(count -> agreement(predicted, count)).orElse("–"));
    }

    /// The quotient; exact agreement is told apart from a quotient that rounds to 1.
    private static String agreement(long predicted, long counted) {
        return predicted == counted ? "exact" : Quantity.ratio((double) counted / predicted);
    }

    private void time() {
        if (comparison.seconds().isEmpty()) {
            out.append(
                    Wrap.hanging(
                            "\nTime  ",
                            6,
                            Quantity.seconds(comparison.predictedSeconds())
                                    + " predicted; "
                                    + comparison.device()
                                    + " has no clock worth showing"));
            return;
        }
        out.append("\nTime\n");
        Table table =
                new Table("  ")
                        .left("kernel", 24)
                        .right("predicted")
                        .right("measured (median)")
                        .right("measured/predicted")
                        .right("of the FMA peak");
        for (KernelRow row : comparison.kernels()) {
            double predicted = row.kernel().kernel().schedule().cost().seconds();
            double measured = row.measuredSeconds().orElse(Double.NaN);
            table.row(
                    row.kernel().program().name(),
                    Quantity.seconds(predicted),
                    Quantity.seconds(measured),
                    Quantity.ratio(measured / predicted),
                    row.peakFraction().map(Quantity::percent).orElse("–"));
        }
        if (comparison.kernels().size() > 1) {
            table.row(
                    "together",
                    Quantity.seconds(comparison.predictedSeconds()),
                    Quantity.seconds(comparison.measuredSeconds()),
                    Quantity.ratio(comparison.measuredSeconds() / comparison.predictedSeconds()),
                    "");
        }
        out.append(table);
        out.append("  from ").append(Quantity.seconds(Statistics.min(comparison.seconds())));
        out.append(" to ").append(Quantity.seconds(Statistics.max(comparison.seconds())));
        out.append(" in ").append(comparison.seconds().size()).append(" repetitions\n");
    }

    private void memory() {
        String process =
                comparison.peakResidentBytes() < 0
                        ? ""
                        : "; this process had at most "
                                + Quantity.bytes(comparison.peakResidentBytes())
                                + " resident";
        out.append(
                Wrap.hanging(
                        "\nMemory  ",
                        2,
                        Quantity.bytes(comparison.deviceBytes())
                                + " on the device, of which "
                                + Quantity.bytes(comparison.workspaceBytes())
                                + " for wires between kernels; the largest wire of the diagram would take "
                                + Quantity.bytes(comparison.largestWireBytes())
                                + process));
    }

    private void charts(KernelRow row) {
        String kernel = row.kernel().program().name();
        out.append(
                Wrap.hanging(
                        "\nMemory chart of kernel " + kernel,
                        2,
                        "; counted by " + comparison.countedBy()));
        out.append(MemoryChartText.of(MemoryFlow.of(row)));
        out.append("\nRoofline of kernel ").append(kernel).append('\n');
        out.append(RooflineText.of(Roofline.of(row)));
    }

    private String verdict() {
        String correct = comparison.correct() ? "correct" : "WRONG";
        String bytes =
                comparison.bytesAgree()
                        ? "every byte of "
                                + counted()
                                + " (counted by "
                                + comparison.countedBy()
                                + ")"
                        : "counted bytes DIFFER from the predicted ones";
        return Wrap.hanging("Result: ", 8, correct + "; " + bytes);
    }

    /// The levels of which every kernel's bytes were counted.
    private String counted() {
        boolean local =
                comparison.kernels().stream()
                        .allMatch(row -> row.counted().filter(Moved::isLocalCounted).isPresent());
        return local
                ? "global and local memory was predicted"
                : "global memory was predicted, local memory was not counted";
    }
}
