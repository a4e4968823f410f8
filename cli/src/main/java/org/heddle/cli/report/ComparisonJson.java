package org.heddle.cli.report;

import java.util.List;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Moved;
import org.heddle.backend.run.Statistics;
import org.heddle.model.eval.ErrorMeasure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Comparisons as a document.
///
/// ```
/// { format: "heddle-comparison/1", ok, seed, given: [wire],
///   comparisons: [{
///     diagram, sizes, device: { id, description }, target, hardware, ok, correct, bytesAgree, countedBy, profile?: { by } | { reason, hint },
///     derivation: a document "heddle-derivation/1",
///     outputs: [{ wire, ok, compared, whole, tolerance, maxRelativeError, maxAbsoluteError, rms, nanMismatches, infinityMismatches }],
///     kernels: [{ name, labels, localBytes, predicted: bytes, counted: bytes | null, textAccesses?: { localRead, localWrite }, profiled?: { dramRead, dramWrite, l2 }, bytesAgree, predictedSeconds, measuredSeconds, peakFraction }],
///     seconds: { predicted, repetitions, median, min, max, ratio },
///     memory: { deviceBytes, workspaceBytes, largestWireBytes, peakResidentBytes }, problems }] }
/// bytes = { globalRead, globalWrite, localRead, localWrite }
/// ```
///
/// Times and counts that there are none of are `null`; what has a `?` is absent where the device has nothing of the kind. `maxRelativeError` is the largest `|actual - expected| / max(|expected|, rms)`.
public final class ComparisonJson {
    /// Name of the format.
    public static final String FORMAT = "heddle-comparison/1";

    private ComparisonJson() {}

    /// The document.
    ///
    public static ObjectNode of(List<Comparison> comparisons, Inputs inputs) {
        ObjectNode document = Json.document(FORMAT);
        document.put("ok", comparisons.stream().allMatch(Comparison::ok));
        document.put("seed", inputs.seed());
        document.set("given", Json.strings(inputs.given()));
        ArrayNode array = document.putArray("comparisons");
        comparisons.forEach(comparison -> array.add(comparison(comparison)));
        return document;
    }

    private static ObjectNode comparison(Comparison c) {
        ObjectNode object = Json.object();
        object.put("diagram", c.derivation().source().name());
        object.set("sizes", Json.sizes(c.derivation().sizes().byAxis()));
        object.putObject("device").put("id", c.device()).put("description", c.deviceDescription());
        object.put("target", c.target().language());
        object.put("hardware", c.derivation().hardware().name());
        object.put("ok", c.ok());
        object.put("correct", c.correct());
        object.put("bytesAgree", c.bytesAgree());
        object.put("countedBy", c.countedBy());
        c.profile().ifPresent(profile -> object.set("profile", profile(profile)));
        object.set("derivation", DerivationJson.of(c.derivation()));
        ArrayNode outputs = object.putArray("outputs");
        c.outputs().forEach(row -> outputs.add(output(row)));
        ArrayNode kernels = object.putArray("kernels");
        c.kernels().forEach(row -> kernels.add(kernel(row)));
        object.set("seconds", seconds(c));
        object.putObject("memory")
                .put("deviceBytes", c.deviceBytes())
                .put("workspaceBytes", c.workspaceBytes())
                .put("largestWireBytes", c.largestWireBytes())
                .set("peakResidentBytes", count(c.peakResidentBytes()));
        object.set("problems", Json.strings(c.problems()));
        return object;
    }

    private static ObjectNode profile(Profile profile) {
        ObjectNode object = Json.object();
        switch (profile) {
            case Profile.Counted(String by, _) -> object.put("by", by);
            case Profile.NotCounted(String reason, String hint) ->
                    object.put("reason", reason).put("hint", hint);
        }
        return object;
    }

    private static ObjectNode output(Comparison.OutputRow row) {
        ErrorMeasure error = row.error();
        ObjectNode object = Json.object();
        object.put("wire", row.wire());
        object.put("ok", row.ok());
        object.put("compared", error.count());
        object.put("whole", row.whole());
        object.set("tolerance", Json.number(row.tolerance()));
        object.set("maxRelativeError", Json.number(error.maxRelative()));
        object.set("maxAbsoluteError", Json.number(error.maxAbsolute()));
        object.set("rms", Json.number(error.rms()));
        object.put("nanMismatches", error.nanMismatches());
        object.put("infinityMismatches", error.infinityMismatches());
        object.put("excused", error.excused());
        return object;
    }

    private static ObjectNode kernel(Comparison.KernelRow row) {
        ObjectNode object = Json.object();
        object.put("name", row.kernel().program().name());
        object.put("labels", row.kernel().kernel().schedule().labels());
        object.put("localBytes", row.kernel().localBytes());
        object.set("predicted", moved(row.predicted()));
        object.set(
                "counted",
                row.counted()
                        .<JsonNode>map(ComparisonJson::moved)
                        .orElse(JsonNodeFactory.instance.nullNode()));
        row.accesses()
                .ifPresent(
                        accesses -> {
                            ObjectNode text = object.putObject("textAccesses");
                            text.put("localRead", accesses.read());
                            text.put("localWrite", accesses.written());
                        });
        if (row.profiled().isPresent()) {
            ObjectNode profiled = object.putObject("profiled");
            for (ProfiledLevel level : ProfiledLevel.values()) {
                profiled.set(level.key(), count(level.counted(row).orElse(Moved.NOT_COUNTED)));
            }
        }
        object.put("bytesAgree", row.bytesAgree());
        object.set(
                "predictedSeconds", Json.number(row.kernel().kernel().schedule().cost().seconds()));
        object.set("measuredSeconds", Json.number(row.measuredSeconds().orElse(Double.NaN)));
        object.set("peakFraction", Json.number(row.peakFraction().orElse(Double.NaN)));
        return object;
    }

    private static ObjectNode moved(Moved moved) {
        ObjectNode object = Json.object();
        object.set("globalRead", count(moved.globalRead()));
        object.set("globalWrite", count(moved.globalWrite()));
        object.set("localRead", count(moved.localRead()));
        object.set("localWrite", count(moved.localWrite()));
        return object;
    }

    /// A count; `null` for the negative number that stands for none.
    private static JsonNode count(long count) {
        return count < 0
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.numberNode(count);
    }

    private static ObjectNode seconds(Comparison c) {
        ObjectNode object = Json.object();
        object.set("predicted", Json.number(c.predictedSeconds()));
        object.put("repetitions", c.seconds().size());
        object.set("median", Json.number(c.measuredSeconds()));
        object.set("min", Json.number(Statistics.min(c.seconds())));
        object.set("max", Json.number(Statistics.max(c.seconds())));
        object.set("ratio", Json.number(c.measuredSeconds() / c.predictedSeconds()));
        return object;
    }
}
