package org.heddle.cli.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;
import org.heddle.cli.text.Wrap;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Explanations;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.derive.Step;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.BlockList;
import org.heddle.rules.schedule.Cost;
import org.heddle.rules.schedule.Counts;

/// A derivation as text: short, with its steps as a table, or as a proof.
public final class DerivationText {
    private DerivationText() {}

    /// Head, table of steps, kernels, verdict.
    public static String summary(Derivation derivation) {
        StringBuilder out = new StringBuilder(head(derivation));
        out.append('\n').append(steps(derivation));
        derivation.kernels().forEach(kernel -> out.append('\n').append(kernel(kernel)));
        return out.append('\n').append(verdict(derivation)).toString();
    }

    /// Every step with its law, every accumulator with its correction and the check of its laws, every schedule with its reasons.
    public static String proof(Derivation derivation) {
        StringBuilder out = new StringBuilder(head(derivation));
        out.append("\nSteps: each replaces the left side of its law by the right side\n");
        int number = 1;
        for (Step step : derivation.steps()) {
            out.append(step(step, number++));
        }
        out.append(Wrap.hanging("  End: ", 7, derivation.stopReason()));
        for (Kernel kernel : derivation.kernels()) {
            out.append('\n').append(kernel(kernel));
            List<String> laws = Laws.lines(kernel.form());
            out.append(
                    laws.isEmpty() ? "" : "  Checked in f64, on ordinary and adversarial items\n");
            laws.forEach(line -> out.append(Wrap.hanging("    ", 6, line)));
        }
        return out.append('\n').append(verdict(derivation)).toString();
    }

    /// Diagram, sizes and the hardware that it is scheduled for.
    static String head(Derivation derivation) {
        Hardware hardware = derivation.hardware();
        return Wrap.hanging(derivation.source().name() + "  ", 10, sizes(derivation.sizes()))
                + Wrap.hanging(
                        "hardware  ",
                        10,
                        hardware.name()
                                + ": "
                                + hardware.description()
                                + "; "
                                + hardware.units()
                                + " units, "
                                + hardware.local().capacityBytes() / 1024
                                + " KiB local memory each");
    }

    /// As `q=64, x=64`.
    public static String sizes(Sizes sizes) {
        return sizes.byAxis().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
    }

    /// The steps as a numbered table.
    static String steps(Derivation derivation) {
        Table table =
                new Table("  ")
                        .right("#")
                        .left("rule", 24)
                        .left("where", 14)
                        .right("bytes before")
                        .left("", 1)
                        .right("after")
                        .rest("why");
        int number = 1;
        for (Step step : derivation.steps()) {
            table.row(
                    Integer.toString(number++),
                    step.rule(),
                    String.join(" ", step.where()),
                    Quantity.bytes(step.bytesBefore()),
                    "→",
                    Quantity.bytes(step.bytesAfter()),
                    briefly(step.why(), derivation));
        }
        String title =
                table.isEmpty() ? "Derivation: nothing to rewrite\n" : "Derivation\n" + table;
        return title + Wrap.hanging("  end: ", 7, derivation.stopReason());
    }

    /// Without the reasons of a schedule, which follow with its kernel.
    private static String briefly(String why, Derivation derivation) {
        return derivation.kernels().stream()
                .map(kernel -> "; " + String.join("; ", kernel.schedule().reasons()))
                .filter(why::endsWith)
                .findFirst()
                .map(reasons -> why.substring(0, why.length() - reasons.length()))
                .orElse(why);
    }

    private static String step(Step step, int number) {
        String head = String.format("%4d. ", number);
        return Wrap.hanging(head, 6, step.rule() + " at " + String.join(", ", step.where()))
                + Wrap.hanging("      law  ", 11, step.law())
                + Wrap.hanging("      why  ", 11, step.why())
                + Wrap.hanging("      H    ", 11, bytes(step));
    }

    private static String bytes(Step step) {
        String after = Quantity.exact(step.bytesAfter()) + " bytes = " + step.symbolicAfter();
        return step.bytesBefore() == step.bytesAfter()
                ? after
                : Quantity.exact(step.bytesBefore()) + " → " + after;
    }

    /// Accumulators, schedule and predicted traffic of a kernel.
    public static String kernel(Kernel kernel) {
        Cost cost = kernel.schedule().cost();
        StringBuilder out = new StringBuilder();
        out.append(
                Wrap.hanging(
                        "Kernel ",
                        9,
                        kernel.block()
                                + ": "
                                + String.join(", ", kernel.region().inputs())
                                + " → "
                                + String.join(", ", kernel.region().outputs())));
        List<String> stream = kernel.form().stream();
        out.append(
                stream.isEmpty()
                        ? "  No reduction is streamed\n"
                        : Wrap.hanging(
                                "  Accumulators ",
                                4,
                                "while blocks of "
                                        + String.join(", ", stream)
                                        + " go by, "
                                        + passes(kernel.form().passes())));
        Explanations.accumulators(kernel.form()).forEach(line -> out.append(fact(line)));
        out.append(Wrap.hanging("  Schedule ", 4, kernel.schedule().labels()));
        kernel.schedule().reasons().forEach(reason -> out.append(Wrap.hanging("    ", 6, reason)));
        out.append("  Predicted\n");
        out.append(
                Wrap.hanging(
                        "    H = ",
                        8,
                        DerivationJson.globalBytes(kernel.schedule())
                                + " = "
                                + Quantity.exact(cost.globalBytes())
                                + " bytes"));
        out.append(
                Wrap.hanging(
                        "    M = ",
                        8,
                        Counts.localMemory(kernel.schedule().nest())
                                + " bytes without padding, "
                                + Quantity.exact(cost.localMemoryBytes())
                                + " with it"));
        out.append(
                Wrap.hanging(
                        "    ",
                        4,
                        Quantity.bytes(cost.globalReadBytes())
                                + " read, "
                                + Quantity.bytes(cost.globalWriteBytes())
                                + " written; "
                                + Quantity.bytes(cost.localReadBytes() + cost.localWriteBytes())
                                + " between local memory and registers; "
                                + Quantity.of(cost.groups(), "group", "groups")
                                + "; "
                                + Quantity.seconds(cost.seconds())));
        for (BlockList.Placed placed : kernel.schedule().nest().lists()) {
            out.append(Wrap.hanging("    ", 6, listed(placed.list())));
        }
        return out.toString();
    }

    /// What the prediction does not know of a loop whose blocks depend on what inputs hold.
    private static String listed(BlockList list) {
        return "blocks of "
                + list.axis()
                + " are listed before the kernel starts, by what is in "
                + String.join(
                        ", ",
                        list.guard().reads().values().stream()
                                .map(Object::toString)
                                .distinct()
                                .toList())
                + ": only those where "
                + list.guard().test();
    }

    private static String fact(String line) {
        int indent = line.length() - line.stripLeading().length();
        return Wrap.hanging("    " + " ".repeat(indent), indent + 8, line.strip());
    }

    private static String passes(int passes) {
        return passes == 1 ? "once" : passes + " times";
    }

    /// What came out, and every reason for a further pass.
    static String verdict(Derivation derivation) {
        int kernels = derivation.kernels().size();
        StringBuilder out =
                new StringBuilder(
                        Wrap.hanging(
                                "Result: ",
                                8,
                                Quantity.of(kernels, "kernel", "kernels")
                                        + ", "
                                        + (derivation.onePass()
                                                ? onePass(derivation)
                                                : derivation.passes() + " passes; ")
                                        + Quantity.exact(derivation.scheduledBytes())
                                        + " bytes of global memory, "
                                        + Quantity.seconds(derivation.seconds())
                                        + " predicted"));
        FurtherPass.of(derivation)
                .forEach(pass -> out.append(Wrap.hanging("  ", 4, pass.toString())));
        ReadAgain.sentences(derivation)
                .forEach(sentence -> out.append(Wrap.hanging("  ", 4, sentence)));
        return out.toString();
    }

    private static String onePass(Derivation derivation) {
        boolean each = derivation.kernels().stream().allMatch(k -> k.form().onePass());
        return !each
                ? "one pass would do; "
                : derivation.kernels().size() == 1
                        ? "every item is read in one pass; "
                        : "each reads its items in one pass; ";
    }

    /// Sizes of a map, for headings.
    public static String sizes(Map<String, Long> sizes) {
        return sizes(new Sizes(sizes));
    }
}
