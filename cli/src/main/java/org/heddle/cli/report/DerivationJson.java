package org.heddle.cli.report;

import java.util.List;
import java.util.Optional;
import org.heddle.model.expr.Expr;
import org.heddle.model.json.SourceText;
import org.heddle.model.size.Size;
import org.heddle.rules.derive.Again;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.derive.Step;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.schedule.Cost;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.stream.AccumulatorLaws;
import org.heddle.rules.stream.StreamForm;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A derivation as a document.
///
/// ```
/// { format: "heddle-derivation/1", diagram, sizes, hardware, machine, onePass, passes, scheduledBytes, seconds, stopReason,
///   furtherPasses: [{ kernels, reduction, axes, expression, reason, passes }],
///   again: [{ wires, kernels, work, why, reason }],
///   kernels: [{ name, inputs, outputs, stream, passes,
///               accumulators: [{ wire, pass, finish, states, slots: [{ name, axes, monoid, item, rebased, law: { phi, correction, rebased } }] }],
///               laws: { holds, trials, seed, worst, counterexample },
///               schedule: { labels, grid, extents, reasons, H, M, bound, groups, localMemoryBytes, globalReadBytes, globalWriteBytes,
///                           localReadBytes, localWriteBytes, flops, specialOperations, seconds } }],
///   steps: [{ number, rule, law, condition, where, why, bytesBefore, bytesAfter, H, before, after }],
///   packs, source, result }
/// ```
///
/// `source`, `result`, `before` and `after` are diagrams in the format of diagram files; for a step inside a kernel, `where` names the kernel first, and the two are its body.
/// `machine` is the whole description of the hardware (heddle-hardware/1); `H` is an expression in axis sizes and labels.
public final class DerivationJson {
    /// Name of the format.
    public static final String FORMAT = "heddle-derivation/1";

    private DerivationJson() {}

    /// A derivation by the laws that ship with Heddle.
    public static ObjectNode of(Derivation derivation) {
        return of(derivation, List.of());
    }

    /// A derivation by the laws of packs, too, which become part of the document.
    public static ObjectNode of(Derivation derivation, List<SourceText> packs) {
        ObjectNode document = Json.document(FORMAT);
        document.put("diagram", derivation.source().name());
        document.set("sizes", Json.sizes(derivation.sizes().byAxis()));
        document.put("hardware", derivation.hardware().name());
        document.set("machine", Json.parse(HardwareReader.write(derivation.hardware())));
        document.put("onePass", derivation.onePass());
        document.put("passes", derivation.passes());
        document.put("scheduledBytes", derivation.scheduledBytes());
        document.set("seconds", Json.number(derivation.seconds()));
        document.put("stopReason", derivation.stopReason());
        document.set("furtherPasses", furtherPasses(FurtherPass.of(derivation)));
        document.set("again", again(derivation.again()));
        ArrayNode kernels = document.putArray("kernels");
        derivation.kernels().forEach(kernel -> kernels.add(kernel(kernel)));
        ArrayNode steps = document.putArray("steps");
        for (Step step : derivation.steps()) {
            steps.add(step(step, steps.size() + 1));
        }
        ArrayNode laws = document.putArray("packs");
        packs.forEach(pack -> laws.add(Json.parse(pack.text())));
        document.set("source", Json.diagram(derivation.source()));
        document.set("result", Json.diagram(derivation.result()));
        return document;
    }

    private static ArrayNode furtherPasses(List<FurtherPass> further) {
        ArrayNode array = Json.array();
        for (FurtherPass pass : further) {
            ObjectNode object = array.addObject();
            object.set("kernels", Json.strings(pass.kernels()));
            object.put("reduction", pass.wire());
            object.set("axes", Json.strings(pass.axes()));
            object.put("expression", pass.expression().toString());
            object.put("reason", pass.reason());
            object.put("passes", pass.passes());
        }
        return array;
    }

    private static ArrayNode again(List<Again> all) {
        ArrayNode array = Json.array();
        for (Again repeated : all) {
            ObjectNode object = array.addObject();
            object.set("wires", Json.strings(repeated.wires()));
            object.set("kernels", Json.strings(repeated.kernels()));
            object.set("work", Json.strings(repeated.work()));
            object.put(
                    "why",
                    switch (repeated.why()) {
                        case Again.Refused _ -> "further pass";
                        case Again.Chosen _ -> "cost";
                        case Again.Apart _ -> "no one kernel";
                    });
            object.put("reason", ReadAgain.reason(repeated));
        }
        return array;
    }

    private static ObjectNode kernel(Kernel kernel) {
        ObjectNode object = Json.object();
        object.put("name", kernel.block());
        object.set("inputs", Json.strings(kernel.region().inputs()));
        object.set("outputs", Json.strings(kernel.region().outputs()));
        object.set("stream", Json.strings(kernel.form().stream()));
        object.put("passes", kernel.form().passes());
        ArrayNode accumulators = object.putArray("accumulators");
        kernel.form().accumulated().values().forEach(a -> accumulators.add(accumulator(a)));
        object.set("laws", laws(Laws.check(kernel.form())));
        object.set("schedule", schedule(kernel.schedule()));
        return object;
    }

    private static ObjectNode accumulator(StreamForm.Accumulated a) {
        ObjectNode object = Json.object();
        object.put("wire", a.wire());
        object.put("pass", a.pass() + 1);
        object.put("finish", a.finish().toString());
        object.set("states", Json.strings(a.states()));
        object.set(
                "facts", Json.strings(a.facts().stream().map(StreamForm.Fact::toString).toList()));
        ArrayNode slots = object.putArray("slots");
        for (StreamForm.Slot slot : a.slots()) {
            ObjectNode one = slots.addObject();
            one.put("name", slot.name());
            one.set("axes", Json.strings(slot.axes()));
            one.put("monoid", slot.monoid().text());
            one.put("item", slot.item().toString());
            put(one, "rebased", slot.rebased().map(Expr::toString));
            slot.law()
                    .ifPresentOrElse(
                            law ->
                                    one.putObject("law")
                                            .put("phi", law.item().toString())
                                            .put("correction", law.correction().toString())
                                            .put("rebased", law.text()),
                            () -> one.putNull("law"));
        }
        return object;
    }

    private static ObjectNode laws(AccumulatorLaws.Report report) {
        ObjectNode object = Json.object();
        object.put("holds", report.holds());
        object.put("trials", report.trials());
        object.put("seed", Laws.SEED);
        object.set("worst", Json.number(report.worst()));
        put(
                object,
                "counterexample",
                report.counterexample().map(AccumulatorLaws.Counterexample::text));
        return object;
    }

    private static ObjectNode schedule(Schedule schedule) {
        Cost cost = schedule.cost();
        ObjectNode object = Json.object();
        object.put("labels", schedule.labels());
        object.set("grid", Json.strings(schedule.nest().grid()));
        object.set("extents", Json.sizes(schedule.blocking().extents()));
        object.set("reasons", Json.strings(schedule.reasons()));
        object.put("H", globalBytes(schedule).toString());
        object.put("M", Counts.localMemory(schedule.nest()).toString());
        object.put("bound", cost.bound());
        object.put("groups", cost.groups());
        object.put("localMemoryBytes", cost.localMemoryBytes());
        object.put("globalReadBytes", cost.globalReadBytes());
        object.put("globalWriteBytes", cost.globalWriteBytes());
        object.put("localReadBytes", cost.localReadBytes());
        object.put("localWriteBytes", cost.localWriteBytes());
        object.put("flops", cost.flops());
        object.put("specialOperations", cost.specialOperations());
        object.set("seconds", Json.number(cost.seconds()));
        return object;
    }

    /// Global bytes of a kernel in axis sizes and labels.
    static Size globalBytes(Schedule schedule) {
        var grid = schedule.nest().grid();
        return Counts.symbolic(schedule.counts().globalRead(), schedule.region(), grid)
                .plus(Counts.symbolic(schedule.counts().globalWrite(), schedule.region(), grid));
    }

    private static ObjectNode step(Step step, int number) {
        ObjectNode object = Json.object();
        object.put("number", number);
        object.put("rule", step.rule());
        object.put("law", step.law());
        object.put("condition", step.condition());
        object.set("where", Json.strings(step.where()));
        object.put("why", step.why());
        object.put("bytesBefore", step.bytesBefore());
        object.put("bytesAfter", step.bytesAfter());
        object.put("H", step.symbolicAfter().toString());
        object.set("before", Json.diagram(step.before()));
        object.set("after", Json.diagram(step.after()));
        return object;
    }

    private static void put(ObjectNode object, String key, Optional<String> value) {
        value.ifPresentOrElse(text -> object.put(key, text), () -> object.putNull(key));
    }
}
