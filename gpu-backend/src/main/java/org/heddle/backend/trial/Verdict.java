package org.heddle.backend.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.time.Accuracy;

/// How well times were predicted, family by family.
///
/// @param rows in the order of the families
public record Verdict(List<Row> rows) {
    public Verdict {
        rows = List.copyOf(rows);
    }

    /// One family.
    ///
    /// @param cases settings of sizes
    /// @param configurations of all of them
    /// @param error mean of |predicted / measured - 1| over all configurations
    /// @param tau Kendall's τ_b between predicted and measured order of the configurations of a case: the mean over cases
    /// @param leastTau the lowest of a case
    /// @param regret time of the model's choice over the best measured configuration: the mean over cases
    /// @param mostRegret the highest of a case
    public record Row(
            String family,
            int cases,
            int configurations,
            double error,
            double tau,
            double leastTau,
            double regret,
            double mostRegret) {}

    /// What outcomes amount to.
    ///
    /// @param hardware whose predictions are judged
    public static Verdict of(List<Outcome> outcomes, Hardware hardware) {
        Map<String, List<Outcome>> families = new LinkedHashMap<>();
        outcomes.forEach(
                outcome ->
                        families.computeIfAbsent(outcome.subject().family(), _ -> new ArrayList<>())
                                .add(outcome));
        List<Row> rows = new ArrayList<>();
        families.forEach((family, own) -> rows.add(row(family, own, hardware)));
        return new Verdict(rows);
    }

    private static Row row(String family, List<Outcome> outcomes, Hardware hardware) {
        int configurations = 0;
        double error = 0;
        double tau = 0;
        double leastTau = 1;
        double regret = 0;
        double mostRegret = 1;
        for (Outcome outcome : outcomes) {
            Accuracy accuracy = outcome.accuracy(hardware);
            double own = outcome.regret(hardware);
            configurations += accuracy.configurations();
            error += accuracy.error() * accuracy.configurations();
            tau += accuracy.tau() / outcomes.size();
            leastTau = Math.min(leastTau, accuracy.tau());
            regret += own / outcomes.size();
            mostRegret = Math.max(mostRegret, own);
        }
        return new Row(
                family,
                outcomes.size(),
                configurations,
                error / configurations,
                tau,
                leastTau,
                regret,
                mostRegret);
    }
}
