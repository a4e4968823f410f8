package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.law.Firing.doesNotFire;
import static org.heddle.rules.law.Firing.fires;
import static org.heddle.rules.law.Firing.sketch;

import java.util.List;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Op;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;

/// Exponents that move with reductions of the same items: whether those keep them in range while the items go by.
final class HeldExponentsTest {
    /// What exponents move with while items go by has to bound them by itself: not as far as the item that attains it, and not from below.
    @Test
    void exponentsThatRunningValuesDoNotBoundAreShifted() {
        for (String weight :
                List.of(
                        "s, m, t, n -> exp(s / 2 - m)",
                        "s, m, t, n -> exp(2 * s - m)",
                        "s, m, t, n -> exp(s - m + t)",
                        "s, m, t, n -> exp((s - m) + (t - n) * (t + n))",
                        "s, m, t, n -> where(#x > 1, exp(s / 3 - m), 0)")) {
            Diagram after = fires(new ShiftExponentials(), weighted(weight), "O");
            assertThat(after.box("O_max").op()).isInstanceOf(Op.Reduce.class);
        }
        for (String weight :
                List.of(
                        "s, m, t, n -> exp(s - m)",
                        "s, m, t, n -> exp((s - m) / 3) * n",
                        "s, m, t, n -> exp((s - m) - t * t)",
                        "s, m, t, n -> exp((s - m) - log(1 + n * n))")) {
            doesNotFire(new ShiftExponentials(), weighted(weight), "O");
        }
    }

    /// What a maximum is taken of may be made by a map that the exponents are written without.
    @Test
    void exponentsLessTheMaximumOfWhatAMapMakesOfTheirItemsAreNotShifted() {
        for (String exponent : List.of("s / 2 - (m + log(z))", "(s - 2 * (m + log(z))) / 2")) {
            Sketch scaled =
                    sketch().input("S[q, x]", "V[x, d]")
                            .map("T[q, x]", "s -> s / 2", "S[q, x]")
                            .reduce(Scalar.MAX, "m[q]", "t -> t", "T[q, x]")
                            .reduce(Scalar.SUM, "z[q]", "t, m -> exp(t - m)", "T[q, x]", "m[q]")
                            .map(
                                    "W[q, x]",
                                    "s, m, z -> exp(" + exponent + ")",
                                    "S[q, x]",
                                    "m[q]",
                                    "z[q]")
                            .contract("O[q, d]", "W[q, x]", "V[x, d]")
                            .output("O");
            doesNotFire(new ShiftExponentials(), scaled, "O");
        }
    }

    /// Items are no running values, even where what they are made of was reduced along an axis of the same name.
    @Test
    void itemsMadeOfReductionsAlongTheSameAxisAreShifted() {
        Sketch turned =
                sketch().input("S[q, x]", "R[x, d]", "G[d, x]")
                        .contract("T[q, d]", "S[q, x]", "R[x, d]")
                        .contract("U[q, x]", "T[q, d]", "G[d, x]")
                        .reduce(Scalar.SUM, "Z[q]", "u -> exp(u)", "U[q, x]")
                        .map("O[q]", "z -> log(z)", "Z[q]")
                        .output("O");
        Diagram after = fires(new ShiftExponentials(), turned, "Z");
        assertThat(after.box("Z_max").op()).isInstanceOf(Op.Reduce.class);
    }

    /// The value of a sum that is used linearly, of the largest score of a row and the sum of its other ones.
    private static Sketch weighted(String weight) {
        return sketch().input("S[q, x]", "T[q, x]", "V[x, d]")
                .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.SUM, "n[q]", "t -> t", "T[q, x]")
                .map("W[q, x]", weight, "S[q, x]", "m[q]", "T[q, x]", "n[q]")
                .contract("O[q, d]", "W[q, x]", "V[x, d]")
                .output("O");
    }
}
