package org.heddle.backend.driver.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import jcuda.CudaException;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.DriverException;
import org.junit.jupiter.api.Test;

/// What of the CUDA driver can be checked without a GPU.
final class CudaPiecesTest {
    @Test
    void scalarsLieAtTheSlotOfTheirPosition() {
        List<Argument> arguments =
                List.of(
                        new Argument.FloatArgument(1.5f),
                        new Argument.BufferArgument("x"),
                        new Argument.IntArgument(-3),
                        new Argument.LongArgument(1L << 40));

        ByteBuffer values = KernelArguments.values(arguments);

        assertThat(values.isDirect()).isTrue();
        assertThat(values.capacity()).isEqualTo(4 * KernelArguments.SLOT_BYTES);
        assertThat(values.getFloat(0)).isEqualTo(1.5f);
        assertThat(values.getLong(8)).isZero();
        assertThat(values.getInt(16)).isEqualTo(-3);
        assertThat(values.getLong(24)).isEqualTo(1L << 40);
        assertThat(KernelArguments.values(List.of()).capacity()).isPositive();
    }

    @Test
    void hopperAndLaterCompileForTheirOwnInstructions() {
        assertThat(CudaDevice.architecture(8, 9)).isEqualTo("89");
        assertThat(CudaDevice.architecture(9, 0)).isEqualTo("90a");
        assertThat(CudaDevice.architecture(12, 0)).isEqualTo("120a");
    }

    @Test
    void driverVersionsAreDotted() {
        assertThat(CudaDevice.versionText(13000)).isEqualTo("13.0");
        assertThat(CudaDevice.versionText(12060)).isEqualTo("12.6");
    }

    @Test
    void errorCodesBecomeKinds() {
        assertThat(kind("CUDA_ERROR_OUT_OF_MEMORY")).isEqualTo(DriverException.Kind.OUT_OF_MEMORY);
        assertThat(kind("CUDA_ERROR_INVALID_IMAGE")).isEqualTo(DriverException.Kind.BUILD_FAILED);
        assertThat(kind("CUDA_ERROR_ILLEGAL_ADDRESS"))
                .isEqualTo(DriverException.Kind.LAUNCH_FAILED);
        assertThat(kind("something new")).isEqualTo(DriverException.Kind.LAUNCH_FAILED);
    }

    private static DriverException.Kind kind(String code) {
        DriverException error = CudaErrors.translate("doing", new CudaException(code));
        assertThat(error).hasMessage("doing: " + code);
        return error.kind();
    }
}
