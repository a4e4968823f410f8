package org.heddle.kernels.mistakes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.heddle.kernels.mistakes.Page.BoxLine;
import org.heddle.kernels.mistakes.Page.WireLine;
import org.heddle.model.diagnose.Code;

/// Makes one mistake of every kind wherever a file offers a place for it, and says where it is to be told.
///
/// Where the mistake is at the changed line, that line is expected; where it shows elsewhere (a wire that is no longer
/// declared shows where it is used), those lines are.
final class Mistakes {
    private final Page page;
    private final List<Mutant> mutants = new ArrayList<>();

    private Mistakes(Page page) {
        this.page = page;
    }

    /// Those of a JSON file.
    static List<Mutant> of(Page page) {
        Mistakes mistakes = new Mistakes(page);
        page.wires().forEach(mistakes::wire);
        page.boxes().forEach(mistakes::box);
        page.boxes().stream()
                .filter(box -> box.text().contains("\"fn\""))
                .forEach(mistakes::function);
        page.boxes().stream()
                .filter(box -> box.text().contains("\"over\""))
                .forEach(mistakes::call);
        mistakes.wiring();
        mistakes.interfaces();
        mistakes.sizes();
        mistakes.text();
        Forms.ALL.forEach(rewrite -> page.rewritten(rewrite).forEach(mistakes.mutants::add));
        return mistakes.mutants;
    }

    /// Those of a file in the text notation.
    static List<Mutant> ofNotation(Page page) {
        Mistakes mistakes = new Mistakes(page);
        Notation.ALL.forEach(rewrite -> page.rewritten(rewrite).forEach(mistakes.mutants::add));
        for (int line = 2; line <= page.size(); line++) {
            int equals = page.line(line).indexOf("] = ");
            if (equals > 0 && Character.isLetter(page.line(line).charAt(0))) {
                mistakes.mutants.add(page.twice(Kind.TEXT_DUPLICATED_LINE, line, Code.E201));
                mistakes.mutants.add(page.cut(Kind.TEXT_CUT_FILE, line, equals + 3, Code.E020));
            }
        }
        return mistakes.mutants;
    }

    private void add(Optional<Mutant> mutant) {
        mutant.ifPresent(mutants::add);
    }

    private void change(Kind kind, int line, String from, String to, Code... codes) {
        add(page.change(kind, line, from, to, codes));
    }

    private boolean isInput(String wire) {
        return page.listed("inputs").contains(wire);
    }

    private void wire(WireLine wire) {
        int line = wire.number();
        String name = "\"" + wire.name() + "\"";
        String axes = String.join(", ", wire.axes());
        if (!wire.axes().isEmpty()) {
            change(
                    Kind.UNKNOWN_AXIS_OF_WIRE,
                    line,
                    "[" + wire.axes().getFirst(),
                    "[nowhere",
                    Code.E102);
        }
        if (wire.axes().size() > 1) {
            String first = wire.axes().get(0);
            String second = wire.axes().get(1);
            change(Kind.AXIS_TWICE, line, first + ", " + second, first + ", " + first, Code.E209);
            change(Kind.SWAPPED_AXES_OF_WIRE, line, first + ", " + second, second + ", " + first);
        }
        change(Kind.UNKNOWN_FORMAT, line, "\"f32[", "\"f33[", Code.E104);
        change(Kind.MALFORMED_TYPE, line, axes + "]", axes, Code.E013);
        change(Kind.RENAMED_WIRE, line, name, "\"renamed\"", page.usesOf(wire.name()), Code.E101);
        if (!wire.last()) {
            mutants.add(page.drop(Kind.DROPPED_WIRE, line, page.usesOf(wire.name()), Code.E101));
        }
        mutants.add(page.twice(Kind.DUPLICATED_WIRE, line, Code.E004));
        if (!isInput(wire.name()) && !page.listed("outputs").contains(wire.name())) {
            change(Kind.NARROWER_WIRE, line, "\"f32[", "\"bf16[");
        }
    }

    private void change(
            Kind kind, int line, String from, String to, Set<Integer> where, Code... codes) {
        add(page.change(kind, line, from, to, where, codes));
    }

    private void box(BoxLine box) {
        int line = box.number();
        String first = box.inputs().getFirst();
        WireLine read = page.wire(first);
        WireLine written = page.wire(box.output());
        String in = "\"in\": [\"" + first + "\"";
        change(Kind.UNKNOWN_WIRE, line, in, "\"in\": [\"nothing\"", Code.E101);
        if (!read.axes().isEmpty()) {
            String axes = String.join(", ", read.axes());
            String others = axes.substring(read.axes().getFirst().length());
            change(
                    Kind.UNKNOWN_AXIS_OF_PORT,
                    line,
                    in,
                    "\"in\": [\"" + first + "[nowhere" + others + "]\"",
                    Code.E102);
            change(
                    Kind.OUT_OF_RANGE,
                    line,
                    in,
                    "\"in\": [\"" + first + "[" + read.axes().getFirst() + " + 1" + others + "]\"",
                    Code.E215);
        }
        if (read.axes().size() > 1) {
            change(
                    Kind.SWAPPED_AXES_OF_PORT,
                    line,
                    in,
                    "\"in\": [\"" + first + "[" + swapped(read.axes()) + "]\"");
            change(
                    Kind.WRONG_RANK,
                    line,
                    in,
                    "\"in\": [\"" + first + "[" + read.axes().getFirst() + "]\"",
                    Code.E206);
        }
        if (!written.axes().isEmpty()) {
            String axes = String.join(", ", written.axes());
            change(
                    Kind.COMPUTED_OUTPUT,
                    line,
                    "\"out\": [\"" + box.output() + "\"]",
                    "\"out\": [\"" + box.output() + "[" + axes + " + 1]\"]",
                    Code.E216);
        }
        if (!box.text().contains(", 1, 0)")) { // numbers of elements are integers
            change(
                    Kind.INTEGER_WIRE,
                    written.number(),
                    "\"f32[",
                    "\"i32[",
                    Set.of(line),
                    Code.E210);
        }
        change(
                Kind.MISSPELT_OPERATION,
                line,
                "\"op\": \"" + box.op(),
                "\"op\": \"" + box.op() + "x",
                Code.E103);
        change(Kind.UNKNOWN_KEY, line, "{ \"op\"", "{ \"colour\": 1, \"op\"", Code.E005);
        change(Kind.DUPLICATED_KEY, line, "\"out\":", "\"out\": [], \"out\":", Code.E004);
        change(Kind.MISSING_KEY, line, ", \"out\": [\"" + box.output() + "\"]", "", Code.E007);
        change(Kind.UNKNOWN_MONOID, line, "\"monoid\": \"sum\"", "\"monoid\": \"summ\"", Code.E106);
        change(Kind.ANOTHER_MONOID, line, "\"monoid\": \"sum\"", "\"monoid\": \"max\"");
        if (box.inputs().size() == 1) {
            change(
                    Kind.WRONG_KIND,
                    line,
                    "\"in\": [\"" + first + "\"]",
                    "\"in\": \"" + first + "\"",
                    Code.E006);
        } else {
            String second = box.inputs().get(1);
            change(
                    Kind.SWAPPED_INPUTS,
                    line,
                    in + ", \"" + second + "\"",
                    "\"in\": [\"" + second + "\", \"" + first + "\"");
        }
        if (box.op().equals("contract")) {
            change(Kind.ANOTHER_OPERATION, line, "\"contract\"", "\"map\"", Code.E007);
            change(
                    Kind.UNKNOWN_SEMIRING,
                    line,
                    "\"contract\", \"in\"",
                    "\"contract\", \"semiring\": \"sum-max\", \"in\"",
                    Code.E105);
            change(
                    Kind.ANOTHER_SEMIRING,
                    line,
                    "\"contract\", \"in\"",
                    "\"contract\", \"semiring\": \"max-plus\", \"in\"");
        }
        if (box.op().equals("map") && !written.axes().isEmpty()) {
            String axes = String.join(", ", written.axes());
            String fewer = String.join(", ", written.axes().subList(1, written.axes().size()));
            change(
                    Kind.AXIS_LEFT_OUT,
                    written.number(),
                    "[" + axes + "]",
                    "[" + fewer + "]",
                    Set.of(line),
                    Code.E207);
        }
        Set<String> axesRead = new TreeSet<>();
        box.inputs().forEach(input -> axesRead.addAll(page.wire(input).axes()));
        page.wires().stream()
                .flatMap(wire -> wire.axes().stream())
                .filter(axis -> !axesRead.contains(axis) && !written.axes().contains(axis))
                .findFirst()
                .ifPresent(
                        axis ->
                                change(
                                        Kind.AXIS_ADDED,
                                        written.number(),
                                        "[",
                                        "[" + axis + (written.axes().isEmpty() ? "" : ", "),
                                        Set.of(line),
                                        Code.E208,
                                        Code.E502));
    }

    private static String swapped(List<String> axes) {
        List<String> swapped = new ArrayList<>(axes);
        Collections.swap(swapped, 0, 1);
        return String.join(", ", swapped);
    }

    private void function(BoxLine box) {
        int line = box.number();
        change(Kind.NO_ARROW, line, " -> ", " ", Code.E401);
        change(Kind.CUT_EXPRESSION, line, "\", \"in\"", " +\", \"in\"", Code.E401);
        change(Kind.UNKNOWN_FUNCTION, line, " -> ", " -> tg(1) + ", Code.E402);
        change(Kind.UNKNOWN_ARGUMENT, line, " -> ", " -> other + ", Code.E403);
        change(Kind.ONE_PARAMETER_MORE, line, " -> ", ", more -> more + ", Code.E404);
        change(Kind.SIZE_OF_NOTHING, line, " -> ", " -> |nowhere| + ", Code.E102);
        change(Kind.INDEX_OF_ANOTHER_AXIS, line, " -> ", " -> #nowhere + ", Code.E405);
    }

    private void call(BoxLine box) {
        int line = box.number();
        change(Kind.UNKNOWN_OVER, line, "\"over\": [\"", "\"over\": [\"nowhere", Code.E102);
        change(Kind.MISSING_OVER, line, "\"over\"", "\"name\": \"unsaid\", \"ober\"", Code.E005);
        Set<String> along = new TreeSet<>(page.wire(box.inputs().getFirst()).axes());
        page.wires().stream()
                .flatMap(wire -> wire.axes().stream())
                .filter(axis -> !along.contains(axis))
                .findFirst()
                .ifPresent(
                        axis ->
                                add(
                                        page.change(
                                                Kind.ANOTHER_OVER,
                                                line,
                                                box.text()
                                                        .replaceFirst(
                                                                ".*\"over\": \\[\"(\\w+)\".*",
                                                                "\"over\": [\"$1\""),
                                                "\"over\": [\"" + axis + "\"",
                                                Code.E502)));
    }

    private void wiring() {
        List<BoxLine> boxes = page.boxes();
        for (BoxLine box : boxes) {
            int line = box.number();
            boolean last = !box.text().endsWith(",");
            if (!last) {
                mutants.add(
                        page.drop(
                                Kind.DROPPED_BOX,
                                line,
                                Set.of(page.wire(box.output()).number()),
                                Code.E202));
            }
            mutants.add(page.twice(Kind.DUPLICATED_BOX, line, Code.E201));
            String out = "\"out\": [\"" + box.output() + "\"]";
            change(
                    Kind.WRITTEN_INPUT,
                    line,
                    out,
                    "\"out\": [\"" + page.listed("inputs").getFirst() + "\"]",
                    Code.E203);
            change(
                    Kind.SHORT_CYCLE,
                    line,
                    "\"in\": [\"" + box.inputs().getFirst() + "\"",
                    "\"in\": [\"" + box.output() + "\"",
                    Code.E204);
        }
        if (boxes.size() > 1) {
            BoxLine first = boxes.getFirst();
            change(
                    Kind.LONG_CYCLE,
                    first.number(),
                    "\"in\": [\"" + first.inputs().getFirst() + "\"",
                    "\"in\": [\"" + boxes.getLast().output() + "\"",
                    Code.E204);
        }
        for (WireLine wire : page.wires()) {
            if (!isInput(wire.name())) {
                boxes.stream()
                        .filter(box -> box.output().equals(wire.name()))
                        .findFirst()
                        .ifPresent(
                                writer ->
                                        change(
                                                Kind.INTERIOR_INPUT,
                                                page.key("inputs"),
                                                "\"inputs\": [",
                                                "\"inputs\": [\"" + wire.name() + "\", ",
                                                Set.of(writer.number()),
                                                Code.E203));
            }
        }
    }

    private void interfaces() {
        int inputs = page.key("inputs");
        int outputs = page.key("outputs");
        String first = page.listed("inputs").getFirst();
        String output = page.listed("outputs").getFirst();
        if (page.listed("inputs").size() > 1) {
            change(
                    Kind.UNLISTED_INPUT,
                    inputs,
                    "[\"" + first + "\", ",
                    "[",
                    page.numbers("\"" + first + "\":"),
                    Code.E202);
        }
        change(
                Kind.INPUT_TWICE,
                inputs,
                "[\"" + first + "\"",
                "[\"" + first + "\", \"" + first + "\"",
                Code.E109);
        change(Kind.UNKNOWN_OUTPUT, outputs, "[\"" + output + "\"", "[\"nothing\"", Code.E101);
        change(
                Kind.NO_OUTPUT,
                outputs,
                "\"outputs\": [\"" + output + "\"]",
                "\"outputs\": []",
                Code.E211);
    }

    private void sizes() {
        int axes = page.key("axes");
        int defaults = page.key("defaults");
        String axis = page.line(defaults).replaceFirst(".*\"defaults\": \\{ \"(\\w+)\".*", "$1");
        String key = "\"" + axis + "\": ";
        String size = page.line(defaults).replaceFirst(".*?: \\{ \"\\w+\": (\\d+).*", "$1");
        change(Kind.NEGATIVE_SIZE, defaults, key + size, key + "-1", Code.E305);
        change(Kind.FRACTIONAL_SIZE, defaults, key + size, key + "1.5", Code.E006);
        change(Kind.ANOTHER_DEFAULT, defaults, key + size, key + "77");
        change(Kind.SIZE_AND_DEFAULT, axes, key + "null", key + "7", Set.of(defaults), Code.E309);
        change(Kind.SIZE_OF_ITSELF, axes, key + "null", key + "\"" + axis + " + 1\"", Code.E303);
        change(Kind.SIZE_OF_UNKNOWN, axes, key + "null", key + "\"nowhere + 1\"", Code.E102);
        List<String> group = page.symmetricAxes();
        if (!group.isEmpty()) {
            String two = "\"" + group.get(0) + "\": null, \"" + group.get(1) + "\": ";
            change(
                    Kind.SYMMETRIC_IN_SIZES_THAT_DIFFER,
                    axes,
                    two + "null",
                    two.replace("null", "3") + "4",
                    page.numbers("\"symmetric\""),
                    Code.E221);
        }
        change(Kind.RESERVED_NAME, axes, key, "\"exp\": null, " + key, Code.E108);
    }

    private void text() {
        change(Kind.UNKNOWN_FORMAT_VERSION, 1, "heddle/1", "heddle/9", Code.E008);
        for (int line = 1; line <= page.size(); line++) {
            if (page.line(line).endsWith(",") && line < page.size()) {
                String text = page.line(line);
                change(
                        Kind.MISSING_COMMA,
                        line,
                        text,
                        text.substring(0, text.length() - 1),
                        Set.of(line + 1),
                        Code.E001);
            }
            mutants.add(
                    page.cut(
                            Kind.CUT_FILE,
                            line,
                            page.line(line).length() / 2,
                            Code.E001,
                            Code.E002));
        }
    }
}
