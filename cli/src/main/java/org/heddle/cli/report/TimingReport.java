package org.heddle.cli.report;

import java.util.List;
import java.util.Locale;
import org.heddle.backend.trial.Outcome;
import org.heddle.backend.trial.Verdict;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.time.Accuracy;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Predicted against measured times of held-out problems, as text or JSON.
///
/// @param outcomes in the order in which they were timed
public record TimingReport(Hardware hardware, List<Outcome> outcomes) {
    /// More than this times as long as undisturbed, and other work is told of.
    private static final double DISTURBED = 1.1;

    public TimingReport {
        outcomes = List.copyOf(outcomes);
    }

    /// A table of families, then one of cases.
    public String text() {
        Table families =
                new Table("  ")
                        .left("family", 20)
                        .right("cases")
                        .right("blockings")
                        .right("error")
                        .right("τ")
                        .right("least")
                        .right("regret")
                        .right("most");
        for (Verdict.Row row : Verdict.of(outcomes, hardware).rows()) {
            families.row(
                    row.family(),
                    String.valueOf(row.cases()),
                    String.valueOf(row.configurations()),
                    Quantity.percent(row.error()),
                    two(row.tau()),
                    two(row.leastTau()),
                    two(row.regret()),
                    two(row.mostRegret()));
        }
        Table cases =
                new Table("  ")
                        .left("family", 20)
                        .right("error")
                        .right("τ")
                        .right("regret")
                        .right("fastest")
                        .right("spread")
                        .rest("sizes");
        for (Outcome outcome : outcomes) {
            Accuracy accuracy = outcome.accuracy(hardware);
            Outcome.Configuration fastest = outcome.configurations().get(accuracy.fastest());
            cases.row(
                    outcome.subject().family(),
                    Quantity.percent(accuracy.error()),
                    two(accuracy.tau()),
                    two(outcome.regret(hardware)),
                    Quantity.seconds(fastest.timed().seconds()),
                    "±" + Quantity.percent(fastest.spread()),
                    sizes(outcome));
        }
        return "hardware  "
                + hardware.name()
                + ", "
                + hardware.description()
                + "\n\nFamilies: mean of |predicted / measured - 1|; Kendall's τ of the orders of blockings, mean over\ncases and least; time of the choice over that of the fastest, mean and most\n"
                + families
                + "\nCases: medians of "
                + outcomes.getFirst().configurations().getFirst().seconds().size()
                + " repetitions, each of which launches all blockings; spread: half the\ndistance of the quartiles\n"
                + cases
                + disturbance();
    }

    private static String sizes(Outcome outcome) {
        return DerivationText.sizes(outcome.subject().sizes());
    }

    private String disturbance() {
        double most = outcomes.stream().mapToDouble(Outcome::slowdown).max().orElse(1);
        return most < DISTURBED
                ? ""
                : "\nOther work kept cores busy: a yardstick took up to "
                        + two(most)
                        + " times as long as alone, and times are\ndivided by that. Measure again when the machine is idle.\n";
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /// Format `heddle-timing-report/1`.
    public ObjectNode json() {
        ObjectNode document =
                Json.document("heddle-timing-report/1").put("hardware", hardware.name());
        ArrayNode families = document.putArray("families");
        for (Verdict.Row row : Verdict.of(outcomes, hardware).rows()) {
            ObjectNode node = families.addObject().put("family", row.family());
            node.put("cases", row.cases()).put("configurations", row.configurations());
            node.set("error", Json.number(row.error()));
            node.set("tau", Json.number(row.tau()));
            node.set("leastTau", Json.number(row.leastTau()));
            node.set("regret", Json.number(row.regret()));
            node.set("mostRegret", Json.number(row.mostRegret()));
        }
        ArrayNode cases = document.putArray("cases");
        outcomes.forEach(outcome -> cases.add(json(outcome)));
        return document;
    }

    private ObjectNode json(Outcome outcome) {
        ObjectNode node =
                Json.object()
                        .put("family", outcome.subject().family())
                        .put("diagram", outcome.subject().diagram().name());
        node.set("sizes", Json.sizes(outcome.subject().sizes().byAxis()));
        node.set("slowdown", Json.number(outcome.slowdown()));
        node.set("regret", Json.number(outcome.regret(hardware)));
        ArrayNode configurations = node.putArray("configurations");
        List<Double> predicted = outcome.predicted(hardware);
        for (int i = 0; i < predicted.size(); i++) {
            Outcome.Configuration configuration = outcome.configurations().get(i);
            ObjectNode own = configurations.addObject();
            own.set("labels", Json.strings(configuration.labels()));
            own.set("predictedSeconds", Json.number(predicted.get(i)));
            own.set("measuredSeconds", Json.number(configuration.timed().seconds()));
            own.set("spread", Json.number(configuration.spread()));
        }
        return node;
    }
}
