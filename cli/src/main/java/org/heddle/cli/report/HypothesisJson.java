package org.heddle.cli.report;

import java.util.Map;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hypothesis.Assumption;
import org.heddle.rules.hypothesis.Hypothesis;
import org.heddle.rules.hypothesis.Prediction;
import org.heddle.rules.stage.Configuration;
import org.heddle.rules.stage.Residence;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A hypothesis as JSON, format `heddle-hypothesis/1`: seconds, bytes, operations per second; sensitivities are `d log time / d log parameter`.
final class HypothesisJson {
    private HypothesisJson() {}

    static ObjectNode of(Derivation derivation, Hypothesis hypothesis) {
        ObjectNode document =
                Json.document("heddle-hypothesis/1")
                        .put("diagram", derivation.source().name())
                        .put("hardware", derivation.hardware().name());
        document.set("sizes", Json.sizes(derivation.sizes().byAxis()));
        ArrayNode assumed = document.putArray("assumed");
        for (Assumption assumption : hypothesis.assumptions()) {
            ObjectNode node = assumed.addObject().put("what", assumption.subject().text());
            node.put("relative", assumption.relative());
            assumption.values().forEach(node.putArray("values")::add);
        }
        document.put("plainSeconds", hypothesis.plainSeconds());
        document.put("seconds", finite(hypothesis.assumedSeconds()));
        ArrayNode kernels = document.putArray("kernels");
        hypothesis.kernels().forEach(kernel -> kernels.add(kernel(kernel, hypothesis)));
        ArrayNode curve = document.putArray("curve");
        for (Hypothesis.Point point : hypothesis.curve()) {
            ObjectNode node =
                    curve.addObject()
                            .put("value", point.value())
                            .put("seconds", finite(point.seconds()))
                            .put("bound", point.bound());
            point.blocks().forEach(node.putObject("blocks")::put);
        }
        return document;
    }

    private static ObjectNode kernel(Hypothesis.OfKernel kernel, Hypothesis hypothesis) {
        ObjectNode node =
                Json.object()
                        .put("kernel", kernel.kernel().block())
                        .put("derivedSeconds", kernel.kernel().schedule().cost().seconds());
        node.set("plain", prediction(kernel.plain()));
        node.set("assumed", prediction(kernel.assumed()));
        Hardware hardware = hypothesis.assumed().hardware();
        ArrayNode configurations = node.putArray("configurations");
        for (Configuration each : kernel.assumed().configurations().best()) {
            ObjectNode configuration = blocks(each, configurations.addObject());
            each.ofTeam()
                    .map(Configuration.OfTeam::residence)
                    .ifPresent(room -> residence(room, hardware, configuration));
        }
        kernel.assumed()
                .configuration()
                .least(hardware)
                .ifPresent(
                        least ->
                                node.putObject("least")
                                        .put(
                                                kernel.assumed().configuration().spreadLabel(),
                                                least));
        ObjectNode sensitivity = node.putObject("sensitivity");
        if (kernel.assumed().fits()) {
            kernel.sensitivity().forEach(sensitivity::put);
        }
        return node;
    }

    /// A time, or null where blocks do not fit.
    private static @Nullable Double finite(double seconds) {
        return Double.isFinite(seconds) ? seconds : null;
    }

    private static ObjectNode blocks(Configuration configuration, ObjectNode node) {
        node.put("teams", configuration.teams());
        configuration.blocks().forEach(node.putObject("blocks")::put);
        return node;
    }

    private static void residence(Residence room, Hardware hardware, ObjectNode node) {
        node.put("localBytes", room.shared())
                .put("localBytesOfTeam", room.sharedOfTeam())
                .put("registerBytesOfTeam", room.registersOfTeam())
                .put("registersPerThread", room.registersPerThread())
                .put("teamsByLocalMemory", room.teamsByLocalMemory(hardware))
                .put("teamsByRegisters", room.teamsByRegisters(hardware));
    }

    private static ObjectNode prediction(Prediction prediction) {
        ObjectNode node = Json.object().put("seconds", finite(prediction.seconds()));
        blocks(prediction.configuration(), node);
        node.put("round", prediction.round());
        ObjectNode pipes = node.putObject("pipes");
        for (Map.Entry<org.heddle.rules.stage.Pipe, Double> pipe : prediction.byPipe().entrySet()) {
            pipes.put(pipe.getKey().text(), pipe.getValue());
        }
        prediction.bound().ifPresent(pipe -> node.put("bound", pipe.text()));
        return node.put("productsPerSecond", prediction.productsPerSecond());
    }
}
