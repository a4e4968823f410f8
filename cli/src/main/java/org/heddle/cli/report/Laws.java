package org.heddle.cli.report;

import java.util.List;
import java.util.Optional;
import org.heddle.cli.text.Quantity;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.stream.AccumulatorLaws;
import org.heddle.rules.stream.StreamForm;

/// The check of derived accumulators, always on the same random splits.
public final class Laws {
    static final long SEED = 1;
    private static final int TRIALS = 1000;

    private Laws() {}

    static AccumulatorLaws.Report check(StreamForm form) {
        return AccumulatorLaws.check(form, SEED, TRIALS);
    }

    /// The first kernel whose laws fail, with the items that show it.
    public static Optional<String> failing(List<Kernel> kernels) {
        for (Kernel kernel : kernels) {
            AccumulatorLaws.Report report = check(kernel.form());
            if (!report.holds()) {
                return Optional.of(
                        "kernel "
                                + kernel.block()
                                + ": merge(f(x), f(y)) = f(x ++ y) fails: "
                                + counterexample(report));
            }
        }
        return Optional.empty();
    }

    private static String counterexample(AccumulatorLaws.Report report) {
        return report.counterexample()
                .map(AccumulatorLaws.Counterexample::text)
                .orElse("no counterexample was kept");
    }

    /// What was checked, line by line; empty where nothing accumulates.
    static List<String> lines(StreamForm form) {
        AccumulatorLaws.Report report = check(form);
        if (report.trials() == 0) {
            return List.of();
        }
        String splits =
                report.holds()
                        ? "holds on " + report.trials() + " random splits"
                        : "FAILS: " + counterexample(report);
        return List.of(
                "merge(f(x), f(y)) = f(x ++ y): " + splits,
                "merge(a, merge(b, c)) = merge(merge(a, b), c): on the same splits; worst relative deviation "
                        + Quantity.error(report.worst())
                        + ", seed "
                        + SEED);
    }
}
