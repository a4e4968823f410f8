package org.heddle.rules.derive;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.rules.stream.Region;

/// Which boxes of a kernel's body the stages of its region belong to.
///
/// ```
///   box     ids, N = topk(…)          stages   ids_place0 … N_place7 ─► ids, N
///           a = argmax(…)                      a_extreme ─► a_first ─► a
/// ```
///
/// Most boxes are a stage each. Some are several: those that no box writes are read by others of the same box alone, or are numbers of one state with them.
public final class StageBoxes {
    private final Region region;
    private final Map<String, Box> writers = new LinkedHashMap<>();
    private final Map<String, Box> found = new LinkedHashMap<>();

    private StageBoxes(Kernel kernel) {
        this.region = kernel.region();
        kernel.body().boxes().forEach(box -> box.writes().forEach(wire -> writers.put(wire, box)));
    }

    /// The box of each stage, by the stage's wire.
    ///
    /// @throws IllegalStateException where a stage belongs to no box
    public static Map<String, Box> of(Kernel kernel) {
        StageBoxes boxes = new StageBoxes(kernel);
        for (Region.Stage stage : kernel.region().stages()) {
            Box box =
                    boxes.box(stage, new LinkedHashSet<>())
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "stage " + stage.wire() + " has no box"));
            boxes.found.put(stage.wire(), box);
        }
        return boxes.found;
    }

    private Optional<Box> box(Region.Stage stage, Set<String> seen) {
        Box writer = writers.get(stage.wire());
        if (writer != null) {
            return Optional.of(writer);
        }
        if (!seen.add(stage.wire())) {
            return Optional.empty();
        }
        return region.stages().stream()
                .filter(other -> uses(other, stage.wire()))
                .flatMap(other -> box(other, seen).stream())
                .findFirst();
    }

    private boolean uses(Region.Stage stage, String wire) {
        List<String> together =
                stage instanceof Region.Recurrence recurrence ? recurrence.numbers() : List.of();
        return together.contains(wire)
                || stage.value().arguments().stream()
                        .filter(region.reads()::containsKey)
                        .anyMatch(key -> region.read(key).touched().contains(wire));
    }
}
