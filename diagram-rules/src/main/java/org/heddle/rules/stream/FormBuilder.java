package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.stream.StreamForm.Accumulated;
import org.heddle.rules.stream.StreamForm.Slot;

/// A form in the making: what it reduces and maps, and of the region that it comes from whatever that needs.
final class FormBuilder {
    private final Region from;
    private final List<String> stream;
    private final SequencedMap<String, Region.Stage> made = new LinkedHashMap<>();
    private final SequencedMap<String, Accumulated> accumulated = new LinkedHashMap<>();
    private final SequencedMap<String, Region.Read> reads = new LinkedHashMap<>();
    private final Map<String, Region.Array> arrays = new LinkedHashMap<>();
    private final List<String> outputs = new ArrayList<>();
    private final SequencedMap<String, Region.Stage> stages = new LinkedHashMap<>();
    private final Set<String> inputs = new LinkedHashSet<>();
    private final SequencedMap<String, Region.Read> used = new LinkedHashMap<>();

    FormBuilder(Region from, List<String> stream) {
        this.from = from;
        this.stream = stream;
    }

    void input(Region.Read read, Region.Array array) {
        reads.put(read.wire(), read);
        arrays.put(read.wire(), array);
    }

    void reduce(Region.Reduction reduction, Slot slot, List<String> states) {
        made.put(reduction.wire(), reduction);
        accumulated.put(
                reduction.wire(),
                new Accumulated(reduction.wire(), 0, List.of(slot), Expr.arg(slot.name()), states));
    }

    void recur(Region.Recurrence number) {
        made.put(number.wire(), number);
    }

    void map(Region.Mapping mapping) {
        made.put(mapping.wire(), mapping);
    }

    void output(String wire) {
        outputs.add(wire);
    }

    /// @param single axes of the grid with an element per group
    StreamForm form(
            String name, String part, Set<String> single, Optional<StreamForm.Merged> merged) {
        accumulated.values().forEach(a -> need(a.slots().getFirst()));
        outputs.forEach(this::need);
        SequencedMap<String, String> axes = new LinkedHashMap<>();
        axes.put(part, part);
        for (Region.Stage stage : stages.values()) {
            List<String> along = new ArrayList<>(stage.axes());
            along.addAll(stage.value().indexAxes());
            switch (stage) {
                case Region.Reduction r -> along.addAll(r.reduced());
                case Region.Recurrence r -> along.addAll(r.over());
                case Region.Mapping _ -> {}
            }
            stage.value().arguments().forEach(key -> along.addAll(read(key).axes()));
            along.forEach(
                    axis -> axes.putIfAbsent(axis, axis.equals(part) ? part : from.sizeAxis(axis)));
        }
        Map<String, Region.Array> own = new LinkedHashMap<>();
        inputs.forEach(wire -> own.put(wire, array(wire)));
        for (String wire : outputs) {
            Region.Stage stage = stage(wire);
            own.put(
                    wire,
                    from.outputs().contains(wire)
                            ? from.array(wire)
                            : new Region.Array(
                                    wire,
                                    stage.dtype(),
                                    stage.axes().stream()
                                            .map(axis -> axes.getOrDefault(axis, axis))
                                            .toList()));
        }
        Region region =
                new Region(
                        name,
                        axes,
                        used,
                        List.copyOf(inputs),
                        List.copyOf(stages.values()),
                        outputs,
                        own);
        return new StreamForm(
                region, stream, accumulated, ready(), 1, List.of(), single, Map.of(), merged);
    }

    private Region.Array array(String wire) {
        Region.Array own = arrays.get(wire);
        return own != null ? own : from.array(wire);
    }

    private Region.Stage stage(String wire) {
        Region.Stage own = made.get(wire);
        return own != null ? own : from.stage(wire);
    }

    private Region.Read read(String key) {
        Region.Read own = reads.get(key);
        if (own != null) {
            return own;
        }
        Region.Stage stage = made.get(key);
        return stage != null && !from.reads().containsKey(key)
                ? new Region.Read(key, stage.axes())
                : from.read(key);
    }

    /// Takes in a slot, and what its correction reads besides slots.
    private void need(Slot slot) {
        need(slot.name());
        slot.rebased().stream()
                .flatMap(e -> e.arguments().stream())
                .filter(key -> !key.endsWith("'") && !accumulated.containsKey(key))
                .forEach(this::use);
    }

    private void use(String key) {
        Region.Read read = read(key);
        used.put(key, read);
        read.touched().forEach(this::need);
    }

    /// Takes in a wire, after what it is made of.
    private void need(String wire) {
        boolean isInput = arrays.containsKey(wire) || from.isInput(wire);
        if (isInput) {
            inputs.add(wire);
            return;
        }
        if (stages.containsKey(wire)) {
            return;
        }
        Region.Stage stage = stage(wire);
        stage.value().arguments().forEach(this::use);
        stages.put(wire, stage);
        if (stage instanceof Region.Recurrence r) {
            r.numbers().forEach(this::need);
        }
    }

    private boolean isMade(Region.Stage stage) {
        return accumulated.containsKey(stage.wire()) || stage instanceof Region.Recurrence;
    }

    private Map<String, Integer> ready() {
        Map<String, Integer> ready = new LinkedHashMap<>();
        for (Region.Stage stage : stages.values()) {
            int known =
                    stage.value().arguments().stream()
                            .mapToInt(key -> ready.getOrDefault(read(key).wire(), 0))
                            .max()
                            .orElse(0);
            ready.put(stage.wire(), isMade(stage) ? 1 : known);
        }
        return ready;
    }
}
