package org.heddle.cli;

import java.util.List;
import org.heddle.backend.run.DeviceLine;
import org.heddle.backend.run.Devices;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Table;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists devices.
@Command(
        name = "devices",
        description = "List the devices that kernels can run on here, and what others need.",
        footer = {"", "JSON: format (heddle-devices/1), devices: id, available, description, hint"})
final class DevicesCommand extends HeddleCommand {
    /// How --device is described in every usage text.
    static final String OPTION =
            "Run here: interp, opencl, opencl:NAME, cuda:N, simulate (`heddle devices` lists them)."
                    + " Default: OpenCL if there is one, else interp.";

    DevicesCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        List<DeviceLine> lines = Devices.list();
        if (isJson()) {
            ObjectNode document = Json.document("heddle-devices/1");
            ArrayNode devices = document.putArray("devices");
            lines.forEach(
                    line ->
                            devices.addObject()
                                    .put("id", line.id())
                                    .put("available", line.available())
                                    .put("description", line.description())
                                    .put("hint", line.hint()));
            print(document);
            return Exit.OK;
        }
        Table table = new Table("").left("", 24).left("", 7).rest("");
        lines.forEach(
                line ->
                        table.row(
                                line.id(),
                                line.available() ? "ready" : "missing",
                                line.description()
                                        + (line.hint().isBlank() ? "" : "\nhelp: " + line.hint())));
        print(table.toString());
        return Exit.OK;
    }
}
