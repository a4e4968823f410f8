package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;

/// Random bodies over axes `i`, `j`, `k` that reduce an array along one of them and rescale it by what they find: each array has every axis, in an order of its own, so that an axis that no array has
/// innermost may be one of the grid, or one that is reduced.
public final class Rescalings {
    private Rescalings() {}

    public static Diagram random(SplittableRandom random) {
        Random order = new Random(random.nextLong());
        String x = "X" + axes(order);
        String t = "T" + axes(order);
        String reduced = List.of("i", "j", "k").get(random.nextInt(3));
        List<String> kept = new ArrayList<>(List.of("i", "j", "k"));
        kept.remove(reduced);
        String of = "[" + String.join(", ", kept) + "]";
        String item = random.nextBoolean() ? x : x + " * " + t;
        List<String> lines = new ArrayList<>();
        String found = "s" + of;
        lines.add(
                found + " = " + reduction(random) + "[" + reduced + "](" + item + " * " + x + ")");
        if (random.nextInt(3) == 0) {
            String first = found;
            found = "r" + of;
            lines.add(
                    found
                            + " = "
                            + reduction(random)
                            + "["
                            + reduced
                            + "](exp("
                            + x
                            + " - "
                            + first
                            + "))");
        }
        String rescaled = random.nextBoolean() ? x : t;
        lines.add("Y" + axes(order) + " = " + rescaled + " * " + found);
        String arrays = String.join("\n", lines).contains("T[") ? x + "|" + t : x;
        String signature = arrays.replace("[", ": f32[").replace("|", ", ");
        String text = "rescaling(" + signature + ") -> Y\n" + String.join("\n", lines) + "\n";
        ReadResult read = TextReader.read(new SourceText("rescaling.hd", text));
        return read.diagram().orElseThrow(() -> new AssertionError(read.diagnostics() + text));
    }

    private static String axes(Random order) {
        List<String> axes = new ArrayList<>(List.of("i", "j", "k"));
        Collections.shuffle(axes, order);
        return "[" + String.join(", ", axes) + "]";
    }

    private static String reduction(SplittableRandom random) {
        return random.nextBoolean() ? "sum" : "max";
    }
}
