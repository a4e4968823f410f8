package org.heddle.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;
import org.heddle.cli.text.Wrap;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hypothesis.Assumption;
import org.heddle.rules.hypothesis.Hypothesis;
import org.heddle.rules.hypothesis.Prediction;
import org.heddle.rules.hypothesis.Subject;
import org.heddle.rules.stage.Configuration;
import org.heddle.rules.stage.Pipe;
import org.heddle.rules.stage.Residence;
import tools.jackson.databind.node.ObjectNode;

/// A hypothesis as text or JSON.
public record HypothesisReport(Derivation derivation, Hypothesis hypothesis) {
    /// So many configurations are shown, one for each number of teams; the document has all.
    private static final int SHOWN = 8;

    /// Format `heddle-hypothesis/1`.
    public ObjectNode json() {
        return HypothesisJson.of(derivation, hypothesis);
    }

    /// The assumptions, kernel by kernel what follows, and the curve.
    public String text() {
        StringBuilder out = new StringBuilder(DerivationText.head(derivation));
        out.append(
                Wrap.hanging(
                        "assumed   ",
                        10,
                        hypothesis.assumptions().stream()
                                .map(this::assumed)
                                .collect(Collectors.joining(", "))));
        for (Hypothesis.OfKernel kernel : hypothesis.kernels()) {
            out.append('\n').append(kernel(kernel));
        }
        if (!hypothesis.curve().isEmpty()) {
            out.append('\n').append(curve());
        }
        return out.toString();
    }

    private String assumed(Assumption assumption) {
        String values =
                assumption.values().stream()
                        .limit(1)
                        .map(value -> amount(assumption, value))
                        .collect(Collectors.joining());
        String range =
                assumption.isRange()
                        ? " to " + amount(assumption, assumption.values().getLast())
                        : "";
        String is =
                assumption.subject() instanceof Subject.OfMachine(var resource)
                        ? " (is " + Amounts.of(resource, resource.of(derivation.hardware())) + ")"
                        : "";
        return assumption.subject().text() + " = " + values + range + is;
    }

    /// A value as it is told: `2x`, `3 T`, `0.33`, `turns`.
    private static String amount(Assumption assumption, double value) {
        return switch (assumption.subject()) {
            case Subject.OfMachine(var resource) ->
                    assumption.relative()
                            ? Amounts.number(value) + "x"
                            : Amounts.of(resource, value);
            case Subject.InTurns() -> "turns";
            case Subject.Hidden _, Subject.Layout _, Subject.Block _ -> Amounts.number(value);
        };
    }

    private String kernel(Hypothesis.OfKernel kernel) {
        Prediction plain = kernel.plain();
        Prediction assumed = kernel.assumed();
        StringBuilder out = new StringBuilder();
        out.append(
                Wrap.hanging(
                        "Kernel ",
                        9,
                        kernel.kernel().block()
                                + ": "
                                + String.join(", ", kernel.kernel().region().inputs())
                                + " → "
                                + String.join(", ", kernel.kernel().region().outputs())));
        out.append(
                Wrap.hanging(
                        "  ",
                        4,
                        "time: "
                                + Quantity.seconds(plain.seconds())
                                + " as described, "
                                + (assumed.fits()
                                        ? Quantity.seconds(assumed.seconds())
                                                + " as assumed ("
                                                + Quantity.ratio(
                                                        assumed.seconds() / plain.seconds())
                                                + ")"
                                                + products(assumed)
                                        : "none as assumed, for the blocks do not fit")
                                + "; `derive` predicts "
                                + Quantity.seconds(kernel.kernel().schedule().cost().seconds())));
        out.append(configurations(assumed));
        if (!assumed.fits()) {
            return out.toString();
        }
        out.append(round(kernel));
        out.append(least(assumed));
        out.append(sensitivity(kernel.sensitivity()));
        return out.toString();
    }

    private static String products(Prediction prediction) {
        double rate = prediction.productsPerSecond();
        return rate == 0 ? "" : ", products at " + Quantity.perSecond(rate, "flop");
    }

    private String configurations(Prediction assumed) {
        if (assumed.configurations().tried() == 0) {
            return unspread(assumed);
        }
        Hardware hardware = hypothesis.assumed().hardware();
        String capacity = Quantity.exact(hardware.local().capacityBytes());
        StringBuilder out =
                new StringBuilder(
                        Wrap.hanging(
                                "  ",
                                4,
                                "Configurations: "
                                        + Quantity.exact(assumed.configurations().tried())
                                        + " fit "
                                        + capacity
                                        + " bytes of "
                                        + hardware.local().name()
                                        + " memory and the registers; the fastest of each number of teams, and how many there is room for"));
        Table table =
                new Table("    ")
                        .right("teams")
                        .right("shared")
                        .right("of a team")
                        .right("room")
                        .right("registers")
                        .right("each")
                        .right("room")
                        .right("time")
                        .rest("blocks");
        List<Configuration> best = assumed.configurations().best();
        for (Configuration each : best.subList(0, Math.min(SHOWN, best.size()))) {
            each.ofTeam()
                    .map(Configuration.OfTeam::residence)
                    .ifPresent(room -> row(table, each, room, hardware));
        }
        return out.append(table).toString();
    }

    /// Why there are no teams, and what there is instead.
    private String unspread(Prediction assumed) {
        Hardware hardware = hypothesis.assumed().hardware();
        Configuration chosen = assumed.configuration();
        String why =
                assumed.configurations()
                        .nearest()
                        .map(nearest -> tooLarge(nearest, hardware))
                        .orElse(
                                "nothing it computes is made of whole matrix instructions of the machine");
        return Wrap.hanging(
                "  ",
                4,
                "blocks of the schedule, without matrix instructions: "
                        + blocks(chosen)
                        + " in "
                        + held(chosen, hardware)
                        + "; "
                        + why);
    }

    private static String tooLarge(Configuration nearest, Hardware hardware) {
        Residence room = nearest.ofTeam().orElseThrow().residence();
        return String.format(
                Locale.ROOT,
                "whole instructions do not fit: %s with %d %s, %d registers of each thread: room for %.2f",
                blocks(nearest),
                nearest.teams(),
                (nearest.teams() == 1 ? "team takes " : "teams take ") + held(nearest, hardware),
                room.registersPerThread(),
                room.teamsByRegisters(hardware));
    }

    private static String held(Configuration configuration, Hardware hardware) {
        long bytes = configuration.localBytes();
        long capacity = hardware.local().capacityBytes();
        return Quantity.exact(bytes)
                + " of "
                + Quantity.exact(capacity)
                + " bytes"
                + (bytes > capacity ? ", too many" : "");
    }

    private void row(Table table, Configuration each, Residence room, Hardware hardware) {
        table.row(
                Integer.toString(each.teams()),
                Quantity.exact(room.shared()),
                Quantity.exact(room.sharedOfTeam()),
                String.format(Locale.ROOT, "%.2f", room.teamsByLocalMemory(hardware)),
                Quantity.exact(room.registersOfTeam()),
                Long.toString(room.registersPerThread()),
                String.format(Locale.ROOT, "%.2f", room.teamsByRegisters(hardware)),
                Quantity.seconds(
                        each.stage(hardware)
                                .seconds(hypothesis.assumed().premises().overlap(), each.teams())),
                blocks(each));
    }

    private static String blocks(Configuration configuration) {
        return configuration.blocks().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
    }

    /// How long one round keeps each pipe busy, as described and as assumed.
    private static String round(Hypothesis.OfKernel kernel) {
        Prediction plain = kernel.plain();
        Prediction assumed = kernel.assumed();
        Table table =
                new Table("    ")
                        .left("one round", 10)
                        .right("described")
                        .right("assumed")
                        .right("busy")
                        .rest("");
        for (Pipe pipe : Pipe.values()) {
            double seconds = assumed.byPipe().getOrDefault(pipe, 0.0);
            if (seconds > 0 || plain.byPipe().containsKey(pipe)) {
                table.row(
                        pipe.text(),
                        Quantity.seconds(plain.byPipe().getOrDefault(pipe, 0.0)),
                        Quantity.seconds(seconds),
                        percent(assumed.utilisation(pipe)),
                        assumed.bound().filter(pipe::equals).map(_ -> "longest").orElse(""));
            }
        }
        table.row(
                "all",
                Quantity.seconds(plain.round()),
                Quantity.seconds(assumed.round()),
                "",
                plain.configuration().blocks().equals(assumed.configuration().blocks())
                        ? ""
                        : "described: " + blocks(plain.configuration()));
        return table.toString();
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * part);
    }

    private String least(Prediction assumed) {
        Configuration configuration = assumed.configuration();
        var least = configuration.least(hypothesis.assumed().hardware());
        return least.isEmpty()
                ? ""
                : Wrap.hanging(
                        "    ",
                        4,
                        "computing a round takes as long as its transfers with "
                                + configuration.spreadLabel()
                                + " = "
                                + String.format(Locale.ROOT, "%.1f", least.getAsDouble()));
    }

    private static String sensitivity(Map<String, Double> sensitivity) {
        Table table = new Table("    ").left("1 % more", 16).right("time").rest("");
        sensitivity.forEach(
                (what, slope) ->
                        table.row(
                                what,
                                String.format(Locale.ROOT, "%+.2f%%", slope + 0.0),
                                Math.abs(slope) < 0.005
                                        ? ""
                                        : Amounts.bar(Math.min(1, Math.abs(slope)))));
        return table.toString();
    }

    private String curve() {
        Assumption range =
                hypothesis.assumptions().stream()
                        .filter(Assumption::isRange)
                        .findFirst()
                        .orElseThrow();
        List<Hypothesis.Point> curve = hypothesis.curve();
        double longest =
                curve.stream()
                        .mapToDouble(Hypothesis.Point::seconds)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1);
        Table table =
                new Table("  ")
                        .right(range.subject().text())
                        .right("time")
                        .left("longest", 8)
                        .rest("");
        for (Hypothesis.Point point : curve) {
            boolean fits = Double.isFinite(point.seconds());
            table.row(
                    amount(range, point.value()),
                    fits ? Quantity.seconds(point.seconds()) : "none",
                    fits ? point.bound() : "",
                    fits ? Amounts.bar(point.seconds() / longest) : "the blocks do not fit");
        }
        return "All kernels, each configuration chosen anew\n" + table;
    }
}
