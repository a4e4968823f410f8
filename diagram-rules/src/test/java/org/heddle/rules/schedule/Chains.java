package org.heddle.rules.schedule;

import java.util.SplittableRandom;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;

/// Random bodies of contractions, maps and reductions over axes `i`, `j`, `k`.
public final class Chains {
    private Chains() {}

    public static Diagram random(SplittableRandom random) {
        Sketch sketch =
                new Sketch()
                        .axis("i", 3)
                        .axis("j", 3)
                        .axis("k", 3)
                        .axis("l", 3)
                        .input("A[i, k]", "B[k, j]", "c[j]", "D[j, l]")
                        .contract("P[i, j]", "A[i, k]", "B[k, j]");
        boolean isSecond = random.nextBoolean();
        if (random.nextBoolean()) {
            sketch.map("M[i, j]", "p, c -> max(p + c, 0)", "P[i, j]", "c[j]");
        } else {
            sketch.map("M[i, j]", "p, c -> p * c", "P[i, j]", "c[j]");
        }
        return switch (random.nextInt(3)) {
            case 0 -> sketch.contract("O[i, l]", "M[i, j]", "D[j, l]").output("O").diagram();
            case 1 ->
                    sketch.reduce(isSecond ? Scalar.MAX : Scalar.SUM, "O[i]", "m -> m", "M[i, j]")
                            .output("O")
                            .diagram();
            default -> sketch.output("M").diagram();
        };
    }
}
