package org.heddle.rules.hypothesis;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.heddle.rules.stage.Configuration;
import org.heddle.rules.stage.Configurations;
import org.heddle.rules.stage.Pipe;
import org.heddle.rules.stage.Stage;

/// The time of a kernel in a scenario.
///
/// @param seconds of the kernel, its launch included; infinite where its blocks do not fit the local memory
/// @param round seconds of one round of its innermost loop, or of everything where there is none
/// @param byPipe seconds that a round keeps each pipe busy
public record Prediction(
        Configurations configurations,
        Configuration configuration,
        Stage stage,
        double seconds,
        double round,
        Map<Pipe, Double> byPipe) {
    public Prediction {
        Map<Pipe, Double> pipes = new EnumMap<>(Pipe.class);
        pipes.putAll(byPipe);
        byPipe = java.util.Collections.unmodifiableMap(pipes);
    }

    static Prediction of(Configurations configurations, Scenario scenario) {
        return of(configurations, configurations.chosen(), scenario);
    }

    /// The same kernel, its configuration kept.
    Prediction in(Scenario scenario) {
        return of(configurations, configuration, scenario);
    }

    private static Prediction of(
            Configurations configurations, Configuration configuration, Scenario scenario) {
        Stage stage = configuration.stage(scenario.hardware());
        int teams = configuration.teams();
        boolean fits = configuration.localBytes() <= scenario.hardware().local().capacityBytes();
        return new Prediction(
                configurations,
                configuration,
                stage,
                fits
                        ? stage.seconds(scenario.premises().overlap(), teams)
                        : Double.POSITIVE_INFINITY,
                stage.round(scenario.premises().overlap(), teams),
                stage.round());
    }

    /// Whether its blocks fit the local memory: nothing takes any time else.
    public boolean fits() {
        return Double.isFinite(seconds);
    }

    /// The part of a round in which a pipe is busy.
    public double utilisation(Pipe pipe) {
        return round == 0 ? 0 : byPipe.getOrDefault(pipe, 0.0) / round;
    }

    /// The pipe that is busy longest.
    public Optional<Pipe> bound() {
        return stage.busiest();
    }

    /// Operations of products per second; 0 where none is one for matrix instructions.
    public double productsPerSecond() {
        return stage.productFlops() / seconds;
    }
}
