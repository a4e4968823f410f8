package org.heddle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Hardwares;
import org.heddle.cli.report.DerivationPanels;
import org.heddle.cli.report.Json;
import org.heddle.kernels.Catalogue;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.DotPrinter;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.Panel;
import org.heddle.model.draw.Strip;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.print.SvgPrinter;
import org.heddle.model.draw.print.TikzPrinter;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.ReadResult;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Hardware;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Draws a diagram, or the derivation of its kernels as a row of pictures.
@Command(
        name = "draw",
        description = "Draw a diagram, or the derivation of its kernels picture by picture.",
        footer = {
            "",
            "The ending of -o chooses the format: .svg, .tex (TikZ) or .dot (Graphviz); without -o, SVG on stdout.",
            "FILE may also name a derivation: <catalogue name>-derivation.",
            "JSON: format (heddle-picture/1), title, form, text"
        })
final class DrawCommand extends DiagramCommand {
    @Mixin private final DiagramArgument argument = DiagramArgument.required();

    @Option(names = "-o", paramLabel = "FILE", description = "Write to this .svg, .tex or .dot.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--derivation", description = "Draw the diagram after every step.")
    private boolean derivation;

    @Mixin private final SizeOption sizes = SizeOption.one();

    @Option(
            names = "--hardware",
            paramLabel = "H",
            defaultValue = Hardwares.HOST,
            description = "Derive for this hardware: a name or a file. Default: ${DEFAULT-VALUE}.")
    private String hardware = Hardwares.HOST;

    DrawCommand(Session session) {
        super(session);
    }

    private enum Form {
        SVG,
        TEX,
        DOT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private boolean isDerivation() {
        return derivation || Catalogue.derivationOf(argument.file()).isPresent();
    }

    @Override
    public void check(Faults faults) {
        super.check(faults);
        if (output.isPresent() && chosenForm().isEmpty()) {
            faults.add(
                    "-o expects a name that ends with .svg, .tex or .dot, not '"
                            + output.get()
                            + "'");
        }
        if (sizes.isGiven() && !isDerivation()) {
            faults.add("--size chooses the sizes of a derivation: give --derivation");
        }
    }

    @Override
    int execute() throws DiagnosticException, DriverException {
        Form form = chosenForm().orElseThrow();
        Faults faults = new Faults();
        Optional<Diagram> read = faults.get(this::diagram);
        Optional<Hardware> machine = faults.get(() -> Hardwares.find(hardware));
        faults.raise();
        Diagram diagram = read.orElseThrow();
        boolean steps = isDerivation();
        String title = steps ? "Derivation of " + diagram.name() : diagram.name();
        String text =
                steps
                        ? derivation(diagram, machine.orElseThrow(), form, title)
                        : picture(diagram, form, title);
        if (output.isPresent()) {
            Staging.write(output.get(), text);
            say("wrote " + output.get());
        }
        if (isJson()) {
            print(
                    Json.document("heddle-picture/1")
                            .put("title", title)
                            .put("form", form.text())
                            .put("text", text));
        } else if (output.isEmpty()) {
            print(text);
        }
        return Exit.OK;
    }

    private Diagram diagram() throws DiagnosticException {
        List<String> derivations = new ArrayList<>(Catalogue.derivationNames());
        Catalogue.names().forEach(name -> derivations.add(name + "-derivation"));
        ReadResult result =
                argument.read(
                        session, file -> Catalogue.derivationOf(file).orElse(file), derivations);
        Diagram diagram = result.orThrow();
        warn(result.diagnostics());
        return diagram;
    }

    /// Empty where the ending of -o is none that can be written.
    private Optional<Form> chosenForm() {
        String name = output.map(Path::toString).orElse(".svg").toLowerCase(Locale.ROOT);
        return Arrays.stream(Form.values())
                .filter(form -> name.endsWith("." + form.text()))
                .findFirst();
    }

    private static Drawing drawing() throws DriverException {
        return Pictures.drawing("write a .dot, which needs no layout");
    }

    private static String picture(Diagram diagram, Form form, String title) throws DriverException {
        return switch (form) {
            case SVG, TEX -> print(drawing().draw(diagram, Notes.NONE), form, title, diagram);
            case DOT -> DotPrinter.print(List.of(new Panel(title, "", diagram, Notes.NONE)));
        };
    }

    private String derivation(Diagram diagram, Hardware machine, Form form, String title)
            throws DiagnosticException, DriverException {
        Derivation found =
                Compiler.derive(diagram, SizeBinder.bind(diagram, sizes.single()), machine);
        List<Panel> panels = DerivationPanels.of(found);
        return switch (form) {
            case SVG, TEX -> print(new Strip(drawing()).draw(panels), form, title, diagram);
            case DOT -> DotPrinter.print(panels);
        };
    }

    private static String print(Scene scene, Form form, String title, Diagram source) {
        return form == Form.SVG
                ? SvgPrinter.print(scene, title, DiagramWriter.write(source))
                : TikzPrinter.print(scene, title);
    }
}
