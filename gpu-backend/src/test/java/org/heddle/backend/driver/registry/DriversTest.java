package org.heddle.backend.driver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.heddle.backend.driver.Availability;
import org.heddle.backend.driver.DriverException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DriversTest {
    @Test
    void listNamesEveryKindAndSaysWhyNot() {
        List<Availability> list = Drivers.list();

        assertThat(list).extracting(Availability::kind).isEqualTo(Drivers.KINDS);
        for (Availability one : list) {
            switch (one) {
                case Availability.Available(String kind, var devices) ->
                        assertThat(devices)
                                .isNotEmpty()
                                .allMatch(device -> device.device().startsWith(kind));
                case Availability.Unavailable(String _, String reason, String hint) -> {
                    assertThat(reason).isNotBlank();
                    assertThat(hint).isNotBlank();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:first", "cuda:-1", "simulate:2", "interp"})
    void unknownNamesAreMissingDevices(String device) {
        DriverException missing =
                catchThrowableOfType(DriverException.class, () -> Drivers.open(device));

        assertThat(missing.kind()).isEqualTo(DriverException.Kind.MISSING_DEVICE);
        assertThat(missing).hasMessage("no device is called '" + device + "'");
        assertThat(missing.hint()).contains("interp, opencl, opencl:<part of a name>, cuda");
    }

    /// A machine without OpenCL, CUDA and oclgrind, as a process of its own sees it.
    @Test
    void withNothingInstalledEveryKindHasItsHint(@TempDir Path empty)
            throws IOException, InterruptedException {
        String output =
                listElsewhere(
                        Map.of(
                                "OCL_ICD_VENDORS",
                                empty.toString(),
                                "HEDDLE_OCLGRIND",
                                "/no/such/library"));

        assertThat(output)
                .containsPattern("opencl: (OpenCL is installed but has no platform|no OpenCL here)")
                .contains("pocl-opencl-icd")
                .containsPattern("simulate: (oclgrind is not installed|libOpenCL)")
                .contains("apt-get install oclgrind");
    }

    private static String listElsewhere(Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ListMain.class.getName());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /// Prints the list, for the test above.
    static final class ListMain {
        private ListMain() {}

        public static void main(String[] args) {
            for (Availability one : Drivers.list()) {
                switch (one) {
                    case Availability.Available(String kind, var devices) ->
                            System.out.println(kind + ": " + devices);
                    case Availability.Unavailable(String kind, String reason, String hint) ->
                            System.out.println(kind + ": " + reason + " (" + hint + ")");
                }
            }
        }
    }
}
