package org.heddle.cli;

import java.nio.file.Path;
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
import org.heddle.model.draw.elk.ElkLayout;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.print.SvgPrinter;
import org.heddle.model.draw.print.TikzPrinter;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.ReadResult;
import org.heddle.rules.derive.Derivation;
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
    @Mixin private final DiagramArgument argument = new DiagramArgument();

    @Option(names = "-o", paramLabel = "FILE", description = "Write to this .svg, .tex or .dot.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--derivation", description = "Draw the diagram after every step.")
    private boolean derivation;

    @Mixin private final SizeOption sizes = new SizeOption();

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

    @Override
    int execute() throws InputException, DiagnosticException, DriverException {
        Form form = chosenForm();
        Optional<String> derived = Catalogue.derivationOf(argument.file());
        ReadResult result = argument.read(session, file -> derived.orElse(file));
        Diagram diagram = result.orThrow();
        warn(result.diagnostics());
        boolean steps = derivation || derived.isPresent();
        if (!steps && sizes.isGiven()) {
            throw usage("--size chooses the sizes of a derivation: give --derivation");
        }
        String title = steps ? "Derivation of " + diagram.name() : diagram.name();
        String text = steps ? derivation(diagram, form, title) : picture(diagram, form, title);
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

    private Form chosenForm() {
        if (output.isEmpty()) {
            return Form.SVG;
        }
        String name = output.get().toString().toLowerCase(Locale.ROOT);
        for (Form form : Form.values()) {
            if (name.endsWith("." + form.text())) {
                return form;
            }
        }
        throw usage("-o expects a name that ends with .svg, .tex or .dot, not '" + name + "'");
    }

    /// Pictures need ELK, which is optional; a graph for Graphviz does not.
    private static Drawing drawing() throws DriverException {
        try {
            return new Drawing(new ElkLayout());
        } catch (LinkageError e) {
            throw new DriverException(
                    DriverException.Kind.MISSING_TOOL,
                    "the Eclipse Layout Kernel, which places the parts of pictures, is missing: "
                            + e.getMessage(),
                    "put org.eclipse.elk:org.eclipse.elk.alg.layered on the class path, or write a .dot, which needs no layout",
                    e);
        }
    }

    private static String picture(Diagram diagram, Form form, String title) throws DriverException {
        return switch (form) {
            case SVG, TEX -> print(drawing().draw(diagram, Notes.NONE), form, title, diagram);
            case DOT -> DotPrinter.print(List.of(new Panel(title, "", diagram, Notes.NONE)));
        };
    }

    private String derivation(Diagram diagram, Form form, String title)
            throws InputException, DiagnosticException, DriverException {
        Derivation found =
                Compiler.derive(
                        diagram,
                        SizeBinder.bind(diagram, sizes.single()),
                        Hardwares.find(hardware));
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
