package org.heddle.cli.report.html;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.run.Comparison;
import org.heddle.cli.report.Inputs;
import org.heddle.cli.text.Quantity;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.TimeConstant;

/// Where the figures come from: the call, the device, and every number of the hardware description with its source.
final class ProvenanceSection {
    private ProvenanceSection() {}

    static Markup of(Comparison first, Inputs inputs, Circumstances circumstances) {
        Markup m = new Markup();
        Hardware hardware = first.derivation().hardware();
        m.open("dl", "class", "facts");
        fact(m, "command", circumstances.command());
        fact(m, "version", "heddle " + circumstances.version());
        fact(
                m,
                "date",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        circumstances
                                .at()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .atOffset(ZoneOffset.UTC)));
        fact(m, "inputs", inputs.toString());
        fact(m, "device", first.device() + ": " + first.deviceDescription());
        fact(m, "bytes counted by", first.countedBy());
        first.profile().ifPresent(profile -> fact(m, "the GPU's own counters", profile(profile)));
        fact(m, "predicted from", hardware.name() + ": " + hardware.description());
        fact(m, "its numbers", hardware.source());
        fact(m, "Java", circumstances.java());
        fact(m, "system", circumstances.system());
        m.end();
        return m.add(hardware(hardware));
    }

    private static String profile(Profile profile) {
        return switch (profile) {
            case Profile.Counted(String by, _) -> "read by " + by;
            case Profile.NotCounted(String reason, _) -> "not read: " + reason;
        };
    }

    private static void fact(Markup m, String name, String value) {
        m.open("div").leaf("dt", name).leaf("dd", value).end();
    }

    private static Markup hardware(Hardware hardware) {
        Markup m = new Markup();
        m.scroll("Hardware description").open("table");
        m.leaf("caption", "Hardware description " + hardware.name() + ", with its sources");
        m.columns(List.of("what", "number", "source"));
        for (Hardware.Level level : hardware.levels()) {
            String capacity =
                    level.count() + " × " + Quantity.bytes(level.capacityBytes()) + ", serves ";
            String rate = Quantity.perSecond(level.bytesPerSecond(), "B");
            row(m, "level " + level.name(), capacity + rate, level.source());
        }
        for (Hardware.Pipe pipe : hardware.pipes()) {
            row(
                    m,
                    "pipe " + pipe.name() + " " + pipe.dtype(),
                    Quantity.perSecond(pipe.perSecond(), "op"),
                    pipe.source());
        }
        hardware.timing()
                .orElse(Map.of())
                .forEach(
                        (what, constant) ->
                                row(
                                        m,
                                        "time model, " + what,
                                        timing(what, constant.value()),
                                        constant.source()));
        hardware.sources().forEach((what, source) -> row(m, what, number(what, hardware), source));
        return m.close().close().end();
    }

    private static String number(String what, Hardware hardware) {
        return switch (what) {
            case "units" -> Integer.toString(hardware.units());
            case "clockHertz" -> Quantity.perSecond(hardware.clockHertz(), "").replace("/s", "Hz");
            case "vectorLanes" -> Integer.toString(hardware.vectorLanes());
            case "vectorRegisters" -> Integer.toString(hardware.vectorRegisters());
            case "threadsPerGroup" -> Integer.toString(hardware.threadsPerGroup());
            case "launchSeconds" -> Quantity.seconds(hardware.launchSeconds());
            default -> "";
        };
    }

    private static String timing(String what, double value) {
        return TimeConstant.of(what).filter(TimeConstant::isSeconds).isPresent()
                ? Quantity.seconds(value)
                : Quantity.digits(value);
    }

    private static void row(Markup m, String what, String number, String source) {
        m.open("tr").leaf("th", what, "scope", "row").leaf("td", number);
        m.leaf("td", source, "class", "why").end();
    }
}
