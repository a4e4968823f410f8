package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;

import org.heddle.model.diagram.Diagram;
import org.heddle.rules.Meaning;
import org.heddle.rules.Sketch;

/// Tries a rule at a box.
final class Firing {
    private Firing() {}

    static Sketch sketch() {
        return new Sketch().axis("q", 3).axis("x", 4).axis("y", 4).axis("d", 2);
    }

    static Diagram fires(Rule rule, Sketch sketch, String anchor) {
        Diagram before = sketch.diagram();
        Rewrite rewrite = rule.apply(before, before.box(anchor)).orElseThrow();
        assertThat(rewrite.where()).first().isEqualTo(anchor);
        assertThat(rewrite.why()).isNotBlank();
        assertThat(Sketch.errors(rewrite.after())).isEmpty();
        Meaning.assertSame(before, rewrite.after(), sketch.sizes(), 1);
        return rewrite.after();
    }

    static void doesNotFire(Rule rule, Sketch sketch, String anchor) {
        Diagram diagram = sketch.diagram();
        assertThat(rule.apply(diagram, diagram.box(anchor))).isEmpty();
    }
}
