package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Calibration;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.backend.run.HardwareStore;
import org.heddle.backend.run.Hardwares;
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
    @Option(names = "--device", paramLabel = "D", description = DevicesCommand.OPTION)
    private Optional<String> device = Optional.empty();

    @Option(names = "-o", paramLabel = "FILE", description = "Write the description to this file instead.")
    private Optional<Path> output = Optional.empty();

    CalibrateCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InputException, DriverException {
        String id = device.isPresent() ? device.get() : best();
        say("measuring " + id + ", which takes some seconds");
        Hardware hardware = Calibration.measure(id);
        if (output.isPresent()) {
            Staging.write(output.get(), HardwareReader.write(hardware) + "\n");
            say("wrote " + output.get());
        } else {
            say("kept in " + keep(id, hardware));
        }
        print(HardwareReader.write(hardware) + "\n");
        return Exit.OK;
    }

    private static String best() throws DriverException {
        try (Device best = Devices.best()) {
            return best.id();
        }
    }

    /// A CPU's description is that of this machine, whatever device it was measured through.
    private static Path keep(String id, Hardware hardware) throws InputException {
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
