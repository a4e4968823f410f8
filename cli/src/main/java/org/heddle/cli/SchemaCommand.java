package org.heddle.cli;

import org.heddle.model.json.DiagramSchema;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.pack.Pack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Prints the JSON Schema of a format.
@Command(
        name = "schema",
        description = "Print a JSON Schema, for editors and validators.",
        footer = {"", "JSON: the schema (draft 2020-12), as without --json"})
final class SchemaCommand extends HeddleCommand {
    /// Files that people write.
    enum Of {
        DIAGRAM,
        PACK,
        HARDWARE
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "diagram|pack|hardware",
            description = "Of which files. Default: diagram.")
    private Of of = Of.DIAGRAM;

    SchemaCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        print(
                switch (of) {
                    case DIAGRAM -> DiagramSchema.text();
                    case PACK -> Pack.schema();
                    case HARDWARE -> HardwareReader.schema();
                });
        return Exit.OK;
    }
}
