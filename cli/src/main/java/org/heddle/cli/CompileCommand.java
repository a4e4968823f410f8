package org.heddle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.CudaCheck;
import org.heddle.backend.run.Hardwares;
import org.heddle.backend.run.Target;
import org.heddle.cli.report.DerivationJson;
import org.heddle.cli.report.DerivationText;
import org.heddle.cli.report.Json;
import org.heddle.cli.report.LaunchJson;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramWriter;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.pack.PatternRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes kernels, how to launch them, and their derivation; or prints a stage on the way.
@Command(
        name = "compile",
        description = "Write kernel source, launch parameters and derivation to a folder.",
        footer = {
            "",
            "Writes <kernel>.cl or .cu, <name>.launch.json (heddle-launch/1), <name>.derivation.json (heddle-derivation/1).",
            "JSON: format (heddle-compilation/1), diagram, target, hardware, folder, files, nvcc ({entry: registers, sharedBytes, spilledBytes, seconds} where nvcc is installed), unchecked (why, where nvcc is installed and cannot work);",
            "with --emit: format (heddle-stage/1), diagram, stage, texts: name, text"
        })
final class CompileCommand extends DiagramCommand {
    /// Languages of source text.
    enum Language {
        OPENCL,
        CUDA
    }

    /// Where a compilation can stop.
    enum Stage {
        DIAGRAM,
        DERIVATION,
        SCHEDULE,
        TILE,
        SOURCE
    }

    @Mixin private final DiagramArgument argument = DiagramArgument.required();

    @Mixin private final SizeOption sizes = SizeOption.one();

    @Mixin private final RulesOption rules = new RulesOption();

    @Option(
            names = "--target",
            paramLabel = "opencl|cuda",
            defaultValue = "opencl",
            description = "Default: ${DEFAULT-VALUE}.")
    private Language language = Language.OPENCL;

    @Option(
            names = "--hardware",
            paramLabel = "H",
            description =
                    "Compile for this hardware: a name or a file. Default: host for opencl, h200 for cuda.")
    private Optional<String> hardware = Optional.empty();

    @Option(names = "-o", paramLabel = "DIR", description = "Folder to write to.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--emit",
            paramLabel = "diagram|derivation|schedule|tile|source",
            description = "Print this stage instead of writing files. Default without -o: source.")
    private Optional<Stage> emit = Optional.empty();

    CompileCommand(Session session) {
        super(session);
    }

    @Override
    public void check(Faults faults) {
        super.check(faults);
        if (emit.isPresent() && folder.isPresent()) {
            faults.add("--emit prints, -o writes: give one of them");
        }
    }

    @Override
    int execute() throws DiagnosticException, DriverException {
        Faults faults = new Faults();
        Optional<Diagram> read = faults.get(() -> argument.diagram(this));
        Optional<Hardware> machine = faults.get(this::machine);
        Optional<List<PatternRule>> laws = faults.get(() -> rules.laws(session));
        faults.raise();
        Diagram diagram = read.orElseThrow();
        Derivation derivation =
                Compiler.derive(
                        diagram,
                        SizeBinder.bind(diagram, sizes.single()),
                        machine.orElseThrow(),
                        laws.orElseThrow());
        if (folder.isEmpty()) {
            emit(emit.orElse(Stage.SOURCE), derivation);
        } else {
            write(folder.get(), lower(derivation));
        }
        return Exit.OK;
    }

    private Hardware machine() throws DiagnosticException {
        String name = hardware.orElse(language == Language.CUDA ? "h200" : Hardwares.HOST);
        Hardware machine = Hardwares.find(name);
        if (language == Language.CUDA && machine.execution() == Hardware.Execution.SIMD) {
            String message =
                    "hardware " + machine.name() + " runs one thread per group, CUDA needs many";
            throw new DiagnosticException(
                    Diagnostic.error(
                            Code.D905,
                            message,
                            Location.DOCUMENT,
                            "give --hardware h200, or --target opencl"));
        }
        return machine;
    }

    private Compiled lower(Derivation derivation) throws DiagnosticException {
        Target target = Target.of(language.name(), derivation.hardware().execution()).orElseThrow();
        return Compiler.lower(derivation, target);
    }

    private void emit(Stage stage, Derivation derivation) throws DiagnosticException {
        Map<String, String> texts = texts(stage, derivation);
        if (!isJson()) {
            print(String.join("\n", texts.values()));
            return;
        }
        ObjectNode document = Json.document("heddle-stage/1");
        document.put("diagram", derivation.source().name());
        document.put("stage", stage.name().toLowerCase(java.util.Locale.ROOT));
        ArrayNode array = document.putArray("texts");
        texts.forEach((name, text) -> array.addObject().put("name", name).put("text", text));
        print(document);
    }

    private Map<String, String> texts(Stage stage, Derivation derivation)
            throws DiagnosticException {
        Map<String, String> texts = new LinkedHashMap<>();
        switch (stage) {
            case DIAGRAM ->
                    texts.put(derivation.source().name(), DiagramWriter.write(derivation.source()));
            case DERIVATION ->
                    texts.put(derivation.source().name(), DerivationText.summary(derivation));
            case SCHEDULE -> {
                for (Kernel kernel : derivation.kernels()) {
                    texts.put(kernel.block(), DerivationText.kernel(kernel));
                }
            }
            case TILE -> {
                for (CompiledKernel kernel : lower(derivation).kernels()) {
                    texts.put(kernel.program().name(), kernel.program().toString());
                }
            }
            case SOURCE -> {
                for (CompiledKernel kernel : lower(derivation).kernels()) {
                    texts.put(kernel.text().entry(), kernel.text().source());
                }
            }
        }
        return texts;
    }

    private void write(Path directory, Compiled compiled)
            throws DiagnosticException, DriverException {
        Map<String, CudaCheck.Checked> checked = new LinkedHashMap<>();
        Optional<DriverException> unchecked = check(compiled, checked);
        Map<String, String> texts = new LinkedHashMap<>();
        for (CompiledKernel kernel : compiled.kernels()) {
            texts.put(LaunchJson.file(kernel, compiled), kernel.text().source());
        }
        String name = compiled.diagram().name().replaceAll("[^A-Za-z0-9._-]", "_");
        texts.put(name + ".launch.json", Json.text(LaunchJson.of(compiled)));
        texts.put(name + ".derivation.json", Json.text(DerivationJson.of(compiled.derivation())));
        try (Staging staging = Staging.in(directory)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                staging.text(text.getKey(), text.getValue());
            }
            staging.commit();
        }
        List<String> files = new ArrayList<>(texts.keySet());
        if (isJson()) {
            ObjectNode document = Json.document("heddle-compilation/1");
            document.put("diagram", compiled.diagram().name());
            document.put("target", compiled.target().language());
            document.put("hardware", compiled.derivation().hardware().name());
            document.put("folder", directory.toString());
            document.set("files", Json.strings(files));
            document.set("nvcc", LaunchJson.checked(checked));
            unchecked.ifPresent(why -> document.put("unchecked", why.getMessage()));
            print(document);
        } else {
            files.forEach(file -> print(directory.resolve(file) + "\n"));
            checked.forEach(
                    (entry, found) ->
                            say(
                                    entry
                                            + ": "
                                            + found.resources().registers()
                                            + " registers, "
                                            + (found.resources().sharedBytes()
                                                    + found.dynamicSharedBytes())
                                            + " bytes of shared memory, "
                                            + (found.resources().spillStoreBytes()
                                                    + found.resources().spillLoadBytes())
                                            + " bytes spilled (nvcc, sm_"
                                            + CudaCheck.ARCHITECTURE
                                            + ")"));
            unchecked.ifPresent(
                    why ->
                            say(
                                    "not checked by nvcc: "
                                            + why.getMessage()
                                            + "\n  help: "
                                            + why.hint()));
        }
    }

    /// Compiles with nvcc. Source text needs no nvcc: where that cannot work here, the text is as good as without.
    ///
    /// @param checked takes what nvcc says of each kernel
    /// @return why nvcc says nothing, where it is installed but cannot work
    private static Optional<DriverException> check(
            Compiled compiled, Map<String, CudaCheck.Checked> checked) throws DriverException {
        for (CompiledKernel kernel : compiled.kernels()) {
            try {
                CudaCheck.compile(kernel)
                        .ifPresent(found -> checked.put(kernel.text().entry(), found));
            } catch (DriverException e) {
                if (e.kind() == DriverException.Kind.MISSING_TOOL) {
                    return Optional.of(e);
                }
                throw e;
            }
        }
        return Optional.empty();
    }
}
