package org.heddle.backend.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.heddle.backend.driver.DriverTesting.saxpy;

import java.util.List;
import org.heddle.backend.driver.BufferSpec.Role;
import org.junit.jupiter.api.Test;

final class HostProgramTest {
    private static final BufferSpec BUFFER = new BufferSpec("x", 4, Role.INPUT);
    private static final KernelText KERNEL = KernelText.openCl("k", "");

    @Test
    void sizesAndRoles() {
        HostProgram program = saxpy(100, 64);
        assertThat(program.totalBytes()).isEqualTo(1200);
        assertThat(program.buffers(Role.OUTPUT))
                .extracting(BufferSpec::name)
                .containsExactly("out");
        assertThat(program.launches().getFirst().grid()).isEqualTo(Dim3.of(2));
    }

    @Test
    void outputsThatNobodyReadsAreWorkspace() {
        HostProgram program = saxpy(100, 64).withoutOutputs();
        assertThat(program.buffers(Role.OUTPUT)).isEmpty();
        assertThat(program.buffers(Role.WORKSPACE))
                .containsExactly(new BufferSpec("out", 400, Role.WORKSPACE));
        assertThat(program.buffers(Role.INPUT)).hasSize(2);
        assertThat(program.launches()).isEqualTo(saxpy(100, 64).launches());
    }

    @Test
    void namesAreUnique() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostProgram(List.of(BUFFER, BUFFER), List.of(), List.of()))
                .withMessage("two buffers are named 'x'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostProgram(List.of(), List.of(KERNEL, KERNEL), List.of()))
                .withMessage("two kernels are named 'k'");
    }

    @Test
    void launchesNameWhatIsThere() {
        Launch other = new Launch("other", Dim3.of(1), Dim3.of(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostProgram(List.of(), List.of(KERNEL), List.of(other)))
                .withMessage("launch of 'other', but the kernels are [k]");
        Launch unknown = new Launch("k", Dim3.of(1), Dim3.of(1), new Argument.BufferArgument("y"));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new HostProgram(List.of(BUFFER), List.of(KERNEL), List.of(unknown)))
                .withMessage("launch of 'k' takes buffer 'y', but the buffers are [x]");
    }

    @Test
    void dimensionsArePositive() {
        assertThat(Dim3.of(3).rank()).isEqualTo(1);
        assertThat(Dim3.of(3, 2).rank()).isEqualTo(2);
        assertThat(new Dim3(1, 1, 2).rank()).isEqualTo(3);
        assertThat(new Dim3(1 << 30, 1 << 16, 1 << 10).volume()).isEqualTo(1L << 56);
        assertThat(new Dim3(2, 3, 4)).hasToString("2x3x4");
        assertThatIllegalArgumentException().isThrownBy(() -> Dim3.of(0));
    }

    @Test
    void negativeSizesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BufferSpec("b", -1, Role.OUTPUT));
        assertThatIllegalArgumentException().isThrownBy(() -> new RunOptions(0, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Launch("k", Dim3.of(1), Dim3.of(1), -1, List.of()));
    }
}
