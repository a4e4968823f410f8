package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Calibration;
import org.heddle.backend.run.HardwareStore;
import org.heddle.backend.run.Hardwares;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures a device.
@Command(
        name = "calibrate",
        description = "Measure the rates of a device, so that predictions are for it.",
        footer = {
            "",
            "Without -o the description is kept for this machine, and used from then on.",
            "JSON: the description (heddle-hardware/1)"
        })
final class CalibrateCommand extends HeddleCommand {
    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "opencl",
            description =
                    "The device to measure (`heddle devices` lists them). Default: ${DEFAULT-VALUE}.")
    private String device = "opencl";

    @Option(
            names = "-o",
            paramLabel = "FILE",
            description = "Write the description to this file instead.")
    private Optional<Path> output = Optional.empty();

    CalibrateCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws DiagnosticException, DriverException {
        say("measuring " + device + ", which takes some seconds");
        Calibration.Result result = Calibration.measure(device);
        Hardware hardware = result.hardware();
        if (result.disturbed()) {
            say(
                    "other work kept cores busy meanwhile, so these rates are below what the device can do: calibrate again when it is idle");
        }
        if (output.isPresent()) {
            Staging.write(output.get(), HardwareReader.write(hardware) + "\n");
            say("wrote " + output.get());
        } else {
            say("kept in " + keep(device, hardware));
        }
        print(HardwareReader.write(hardware) + "\n");
        return Exit.OK;
    }

    /// A CPU's description is that of this machine, whatever device it was measured through.
    private static Path keep(String id, Hardware hardware) throws DiagnosticException {
        String name =
                switch (hardware.execution()) {
                    case SIMD -> Hardwares.HOST;
                    case SIMT -> id;
                };
        try {
            return HardwareStore.save(name, hardware);
        } catch (IOException e) {
            throw Staging.failed(HardwareStore.file(name).toString(), e);
        }
    }
}
