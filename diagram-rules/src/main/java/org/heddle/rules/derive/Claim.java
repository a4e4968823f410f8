package org.heddle.rules.derive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramWriter;

/// What a file says of one step; every word of it is compared with a {@link Step} that is found without it.
///
/// @param moved the bytes after it as an expression, `H`
public record Claim(
        long number,
        String rule,
        String law,
        String condition,
        List<String> where,
        String why,
        long bytesBefore,
        long bytesAfter,
        String moved,
        Diagram before,
        Diagram after) {
    public Claim {
        where = List.copyOf(where);
    }

    /// @throws RefusedException where the number is not its place among the steps
    void requireNumber(int place) throws RefusedException {
        if (number != place) {
            throw new RefusedException(
                    "number",
                    "number is " + number + ", its place is " + place,
                    "steps have come in, gone, or changed places: heddle derive -o writes them in order");
        }
    }

    /// @throws RefusedException where something is not as found
    void require(Step found) throws RefusedException {
        requireText("rule", rule, found.rule());
        requireText("law", law, found.law());
        requireText("condition", condition, found.condition());
        if (!where.equals(found.where())) {
            throw other("where", where.toString(), found.where().toString());
        }
        requireBefore(found.before());
        requireDiagram("after", after, found.after());
        requireText("why", why, found.why());
        requireNumber("bytesBefore", bytesBefore, found.bytesBefore());
        requireNumber("bytesAfter", bytesAfter, found.bytesAfter());
        requireText("H", moved, found.symbolicAfter().toString());
    }

    /// @throws RefusedException where the step begins at another diagram than the steps before it lead to
    void requireBefore(Diagram reached) throws RefusedException {
        requireDiagram("before", before, reached);
    }

    /// @param key of the diagram told; empty for the result
    /// @throws RefusedException where it is not the one found
    static void requireDiagram(String key, Diagram told, Diagram found) throws RefusedException {
        if (!isSame(told, found)) {
            String what =
                    switch (key) {
                        case "before" ->
                                "the diagram before it is not what the steps before lead to: ";
                        case "after" -> "the law gives another diagram there: ";
                        default -> "the result is not what the steps lead to: ";
                    };
            throw new RefusedException(key, what + difference(told, found));
        }
    }

    private static void requireText(String key, String told, String found) throws RefusedException {
        if (!told.equals(found)) {
            throw other(
                    key, told.isEmpty() ? "missing or empty" : "'" + told + "'", "'" + found + "'");
        }
    }

    private static void requireNumber(String key, long told, long found) throws RefusedException {
        if (told != found) {
            throw other(key, Long.toString(told), Long.toString(found));
        }
    }

    private static RefusedException other(String key, String told, String found) {
        return new RefusedException(key, key + " is " + told + ", found again is " + found);
    }

    /// Whether two diagrams are written alike, names included.
    static boolean isSame(Diagram a, Diagram b) {
        return DiagramWriter.write(a).equals(DiagramWriter.write(b));
    }

    /// The first thing in which diagrams differ.
    private static String difference(Diagram told, Diagram found) {
        Map<String, Box> boxes = new HashMap<>();
        told.boxes().forEach(box -> boxes.put(box.id(), box));
        for (Box box : found.boxes()) {
            Optional<Box> same = Optional.ofNullable(boxes.remove(box.id()));
            if (same.isEmpty()) {
                return "box '" + box.id() + "' is missing";
            }
            if (!same.get().equals(box)) {
                return "box '" + box.id() + "' is another";
            }
        }
        if (!boxes.isEmpty()) {
            return "there is no box '" + boxes.keySet().stream().sorted().toList().getFirst() + "'";
        }
        if (!told.wires().equals(found.wires())) {
            return "its wires are others";
        }
        if (!told.inputs().equals(found.inputs()) || !told.outputs().equals(found.outputs())) {
            return "it has another interface";
        }
        if (!told.axes().equals(found.axes())) {
            return "its axes are others";
        }
        return "its name, its definitions or the order of its parts is another";
    }
}
