package org.heddle.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Comparison.KernelRow;
import org.heddle.backend.run.Moved;
import org.heddle.backend.run.Statistics;
import org.heddle.cli.report.ProfiledLevel;
import org.heddle.cli.text.Quantity;

/// Every kernel at every setting in a row: bytes and times, predicted, counted and measured, as a table and as CSV.
final class SizesTable {
    private final Settings settings;

    SizesTable(Settings settings) {
        this.settings = settings;
    }

    /// A figure of a kernel.
    ///
    /// @param title above the column of the table
    /// @param key of the column of the CSV, with its unit
    /// @param shown for people
    /// @param plain for programs: digits alone; empty where there is none
    private record Column(
            String title,
            String key,
            Function<KernelRow, String> shown,
            Function<KernelRow, String> plain) {}

    private static final List<Column> BYTES = bytes();
    private static final List<Column> PROFILED = profiled();
    private static final List<Column> TIMES = times();

    private static final List<String> VERDICTS =
            List.of(
                    "setting",
                    "sizes",
                    "result",
                    "#max error",
                    "#tolerance",
                    "bytes",
                    "#time predicted",
                    "#measured (median)",
                    "#least",
                    "#most",
                    "#ratio");

    private static List<Column> bytes() {
        List<Column> columns = new ArrayList<>();
        bytes(columns, "global read", "global_read", Moved::globalRead);
        bytes(columns, "global write", "global_write", Moved::globalWrite);
        bytes(columns, "local", "local", SizesTable::local);
        return columns;
    }

    private static List<Column> profiled() {
        List<Column> columns = new ArrayList<>();
        for (ProfiledLevel level : ProfiledLevel.values()) {
            columns.add(counted(level.title(), level.column(), level::counted));
            columns.add(
                    new Column(
                            "ratio",
                            level.column() + "_bytes_ratio",
                            row -> level.ratio(row).map(Quantity::ratio).orElse("–"),
                            row -> level.ratio(row).map(String::valueOf).orElse("")));
        }
        return columns;
    }

    private static List<Column> times() {
        List<Column> columns = new ArrayList<>();
        columns.add(
                seconds("time predicted", "seconds_predicted", row -> Optional.of(predicted(row))));
        columns.add(seconds("measured", "seconds_measured", KernelRow::measuredSeconds));
        columns.add(
                ratio(
                        "ratio",
                        "seconds_ratio",
                        row -> row.measuredSeconds().map(s -> s / predicted(row))));
        columns.add(
                new Column(
                        "of FMA peak",
                        "fma_peak_fraction",
                        row -> row.peakFraction().map(Quantity::percent).orElse("–"),
                        row -> row.peakFraction().map(String::valueOf).orElse("")));
        return columns;
    }

    private static void bytes(
            List<Column> columns, String title, String key, Function<Moved, Long> of) {
        Function<KernelRow, Long> predicted = row -> of.apply(row.predicted());
        Function<KernelRow, Optional<Long>> counted =
                row -> row.counted().map(of).filter(count -> count != Moved.NOT_COUNTED);
        columns.add(
                new Column(
                        title + " predicted",
                        key + "_bytes_predicted",
                        row -> Quantity.exact(predicted.apply(row)),
                        row -> predicted.apply(row).toString()));
        columns.add(counted("counted", key, counted));
        columns.add(
                ratio(
                        "ratio",
                        key + "_bytes_ratio",
                        row -> counted.apply(row).map(c -> quotient(c, predicted.apply(row)))));
    }

    private static Column counted(
            String title, String key, Function<KernelRow, Optional<Long>> of) {
        return new Column(
                title,
                key + "_bytes_counted",
                row -> of.apply(row).map(Quantity::exact).orElse("not counted"),
                row -> of.apply(row).map(String::valueOf).orElse(""));
    }

    /// Equal numbers agree, whatever they are.
    private static double quotient(long counted, long predicted) {
        return counted == predicted ? 1 : (double) counted / predicted;
    }

    private static Column seconds(
            String title, String key, Function<KernelRow, Optional<Double>> of) {
        return new Column(
                title,
                key,
                row -> of.apply(row).map(Quantity::seconds).orElse("–"),
                row -> of.apply(row).map(String::valueOf).orElse(""));
    }

    private static Column ratio(
            String title, String key, Function<KernelRow, Optional<Double>> of) {
        return new Column(
                title,
                key,
                row -> of.apply(row).map(r -> r == 1 ? "exact" : Quantity.ratio(r)).orElse("–"),
                row -> of.apply(row).map(String::valueOf).orElse(""));
    }

    private static double predicted(KernelRow row) {
        return row.kernel().kernel().schedule().cost().seconds();
    }

    private static long local(Moved moved) {
        return moved.isLocalCounted() ? moved.localRead() + moved.localWrite() : Moved.NOT_COUNTED;
    }

    /// The settings with their verdicts, then the kernels with their figures.
    Markup markup() {
        Markup m = new Markup();
        verdicts(m);
        m.scroll("Kernels at all sizes").open("table");
        m.leaf("caption", "Kernels: bytes and seconds");
        List<String> titles = new ArrayList<>(List.of("setting", "kernel", "blocks"));
        List<Column> columns = isProfiled() ? withProfile() : withoutProfile();
        columns.forEach(column -> titles.add("#" + column.title()));
        m.columns(titles);
        for (int i = 0; i < settings.count(); i++) {
            for (KernelRow row : settings.comparisons().get(i).kernels()) {
                m.open("tr").leaf("th", settings.name(i), "scope", "row");
                m.leaf("td", row.kernel().program().name());
                m.leaf("td", row.kernel().kernel().schedule().labels());
                for (Column column : columns) {
                    m.leaf("td", column.shown().apply(row), "class", "number");
                }
                m.end();
            }
        }
        return m.close().close().end();
    }

    /// Whether a GPU's own counters were read.
    private boolean isProfiled() {
        return settings.comparisons().stream()
                .flatMap(c -> c.kernels().stream())
                .anyMatch(row -> row.profiled().isPresent());
    }

    private static List<Column> withProfile() {
        return Stream.of(BYTES, PROFILED, TIMES).flatMap(List::stream).toList();
    }

    private static List<Column> withoutProfile() {
        return Stream.of(BYTES, TIMES).flatMap(List::stream).toList();
    }

    private void verdicts(Markup m) {
        m.scroll("Verdicts at all sizes").open("table");
        m.leaf("caption", "Settings: all kernels together");
        m.columns(VERDICTS);
        for (int i = 0; i < settings.count(); i++) {
            verdict(m, i);
        }
        m.close().close().end();
    }

    private void verdict(Markup m, int setting) {
        Comparison c = settings.comparisons().get(setting);
        m.open("tr").leaf("th", Integer.toString(setting + 1), "scope", "row");
        m.leaf("td", settings.whole(setting));
        m.leaf("td", c.correct() ? "correct" : "WRONG", "class", c.correct() ? "" : "bad");
        double error =
                c.outputs().stream()
                        .mapToDouble(row -> row.error().maxRelative())
                        .max()
                        .orElse(Double.NaN);
        double tolerance =
                c.outputs().stream()
                        .mapToDouble(Comparison.OutputRow::tolerance)
                        .min()
                        .orElse(Double.NaN);
        m.leaf("td", Quantity.error(error), "class", "number");
        m.leaf("td", Quantity.error(tolerance), "class", "number");
        m.leaf("td", c.bytesAgree() ? "exact" : "DIFFER", "class", c.bytesAgree() ? "" : "bad");
        m.leaf("td", Quantity.seconds(c.predictedSeconds()), "class", "number");
        m.leaf("td", Quantity.seconds(c.measuredSeconds()), "class", "number");
        m.leaf("td", Quantity.seconds(Statistics.min(c.seconds())), "class", "number");
        m.leaf("td", Quantity.seconds(Statistics.max(c.seconds())), "class", "number");
        String ratio = Quantity.ratio(c.measuredSeconds() / c.predictedSeconds());
        m.leaf("td", ratio, "class", "number").end();
    }

    /// The same for programs (RFC 4180): bytes and seconds as plain numbers, the same columns whatever the device, nothing where nothing was counted or measured.
    String csv() {
        StringBuilder csv = new StringBuilder("diagram,sizes,device,kernel,correct,blocks");
        List<Column> columns = withProfile();
        columns.forEach(column -> csv.append(',').append(column.key()));
        csv.append("\r\n");
        for (int i = 0; i < settings.count(); i++) {
            Comparison c = settings.comparisons().get(i);
            for (KernelRow row : c.kernels()) {
                csv.append(quoted(c.derivation().source().name())).append(',');
                csv.append(quoted(settings.whole(i))).append(',');
                csv.append(quoted(c.device())).append(',');
                csv.append(quoted(row.kernel().program().name())).append(',');
                csv.append(c.correct()).append(',');
                csv.append(quoted(row.kernel().kernel().schedule().labels()));
                columns.forEach(column -> csv.append(',').append(column.plain().apply(row)));
                csv.append("\r\n");
            }
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
