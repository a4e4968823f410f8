package org.heddle.kernels.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/// Random diagram files that use every form of the language. Each choice is nearly always a plausible one, so that many
/// files are nearly right: mistakes meet each other, and some files have none.
final class RandomFiles {
    private static final List<String> AXES = List.of("a", "b", "c", "i", "j");
    private static final List<String> EXTENTS =
            List.of(
                    "null",
                    "null",
                    "null",
                    "null",
                    "3",
                    "3",
                    "2",
                    "0",
                    "\"a\"",
                    "\"2*a + 1\"",
                    "\"floor(b / 2)\"",
                    "-1",
                    "\"7/0\"",
                    "1.5",
                    "\"#a\"");
    private static final List<String> FORMATS =
            List.of("f64", "f16", "bf16", "i64", "i32", "bool", "f8e4m3", "f33");
    private static final List<String> CALLS =
            List.of(
                    "softmax",
                    "logsumexp",
                    "mean",
                    "layernorm",
                    "rmsnorm",
                    "relu",
                    "gelu",
                    "cross-entropy",
                    "variance",
                    "own0",
                    "own1",
                    "nothing");
    private static final List<String> MONOIDS =
            List.of(
                    "sum",
                    "prod",
                    "max",
                    "min",
                    "and",
                    "or",
                    "argmax",
                    "argmin",
                    "logaddexp",
                    "topk(2)",
                    "topk(c)",
                    "pair",
                    "mean");
    private static final List<String> SEMIRINGS =
            List.of(
                    "sum-product",
                    "max-plus",
                    "min-plus",
                    "max-product",
                    "or-and",
                    "log-sum-exp",
                    "sum-sum");
    private static final List<String> LEAVES =
            List.of(
                    "1", "0.5", "inf", "nan", "|b|", "|i|", "x", "x", "x", "x", "x", "x", "#a",
                    "1e400");
    private static final int MOST_BOXES = 7;
    private static final int DEEPEST_BLOCK = 2;

    /// One axis in so many is used and not declared.
    private static final int LEFT_OUT = 400;

    private final Random random;

    RandomFiles(long seed) {
        this.random = new Random(seed);
    }

    /// A wire with the axes that its type names.
    private record Known(String name, List<String> axes) {}

    String next() {
        StringBuilder text =
                new StringBuilder("{ \"format\": \"heddle/1\", \"name\": \"random\",\n");
        text.append(body(0));
        if (random.nextInt(3) == 0) {
            text.append(",\n  \"definitions\": { \"own0\": {")
                    .append(definition())
                    .append("},\n    \"own1\": {")
                    .append(definition())
                    .append("} }");
        }
        return text.append(" }").toString();
    }

    private String definition() {
        String axes = rarely() ? "\"n\": 3" : "\"n\": null";
        return " \"axes\": {"
                + axes
                + "}, \"over\": [\"n\"], \"wires\": { \"v\": \"f32[n]\", \"w\": \"f32["
                + (random.nextBoolean() ? "n" : "")
                + "]\" },"
                + " \"inputs\": [\"v\"], \"outputs\": [\"w\"], \"boxes\": ["
                + (random.nextBoolean()
                        ? "{ \"op\": \"map\", \"fn\": \"x -> "
                                + expression(2)
                                + "\", \"in\": [\"v\"], \"out\": [\"w\"] }"
                        : "{ \"op\": \""
                                + pick(CALLS)
                                + "\", \"over\": [\"n\"], \"in\": [\"v\"], \"out\": [\"w\"] }")
                + "] ";
    }

    private String body(int depth) {
        StringJoiner axes = new StringJoiner(", ", "{ ", " }");
        for (String axis : AXES) {
            if (random.nextInt(LEFT_OUT) > 0) {
                axes.add("\"" + axis + "\": " + (rarely() ? pick(EXTENTS) : "null"));
            }
        }
        List<Known> wires = new ArrayList<>();
        List<String> declared = new ArrayList<>();
        int inputs = 1 + random.nextInt(3);
        for (int k = 0; k < inputs; k++) {
            wires.add(declare("in" + k, some(AXES, random.nextInt(4)), declared));
        }
        StringJoiner boxes = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        for (int k = random.nextInt(MOST_BOXES); k >= 0; k--) {
            boxes.add(box(wires, declared, depth));
        }
        List<String> outputs =
                rarely()
                        ? List.of()
                        : List.of(pick(wires).name(), wires.getLast().name())
                                .subList(random.nextInt(2), 2);
        StringJoiner ins = new StringJoiner("\", \"", "[\"", "\"]");
        wires.subList(0, inputs).forEach(wire -> ins.add(wire.name()));
        String monoids =
                random.nextInt(4) == 0
                        ? "\n  \"monoids\": { \"pair\": { \"state\": { \"p\": \"f64\", \"q\": \"f64\" }, \"unit\": { \"p\": 0, \"q\": \""
                                + pick(List.of("0", "1", "inf", "x"))
                                + "\" }, \"merge\": { \"p\": \"p + p'\", \"q\": \""
                                + pick(List.of("q + q'", "max(q, q')", "q * p'", "q'"))
                                + "\" } } },"
                        : "";
        return "  \"axes\": "
                + axes
                + ",\n  \"wires\": { "
                + String.join(",\n    ", declared)
                + " },\n  \"inputs\": "
                + ins
                + ", \"outputs\": "
                + (outputs.isEmpty() ? "[]" : "[\"" + String.join("\", \"", outputs) + "\"]")
                + ","
                + monoids
                + "\n  \"boxes\": "
                + boxes;
    }

    private Known declare(String name, List<String> axes, List<String> declared) {
        String type =
                "\"" + (rarely() ? pick(FORMATS) : "f32") + "[" + String.join(", ", axes) + "]\"";
        String extra =
                axes.size() < 2 || !rarely()
                        ? ""
                        : random.nextBoolean()
                                ? ", \"symmetric\": [[\"" + String.join("\", \"", axes) + "\"]]"
                                : ", \"storage\": [\""
                                        + "dense\", \"".repeat(axes.size() - 1)
                                        + "compressed\"]";
        declared.add(
                "\""
                        + name
                        + "\": "
                        + (extra.isEmpty() ? type : "{ \"type\": " + type + extra + " }"));
        return new Known(name, axes);
    }

    private String box(List<Known> wires, List<String> declared, int depth) {
        int count = 1 + random.nextInt(2);
        List<Known> read = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            read.add(pick(wires));
        }
        List<String> axes = new ArrayList<>();
        read.forEach(
                wire ->
                        wire.axes().stream()
                                .filter(axis -> !axes.contains(axis))
                                .forEach(axes::add));
        String fresh = "w" + wires.size();
        String some = axes.isEmpty() ? "i" : pick(axes);
        List<String> fewer = axes.stream().filter(axis -> !axis.equals(some)).toList();
        String fn = "\"fn\": \"" + (count == 1 ? "x -> " : "x, y -> y + ") + expression(2) + "\", ";
        return switch (random.nextInt(10)) {
            case 0, 1 ->
                    finish(
                            "\"contract\", "
                                    + (rarely()
                                            ? "\"semiring\": \"" + pick(SEMIRINGS) + "\", "
                                            : ""),
                            read,
                            fresh,
                            fewer,
                            wires,
                            declared);
            case 2, 3 -> finish("\"map\", " + fn, read, fresh, axes, wires, declared);
            case 4, 5 ->
                    finish(
                            "\"reduce\", \"monoid\": \""
                                    + pick(MONOIDS)
                                    + "\", "
                                    + (count == 1 ? "" : fn),
                            read,
                            fresh,
                            fewer,
                            wires,
                            declared);
            case 6 ->
                    finish(
                            "\"scan\", \"monoid\": \""
                                    + pick(MONOIDS)
                                    + "\", \"over\": [\""
                                    + some
                                    + "\"], "
                                    + (random.nextBoolean() ? "\"exclusive\": true, " : "")
                                    + (count == 1 ? "" : fn),
                            read,
                            fresh,
                            axes,
                            wires,
                            declared);
            case 7 ->
                    finish(
                            "\"reindex\", ",
                            read.subList(0, 1),
                            fresh,
                            read.getFirst().axes(),
                            wires,
                            declared);
            case 8 ->
                    finish(
                            "\"" + pick(CALLS) + "\", \"over\": [\"" + some + "\"], ",
                            read,
                            fresh,
                            random.nextBoolean() ? axes : fewer,
                            wires,
                            declared);
            default ->
                    depth >= DEEPEST_BLOCK || random.nextBoolean()
                            ? finish(
                                    "\"constant\", \"value\": \"" + expression(1) + "\", ",
                                    List.of(),
                                    fresh,
                                    some(AXES, random.nextInt(3)),
                                    wires,
                                    declared)
                            : finish(
                                    "\"block\", \"body\": {" + body(depth + 1) + "}, ",
                                    read,
                                    fresh,
                                    fewer,
                                    wires,
                                    declared);
        };
    }

    private String finish(
            String op,
            List<Known> read,
            String fresh,
            List<String> axes,
            List<Known> wires,
            List<String> declared) {
        StringJoiner in = new StringJoiner(", ", "[", "]");
        read.forEach(wire -> in.add(port(wire, wires)));
        Known written = rarely() ? pick(wires) : declare(fresh, axes, declared);
        if (written.name().equals(fresh)) {
            wires.add(written);
        }
        String inputs = read.isEmpty() ? "" : "\"in\": " + in + ", ";
        return "{ \"op\": " + op + inputs + "\"out\": [\"" + written.name() + "\"] }";
    }

    private String port(Known wire, List<Known> wires) {
        if (random.nextInt(6) != 0) {
            return "\"" + wire.name() + "\"";
        }
        StringJoiner positions = new StringJoiner(", ", wire.name() + "[", "]");
        for (String axis : wire.axes()) {
            positions.add(
                    switch (random.nextInt(6)) {
                        case 0, 1, 2 -> axis;
                        case 3 -> pick(AXES);
                        case 4 ->
                                pick(List.of("2*", "-", ""))
                                        + axis
                                        + pick(
                                                List.of(
                                                        " + 1",
                                                        " - 1",
                                                        " + " + pick(AXES),
                                                        "",
                                                        " + |b| - 1",
                                                        " * " + axis));
                        default -> pick(wires).name() + "[" + pick(AXES) + "]";
                    });
        }
        String port = "\"" + positions + "\"";
        return random.nextInt(3) == 0
                ? "{ \"wire\": "
                        + port
                        + ", \"fill\": "
                        + pick(List.of("0", "\"-inf\"", "1e999", "\"nan\"", "null"))
                        + " }"
                : port;
    }

    private String expression(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return pick(LEAVES);
        }
        String left = expression(depth - 1);
        return switch (random.nextInt(6)) {
            case 0 -> "exp(" + left + ")";
            case 1 -> "-" + left;
            case 2 ->
                    "where("
                            + left
                            + " < "
                            + expression(depth - 1)
                            + ", "
                            + expression(depth - 1)
                            + ", 0)";
            case 3 -> "max(" + left + ", " + expression(depth - 1) + ")";
            default ->
                    "("
                            + left
                            + " "
                            + (rarely() ? "+ +" : pick(List.of("+", "-", "*", "/", "and", "==")))
                            + " "
                            + expression(depth - 1)
                            + ")";
        };
    }

    private List<String> some(List<String> names, int count) {
        List<String> left = new ArrayList<>(names);
        List<String> taken = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            taken.add(left.remove(random.nextInt(left.size())));
        }
        return taken;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private boolean rarely() {
        return random.nextInt(20) == 0;
    }
}
