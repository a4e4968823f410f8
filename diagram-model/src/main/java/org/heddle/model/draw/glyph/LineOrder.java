package org.heddle.model.draw.glyph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.heddle.model.diagram.Wire;

/// In which order the axes of each array are drawn, from the top: positions in the array's type. Arrays not named are drawn as written.
public record LineOrder(Map<String, List<Integer>> byWire) {
    public static final LineOrder AS_WRITTEN = new LineOrder(Map.of());

    public LineOrder {
        byWire = Collections.unmodifiableMap(new LinkedHashMap<>(byWire));
    }

    public List<Integer> of(Wire wire) {
        List<Integer> order = byWire.get(wire.name());
        return order != null ? order : IntStream.range(0, wire.axes().size()).boxed().toList();
    }

    /// The same with another order of one array.
    public LineOrder with(String wire, List<Integer> order) {
        Map<String, List<Integer>> changed = new LinkedHashMap<>(byWire);
        changed.put(wire, List.copyOf(order));
        return new LineOrder(changed);
    }
}
