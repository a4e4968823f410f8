package org.heddle.rules.cost;

import org.heddle.model.size.Size;

/// Formulas of sizes for TeX's math mode.
public final class Latex {
    private Latex() {}

    /// A size: `8 \, g_{q} \, d`. Names of more than one letter are set upright.
    public static String of(Size size) {
        StringBuilder text = new StringBuilder();
        for (Size term : size.terms()) {
            long coefficient = term.leading();
            text.append(
                    text.isEmpty()
                            ? (coefficient < 0 ? "-" : "")
                            : (coefficient < 0 ? " - " : " + "));
            String factors = factors(term);
            long magnitude = Math.abs(coefficient);
            text.append(
                    factors.isEmpty()
                            ? Long.toString(magnitude)
                            : magnitude == 1 ? factors : magnitude + " \\, " + factors);
        }
        return text.isEmpty() ? "0" : text.toString();
    }

    private static String factors(Size term) {
        StringBuilder text = new StringBuilder();
        term.atoms()
                .forEach(
                        (atom, power) -> {
                            text.append(text.isEmpty() ? "" : " \\, ").append(atom(atom));
                            text.append(power == 1 ? "" : "^{" + power + "}");
                        });
        return text.toString();
    }

    private static String atom(Size.Atom atom) {
        return switch (atom) {
            case Size.Symbol(String name) -> name(name);
            case Size.Left(Size all) -> "\\mathrm{left}(" + of(all) + ")";
            case Size.CeilDiv(Size dividend, Size divisor) ->
                    "\\lceil " + of(dividend) + " / " + factor(divisor) + " \\rceil";
        };
    }

    private static String factor(Size size) {
        return size.terms().size() > 1 ? "(" + of(size) + ")" : of(size);
    }

    /// A name: a label such as `g_q` has its axis below it.
    public static String name(String name) {
        boolean label = name.length() > 2 && name.charAt(1) == '_';
        return label ? name.charAt(0) + "_{" + upright(name.substring(2)) + "}" : upright(name);
    }

    private static String upright(String name) {
        return name.length() == 1 ? name : "\\mathrm{" + name.replace("_", "\\_") + "}";
    }
}
