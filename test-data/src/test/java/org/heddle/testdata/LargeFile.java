package org.heddle.testdata;

import java.util.StringJoiner;

/// Files of very many boxes, each kind large in a way of its own.
enum LargeFile {
    /// Each box reads what the one before writes.
    CHAIN {
        @Override
        String of(int boxes) {
            Parts parts = new Parts();
            parts.wire("w0", "i");
            for (int k = 1; k <= boxes; k++) {
                parts.wire("w" + k, "i");
                parts.box("map\", \"fn\": \"x -> exp(x) + 1", "\"w" + (k - 1) + "\"", "w" + k);
            }
            return parts.file("\"i\": 4", "\"w0\"", "\"w" + boxes + "\"", "");
        }
    },
    /// One box reads what all others write.
    JOIN {
        @Override
        String of(int boxes) {
            Parts parts = new Parts();
            parts.wire("w0", "i");
            parts.wire("z", "i");
            StringJoiner all = new StringJoiner("\", \"", "\"", "\"");
            for (int k = 1; k < boxes; k++) {
                all.add("w" + k);
                parts.wire("w" + k, "i");
                parts.box("map\", \"fn\": \"x -> exp(x) + 1", "\"w0\"", "w" + k);
            }
            parts.box("contract", all.toString(), "z");
            return parts.file("\"i\": 4", "\"w0\"", "\"z\"", "");
        }
    },
    /// A deep network: layers of products and normalised exponentials, each along an axis of its own.
    LAYERS {
        @Override
        String of(int boxes) {
            Parts parts = new Parts();
            StringJoiner axes = new StringJoiner(", ").add("\"e\": 4").add("\"q\": 4");
            StringJoiner inputs = new StringJoiner(", ").add("\"O0\"");
            parts.wire("O0", "q, e");
            for (int k = 1; k <= boxes / 4; k++) {
                axes.add("\"x" + k + "\": null");
                inputs.add("\"K" + k + "\"");
                parts.wire("K" + k, "x" + k + ", e");
                parts.wire("S" + k, "q, x" + k);
                parts.wire("T" + k, "q, x" + k);
                parts.wire("P" + k, "q, x" + k);
                parts.wire("O" + k, "q, e");
                parts.box("contract", "\"O" + (k - 1) + "\", \"K" + k + "\"", "S" + k);
                parts.box(
                        "map\", \"fn\": \"s -> where(#x" + k + " <= #q, s / sqrt(|e|), -inf)",
                        "\"S" + k + "\"",
                        "T" + k);
                parts.box(
                        "softmax\", \"over\": [\"x" + k + "\"], \"name\": \"p" + k,
                        "\"T" + k + "\"",
                        "P" + k);
                parts.box("contract", "\"P" + k + "\", \"K" + k + "\"", "O" + k);
            }
            return parts.file(axes.toString(), inputs.toString(), "\"O" + boxes / 4 + "\"", "");
        }
    },
    /// As many axes as boxes, all of one size by the ports between them.
    RENAMINGS {
        @Override
        String of(int boxes) {
            Parts parts = new Parts();
            StringJoiner axes = new StringJoiner(", ").add("\"i0\": 4");
            parts.wire("w0", "i0");
            for (int k = 1; k <= boxes; k++) {
                axes.add("\"i" + k + "\": null");
                parts.wire("w" + k, "i" + k);
                parts.box(
                        "map\", \"fn\": \"x -> x + 1", "\"w" + (k - 1) + "[i" + k + "]\"", "w" + k);
            }
            return parts.file(axes.toString(), "\"w0\"", "\"w" + boxes + "\"", "");
        }
    },
    /// Half of the boxes in definitions, which the other half call.
    DEFINITIONS {
        @Override
        String of(int boxes) {
            Parts parts = new Parts();
            StringJoiner definitions = new StringJoiner(",\n", ", \"definitions\": {", "}");
            parts.wire("w0", "i");
            for (int k = 1; k <= boxes / 2; k++) {
                parts.wire("w" + k, "i");
                parts.box(
                        "d" + k + "\", \"over\": [\"i\"], \"name\": \"b" + k,
                        "\"w" + (k - 1) + "\"",
                        "w" + k);
                definitions.add(
                        "\"d"
                                + k
                                + "\": {\"axes\": {\"n\": null}, \"over\": [\"n\"], \"wires\": {\"a\": \"f32[n]\", \"b\": \"f32[n]\"}, \"inputs\": [\"a\"], \"outputs\": [\"b\"], \"boxes\": [{ \"op\": \"map\", \"fn\": \"x -> exp(x)\", \"in\": [\"a\"], \"out\": [\"b\"] }]}");
            }
            return parts.file(
                    "\"i\": 4", "\"w0\"", "\"w" + boxes / 2 + "\"", definitions.toString());
        }
    };

    /// A file of so many boxes, as JSON.
    abstract String of(int boxes);

    /// Every box reads its own result, and that of the next box: a walk back from the first meets all before it finds a cycle.
    static String loops(int boxes) {
        Parts parts = new Parts();
        for (int k = 0; k < boxes; k++) {
            parts.wire("w" + k, "i");
            parts.box(
                    "contract", "\"w" + Math.min(boxes - 1, k + 1) + "\", \"w" + k + "\"", "w" + k);
        }
        return parts.file("\"i\": 4", "", "\"w0\"", "");
    }

    /// The wires and boxes of a file, one a line.
    private static final class Parts {
        private final StringJoiner wires = new StringJoiner(",\n");
        private final StringJoiner boxes = new StringJoiner(",\n");

        void wire(String name, String axes) {
            wires.add("\"" + name + "\": \"f32[" + axes + "]\"");
        }

        void box(String op, String inputs, String output) {
            boxes.add(
                    "{ \"op\": \""
                            + op
                            + "\", \"in\": ["
                            + inputs
                            + "], \"out\": [\""
                            + output
                            + "\"] }");
        }

        String file(String axes, String inputs, String outputs, String more) {
            return "{ \"format\": \"heddle/1\", \"name\": \"large\", \"axes\": {"
                    + axes
                    + "},\n\"wires\": {"
                    + wires
                    + "},\n\"inputs\": ["
                    + inputs
                    + "], \"outputs\": ["
                    + outputs
                    + "],\n\"boxes\": ["
                    + boxes
                    + "]"
                    + more
                    + " }";
        }
    }
}
