package org.heddle.cli;

import java.util.Optional;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Table;
import org.heddle.kernels.Catalogue;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.ReadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints a diagram in its canonical form, or the names of the catalogue.
@Command(
        name = "show",
        description =
                "Print a diagram in its canonical JSON form; without FILE, list the catalogue.",
        footer = {
            "",
            "JSON: the diagram (heddle/1), or format (heddle-catalogue/1), diagrams: name, description"
        })
final class ShowCommand extends DiagramCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = DiagramArgument.DESCRIPTION)
    private Optional<String> file = Optional.empty();

    ShowCommand(Session session) {
        super(session);
    }

    @Override
    int execute() throws InputException, DiagnosticException {
        if (file.isEmpty()) {
            list();
            return Exit.OK;
        }
        ReadResult result = DiagramArgument.read(file.get(), session);
        String text = DiagramWriter.write(result.orThrow());
        warn(result.diagnostics());
        print(text);
        return Exit.OK;
    }

    private void list() {
        if (isJson()) {
            ObjectNode document = Json.document("heddle-catalogue/1");
            ArrayNode diagrams = document.putArray("diagrams");
            Catalogue.names()
                    .forEach(
                            name ->
                                    diagrams.addObject()
                                            .put("name", name)
                                            .put(
                                                    "description",
                                                    Catalogue.describe(name)
                                                            .map(Catalogue.Entry::computes)
                                                            .orElse("")));
            print(document);
            return;
        }
        Table table = new Table("").left("", 24).rest("");
        Catalogue.names()
                .forEach(
                        name ->
                                table.row(
                                        name,
                                        Catalogue.describe(name)
                                                .map(Catalogue.Entry::computes)
                                                .orElse("")));
        print(table.toString());
    }
}
