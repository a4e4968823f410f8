package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;

import org.heddle.model.diagram.Diagram;
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Relation;
import org.heddle.model.equal.Verdict;
import org.heddle.rules.Sketch;

/// Tries a rule at a box.
final class Firing {
    private Firing() {}

    static Sketch sketch() {
        return new Sketch().axis("q", 3).axis("x", 4).axis("y", 4).axis("d", 2);
    }

    /// The rule fires, and what it makes refines what was there.
    static Diagram fires(Rule rule, Sketch sketch, String anchor) {
        Diagram before = sketch.diagram();
        Rewrite rewrite = rule.apply(before, before.box(anchor)).orElseThrow();
        assertThat(rewrite.where()).first().isEqualTo(anchor);
        assertThat(rewrite.why()).isNotBlank();
        assertThat(Sketch.errors(rewrite.after())).isEmpty();
        refines(before, rewrite.after());
        return rewrite.after();
    }

    /// The second diagram means what the first one does, at sizes and on inputs of many kinds; where an intermediate of the first has no value, it may have one.
    static void refines(Diagram before, Diagram after) {
        Verdict verdict =
                Equality.compare(before, after, Equality.Options.STANDARD.with(Relation.REFINES));
        assertThat(verdict.holds()).as("%s\n%s\n%s", verdict, before, after).isTrue();
    }

    static void doesNotFire(Rule rule, Sketch sketch, String anchor) {
        Diagram diagram = sketch.diagram();
        assertThat(rule.apply(diagram, diagram.box(anchor))).isEmpty();
    }
}
