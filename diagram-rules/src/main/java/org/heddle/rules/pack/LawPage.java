package org.heddle.rules.pack;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.text.TextWriter;
import org.heddle.rules.law.Rewrite;

/// The page of a law that is data, in Markdown: the law, both sides, when it is legal, what it saves, counted on an example, and its source.
public final class LawPage {
    private static final long SIZE = 64;

    /// The last axis of a product is short, so that the order of products that the law makes is the cheaper one.
    private static final Map<String, Long> SHORT = Map.of("j", 4L);

    private LawPage() {}

    /// The page.
    public static String of(PatternRule rule) {
        Diagram left = rule.left();
        Box anchor = left.producer(left.outputs().getFirst()).orElseThrow();
        Rewrite rewrite =
                rule.apply(left, anchor)
                        .orElseThrow(() -> new IllegalStateException(rule.name() + " is silent"));
        Map<String, Long> sizes = new LinkedHashMap<>();
        left.axes().keySet().forEach(axis -> sizes.put(axis, SHORT.getOrDefault(axis, SIZE)));
        Work before = Work.of(left, new Sizes(sizes));
        Work after = Work.of(rewrite.after(), new Sizes(sizes));
        return """
                # %s

                    %s

                ![%1$s](pictures/%1$s.svg)

                ```heddle
                %s```

                becomes

                ```heddle
                %s```

                **Legal**: %s. Only floating numbers; the wires inside the left side are read nowhere else, and are no outputs. Any box may run along further axes, those of the left side may be several each.

                **Saves** %s. At %s: %s operations become %s, %s numbers read and written become %s. It is used %s.

                **Source** %s.

                A law of the pack `standard.json` ([rule packs](packs.md)), tried on numbers and modulo primes by `StandardPackTest`.
                """
                .formatted(
                        rule.name(),
                        rule.law(),
                        TextWriter.write(left),
                        TextWriter.write(rule.right()),
                        rule.condition(),
                        rule.saves(),
                        told(sizes),
                        number(before.operations()),
                        number(after.operations()),
                        number(before.numbers()),
                        number(after.numbers()),
                        when(rule.use()),
                        rule.source());
    }

    private static String when(PatternRule.Use use) {
        return switch (use) {
            case COST -> "where that lowers the number of operations";
            case NORMALISE -> "wherever it matches";
        };
    }

    private static String told(Map<String, Long> sizes) {
        return String.join(
                ", ",
                sizes.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()).toList());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
