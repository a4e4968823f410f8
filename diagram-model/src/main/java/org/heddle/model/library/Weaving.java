package org.heddle.model.library;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;

/// How a call meets the axes of a definition: those it names in `over` take the place of the definition's, all other
/// axes of its ports are woven (the definition is mapped over them).
///
/// ```
/// softmax over [x], called on S[h, q, x] over [x]       x ↦ [x],      woven: h, q
///                   called on S[h, w, c] over [h, w]    x ↦ [h, w],   woven: c
/// ```
///
/// @param actual axes of the call by axis of the definition
public record Weaving(Map<String, List<String>> actual) {

    /// The axes of a call in the place of the definition's: all for the only one, else one for each.
    ///
    /// @throws IllegalArgumentException where their numbers do not fit
    public static Weaving of(Diagram definition, List<String> over) {
        if (!fits(definition, over)) {
            throw new IllegalArgumentException(
                    definition.name() + " over " + definition.over() + " called over " + over);
        }
        Map<String, List<String>> actual = new LinkedHashMap<>();
        for (int i = 0; i < definition.over().size(); i++) {
            boolean only = definition.over().size() == 1;
            actual.put(definition.over().get(i), only ? List.copyOf(over) : List.of(over.get(i)));
        }
        return new Weaving(actual);
    }

    /// Whether a call may name so many axes.
    public static boolean fits(Diagram definition, List<String> over) {
        int parameters = definition.over().size();
        return parameters == 1 ? !over.isEmpty() : parameters == over.size();
    }

    /// Axes of the definition, replaced by those of the call.
    public List<String> expand(List<String> axes) {
        return axes.stream()
                .flatMap(axis -> actual.getOrDefault(axis, List.of()).stream())
                .toList();
    }

    /// Axes of a port over which the definition is mapped.
    public Set<String> woven(Port port) {
        Set<String> woven = new LinkedHashSet<>(port.runsAlong());
        actual.values().forEach(woven::removeAll);
        return woven;
    }
}
