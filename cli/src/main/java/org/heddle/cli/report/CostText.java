package org.heddle.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;
import org.heddle.cli.text.Wrap;
import org.heddle.model.size.Size;
import org.heddle.rules.cost.ClosedForm;
import org.heddle.rules.cost.Columns;
import org.heddle.rules.cost.Memories;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.schedule.Cost;
import org.hipparchus.fraction.Fraction;

/// The cost of a derivation as text: a table of columns for every kernel, and its closed form.
public final class CostText {
    private CostText() {}

    /// Head, then kernel by kernel.
    public static String of(Derivation derivation) {
        StringBuilder out = new StringBuilder(DerivationText.head(derivation));
        derivation
                .kernels()
                .forEach(
                        kernel ->
                                out.append('\n')
                                        .append(
                                                kernel(
                                                        KernelCost.of(kernel, derivation),
                                                        derivation)));
        return out.toString();
    }

    private static String kernel(KernelCost cost, Derivation derivation) {
        String arrays =
                String.join(", ", cost.kernel().region().inputs())
                        + " → "
                        + String.join(", ", cost.kernel().region().outputs());
        return Wrap.hanging("Kernel ", 9, cost.kernel().block() + ": " + arrays)
                + Wrap.hanging("  Schedule ", 4, cost.kernel().schedule().labels())
                + "  Of one group, in bytes and operations\n"
                + symbolic(cost)
                + "  At these sizes, all groups\n"
                + bound(cost)
                + least(cost, derivation)
                + LevelsText.of(cost.exact());
    }

    private static String symbolic(KernelCost cost) {
        Table table =
                new Table("    ")
                        .left("column", 18)
                        .left("in", 8)
                        .left("M", 38)
                        .left("H", 16)
                        .rest("operations");
        for (Columns.Column column : cost.columns()) {
            Size moved = column.group().read().plus(column.group().written());
            table.row(
                    column.step(),
                    String.join(", ", column.loops()),
                    column.held().toString(),
                    text(moved),
                    operations(column));
        }
        return table.toString();
    }

    private static String text(Size size) {
        return size.equals(Size.ZERO) ? "" : size.toString();
    }

    private static String operations(Columns.Column column) {
        String flops = text(column.group().flops());
        String special = text(column.group().special());
        return flops
                + (flops.isEmpty() || special.isEmpty() ? "" : "; ")
                + (special.isEmpty() ? "" : "special " + special);
    }

    private static String bound(KernelCost cost) {
        Table table =
                new Table("    ")
                        .left("column", 24)
                        .right("M of a group")
                        .right("read")
                        .right("written")
                        .right("FLOP")
                        .right("special");
        for (Columns.Column column : cost.columns()) {
            Columns.Amounts<Long> total = column.total();
            table.row(
                    column.step(),
                    Quantity.exact(cost.at(column.held())),
                    number(total.read()),
                    number(total.written()),
                    number(total.flops()),
                    number(total.special()));
        }
        Cost all = cost.kernel().schedule().cost();
        table.row(
                "all",
                Quantity.exact(cost.most()),
                number(all.globalReadBytes()),
                number(all.globalWriteBytes()),
                number(all.flops()),
                number(all.specialOperations()));
        return table.toString();
    }

    private static String number(long number) {
        return number == 0 ? "" : Quantity.exact(number);
    }

    private static String least(KernelCost cost, Derivation derivation) {
        StringBuilder out =
                new StringBuilder("  Least transfers, in bytes, for M bytes of a group\n");
        Optional<String> whole = cost.here().map(_ -> fixed(cost));
        whole.ifPresent(
                axes -> out.append(form(cost.holding(), "   at these sizes, where " + axes)));
        cost.form()
                .ifPresentOrElse(
                        form ->
                                out.append(
                                        form(
                                                form,
                                                whole.isPresent() ? "   where all are cut" : "")),
                        () ->
                                out.append(
                                        Wrap.hanging(
                                                "    ",
                                                4,
                                                "no closed form: more terms balance than there are labels")));
        out.append(betas(cost));
        out.append(halved(cost, derivation));
        out.append(levels(cost));
        out.append(ExchangeText.groups(cost, derivation));
        out.append(ExchangeText.devices(cost, derivation));
        out.append(enough(cost, derivation));
        Cost scheduled = cost.kernel().schedule().cost();
        cost.overLeast()
                .ifPresent(
                        over ->
                                out.append(
                                        Wrap.hanging(
                                                "    ",
                                                4,
                                                "scheduled: "
                                                        + Quantity.bytes(scheduled.globalBytes())
                                                        + ", "
                                                        + ratio(over)
                                                        + " of the least with "
                                                        + derivation.hardware().local().name()
                                                        + " memory; bound by "
                                                        + scheduled.bound())));
        return out.toString();
    }

    private static String form(ClosedForm form, String where) {
        return Wrap.hanging("    H* = ", 9, form + where)
                + Wrap.hanging("    at ", 7, labels(form));
    }

    private static String labels(ClosedForm form) {
        return form.labels().isEmpty()
                ? "blocks of any length"
                : form.labels().entrySet().stream()
                        .map(label -> label.getKey() + " = " + label.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String fixed(KernelCost cost) {
        return cost.fixed().keySet().stream()
                .map(label -> label + " = " + cost.end(label))
                .collect(Collectors.joining(", "));
    }

    private static String betas(KernelCost cost) {
        if (!cost.hasForm()) {
            return "";
        }
        List<Fraction> betas =
                cost.holding().terms().stream().map(ClosedForm.Term::beta).distinct().toList();
        String meaning =
                betas.stream()
                        .map(beta -> "β = " + fraction(beta) + " " + meaning(beta))
                        .collect(Collectors.joining("; "));
        return Wrap.hanging("    ", 4, meaning);
    }

    private static String meaning(Fraction beta) {
        String quantised =
                "; half the bytes an element: times "
                        + String.format(Locale.ROOT, "%.3g", Math.pow(0.5, 1 + beta.doubleValue()));
        return (beta.equals(Fraction.ZERO)
                        ? "moved however large M is"
                        : beta.equals(Fraction.ONE)
                                ? "moved again for every block of one operand"
                                : beta.equals(new Fraction(1, 2))
                                        ? "moved again for blocks of two operands"
                                        : "moved again")
                + quantised;
    }

    private static String halved(KernelCost cost, Derivation derivation) {
        String factors =
                cost.halved().entrySet().stream()
                        .map(e -> e.getKey() + " × " + ratio(e.getValue()))
                        .collect(Collectors.joining(", "));
        return factors.isEmpty()
                ? ""
                : Wrap.hanging(
                        "    ",
                        4,
                        "half the bytes an element of one array, with "
                                + derivation.hardware().local().name()
                                + " memory: "
                                + factors);
    }

    private static String fraction(Fraction value) {
        return value.getDenominator() == 1
                ? Integer.toString(value.getNumerator())
                : value.getNumerator() + "/" + value.getDenominator();
    }

    private static String levels(KernelCost cost) {
        Table table =
                new Table("    ")
                        .left("level", 16)
                        .right("M")
                        .right("H*")
                        .right("time")
                        .rest("blocks");
        for (Memories.Fed fed : cost.levels()) {
            table.row(
                    fed.level(),
                    Quantity.bytes(Math.round(fed.memory())),
                    Quantity.bytes(Math.round(fed.bytes())),
                    Quantity.seconds(fed.seconds()),
                    blocks(fed.labels().labels()));
        }
        if (cost.levels().size() > 1) {
            double sum = cost.levels().stream().mapToDouble(Memories.Fed::seconds).sum();
            table.row("all", "", "", Quantity.seconds(sum), "");
        }
        for (Memories.Passed passed : cost.passing()) {
            table.row(
                    passed.level() + " for " + passed.below(),
                    Quantity.bytes(Math.round(passed.fed().memory())),
                    Quantity.bytes(Math.round(passed.fed().bytes())),
                    Quantity.seconds(passed.fed().seconds()),
                    blocks(passed.fed().labels().labels()));
        }
        return table.toString();
    }

    /// From which memory, and from which extents, on computing takes longer than these transfers.
    private static String enough(KernelCost cost, Derivation derivation) {
        if (!cost.hasForm()) {
            return "";
        }
        double seconds = cost.work().seconds(derivation.sizes()::of);
        double bytes = seconds * derivation.hardware().global().bytesPerSecond();
        OptionalDouble memory = cost.holding().memory(bytes, derivation.sizes()::of);
        String pipe =
                cost.work().byPipe(derivation.sizes()::of).entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(most -> " (" + most.getKey().text() + ")")
                        .orElse("");
        String extents =
                cost.enough(derivation).entrySet().stream()
                        .map(e -> e.getKey() + " = " + e.getValue())
                        .collect(Collectors.joining(", or "));
        return Wrap.hanging(
                "    ",
                4,
                "computing takes "
                        + Quantity.seconds(seconds)
                        + pipe
                        + ": "
                        + (memory.isPresent()
                                ? "as long as transfers with M = "
                                        + Quantity.bytes(Math.round(memory.getAsDouble()))
                                : "less than transfers, whatever M,")
                        + " at the "
                        + Quantity.perSecond(derivation.hardware().global().bytesPerSecond(), "B")
                        + " of "
                        + derivation.hardware().global().name()
                        + " memory"
                        + (extents.isEmpty()
                                ? ""
                                : "; with the "
                                        + derivation.hardware().local().name()
                                        + " memory from "
                                        + extents
                                        + " on"));
    }

    private static String blocks(Map<String, Double> labels) {
        return labels.entrySet().stream()
                .map(e -> e.getKey() + "=" + digits(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String digits(double value) {
        return value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
