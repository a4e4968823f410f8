package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Monoid;

/// How items are combined under a {@link Transport}: the states that the evaluator has, with residues in the place of numbers.
///
/// A state is mutable: `add` combines it with an item on its right, `results` reads it off.
final class FieldFold {
    private final Transport field;
    private final FieldScalars scalars;
    private final Monoid monoid;
    private final int count;
    private final List<Residue> state = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();

    /// @param count how many numbers an output takes from the state: of `topk`, the size of its axis
    FieldFold(Transport field, FieldScalars scalars, Monoid monoid, int count) {
        this.field = field;
        this.scalars = scalars;
        this.monoid = monoid;
        this.count = count;
        switch (monoid) {
            case Monoid.Scalar scalar -> state.add(field.number(scalar.unit()));
            case Monoid.LogAddExp _ -> state.add(Residue.NEGATIVE_INFINITY);
            case Monoid.Extremum _, Monoid.TopK _ -> {}
            case Monoid.User(_, List<Monoid.Component> components) ->
                    components.forEach(c -> state.add(scalars.at(c.unit(), Map.of(), Map.of())));
        }
    }

    void add(List<Residue> item, long position) {
        switch (monoid) {
            case Monoid.Scalar scalar ->
                    state.set(0, combine(scalar, state.getFirst(), item.getFirst()));
            case Monoid.LogAddExp _ ->
                    state.set(0, addLogarithms(state.getFirst(), item.getFirst()));
            case Monoid.Extremum extremum ->
                    insert(item.getFirst(), position, extremum == Monoid.Extremum.ARGMAX, 1);
            case Monoid.TopK _ -> insert(item.getFirst(), position, true, count);
            case Monoid.User(_, List<Monoid.Component> components) -> merge(components, item);
        }
    }

    private Residue combine(Monoid.Scalar scalar, Residue a, Residue b) {
        if (a.isUndefined() || b.isUndefined()) {
            return Residue.UNDEFINED;
        }
        return switch (scalar) {
            case SUM -> field.add(a, b);
            case PROD -> field.multiply(a, b);
            case MAX -> field.compare(a, b) >= 0 ? a : b;
            case MIN -> field.compare(a, b) <= 0 ? a : b;
            case AND -> field.truth(!a.isZero() && !b.isZero());
            case OR -> field.truth(!a.isZero() || !b.isZero());
        };
    }

    private Residue addLogarithms(Residue a, Residue b) {
        if (a.equals(Residue.NEGATIVE_INFINITY)) {
            return b;
        }
        if (b.equals(Residue.NEGATIVE_INFINITY)) {
            return a;
        }
        return field.log(field.add(field.exp(a), field.exp(b)));
    }

    /// Keeps the extreme items, of equal ones that of the lower position first. An undefined item makes all undefined.
    private void insert(Residue item, long position, boolean largest, int most) {
        int rank = state.size();
        while (rank > 0 && isBefore(item, position, rank - 1, largest)) {
            rank--;
        }
        if (item.isUndefined() || state.contains(Residue.UNDEFINED)) {
            state.clear();
            positions.clear();
            state.add(Residue.UNDEFINED);
            positions.add(position);
        } else if (rank < most) {
            state.add(rank, item);
            positions.add(rank, position);
            if (state.size() > most) {
                state.removeLast();
                positions.removeLast();
            }
        }
    }

    private boolean isBefore(Residue item, long position, int rank, boolean largest) {
        int order = field.compare(item, state.get(rank));
        return order == 0 ? position < positions.get(rank) : largest == (order > 0);
    }

    private void merge(List<Monoid.Component> components, List<Residue> item) {
        Map<String, Residue> sides = new HashMap<>();
        for (int i = 0; i < components.size(); i++) {
            sides.put(components.get(i).name(), state.get(i));
            sides.put(components.get(i).name() + "'", item.get(i));
        }
        for (int i = 0; i < components.size(); i++) {
            state.set(i, scalars.at(components.get(i).merge(), sides, Map.of()));
        }
    }

    /// What an output gets: one number, or of `topk` as many as its axis is long.
    List<Residue> results(int output) {
        return switch (monoid) {
            case Monoid.Scalar _, Monoid.LogAddExp _ -> List.of(state.getFirst());
            case Monoid.User _ -> List.of(state.get(output));
            case Monoid.Extremum _ -> List.of(position(0));
            case Monoid.TopK _ -> {
                List<Residue> results = new ArrayList<>();
                for (int rank = 0; rank < count; rank++) {
                    results.add(output == 0 ? value(rank) : position(rank));
                }
                yield results;
            }
        };
    }

    private Residue value(int rank) {
        return rank < state.size() ? state.get(rank) : filler(Residue.NEGATIVE_INFINITY);
    }

    private Residue position(int rank) {
        return rank < state.size() && !state.get(rank).isUndefined()
                ? field.integer(positions.get(rank))
                : filler(field.integer(-1));
    }

    private Residue filler(Residue otherwise) {
        return state.contains(Residue.UNDEFINED) ? Residue.UNDEFINED : otherwise;
    }
}
