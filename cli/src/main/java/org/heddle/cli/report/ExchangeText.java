package org.heddle.cli.report;

import java.util.Locale;
import java.util.stream.Collectors;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;
import org.heddle.cli.text.Wrap;
import org.heddle.rules.cost.Devices;
import org.heddle.rules.cost.Memories;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Exchange;
import org.heddle.rules.hardware.Hardware;

/// What exchanges between groups and between devices do for a kernel, as text.
final class ExchangeText {
    private ExchangeText() {}

    /// What several devices receive of each other.
    static String devices(KernelCost cost, Derivation derivation) {
        if (cost.devices().isEmpty()) {
            return "";
        }
        double seconds = cost.work().seconds(derivation.sizes()::of);
        Table table =
                new Table("    ")
                        .right("devices")
                        .right("exchange")
                        .right("each receives")
                        .right("time")
                        .right("computes")
                        .rest("blocks");
        for (Devices devices : cost.devices()) {
            table.row(
                    Integer.toString(devices.devices()),
                    rate(devices.bytesPerSecond()),
                    Quantity.bytes(Math.round(devices.received())),
                    Quantity.seconds(devices.seconds()),
                    Quantity.seconds(seconds / devices.devices()),
                    devices.blocks().entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining(", ")));
        }
        return table.toString();
    }

    /// What groups save that exchange what one of them has loaded.
    static String groups(KernelCost cost, Derivation derivation) {
        Hardware hardware = derivation.hardware();
        Hardware.Level local = hardware.local();
        if (!cost.hasForm()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        double fed = Memories.feeding(local, hardware);
        Hardware.Level global = hardware.global();
        for (Exchange exchange : cost.exchanges(hardware)) {
            String saves = saves(cost.saved(exchange, fed, derivation));
            String first = saves(cost.saved(exchange, global.bytesPerSecond(), derivation));
            out.append(
                    Wrap.hanging(
                            "    ",
                            4,
                            exchange.units()
                                    + " groups that exchange what one has loaded, at "
                                    + rate(exchange.bytesPerSecond())
                                    + ": "
                                    + saves
                                    + " of what depends on M, from "
                                    + local.parent().orElseThrow()
                                    + " at "
                                    + rate(fed)
                                    + "; "
                                    + first
                                    + ", from "
                                    + global.name()
                                    + " at "
                                    + rate(global.bytesPerSecond())));
        }
        return out.toString();
    }

    private static String saves(double part) {
        return part > 0 ? "saves " + percent(part) : "saves nothing";
    }

    private static String rate(double bytesPerSecond) {
        return Quantity.bytes(Math.round(bytesPerSecond)) + "/s";
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * part);
    }
}
