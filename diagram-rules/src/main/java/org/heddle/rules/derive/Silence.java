package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.rules.pack.PatternRule;

/// Where laws were looked for in vain, as long as nothing near has changed: each diagram is compared with the one before it.
///
/// ```
///   ──[·]──[·]──[changed]──[·]──[·]──[·]──      looked at again: what changed, who it reads from, and what comes
///           ▲       ▲       ▲    ▲              within the length of the longest pattern after those
/// ```
///
/// Whether a pattern is met at a box depends on the boxes before it, as far as the pattern is long, and on who reads what these write.
final class Silence {
    private final int reach;
    private final IdentityHashMap<PatternRule, Set<String>> silent = new IdentityHashMap<>();
    private Map<String, Box> before = Map.of();

    Silence(List<PatternRule> laws) {
        laws.forEach(law -> silent.put(law, new HashSet<>()));
        this.reach = laws.stream().mapToInt(law -> law.left().boxes().size()).max().orElse(0);
    }

    boolean isKnown(PatternRule law, Box box) {
        return silent.getOrDefault(law, Set.of()).contains(box.id());
    }

    void add(PatternRule law, Box box) {
        silent.computeIfAbsent(law, _ -> new HashSet<>()).add(box.id());
    }

    /// Forgets what a change made doubtful.
    void look(Diagram diagram) {
        Set<String> doubtful = new LinkedHashSet<>();
        Map<String, Box> now = new HashMap<>();
        for (Box box : diagram.boxes()) {
            now.put(box.id(), box);
            Optional<Box> earlier = Optional.ofNullable(before.get(box.id()));
            if (!earlier.equals(Optional.of(box))) {
                touch(box, diagram, doubtful);
                earlier.ifPresent(old -> touch(old, diagram, doubtful));
            }
        }
        before.forEach(
                (id, old) -> {
                    if (!now.containsKey(id)) {
                        touch(old, diagram, doubtful);
                    }
                });
        before = now;
        after(doubtful, diagram).forEach(id -> silent.values().forEach(boxes -> boxes.remove(id)));
    }

    /// A box that is there, was there, or both: it, and who writes what it reads.
    private static void touch(Box box, Diagram diagram, Set<String> doubtful) {
        doubtful.add(box.id());
        for (String wire : box.reads()) {
            diagram.producer(wire).map(Box::id).ifPresent(doubtful::add);
        }
    }

    /// Those and the boxes that come within reach after them.
    private Set<String> after(Set<String> boxes, Diagram diagram) {
        Set<String> found = new LinkedHashSet<>(boxes);
        List<String> border = new ArrayList<>(boxes);
        for (int step = 0; step < reach; step++) {
            List<String> next = new ArrayList<>();
            for (String id : border) {
                if (diagram.hasBox(id)) {
                    for (Port port : diagram.box(id).outputs()) {
                        diagram.readers(port.wire()).stream()
                                .map(Box::id)
                                .filter(found::add)
                                .forEach(next::add);
                    }
                }
            }
            border = next;
        }
        return found;
    }
}
