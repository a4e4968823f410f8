package org.heddle.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Table;
import org.heddle.kernels.Catalogue;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.text.TextWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints a diagram in its canonical form, or the names of the catalogue.
@Command(
        name = "show",
        description =
                "Print a diagram in the text notation, or with --json as JSON; without FILE, list the catalogue.",
        footer = {
            "",
            "JSON: the diagram (heddle/1), or format (heddle-catalogue/1), diagrams: name, family, description"
        })
final class ShowCommand extends DiagramCommand {
    @Mixin private final DiagramArgument argument = DiagramArgument.optional();

    ShowCommand(Session session) {
        super(session);
    }

    @Override
    int execute() throws DiagnosticException {
        if (!argument.isGiven()) {
            list();
            return Exit.OK;
        }
        Diagram diagram = argument.diagram(this);
        print(isJson() ? DiagramWriter.write(diagram) : TextWriter.write(diagram));
        return Exit.OK;
    }

    private void list() {
        ObjectNode document = Json.document("heddle-catalogue/1");
        ArrayNode diagrams = document.putArray("diagrams");
        SequencedMap<String, Table> families = new LinkedHashMap<>();
        for (String name : Catalogue.names()) {
            Catalogue.Entry entry = Catalogue.describe(name).orElseThrow();
            diagrams.addObject()
                    .put("name", name)
                    .put("family", entry.family())
                    .put("description", entry.computes());
            families.computeIfAbsent(entry.family(), _ -> new Table("  ").left("", 24).rest(""))
                    .row(name, entry.computes());
        }
        if (isJson()) {
            print(document);
        } else {
            StringBuilder text = new StringBuilder();
            families.forEach((family, table) -> text.append(family + "\n" + table));
            print(text.toString());
        }
    }
}
