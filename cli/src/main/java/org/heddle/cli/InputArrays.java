package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.cli.text.Quantity;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Asymmetry;
import org.heddle.model.data.Npy;
import org.heddle.model.data.NpyException;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import picocli.CommandLine.Option;

/// The option `--in`: `.npy` files for input wires. The arrays also give the sizes of their wires' axes.
final class InputArrays implements CheckedOption {
    @Option(
            names = "--in",
            paramLabel = "WIRE=FILE[,WIRE=FILE...]",
            description =
                    "Arrays for the inputs, .npy files; they also give the sizes. May be given several times.")
    private List<String> in = List.of();

    /// Inputs in the element types of their wires, and the sizes of all axes.
    record Bound(Sizes sizes, Map<String, Tensor> inputs, List<String> notes) {}

    /// Reads the arrays and binds all sizes.
    ///
    /// @param given sizes from `--size`
    /// @throws DiagnosticException telling what is wrong of every array, or of the sizes
    Bound bind(Diagram diagram, Map<String, Long> given) throws DiagnosticException {
        return bind(diagram, given, true);
    }

    /// The same where inputs may be missing.
    Bound bindSome(Diagram diagram, Map<String, Long> given) throws DiagnosticException {
        return bind(diagram, given, false);
    }

    private Bound bind(Diagram diagram, Map<String, Long> given, boolean all)
            throws DiagnosticException {
        Map<String, Path> files = files(new Faults());
        Faults faults = new Faults();
        checkNames(diagram, files, all, faults);
        Map<String, Long> sizes = new LinkedHashMap<>(given);
        Map<String, String> sources = new LinkedHashMap<>();
        given.keySet().forEach(axis -> sources.put(axis, "--size"));
        Map<String, Tensor> read = new LinkedHashMap<>();
        for (Wire wire : diagram.inputs().stream().map(diagram::wire).toList()) {
            Optional.ofNullable(files.get(wire.name()))
                    .flatMap(file -> faults.get(() -> measured(wire, file, sizes, sources)))
                    .ifPresent(tensor -> read.put(wire.name(), tensor));
        }
        Optional<Sizes> bound = sizes(diagram, sizes, faults);
        List<String> notes = new ArrayList<>();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        read.forEach(
                (name, tensor) -> {
                    Wire wire = diagram.wire(name);
                    if (tensor.dtype() != wire.dtype()) {
                        notes.add(
                                "input "
                                        + name
                                        + ": "
                                        + tensor.dtype()
                                        + " converted to "
                                        + wire.dtype());
                    }
                    faults.get(() -> converted(wire, files.getOrDefault(name, Path.of("")), tensor))
                            .ifPresent(converted -> inputs.put(name, converted));
                });
        faults.raise();
        return new Bound(bound.orElseThrow(), inputs, notes);
    }

    /// Sizes that arrays would have given are not missed where the arrays themselves are wrong.
    private static Optional<Sizes> sizes(Diagram diagram, Map<String, Long> given, Faults faults) {
        try {
            return Optional.of(SizeBinder.bind(diagram, given));
        } catch (DiagnosticException e) {
            boolean wrong = !faults.isEmpty();
            faults.addAll(
                    e.diagnostics().stream().filter(d -> !wrong || d.code() != Code.E304).toList());
            return Optional.empty();
        }
    }

    private static Tensor measured(
            Wire wire, Path file, Map<String, Long> sizes, Map<String, String> sources)
            throws DiagnosticException {
        Tensor tensor = read(file, wire);
        measure(wire, file, tensor, sizes, sources);
        return tensor;
    }

    private static Tensor converted(Wire wire, Path file, Tensor tensor)
            throws DiagnosticException {
        Tensor converted = Conversion.convert(tensor, wire, file);
        checkSymmetry(wire, file, converted);
        return converted;
    }

    private static void checkSymmetry(Wire wire, Path file, Tensor tensor)
            throws DiagnosticException {
        Optional<Asymmetry> found = Asymmetry.find(wire, tensor);
        if (found.isPresent()) {
            Asymmetry asymmetry = found.get();
            String message = file + " is not " + asymmetry.claim() + ": " + asymmetry;
            throw wrong(Code.E611, message, wire);
        }
    }

    /// The wires that arrays are given for.
    List<String> wires() {
        return List.copyOf(files(new Faults()).keySet());
    }

    @Override
    public void check(Faults faults) {
        files(faults);
    }

    private Map<String, Path> files(Faults faults) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String option : in) {
            for (String entry : option.split(",(?=[A-Za-z_][A-Za-z_0-9']*=)", -1)) {
                int equals = entry.indexOf('=');
                if (equals < 1 || equals == entry.length() - 1) {
                    faults.add("--in expects WIRE=FILE, apart by commas, not '" + entry + "'");
                    continue;
                }
                String wire = entry.substring(0, equals).strip();
                String file = entry.substring(equals + 1);
                try {
                    if (files.put(wire, Path.of(file)) != null) {
                        faults.add("--in gives wire '" + wire + "' twice");
                    }
                } catch (InvalidPathException e) {
                    faults.add("--in: '" + file + "' is no file name: " + e.getReason());
                }
            }
        }
        return files;
    }

    private static void checkNames(
            Diagram diagram, Map<String, Path> files, boolean all, Faults faults) {
        List<Diagnostic> problems = new ArrayList<>();
        files.forEach(
                (name, file) -> {
                    if (!diagram.inputs().contains(name)) {
                        problems.add(
                                Diagnostic.error(
                                        Code.E602,
                                        "there is no input '" + name + "' to give " + file + " to",
                                        Location.at("/inputs"),
                                        Suggestion.help(name, diagram.inputs())));
                    }
                });
        List<Wire> missing =
                diagram.inputs().stream()
                        .filter(name -> !files.containsKey(name))
                        .map(diagram::wire)
                        .toList();
        if (all && !missing.isEmpty()) {
            String wires = String.join(", ", missing.stream().map(Wire::toString).toList());
            String options =
                    String.join(
                            ",",
                            missing.stream().map(w -> w.name() + "=" + w.name() + ".npy").toList());
            problems.add(
                    Diagnostic.error(
                            Code.E601,
                            "no array for input " + wires,
                            at(missing.getFirst()),
                            "give --in " + options));
        }
        faults.addAll(problems);
    }

    private static Tensor read(Path file, Wire wire) throws DiagnosticException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw wrong(Code.E603, "cannot read " + file + ": it is no regular file", wire);
        }
        try {
            return Npy.read(file, wire.dtype());
        } catch (NpyException e) {
            throw wrong(e.code(), String.valueOf(e.getMessage()), wire);
        } catch (IOException e) {
            throw wrong(Code.E603, "cannot read " + file + ": " + FileProblems.reason(e), wire);
        }
    }

    private static void measure(
            Wire wire,
            Path file,
            Tensor tensor,
            Map<String, Long> sizes,
            Map<String, String> sources)
            throws DiagnosticException {
        if (tensor.shape().size() != wire.axes().size()) {
            String message =
                    file
                            + " has shape "
                            + tensor.shape()
                            + ", input "
                            + wire
                            + " has "
                            + Quantity.of(wire.axes().size(), "axis", "axes");
            throw wrong(Code.E606, message, wire);
        }
        for (int i = 0; i < wire.axes().size(); i++) {
            String axis = wire.axes().get(i);
            Long size = tensor.shape().get(i);
            Long other = sizes.putIfAbsent(axis, size);
            String before =
                    Optional.ofNullable(sources.putIfAbsent(axis, file.toString())).orElse("");
            if (other != null && !other.equals(size)) {
                String message =
                        "axis '"
                                + axis
                                + "' is "
                                + other
                                + " by "
                                + before
                                + ", and "
                                + size
                                + " by "
                                + file
                                + " (axis "
                                + (i + 1)
                                + " of input "
                                + wire
                                + ")";
                throw wrong(Code.E607, message, wire);
            }
        }
    }

    private static DiagnosticException wrong(Code code, String message, Wire wire) {
        return new DiagnosticException(
                Diagnostic.error(code, message, at(wire), "it is to be input " + wire));
    }

    private static Location at(Wire wire) {
        return Location.at("/wires" + Location.step(wire.name()));
    }
}
