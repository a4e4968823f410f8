package org.heddle.cli;

import org.heddle.backend.run.Hardwares;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Table;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists hardware descriptions; its subcommands are `list`, the same, and `show`.
@Command(
        name = "hardware",
        description = "List the hardware descriptions that kernels can be scheduled for.",
        footer = {
            "",
            "JSON: format (heddle-hardware-list/1), hardware: name, description, execution, units, source"
        })
final class HardwareCommand extends HeddleCommand {
    HardwareCommand(Session session) {
        super(session);
    }

    /// The command with its subcommands.
    static CommandLine line(Session session) {
        return new CommandLine(new HardwareCommand(session))
                .addSubcommand("list", new HardwareCommand(session))
                .addSubcommand(new Show(session));
    }

    @Override
    public Integer call() throws DiagnosticException {
        ObjectNode document = Json.document("heddle-hardware-list/1");
        ArrayNode array = document.putArray("hardware");
        Table table = new Table("").left("", 16).rest("");
        for (String name : Hardwares.names()) {
            Hardware hardware = Hardwares.find(name);
            array.addObject()
                    .put("name", name)
                    .put("description", hardware.description())
                    .put("execution", hardware.execution().name())
                    .put("units", hardware.units())
                    .put("source", hardware.source());
            table.row(
                    name,
                    hardware.description()
                            + "; "
                            + hardware.units()
                            + " units; "
                            + hardware.source());
        }
        if (isJson()) {
            print(document);
        } else {
            print(table.toString());
        }
        return Exit.OK;
    }

    /// Prints one description.
    @Command(
            name = "show",
            description = "Print a hardware description, as a file to start from.",
            footer = {"", "JSON: the description (heddle-hardware/1), as without --json"})
    static final class Show extends HeddleCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "A name or a file.")
        private String name = "";

        Show(Session session) {
            super(session);
        }

        @Override
        public Integer call() throws DiagnosticException {
            print(HardwareReader.write(Hardwares.find(name)) + "\n");
            return Exit.OK;
        }
    }
}
