package org.heddle.rules.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.rules.law.Law;
import org.heddle.rules.law.Rule;
import org.heddle.rules.law.Rules;

/// Every law that ships with Heddle: classes first, then those that make kernels, then those that are data.
public final class LawTable {
    private LawTable() {}

    /// Every law that a step can name.
    public static List<Law> all() {
        List<Law> laws = new ArrayList<>(Rules.laws());
        laws.addAll(Pack.standard().rules());
        return List.copyOf(laws);
    }

    /// The law of that name.
    public static Optional<Law> named(String name) {
        return all().stream().filter(law -> law.name().equals(name)).findFirst();
    }

    /// The rewrites of diagrams, with those of further packs.
    public static List<Rule> rewrites(List<PatternRule> more) {
        List<Rule> rules = new ArrayList<>(Rules.all());
        rules.addAll(more);
        rules.addAll(Pack.standard().rules());
        return List.copyOf(rules);
    }
}
