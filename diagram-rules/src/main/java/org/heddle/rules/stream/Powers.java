package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.rules.algebra.Centering;

/// The powers of deviations in a moment.
record Powers(Map<Centering.Deviation, Integer> of) {
    int total() {
        return of.values().stream().mapToInt(Integer::intValue).sum();
    }

    int at(Centering.Deviation deviation) {
        return of.getOrDefault(deviation, 0);
    }

    Powers with(Centering.Deviation deviation, int power) {
        Map<Centering.Deviation, Integer> other = new LinkedHashMap<>(of);
        other.put(deviation, power);
        return new Powers(other);
    }

    /// All moments that this one turns into when its centres move, itself first.
    List<Powers> below() {
        List<Powers> found = List.of(this);
        for (Map.Entry<Centering.Deviation, Integer> entry : of.entrySet()) {
            List<Powers> more = new ArrayList<>();
            for (Powers powers : found) {
                for (int i = entry.getValue(); i >= 0; i--) {
                    more.add(powers.with(entry.getKey(), i));
                }
            }
            found = more;
        }
        return found;
    }
}
