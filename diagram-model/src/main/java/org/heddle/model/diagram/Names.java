package org.heddle.model.diagram;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.model.expr.Fun;

/// Which names may be given, and names that are not taken. Words of the languages that kernels are written in may be given: a lowering renames them.
public final class Names {
    /// Operations that are not definitions, those of later versions included.
    public static final Set<String> CORE_OPS =
            Set.of("contract", "map", "reduce", "block", "scan", "reindex", "constant");

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern BOX = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,255}");
    private static final Pattern TITLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");

    private static final Set<String> MONOIDS =
            Set.of("sum", "prod", "argmax", "argmin", Monoid.TopK.WORD);

    private static final Set<String> LANGUAGE =
            Stream.concat(
                            Stream.of("inf", "nan", "and", "or", "not"),
                            Arrays.stream(Fun.values())
                                    .map(Fun::symbol)
                                    .filter(s -> Fun.named(s).isPresent()))
                    .collect(Collectors.toUnmodifiableSet());

    private Names() {}

    /// For axes, wires and parameters.
    public static boolean isIdentifier(String name) {
        return IDENTIFIER.matcher(name).matches();
    }

    /// For boxes: identifiers with dots, as unfolding makes them.
    public static boolean isBoxName(String name) {
        return BOX.matcher(name).matches();
    }

    /// For diagrams and definitions.
    public static boolean isTitle(String name) {
        return TITLE.matcher(name).matches();
    }

    /// Why a name cannot be given: empty where it can.
    public static String reserved(String name) {
        if (MONOIDS.contains(name)) {
            return "that of a monoid";
        }
        return LANGUAGE.contains(name) ? "a word of the expression language" : "";
    }

    /// An identifier made of the base (dots become underscores), with `_2`, `_3` … behind it where that is taken or
    /// reserved; it is taken from then on.
    public static String fresh(String base, Set<String> taken) {
        String identifier = base.replaceAll("[^A-Za-z0-9_]", "_");
        return unused(identifier, taken);
    }

    /// The same for names of boxes, which may have dots.
    public static String freshBox(String base, Set<String> taken) {
        return unused(base, taken);
    }

    private static String unused(String base, Set<String> taken) {
        String name = base;
        for (int i = 2; !reserved(name).isEmpty() || !taken.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }
}
