package org.heddle.rules.hardware;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.model.diagram.DType;

/// What the cost model could not count with in a description, each with its JSON pointer, its value, and what to do.
final class HardwareCheck {
    /// Numbers of a description that stand alone, and so have their source under `sources`.
    static final List<String> SOURCED =
            List.of(
                    "units",
                    "clockHertz",
                    "vectorLanes",
                    "vectorRegisters",
                    "threadsPerGroup",
                    "launchSeconds");

    private static final Set<String> PIPES = Set.of("fma", "special", "matrix");

    private final Hardware hardware;
    private final List<String> wrong = new ArrayList<>();

    private HardwareCheck(Hardware hardware) {
        this.hardware = hardware;
    }

    /// The first thing that is wrong.
    static Optional<String> of(Hardware hardware) {
        HardwareCheck check = new HardwareCheck(hardware);
        check.numbers();
        LevelCheck.of(hardware, check.wrong);
        check.exchanges();
        check.pipes();
        check.instructions();
        check.limits();
        check.timing();
        return check.wrong.stream().findFirst();
    }

    private void numbers() {
        text("/source", hardware.source());
        positive("/units", hardware.units(), "how many groups run at the same time");
        positive("/clockHertz", hardware.clockHertz(), "the clock in hertz, such as 1.83e9");
        positive("/vectorLanes", hardware.vectorLanes(), "f32 lanes, 1 where threads are scalar");
        positive("/vectorRegisters", hardware.vectorRegisters(), "registers of one thread");
        positive("/threadsPerGroup", hardware.threadsPerGroup(), "threads of a group, at least 1");
        if (!(hardware.launchSeconds() >= 0)) {
            wrong.add(
                    "/launchSeconds is "
                            + hardware.launchSeconds()
                            + ": give the seconds of an empty kernel, 0 or more");
        }
        for (String number : SOURCED) {
            if (hardware.sources().getOrDefault(number, "").isBlank()) {
                wrong.add(
                        "/sources has nothing for '"
                                + number
                                + "': say where the number is from, or \"assumed: \" and why");
            }
        }
        for (String named : hardware.sources().keySet()) {
            if (!SOURCED.contains(named)) {
                wrong.add(
                        "/sources/"
                                + named
                                + " is for no number: use "
                                + String.join(", ", SOURCED));
            }
        }
    }

    private void exchanges() {
        List<Exchange> all = hardware.exchanges();
        for (int i = 0; i < all.size(); i++) {
            Exchange exchange = all.get(i);
            String at = "/exchanges/" + i;
            if (hardware.level(exchange.level()).isEmpty()) {
                wrong.add(
                        at
                                + "/level is '"
                                + exchange.level()
                                + "', which is no level: use "
                                + String.join(", ", LevelCheck.names(hardware)));
            }
            if (exchange.units() < 2) {
                wrong.add(
                        at
                                + "/units is "
                                + exchange.units()
                                + ": at least 2 siblings take part in an exchange");
            }
            positive(at + "/bytesPerSecond", exchange.bytesPerSecond(), "bytes per second");
            text(at + "/source", exchange.source());
        }
    }

    private void pipes() {
        Set<String> seen = new HashSet<>();
        List<Hardware.Pipe> all = hardware.pipes();
        for (int i = 0; i < all.size(); i++) {
            Hardware.Pipe pipe = all.get(i);
            String at = "/pipes/" + i;
            if (!PIPES.contains(pipe.name())) {
                wrong.add(at + "/name is '" + pipe.name() + "': use fma, special or matrix");
            }
            if (!seen.add(pipe.name() + " " + pipe.dtype())) {
                wrong.add(
                        at
                                + " is a second pipe '"
                                + pipe.name()
                                + "' for "
                                + pipe.dtype()
                                + ": leave one of them out");
            }
            positive(
                    at + "/perSecond",
                    pipe.perSecond(),
                    "operations per second of all units together");
            text(at + "/source", pipe.source());
        }
        for (String pipe : List.of("fma", "special")) {
            for (DType dtype : List.of(DType.F32, DType.F64)) {
                if (hardware.pipe(pipe, dtype).isEmpty()) {
                    wrong.add(
                            "/pipes has no '"
                                    + pipe
                                    + "' for "
                                    + dtype
                                    + ": add its rate, that of software where the machine has no such unit");
                }
            }
        }
    }

    private void instructions() {
        List<Instruction> all = hardware.instructions();
        for (int i = 0; i < all.size(); i++) {
            Instruction instruction = all.get(i);
            String at = "/instructions/" + i;
            if (hardware.pipe(instruction.pipe(), instruction.dtype()).isEmpty()) {
                wrong.add(
                        at
                                + " is for pipe '"
                                + instruction.pipe()
                                + "' and "
                                + instruction.dtype()
                                + ", which /pipes has no rate of: add it");
            }
            extent(at + "/m", instruction.m());
            extent(at + "/n", instruction.n());
            positive(at + "/k", instruction.k(), "the extent of the sum");
            positive(at + "/threads", instruction.threads(), "threads that issue it together");
            text(at + "/source", instruction.source());
        }
    }

    private void extent(String at, Instruction.Extent extent) {
        positive(at + "/least", extent.least(), "the smallest extent");
        positive(at + "/step", extent.step(), "the difference between extents, any where one");
        if (extent.most() < extent.least()
                || (extent.step() > 0 && (extent.most() - extent.least()) % extent.step() != 0)) {
            wrong.add(
                    at
                            + " goes from "
                            + extent.least()
                            + " to "
                            + extent.most()
                            + " in steps of "
                            + extent.step()
                            + ": let most be least plus whole steps");
        }
    }

    private void limits() {
        Limits limits = hardware.limits();
        limit("threadsPerUnit", limits.threadsPerUnit());
        limit("threadsPerGroup", limits.threadsPerGroup());
        limit("groupsPerUnit", limits.groupsPerUnit());
        limit("warpThreads", limits.warpThreads());
        limit("registersPerUnit", limits.registersPerUnit());
        limit("registersPerThread", limits.registersPerThread());
        atMost(
                "/threadsPerGroup",
                hardware.threadsPerGroup(),
                "/limits/threadsPerGroup",
                limits.threadsPerGroup());
        atMost(
                "/limits/threadsPerGroup",
                limits.threadsPerGroup().value(),
                "/limits/threadsPerUnit",
                limits.threadsPerUnit());
        atMost(
                "/limits/registersPerThread",
                limits.registersPerThread().value(),
                "/limits/registersPerUnit",
                limits.registersPerUnit());
        atMost(
                "/vectorRegisters",
                hardware.vectorRegisters(),
                "/limits/registersPerThread",
                limits.registersPerThread());
    }

    private void timing() {
        hardware.timing()
                .orElse(Map.of())
                .forEach(
                        (key, constant) ->
                                TimeConstant.of(key)
                                        .ifPresentOrElse(
                                                known -> constant(known, constant),
                                                () ->
                                                        wrong.add(
                                                                "/timing/"
                                                                        + key
                                                                        + " is no number of the time model: use "
                                                                        + Stream.of(
                                                                                        TimeConstant
                                                                                                .values())
                                                                                .map(
                                                                                        TimeConstant
                                                                                                ::key)
                                                                                .collect(
                                                                                        Collectors
                                                                                                .joining(
                                                                                                        ", ")))));
    }

    private void constant(TimeConstant known, Hardware.Constant constant) {
        String at = "/timing/" + known.key();
        double value = constant.value();
        if (!(value >= known.least() && value <= known.most())) {
            wrong.add(
                    at
                            + "/value is "
                            + shown(value)
                            + ": give a number that is not below "
                            + shown(known.least())
                            + (known.most() < Double.MAX_VALUE
                                    ? " nor above " + shown(known.most())
                                    : ""));
        }
        text(at + "/source", constant.source());
    }

    private void limit(String name, Limits.Limit limit) {
        positive("/limits/" + name + "/value", (double) limit.value(), "at least 1");
        text("/limits/" + name + "/source", limit.source());
    }

    private void atMost(String at, long value, String boundAt, Limits.Limit bound) {
        if (value > bound.value()) {
            wrong.add(
                    at
                            + " is "
                            + value
                            + ", more than the "
                            + bound.value()
                            + " of "
                            + boundAt
                            + ": correct one of them");
        }
    }

    private void positive(String at, double value, String meaning) {
        if (!(value > 0) || Double.isInfinite(value)) {
            wrong.add(at + " is " + shown(value) + ": give a positive number, " + meaning);
        }
    }

    private void text(String at, String source) {
        if (source.isBlank()) {
            wrong.add(at + " is empty: say where the number is from, or \"assumed: \" and why");
        }
    }

    static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
