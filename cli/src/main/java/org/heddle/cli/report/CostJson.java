package org.heddle.cli.report;

import java.util.Map;
import java.util.function.ToLongFunction;
import org.heddle.rules.cost.ClosedForm;
import org.heddle.rules.cost.Columns;
import org.heddle.rules.cost.Devices;
import org.heddle.rules.cost.Memories;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Exchange;
import org.heddle.rules.hardware.Hardware;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The cost of a derivation as JSON, format `heddle-cost/1`.
public final class CostJson {
    private CostJson() {}

    public static ObjectNode of(Derivation derivation) {
        ObjectNode document =
                Json.document("heddle-cost/1")
                        .put("diagram", derivation.source().name())
                        .put("hardware", derivation.hardware().name());
        document.set("sizes", Json.sizes(derivation.sizes().byAxis()));
        ArrayNode kernels = document.putArray("kernels");
        derivation
                .kernels()
                .forEach(
                        kernel ->
                                kernels.add(kernel(KernelCost.of(kernel, derivation), derivation)));
        return document;
    }

    private static ObjectNode kernel(KernelCost cost, Derivation derivation) {
        ToLongFunction<String> sizes = derivation.sizes()::of;
        ObjectNode node =
                Json.object()
                        .put("kernel", cost.kernel().block())
                        .put("labels", cost.kernel().schedule().labels())
                        .put("scheduledBytes", cost.kernel().schedule().cost().globalBytes());
        node.put("bound", cost.kernel().schedule().cost().bound());
        cost.overLeast().ifPresent(ratio -> node.put("scheduledOverLeast", ratio));
        ArrayNode columns = node.putArray("columns");
        cost.columns().forEach(column -> columns.add(column(column, cost)));
        cost.form().ifPresent(form -> node.set("closedForm", form(form, sizes)));
        cost.here()
                .ifPresent(
                        here -> {
                            ObjectNode form = form(here, sizes);
                            ObjectNode ends = form.putObject("fixed");
                            cost.fixed().keySet().forEach(l -> ends.put(l, cost.end(l)));
                            node.set("here", form);
                        });
        ArrayNode levels = node.putArray("levels");
        cost.levels().forEach(fed -> levels.add(level(fed)));
        cost.exact().ifPresent(exact -> node.set("exact", LevelsJson.of(exact)));
        ArrayNode passing = node.putArray("passing");
        cost.passing()
                .forEach(
                        passed ->
                                passing.add(
                                        level(passed.fed())
                                                .put("for", passed.below())
                                                .put("children", passed.children())));
        cost.halved().forEach(node.putObject("halved")::put);
        ArrayNode devices = node.putArray("devices");
        cost.devices().forEach(each -> devices.add(devices(each)));
        ObjectNode computing = node.putObject("computingSeconds");
        cost.work().byPipe(sizes).forEach((pipe, time) -> computing.put(pipe.text(), time));
        if (cost.hasForm()) {
            ArrayNode exchanges = node.putArray("exchanges");
            Hardware hardware = derivation.hardware();
            double fed = Memories.feeding(hardware.local(), hardware);
            double global = hardware.global().bytesPerSecond();
            for (Exchange exchange : cost.exchanges(derivation.hardware())) {
                exchanges
                        .addObject()
                        .put("units", exchange.units())
                        .put("bytesPerSecond", exchange.bytesPerSecond())
                        .put("saves", cost.saved(exchange, fed, derivation))
                        .put("savesOfFirstLevel", cost.saved(exchange, global, derivation));
            }
            ObjectNode enough = node.putObject("enough");
            double seconds = cost.work().seconds(sizes);
            cost.holding()
                    .memory(seconds * derivation.hardware().global().bytesPerSecond(), sizes)
                    .ifPresent(memory -> enough.put("memoryBytes", memory));
            cost.enough(derivation).forEach(enough.putObject("extents")::put);
        }
        return node;
    }

    private static ObjectNode column(Columns.Column column, KernelCost cost) {
        ObjectNode node = Json.object().put("step", column.step());
        node.set("loops", Json.strings(column.loops()));
        node.put("held", column.held().toString()).put("heldBytes", cost.at(column.held()));
        node.set("group", amounts(column.group()));
        node.set("total", amounts(column.total()));
        return node;
    }

    private static ObjectNode amounts(Columns.Amounts<?> amounts) {
        ObjectNode node = Json.object();
        Map<String, ?> all =
                Map.of(
                        "read",
                        amounts.read(),
                        "written",
                        amounts.written(),
                        "flops",
                        amounts.flops(),
                        "special",
                        amounts.special());
        for (String key : java.util.List.of("read", "written", "flops", "special")) {
            if (all.get(key) instanceof Long number) {
                node.put(key, number);
            } else {
                node.put(key, String.valueOf(all.get(key)));
            }
        }
        return node;
    }

    private static ObjectNode form(ClosedForm form, ToLongFunction<String> sizes) {
        ObjectNode node = Json.object().put("text", form.toString());
        ArrayNode terms = node.putArray("terms");
        form.terms()
                .forEach(
                        term ->
                                terms.addObject()
                                        .put("alpha", term.alpha().toString())
                                        .put("alphaValue", term.alpha().at(sizes))
                                        .put("beta", term.beta().doubleValue()));
        ObjectNode labels = node.putObject("labels");
        form.labels()
                .forEach(
                        (name, label) ->
                                labels.putObject(name)
                                        .put("factor", label.factor().toString())
                                        .put("factorValue", label.factor().at(sizes))
                                        .put("exponent", label.exponent().doubleValue()));
        return node.put("heldWhateverTheBlocks", form.held().toString());
    }

    private static ObjectNode level(Memories.Fed fed) {
        ObjectNode node =
                Json.object()
                        .put("level", fed.level())
                        .put("memoryBytes", fed.memory())
                        .put("bytes", fed.bytes())
                        .put("seconds", fed.seconds());
        fed.labels().labels().forEach(node.putObject("labels")::put);
        return node;
    }

    private static ObjectNode devices(Devices devices) {
        ObjectNode node =
                Json.object()
                        .put("devices", devices.devices())
                        .put("bytesPerSecond", devices.bytesPerSecond())
                        .put("receivedBytes", devices.received())
                        .put("seconds", devices.seconds());
        devices.blocks().forEach(node.putObject("blocks")::put);
        return node;
    }
}
