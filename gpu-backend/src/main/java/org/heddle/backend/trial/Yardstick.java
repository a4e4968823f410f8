package org.heddle.backend.trial;

import java.util.List;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;

/// A kernel whose time is known, launched before and after others: where it takes longer, other work kept cores busy, and what ran between took longer by the same factor.
///
/// It consists of chains of multiply-adds, as `calibrate` measures their rate.
final class Yardstick {
    private static final String NAME = "heddle_yardstick";
    private static final String OUT = "heddle_yardstick.out";
    private static final int CHAINS = 12;
    private static final int ROUNDS = 2000;
    private static final int GROUPS_PER_UNIT = 32;

    private final int lanes;
    private final int groups;
    private final double seconds;

    Yardstick(Hardware hardware) {
        this.lanes = hardware.lanes(DType.F32);
        this.groups = GROUPS_PER_UNIT * hardware.units();
        double operations = 2.0 * CHAINS * lanes * ROUNDS * groups;
        this.seconds = hardware.launchSeconds() + operations / hardware.rate("fma", DType.F32);
    }

    KernelText text() {
        String vector = "float" + lanes;
        String each = "for (int i = 0; i < " + CHAINS + "; ++i) ";
        return KernelText.openCl(
                NAME,
                "__attribute__((reqd_work_group_size(1, 1, 1)))\n__kernel void "
                        + NAME
                        + "(__global float* out) {\n"
                        + vector
                        + " a["
                        + CHAINS
                        + "];\n"
                        + each
                        + "a[i] = ("
                        + vector
                        + ")(i);\nfor (int n = 0; n < "
                        + ROUNDS
                        + "; ++n) {\n#pragma unroll\n"
                        + each
                        + "a[i] = fma(a[i], ("
                        + vector
                        + ")(0.999f), ("
                        + vector
                        + ")(0.5f)); }\n"
                        + vector
                        + " s = a[0];\nfor (int i = 1; i < "
                        + CHAINS
                        + "; ++i) s += a[i];\nout[get_group_id(0)] = s.s0 + s.s3;\n}\n");
    }

    BufferSpec buffer() {
        return new BufferSpec(OUT, 4L * groups, BufferSpec.Role.WORKSPACE);
    }

    Launch launch() {
        return new Launch(
                NAME, Dim3.of(groups), Dim3.of(1), 0, List.of(new Argument.BufferArgument(OUT)));
    }

    /// How many times as long as undisturbed what ran between two yardsticks took.
    double slowdown(double before, double after) {
        return Math.max(1, (before + after) / 2 / seconds);
    }
}
