package org.heddle.cli;

import java.util.Optional;
import org.heddle.backend.run.Hardwares;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.DType;
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
            "JSON: format (heddle-hardware-list/1), hardware: name, description, execution, units, globalBytes, globalBytesPerSecond, localBytes, fmaPerSecond (f32), matrixPerSecond (f16, where there is), source"
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
        Table table =
                new Table("")
                        .left("name", 16)
                        .right("units")
                        .right("memory")
                        .right("rate")
                        .right("local")
                        .right("f32")
                        .right("f16 matrix")
                        .rest("what");
        for (String name : Hardwares.names()) {
            Hardware hardware = Hardwares.find(name);
            Optional<Hardware.Pipe> matrix = hardware.pipe("matrix", DType.F16);
            ObjectNode one =
                    array.addObject()
                            .put("name", name)
                            .put("description", hardware.description())
                            .put("execution", hardware.execution().name())
                            .put("units", hardware.units())
                            .put("globalBytes", hardware.global().capacityBytes())
                            .put("globalBytesPerSecond", hardware.global().bytesPerSecond())
                            .put("localBytes", hardware.local().capacityBytes())
                            .put("fmaPerSecond", hardware.rate("fma", DType.F32));
            matrix.ifPresent(pipe -> one.put("matrixPerSecond", pipe.perSecond()));
            one.put("source", hardware.source());
            table.row(
                    name,
                    Integer.toString(hardware.units()),
                    Quantity.bytes(hardware.global().capacityBytes()),
                    Quantity.perSecond(hardware.global().bytesPerSecond(), "B"),
                    Quantity.bytes(hardware.local().capacityBytes()),
                    Quantity.perSecond(hardware.rate("fma", DType.F32), "flop"),
                    matrix.map(pipe -> Quantity.perSecond(pipe.perSecond(), "flop")).orElse("–"),
                    hardware.description());
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
