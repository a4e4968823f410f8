package org.heddle.cli;

import org.heddle.model.json.DiagramSchema;
import picocli.CommandLine.Command;

/// Prints the JSON Schema of diagram files.
@Command(
        name = "schema",
        description = "Print the JSON Schema of diagram files, for editors and validators.",
        footer = {"", "JSON: the schema (draft 2020-12), as without --json"})
final class SchemaCommand extends HeddleCommand {
    SchemaCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        print(DiagramSchema.text());
        return Exit.OK;
    }
}
