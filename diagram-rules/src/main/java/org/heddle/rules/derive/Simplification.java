package org.heddle.rules.derive;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;
import org.heddle.rules.pack.PatternRule;
import org.heddle.rules.pack.PatternRule.Use;

/// Uses laws that are data: a law of cost where it lowers the work, a normalisation wherever it leads to a diagram not seen before.
///
/// Laws of cost end, since work falls with each, unless a law of preparation raises it again. Normalisations may undo each other; no diagram is
/// visited twice. After {@link #MOST} uses no more is made, whatever the laws.
final class Simplification {
    /// Laws that are data are not used more often than this in one derivation.
    static final int MOST = 1000;

    private final List<PatternRule> laws;
    private final Sizes sizes;
    private final Silence silence;
    private final Set<Set<Object>> seen = new HashSet<>();
    private int uses;

    Simplification(List<PatternRule> laws, Sizes sizes) {
        this.laws = laws;
        this.sizes = sizes;
        this.silence = new Silence(laws);
    }

    /// The first law that pays, or normalises, and the first place.
    Optional<Deriver.Found> next(Diagram diagram) {
        if (uses == MOST) {
            return Optional.empty();
        }
        silence.look(diagram);
        for (PatternRule rule : laws) {
            for (Box box : diagram.boxes()) {
                Optional<Rewrite> rewrite =
                        silence.isKnown(rule, box) ? Optional.empty() : wanted(rule, diagram, box);
                if (rewrite.isPresent()) {
                    return Optional.of(new Deriver.Found(rule, rewrite.get()));
                }
            }
        }
        return Optional.empty();
    }

    /// The use of a law at a box, where it is met and pays, or leads to what was not there yet.
    private Optional<Rewrite> wanted(PatternRule rule, Diagram diagram, Box box) {
        Optional<PatternRule.Place> place =
                rule.find(diagram, box).filter(found -> mayBeWanted(rule, found));
        if (place.isEmpty()) {
            silence.add(rule, box);
        }
        return place.map(PatternRule.Place::rewrite)
                .filter(rewrite -> rule.use() == Use.COST || isNew(rewrite.after()));
    }

    private boolean mayBeWanted(PatternRule rule, PatternRule.Place place) {
        return switch (rule.use()) {
            case COST -> place.savesWork(sizes);
            case NORMALISE -> true;
        };
    }

    /// Takes note of a law used; of those that are classes nothing is to be known.
    void used(Rule rule, Diagram after) {
        if (rule instanceof PatternRule law) {
            uses++;
            if (law.use() == Use.NORMALISE) {
                seen.add(form(after));
            }
        }
    }

    private boolean isNew(Diagram after) {
        return !seen.contains(form(after));
    }

    /// Names of inner wires tell how often a diagram was changed; what counts is what its boxes do.
    private static Set<Object> form(Diagram diagram) {
        Set<Object> form = new HashSet<>();
        diagram.boxes().forEach(box -> form.add(List.of(box.op(), box.inputs(), box.outputs())));
        return form;
    }
}
