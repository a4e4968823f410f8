package org.heddle.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.heddle.model.size.Size;
import org.heddle.rules.cost.ClosedForm;
import org.heddle.rules.cost.Columns;
import org.heddle.rules.cost.Latex;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.levels.Level;
import org.heddle.rules.levels.Levels;
import org.heddle.rules.schedule.Cost;

/// The cost of a derivation for TeX: tables of columns for every kernel, as formulas and as numbers at its sizes, the blocks of all levels, and its closed form. Needs the packages booktabs and amsmath.
public final class CostLatex {
    private CostLatex() {}

    public static String of(Derivation derivation) {
        StringBuilder out = new StringBuilder("% \\usepackage{booktabs, amsmath}\n");
        derivation
                .kernels()
                .forEach(kernel -> out.append(kernel(KernelCost.of(kernel, derivation))));
        return out.toString();
    }

    private static String kernel(KernelCost cost) {
        StringBuilder out =
                new StringBuilder("\\begin{tabular}{llllll}\n  \\toprule\n")
                        .append("  column & in & $M$ & $H$ & FLOP & special \\\\\n  \\midrule\n");
        for (Columns.Column column : cost.columns()) {
            Size moved = column.group().read().plus(column.group().written());
            List<String> cells =
                    List.of(
                            text(column.step()),
                            column.loops().stream()
                                    .map(loop -> "$" + Latex.name(loop) + "$")
                                    .collect(Collectors.joining(", ")),
                            math(column.held()),
                            math(moved),
                            math(column.group().flops()),
                            math(column.group().special()));
            out.append("  ").append(String.join(" & ", cells)).append(" \\\\\n");
        }
        out.append("  \\bottomrule\n\\end{tabular}\n").append(bound(cost));
        cost.exact().ifPresent(exact -> out.append(levels(exact)));
        cost.form().ifPresent(form -> out.append(equation(form, "")));
        cost.here()
                .ifPresent(
                        form ->
                                out.append(
                                        equation(
                                                form,
                                                cost.fixed().keySet().stream()
                                                        .map(
                                                                label ->
                                                                        Latex.name(label)
                                                                                + " = "
                                                                                + Latex.name(
                                                                                        cost.end(
                                                                                                label)))
                                                        .collect(Collectors.joining(", ")))));
        return out.toString();
    }

    /// What all groups do at these sizes.
    private static String bound(KernelCost cost) {
        StringBuilder out =
                new StringBuilder("\\begin{tabular}{lrrrrr}\n  \\toprule\n")
                        .append("  column & $M$ of a group & read & written & FLOP & special")
                        .append(" \\\\\n  \\midrule\n");
        for (Columns.Column column : cost.columns()) {
            out.append(bound(column.step(), cost.at(column.held()), column.total()));
        }
        Cost all = cost.kernel().schedule().cost();
        out.append("  \\midrule\n")
                .append(
                        bound(
                                "all",
                                cost.most(),
                                new Columns.Amounts<>(
                                        all.globalReadBytes(),
                                        all.globalWriteBytes(),
                                        all.flops(),
                                        all.specialOperations())));
        return out.append("  \\bottomrule\n\\end{tabular}\n").toString();
    }

    private static String bound(String step, long held, Columns.Amounts<Long> amounts) {
        List<String> cells =
                List.of(
                        text(step),
                        Long.toString(held),
                        number(amounts.read()),
                        number(amounts.written()),
                        number(amounts.flops()),
                        number(amounts.special()));
        return "  " + String.join(" & ", cells) + " \\\\\n";
    }

    private static String number(long number) {
        return number == 0 ? "" : Long.toString(number);
    }

    private static String levels(Levels levels) {
        StringBuilder out =
                new StringBuilder("\\begin{tabular}{lllrr}\n  \\toprule\n")
                        .append("  level & blocks & order & bytes & seconds \\\\\n  \\midrule\n");
        for (Level level : levels.levels()) {
            String blocks =
                    level.blocks().entrySet().stream()
                            .map(e -> "$" + Latex.name(e.getKey()) + " = " + e.getValue() + "$")
                            .collect(Collectors.joining(", "));
            String order =
                    level.order().stream()
                            .map(axis -> "$" + Latex.name(axis) + "$")
                            .collect(Collectors.joining(", "));
            String name = level.name() + level.of().map(fold -> " " + fold).orElse("");
            out.append(level(name, blocks, order, Long.toString(level.bytes()), level.seconds()));
        }
        Levels.Steps steps = levels.steps();
        out.append(
                        level(
                                LevelsText.steps(steps),
                                "",
                                "",
                                Long.toString(steps.bytes()),
                                steps.seconds()))
                .append(level("computing", "", "", "", levels.computing()))
                .append("  \\midrule\n")
                .append(level("all", "", "", "", levels.seconds()));
        return out.append("  \\bottomrule\n\\end{tabular}\n").toString();
    }

    private static String level(
            String name, String blocks, String order, String bytes, double seconds) {
        List<String> cells =
                List.of(
                        text(name),
                        blocks,
                        order,
                        bytes,
                        String.format(Locale.ROOT, "%.3g", seconds));
        return "  " + String.join(" & ", cells) + " \\\\\n";
    }

    private static String equation(ClosedForm form, String where) {
        return String.format(
                Locale.ROOT,
                "\\[ H^{*} = %s%s \\]%n",
                form.latex(),
                where.isEmpty() ? "" : " \\qquad " + where);
    }

    private static String math(Size size) {
        return size.equals(Size.ZERO) ? "" : "$" + Latex.of(size) + "$";
    }

    private static String text(String words) {
        return words.replace("_", "\\_");
    }
}
