package org.heddle.rules.derive;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.pack.PatternRule;
import org.heddle.rules.pack.Work;

/// Uses laws that are data: a law of cost where it lowers the work, a normalisation wherever it leads to a diagram not seen before.
///
/// Laws of cost end, since work falls with each, unless a law of preparation raises it again. Normalisations may undo each other; no diagram is
/// visited twice. After {@link #MOST} uses no more is made, whatever the laws.
final class Simplification {
    /// Laws that are data are not used more often than this in one derivation.
    static final int MOST = 1000;

    private final List<PatternRule> laws;
    private final Sizes sizes;
    private final Set<Set<Object>> seen = new HashSet<>();
    private int uses;

    Simplification(List<PatternRule> laws, Sizes sizes) {
        this.laws = laws;
        this.sizes = sizes;
    }

    /// A law with a place where it is to be used.
    record Found(PatternRule rule, Rewrite rewrite) {}

    /// The first law that pays, or normalises, and the first place.
    Optional<Found> next(Diagram diagram) {
        if (uses == MOST) {
            return Optional.empty();
        }
        Work before = Work.of(diagram, sizes);
        for (PatternRule rule : laws) {
            for (Box box : diagram.boxes()) {
                Optional<Rewrite> rewrite = rule.apply(diagram, box);
                if (rewrite.isPresent() && isWanted(rule, rewrite.get().after(), before)) {
                    uses++;
                    return Optional.of(new Found(rule, rewrite.get()));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isWanted(PatternRule rule, Diagram after, Work before) {
        return switch (rule.use()) {
            case COST -> Work.of(after, sizes).isLessThan(before);
            case NORMALISE -> isNew(after);
        };
    }

    /// Names of inner wires tell how often a diagram was changed; what counts is what its boxes do.
    private boolean isNew(Diagram after) {
        Set<Object> form = new HashSet<>();
        after.boxes().forEach(box -> form.add(List.of(box.op(), box.inputs(), box.outputs())));
        return seen.add(form);
    }
}
