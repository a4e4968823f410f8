package org.heddle.cli.report;

import java.util.Set;
import org.heddle.model.data.Tensor;
import org.heddle.model.equal.CounterExample;
import org.heddle.model.equal.NumericTolerance;
import org.heddle.model.equal.Relation;
import org.heddle.model.equal.Verdict;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A verdict on two diagrams as a document.
///
/// ```
/// { format: "heddle-verdict/1", verdict: "equal" | "unequal", relation: "equal" | "refines", seed, trials, compared, worst, tolerance,
///   field: { verdict: "agrees" | "differs" | "silent", trials?, compared?, missProbability?, beyond?, told },
///   counterExample?: { sizes, inputs: { name: { shape, values } }, output, index, left, right } }
/// ```
public final class VerdictJson {
    /// Name of the format.
    public static final String FORMAT = "heddle-verdict/1";

    private VerdictJson() {}

    public static ObjectNode of(Verdict verdict, Relation relation) {
        ObjectNode document = Json.document(FORMAT);
        return switch (verdict) {
            case Verdict.Equal(Verdict.Evidence evidence) ->
                    add(document.put("verdict", "equal"), relation, evidence);
            case Verdict.Unequal(Verdict.Evidence evidence, CounterExample found) -> {
                add(document.put("verdict", "unequal"), relation, evidence);
                document.set("counterExample", of(found));
                yield document;
            }
            case Verdict.Incomparable _ ->
                    throw new IllegalArgumentException("told by diagnostics: " + verdict);
        };
    }

    private static ObjectNode add(
            ObjectNode document, Relation relation, Verdict.Evidence evidence) {
        document.put("relation", relation == Relation.EQUAL ? "equal" : "refines");
        document.put("seed", evidence.seed());
        document.put("trials", evidence.trials());
        document.put("compared", evidence.compared());
        document.set("worst", Json.number(evidence.worst()));
        document.put("tolerance", NumericTolerance.TOLD);
        document.set("field", of(evidence.field()));
        return document;
    }

    private static ObjectNode of(Verdict.Field field) {
        ObjectNode object = Json.object();
        switch (field) {
            case Verdict.Agrees(int trials, long compared, double miss, Set<String> beyond) -> {
                object.put("verdict", "agrees").put("trials", trials).put("compared", compared);
                if (beyond.isEmpty()) {
                    object.put("missProbability", miss);
                }
                object.set("beyond", Json.strings(beyond));
            }
            case Verdict.Differs(_, Set<String> beyond) -> {
                object.put("verdict", "differs");
                object.set("beyond", Json.strings(beyond));
            }
            case Verdict.Silent _ -> object.put("verdict", "silent");
        }
        return object.put("told", field.told());
    }

    private static ObjectNode of(CounterExample found) {
        ObjectNode object = Json.object();
        object.set("sizes", Json.sizes(found.sizes()));
        ObjectNode inputs = object.putObject("inputs");
        found.inputs().forEach((name, tensor) -> inputs.set(name, of(tensor)));
        object.put("output", found.output());
        object.set("index", Json.longs(found.index()));
        return object.put("left", found.left()).put("right", found.right());
    }

    private static ObjectNode of(Tensor tensor) {
        ObjectNode object = Json.object();
        object.set("shape", Json.longs(tensor.shape()));
        ArrayNode values = object.putArray("values");
        for (double value : tensor.toDoubles()) {
            values.add(Json.number(value));
        }
        return object;
    }
}
