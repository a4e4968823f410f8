package org.heddle.rules.hardware;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A machine that differs from another one in some numbers.
///
/// ```
///   HardwareBuilder.of(h200).name("small").units(2).local(level -> level.withCapacity(32 << 10)).build()
/// ```
public final class HardwareBuilder {
    private final Hardware base;
    private String name;
    private String description;
    private String source;
    private int units;
    private List<Hardware.Level> levels;
    private List<Exchange> exchanges;
    private List<Hardware.Pipe> pipes;
    private List<Instruction> instructions;
    private Limits limits;
    private int vectorLanes;
    private int vectorRegisters;
    private int threadsPerGroup;
    private double launchSeconds;
    private Optional<Map<String, Hardware.Constant>> timing;

    private HardwareBuilder(Hardware base) {
        this.base = base;
        this.name = base.name();
        this.description = base.description();
        this.source = base.source();
        this.units = base.units();
        this.levels = base.levels();
        this.exchanges = base.exchanges();
        this.pipes = base.pipes();
        this.instructions = base.instructions();
        this.limits = base.limits();
        this.vectorLanes = base.vectorLanes();
        this.vectorRegisters = base.vectorRegisters();
        this.threadsPerGroup = base.threadsPerGroup();
        this.launchSeconds = base.launchSeconds();
        this.timing = base.timing();
    }

    public static HardwareBuilder of(Hardware base) {
        return new HardwareBuilder(base);
    }

    public HardwareBuilder name(String newName) {
        name = newName;
        return this;
    }

    public HardwareBuilder description(String newDescription) {
        description = newDescription;
        return this;
    }

    public HardwareBuilder source(String newSource) {
        source = newSource;
        return this;
    }

    /// As many units, each with the memories that the base's units have; rates stay.
    public HardwareBuilder units(int newUnits) {
        int before = units;
        units = newUnits;
        levels =
                levels.stream()
                        .map(
                                level ->
                                        level.scope() == Scope.DEVICE
                                                ? level
                                                : level.withCount(
                                                        Math.max(
                                                                1,
                                                                (int)
                                                                        ((long) level.count()
                                                                                * newUnits
                                                                                / before))))
                        .toList();
        return this;
    }

    public HardwareBuilder levels(List<Hardware.Level> newLevels) {
        levels = newLevels;
        return this;
    }

    /// Another first level; of the same name, which other levels refer to.
    public HardwareBuilder global(UnaryOperator<Hardware.Level> change) {
        return change(base.global(), change);
    }

    /// Another level that tiles live in; of the same name, which other levels refer to.
    public HardwareBuilder local(UnaryOperator<Hardware.Level> change) {
        return change(base.local(), change);
    }

    private HardwareBuilder change(Hardware.Level old, UnaryOperator<Hardware.Level> change) {
        levels =
                levels.stream()
                        .map(level -> level.name().equals(old.name()) ? change.apply(level) : level)
                        .toList();
        return this;
    }

    public HardwareBuilder exchanges(List<Exchange> newExchanges) {
        exchanges = newExchanges;
        return this;
    }

    public HardwareBuilder pipes(List<Hardware.Pipe> newPipes) {
        pipes = newPipes;
        return this;
    }

    public HardwareBuilder instructions(List<Instruction> newInstructions) {
        instructions = newInstructions;
        return this;
    }

    /// Other vector registers; bounds that are less than the new number are raised to it.
    public HardwareBuilder vectors(int lanes, int registers) {
        vectorLanes = lanes;
        vectorRegisters = registers;
        limits =
                new Limits(
                        limits.threadsPerUnit(),
                        limits.threadsPerGroup(),
                        limits.groupsPerUnit(),
                        limits.warpThreads(),
                        limits.registersPerUnit().atLeast(registers),
                        limits.registersPerThread().atLeast(registers));
        return this;
    }

    public HardwareBuilder threadsPerGroup(int threads) {
        threadsPerGroup = threads;
        return this;
    }

    public HardwareBuilder launchSeconds(double seconds) {
        launchSeconds = seconds;
        return this;
    }

    /// Other numbers of the time model, by {@link TimeConstant#key}.
    public HardwareBuilder timing(Map<String, Hardware.Constant> constants) {
        timing = Optional.of(constants);
        return this;
    }

    public Hardware build() {
        return new Hardware(
                base.format(),
                name,
                description,
                base.execution(),
                units,
                base.clockHertz(),
                levels,
                exchanges,
                pipes,
                instructions,
                limits,
                vectorLanes,
                vectorRegisters,
                threadsPerGroup,
                launchSeconds,
                timing,
                base.sources(),
                source);
    }
}
