package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.backend.run.Calibration;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.backend.run.HardwareStore;
import org.heddle.backend.run.Hardwares;
import org.heddle.backend.trial.Fitting;
import org.heddle.backend.trial.Outcome;
import org.heddle.backend.trial.TimingSet;
import org.heddle.backend.trial.Trial;
import org.heddle.cli.report.DerivationText;
import org.heddle.cli.report.TimingReport;
import org.heddle.kernels.TimingFile;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.json.SourceText;
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
            "Without -o the description is kept for this machine, and used from then on. --fit also times kernels of",
            "a training set in several blockings each and fits the constants of the time model to them, in one or",
            "two minutes; --held-out times those of other sizes and tells how well the description predicts them.",
            "JSON: the description (heddle-hardware/1); of --held-out format (heddle-timing-report/1), hardware,",
            "families, cases"
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

    @Option(names = "--fit", description = "Fit the time model to kernels of a training set.")
    private boolean fit;

    @Option(
            names = "--held-out",
            description =
                    "Measure nothing anew: tell how well times of other problems are predicted.")
    private boolean heldOut;

    @Option(
            names = "--hardware",
            paramLabel = "H",
            description =
                    "A description to take the rates of instead of measuring them, or to judge instead of the device's own.")
    private Optional<String> described = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "FILE",
            description = "What is trained with and held out, instead of what Heddle comes with.")
    private Optional<Path> set = Optional.empty();

    @Option(
            names = "--blockings",
            paramLabel = "N",
            defaultValue = "7",
            description = "Blockings of each problem, at most. Default: ${DEFAULT-VALUE}.")
    private int blockings = 7;

    CalibrateCommand(Session session) {
        super(session);
    }

    @Override
    public void check(Faults faults) {
        if (fit && heldOut) {
            faults.add("--fit and --held-out exclude each other: what is held out fits nothing");
        }
        if (heldOut && output.isPresent()) {
            faults.add("-o goes without --held-out, which writes no description");
        }
        if (set.isPresent() && !fit && !heldOut) {
            faults.add("--set needs --fit or --held-out");
        }
        if (described.isPresent() && !fit && !heldOut) {
            faults.add("--hardware needs --fit or --held-out: without them rates are measured");
        }
        if (blockings < 2) {
            faults.add("--blockings is " + blockings + ", at least 2 have an order");
        }
    }

    @Override
    public Integer call() throws DiagnosticException, DriverException {
        try {
            return heldOut ? report() : measure();
        } catch (Trial.WrongResultException e) {
            session.err().println("error: " + e.getMessage());
            return Exit.WRONG;
        }
    }

    private int measure() throws DiagnosticException, DriverException, Trial.WrongResultException {
        Hardware rates = described.isPresent() ? Hardwares.find(described.get()) : rates();
        Hardware hardware = fit ? fitted(rates) : rates;
        if (output.isPresent()) {
            Staging.write(output.get(), HardwareReader.write(hardware) + "\n");
            say("wrote " + output.get());
        } else {
            say("kept in " + keep(device, hardware));
        }
        print(HardwareReader.write(hardware) + "\n");
        return Exit.OK;
    }

    private Hardware rates() throws DriverException {
        say("measuring " + device + ", which takes some seconds");
        Calibration.Result result = Calibration.measure(device);
        if (result.disturbed()) {
            say(
                    "other work kept cores busy meanwhile, so these rates are below what the device can do: calibrate again when it is idle");
        }
        return result.hardware();
    }

    private Hardware fitted(Hardware measured)
            throws DiagnosticException, DriverException, Trial.WrongResultException {
        Hardware start = Fitting.unfitted(measured);
        return Fitting.fit(start, timed(cases().training(), start));
    }

    private int report() throws DiagnosticException, DriverException, Trial.WrongResultException {
        Hardware hardware = described.isPresent() ? Hardwares.find(described.get()) : ofDevice();
        TimingReport report = new TimingReport(hardware, timed(cases().heldOut(), hardware));
        if (isJson()) {
            print(report.json());
        } else {
            print(report.text());
        }
        return Exit.OK;
    }

    private Hardware ofDevice() throws DriverException {
        try (Device opened = Devices.open(device)) {
            return opened.hardware();
        }
    }

    private TimingSet cases() throws DiagnosticException {
        if (set.isEmpty()) {
            return TimingFile.shipped();
        }
        try {
            return TimingFile.read(SourceText.load(set.get()));
        } catch (IOException e) {
            throw FileProblems.unreadable(set.get().toString(), FileProblems.reason(e));
        }
    }

    private List<Outcome> timed(List<TimingSet.Case> cases, Hardware hardware)
            throws DiagnosticException, DriverException, Trial.WrongResultException {
        Trial.Options options =
                new Trial.Options(
                        blockings,
                        Trial.Options.DEFAULT.repetitions(),
                        Trial.Options.DEFAULT.seed());
        List<Outcome> outcomes = new ArrayList<>();
        try (Driver driver = Drivers.open(device)) {
            for (TimingSet.Case one : cases) {
                say("timing " + one.family() + " at " + DerivationText.sizes(one.sizes()));
                outcomes.add(Trial.run(one, driver, hardware, options));
            }
        }
        return outcomes;
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
