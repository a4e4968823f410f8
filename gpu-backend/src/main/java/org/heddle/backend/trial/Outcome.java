package org.heddle.backend.trial;

import java.util.List;
import org.heddle.backend.run.Statistics;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.time.Accuracy;
import org.heddle.rules.time.Timed;

/// What the blockings of one case took.
///
/// @param configurations in the order in which each repetition launched them; the first is the scheduler's own
/// @param slowdown how many times as long as undisturbed the yardstick took, median of all repetitions; 1 where there is no yardstick
public record Outcome(TimingSet.Case subject, List<Configuration> configurations, double slowdown) {
    public Outcome {
        configurations = List.copyOf(configurations);
    }

    /// The kernels of a diagram in one blocking each.
    ///
    /// @param labels of each kernel's blocks
    /// @param launches what each kernel's groups ask
    /// @param seconds of each repetition, other work's share taken out
    public record Configuration(
            List<String> labels, List<Timed.Launched> launches, List<Double> seconds) {
        public Configuration {
            labels = List.copyOf(labels);
            launches = List.copyOf(launches);
            seconds = List.copyOf(seconds);
        }

        /// The median, with what it was of.
        public Timed timed() {
            return new Timed(launches, Statistics.median(seconds));
        }

        /// Half the distance between the quartiles, over the median.
        public double spread() {
            List<Double> sorted = seconds.stream().sorted().toList();
            int n = sorted.size();
            double quartiles = sorted.get((3 * n) / 4 - (n % 4 == 0 ? 1 : 0)) - sorted.get(n / 4);
            return quartiles / 2 / Statistics.median(seconds);
        }
    }

    /// What is predicted of each configuration.
    public List<Double> predicted(Hardware hardware) {
        return configurations.stream().map(c -> c.timed().predicted(hardware)).toList();
    }

    /// Medians of what was measured.
    public List<Double> measured() {
        return configurations.stream().map(c -> c.timed().seconds()).toList();
    }

    /// How well predictions agree.
    public Accuracy accuracy(Hardware hardware) {
        return Accuracy.of(predicted(hardware), measured());
    }

    /// The time of the configuration that is predicted to be fastest over that of the fastest one: the median over repetitions, each of which launched both.
    public double regret(Hardware hardware) {
        Accuracy accuracy = accuracy(hardware);
        List<Double> chosen = configurations.get(accuracy.chosen()).seconds();
        List<Double> fastest = configurations.get(accuracy.fastest()).seconds();
        return Statistics.median(
                java.util.stream.IntStream.range(0, chosen.size())
                        .mapToObj(i -> chosen.get(i) / fastest.get(i))
                        .toList());
    }
}
