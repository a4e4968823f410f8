package org.heddle.rules.codesign;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.Scope;

/// A number of a hardware description that can be varied.
public enum Resource {
    /// Bytes of the memory that tiles live in, of one group.
    SMEM("smem", true),
    /// Bytes per second of global memory.
    HBM("hbm", false),
    /// Bytes per second of the memory that tiles live in, all units together.
    SMEM_RATE("smem-rate", false),
    /// Operations per second of the f32 multiply-add pipe; those of other formats in proportion.
    FMA("fma", false),
    /// Special functions of f32 per second; those of other formats in proportion.
    SPECIAL("special", false),
    /// Operations per second of matrix instructions of the format that the description has first; those of other formats in proportion. Schedules do not depend on it.
    MATRIX("matrix", false),
    /// Groups at the same time; pipes and the memories of units in proportion.
    UNITS("units", false);

    private final String text;
    private final boolean binary;

    Resource(String text, boolean binary) {
        this.text = text;
        this.binary = binary;
    }

    /// Whether schedules depend on it.
    public boolean isScheduled() {
        return this != MATRIX;
    }

    /// The value of a machine; 0 where it has no such pipe.
    public double of(Hardware hardware) {
        return switch (this) {
            case SMEM -> (double) hardware.local().capacityBytes();
            case HBM -> hardware.global().bytesPerSecond();
            case SMEM_RATE -> hardware.local().bytesPerSecond();
            case FMA, SPECIAL -> hardware.rate(text, DType.F32);
            case MATRIX ->
                    hardware.pipes().stream()
                            .filter(p -> p.name().equals(text))
                            .mapToDouble(Hardware.Pipe::perSecond)
                            .findFirst()
                            .orElse(0);
            case UNITS -> hardware.units();
        };
    }

    /// The machine with another value.
    public Hardware with(Hardware hardware, double value) {
        HardwareBuilder builder = HardwareBuilder.of(hardware);
        return switch (this) {
            case SMEM -> builder.local(l -> l.withCapacity(Math.round(value))).build();
            case HBM -> builder.global(l -> at(l, value)).build();
            case SMEM_RATE -> builder.local(l -> at(l, value)).build();
            case FMA, SPECIAL, MATRIX -> scaled(hardware, text, value / of(hardware));
            case UNITS -> withUnits(hardware, value);
        };
    }

    /// As it is named on the command line.
    public String text() {
        return text;
    }

    /// Whether K, M and G are powers of 1024, as of capacities; of rates they are powers of 1000.
    public boolean isBinary() {
        return binary;
    }

    /// Whether there are no parts of one: bytes of a memory and units; rates may be any number.
    public boolean isCount() {
        return this == SMEM || this == UNITS;
    }

    /// The resource of a name.
    public static Optional<Resource> named(String text) {
        return Arrays.stream(values()).filter(r -> r.text.equals(text)).findFirst();
    }

    private static Hardware.Level at(Hardware.Level level, double bytesPerSecond) {
        return level.transferring(bytesPerSecond, level.granularityBytes());
    }

    private static Hardware withUnits(Hardware hardware, double value) {
        int units = Math.toIntExact(Math.max(1, Math.round(value)));
        double factor = (double) units / hardware.units();
        Hardware more = HardwareBuilder.of(hardware).units(units).build();
        List<Hardware.Level> levels =
                more.levels().stream()
                        .map(
                                l ->
                                        l.scope() == Scope.DEVICE
                                                ? l
                                                : at(l, l.bytesPerSecond() * factor))
                        .toList();
        List<Hardware.Pipe> pipes = more.pipes().stream().map(p -> scaled(p, factor)).toList();
        return HardwareBuilder.of(more).levels(levels).pipes(pipes).build();
    }

    private static Hardware scaled(Hardware hardware, String pipe, double factor) {
        return HardwareBuilder.of(hardware)
                .pipes(
                        hardware.pipes().stream()
                                .map(p -> p.name().equals(pipe) ? scaled(p, factor) : p)
                                .toList())
                .build();
    }

    private static Hardware.Pipe scaled(Hardware.Pipe pipe, double factor) {
        return new Hardware.Pipe(
                pipe.name(), pipe.dtype(), pipe.perSecond() * factor, pipe.source());
    }
}
