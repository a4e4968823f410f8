package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;

/// The ids of a diagram's boxes. A box without a name has that of the first wire it writes; where that is taken, with `_2`,
/// `_3` … behind it. Names that are given come first.
public final class BoxNames {
    private final List<Optional<String>> given = new ArrayList<>();
    private final List<String> bases = new ArrayList<>();

    /// The next box.
    ///
    /// @param name what the file calls it
    /// @param base what it is called where the file gives no name
    public void add(Optional<String> name, String base) {
        given.add(name);
        bases.add(base);
    }

    /// Boxes whose name an earlier one was given.
    private Set<Integer> repeated() {
        Set<String> taken = new HashSet<>();
        Set<Integer> repeated = new LinkedHashSet<>();
        for (int k = 0; k < given.size(); k++) {
            if (given.get(k).isPresent() && !taken.add(given.get(k).get())) {
                repeated.add(k);
            }
        }
        return repeated;
    }

    /// Reports names that are given twice.
    ///
    /// @param where the name of a box, by its position
    public void report(Problems problems, IntFunction<Location> where) {
        for (int k : repeated()) {
            String message = "two boxes are named '" + given.get(k).orElse("") + "'";
            problems.error(Code.E109, message, where.apply(k));
        }
    }

    /// By position.
    public List<String> ids() {
        Set<Integer> repeated = repeated();
        Set<String> taken = new HashSet<>();
        given.forEach(name -> name.ifPresent(taken::add));
        Map<String, Integer> suffixes = new HashMap<>();
        Map<Integer, String> ids = new LinkedHashMap<>();
        for (int k = 0; k < given.size(); k++) {
            String base = bases.get(k);
            Optional<String> name = repeated.contains(k) ? Optional.empty() : given.get(k);
            String id = name.orElse(base);
            while (name.isEmpty() && !taken.add(id)) {
                id = base + "_" + suffixes.merge(base, 2, (old, _) -> old + 1);
            }
            ids.put(k, id);
        }
        return List.copyOf(ids.values());
    }
}
