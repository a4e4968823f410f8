package org.heddle.rules.codesign;

import java.util.Arrays;
import java.util.Optional;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.Scope;

/// A number of a hardware description that can be varied.
public enum Resource {
    SMEM("smem", "bytes of the memory that tiles live in, of one group", true) {
        @Override
        public double of(Hardware hardware) {
            return hardware.local().capacityBytes();
        }

        @Override
        public Hardware with(Hardware hardware, double value) {
            return HardwareBuilder.of(hardware)
                    .local(l -> l.withCapacity(Math.round(value)))
                    .build();
        }
    },
    HBM("hbm", "bytes per second of global memory", false) {
        @Override
        public double of(Hardware hardware) {
            return hardware.global().bytesPerSecond();
        }

        @Override
        public Hardware with(Hardware hardware, double value) {
            return HardwareBuilder.of(hardware)
                    .global(l -> l.transferring(value, l.granularityBytes()))
                    .build();
        }
    },
    SMEM_RATE("smem-rate", "bytes per second of the memory that tiles live in, all units", false) {
        @Override
        public double of(Hardware hardware) {
            return hardware.local().bytesPerSecond();
        }

        @Override
        public Hardware with(Hardware hardware, double value) {
            return HardwareBuilder.of(hardware)
                    .local(l -> l.transferring(value, l.granularityBytes()))
                    .build();
        }
    },
    FMA(
            "fma",
            "f32 operations per second of the multiply-add pipes; those of other formats in proportion",
            false) {
        @Override
        public double of(Hardware hardware) {
            return rate(hardware, "fma");
        }

        @Override
        public Hardware with(Hardware hardware, double value) {
            return scaled(hardware, "fma", value / of(hardware));
        }
    },
    SPECIAL(
            "special",
            "f32 special functions per second; those of other formats in proportion",
            false) {
        @Override
        public double of(Hardware hardware) {
            return rate(hardware, "special");
        }

        @Override
        public Hardware with(Hardware hardware, double value) {
            return scaled(hardware, "special", value / of(hardware));
        }
    },
    UNITS("units", "groups at the same time; pipes and nearer memories in proportion", false) {
        @Override
        public double of(Hardware hardware) {
            return hardware.units();
        }

        @Override
        public Hardware with(Hardware hardware, double value) {
            int units = Math.toIntExact(Math.max(1, Math.round(value)));
            double factor = units / of(hardware);
            Hardware more = HardwareBuilder.of(hardware).units(units).build();
            more =
                    HardwareBuilder.of(more)
                            .levels(
                                    more.levels().stream()
                                            .map(
                                                    l ->
                                                            l.scope() == Scope.DEVICE
                                                                    ? l
                                                                    : l.transferring(
                                                                            l.bytesPerSecond()
                                                                                    * factor,
                                                                            l.granularityBytes()))
                                            .toList())
                            .build();
            for (String pipe :
                    hardware.pipes().stream().map(Hardware.Pipe::name).distinct().toList()) {
                more = scaled(more, pipe, factor);
            }
            return more;
        }
    };

    private final String text;
    private final String meaning;
    private final boolean binary;

    Resource(String text, String meaning, boolean binary) {
        this.text = text;
        this.meaning = meaning;
        this.binary = binary;
    }

    /// The value of a machine.
    public abstract double of(Hardware hardware);

    /// The machine with another value.
    public abstract Hardware with(Hardware hardware, double value);

    /// As it is named on the command line.
    public String text() {
        return text;
    }

    public String meaning() {
        return meaning;
    }

    /// Whether K, M and G are powers of 1024, as of capacities; of rates they are powers of 1000.
    public boolean isBinary() {
        return binary;
    }

    /// The resource of a name.
    public static Optional<Resource> named(String text) {
        return Arrays.stream(values()).filter(r -> r.text.equals(text)).findFirst();
    }

    private static double rate(Hardware hardware, String pipe) {
        return hardware.rate(pipe, DType.F32);
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
