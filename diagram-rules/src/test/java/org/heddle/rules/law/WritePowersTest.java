package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.law.Firing.doesNotFire;
import static org.heddle.rules.law.Firing.fires;
import static org.heddle.rules.law.Firing.sketch;

import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WritePowersTest {
    private static Sketch powers(String item, String use) {
        return sketch().input("S[q, x]", "b[q]")
                .reduce(Scalar.SUM, "Z[q]", item, "S[q, x]", "b[q]")
                .map("O[q]", use, "Z[q]")
                .output("O");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s, b -> pow(1 + exp(b), s)",
                "s, b -> pow(2 + b * b, -s) * s",
                "s, b -> pow(1 / (1 + exp(-b)), s) + pow(1 + abs(b), s)",
                "s, b -> where(s > 0, pow(max(b, 0.5), s), 0)"
            })
    void aPowerIsAnExponential(String item) {
        Diagram after = fires(new WritePowers(), powers(item, "z -> 1 / z"), "Z");
        assertThat(after.hasBox("Z_logarithm")).isTrue();
    }

    /// Where the base may be 0 or negative, or differs from item to item, and where the sum itself is wanted.
    @Test
    void othersStay() {
        doesNotFire(new WritePowers(), powers("s, b -> pow(b, s)", "z -> 1 / z"), "Z");
        doesNotFire(new WritePowers(), powers("s, b -> pow(abs(b), s)", "z -> 1 / z"), "Z");
        doesNotFire(new WritePowers(), powers("s, b -> pow(1 + s * s, b)", "z -> 1 / z"), "Z");
        doesNotFire(new WritePowers(), powers("s, b -> pow(1 + b * b, s)", "z -> 2 * z"), "Z");
    }
}
