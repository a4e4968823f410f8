package org.heddle.backend.run;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.json.SourceText;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;

/// Hardware descriptions by name: shipped ones, `host` as measured, or a file.
public final class Hardwares {
    /// The name of this machine's CPU.
    public static final String HOST = "host";

    private Hardwares() {}

    public static List<String> names() {
        List<String> names = new ArrayList<>(HardwareReader.shipped());
        names.add(HOST);
        return names;
    }

    /// A description by name or path.
    public static Hardware find(String nameOrPath) throws DiagnosticException {
        if (nameOrPath.equals(HOST)) {
            return host();
        }
        Optional<Hardware> shipped = HardwareReader.shipped(nameOrPath);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        try {
            Path file = Path.of(nameOrPath);
            if (!Files.exists(file)) {
                throw unknown(
                        "no hardware is called '" + nameOrPath + "', and no such file exists",
                        Suggestion.help(nameOrPath, names()));
            }
            SourceText text = SourceText.load(file);
            return HardwareReader.parse(text.text(), text.file());
        } catch (IOException e) {
            String reason =
                    e instanceof FileSystemException f && f.getReason() != null
                            ? f.getReason()
                            : e.getClass().getSimpleName();
            throw unknown(
                    "cannot read " + nameOrPath + ": " + reason,
                    "give a file, or one of " + String.join(", ", names()));
        } catch (InvalidPathException e) {
            throw unknown(
                    "'" + nameOrPath + "' is no file name: " + e.getReason(),
                    Suggestion.help(nameOrPath, names()));
        } catch (HardwareReader.HardwareException e) {
            throw unknown(
                    String.valueOf(e.getMessage()),
                    "`heddle hardware show h200` prints a valid one");
        }
    }

    private static DiagnosticException unknown(String message, String... help) {
        return new DiagnosticException(
                Diagnostic.error(Code.D901, message, Location.DOCUMENT, help));
    }

    /// This machine's CPU: as measured by `heddle calibrate`, else the generic description with as many units as there are processors.
    public static Hardware host() {
        return HardwareStore.load(HOST)
                .orElseGet(
                        () -> {
                            Hardware generic = HardwareReader.shipped("cpu").orElseThrow();
                            int units = Runtime.getRuntime().availableProcessors();
                            double factor = (double) units / generic.units();
                            return HardwareBuilder.of(generic)
                                    .name(HOST)
                                    .units(units)
                                    .pipes(
                                            generic.pipes().stream()
                                                    .map(
                                                            p ->
                                                                    new Hardware.Pipe(
                                                                            p.name(),
                                                                            p.dtype(),
                                                                            p.perSecond() * factor,
                                                                            p.source()))
                                                    .toList())
                                    .build();
                        });
    }
}
