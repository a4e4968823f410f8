package org.heddle.model.size;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A product of atoms to positive powers, sorted by their text, with what it is sorted by.
record Monomial(
        SortedMap<String, Integer> powers, Map<String, Size.Atom> atoms, int degree, String text) {
    static final Monomial ONE = of(Collections.emptySortedMap(), Map.of());

    static Monomial of(SortedMap<String, Integer> powers, Map<String, Size.Atom> atoms) {
        int degree = powers.values().stream().mapToInt(Integer::intValue).sum();
        String text =
                powers.entrySet().stream()
                        .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + "^" + e.getValue())
                        .collect(Collectors.joining("·"));
        return new Monomial(powers, atoms, degree, text);
    }

    Monomial times(Monomial other) {
        SortedMap<String, Integer> product = new TreeMap<>(powers);
        other.powers.forEach((atom, power) -> product.merge(atom, power, Integer::sum));
        Map<String, Size.Atom> union = new TreeMap<>(atoms);
        union.putAll(other.atoms);
        return of(Collections.unmodifiableSortedMap(product), Collections.unmodifiableMap(union));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Monomial m && m.powers.equals(powers);
    }

    @Override
    public int hashCode() {
        return powers.hashCode();
    }
}
