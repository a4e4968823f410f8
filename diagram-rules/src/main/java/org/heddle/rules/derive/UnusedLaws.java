package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.rules.pack.PatternRule;

/// Laws of packs that a derivation made no use of, and why: an author who writes one expects to see it.
public final class UnusedLaws {
    private UnusedLaws() {}

    /// A line for each.
    public static List<String> lines(Derivation derivation, List<PatternRule> laws) {
        List<String> lines = new ArrayList<>();
        for (PatternRule law : laws) {
            if (derivation.steps().stream().noneMatch(step -> step.rule().equals(law.name()))) {
                lines.add("the law '" + law.name() + "' was not used: " + reason(derivation, law));
            }
        }
        return lines;
    }

    private static String reason(Derivation derivation, PatternRule law) {
        List<Diagram> diagrams = new ArrayList<>(List.of(derivation.source()));
        derivation.steps().forEach(step -> diagrams.add(step.after()));
        for (int i = diagrams.size() - 1; i >= 0; i--) {
            Optional<Box> met = met(diagrams.get(i), law);
            if (met.isPresent()) {
                String at = "met at " + met.get().id() + ", ";
                return switch (law.use()) {
                    case COST -> at + "where it lowers neither operations nor numbers moved";
                    case NORMALISE ->
                            i < derivation.steps().size()
                                    ? at + "which " + derivation.steps().get(i).rule() + " rewrote"
                                    : at + "when no law was tried any more";
                };
            }
        }
        return law.given().isEmpty()
                ? "its left side is met nowhere"
                : "its left side, with what is demanded of its inputs, is met nowhere";
    }

    private static Optional<Box> met(Diagram diagram, PatternRule law) {
        return diagram.boxes().stream()
                .filter(box -> law.find(diagram, box).isPresent())
                .findFirst();
    }
}
