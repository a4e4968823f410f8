package org.heddle.rules.stream;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A form in two, so that the items of one axis are gone through in parallel.
///
/// ```
///   one kernel                            partial: parts × rows groups             merge: rows groups
///   for x:  A ← C·A ⊕ φ(items of x)       A_part[k] = accumulator of part k        A = merge of A_part[k] over k;  result = finish(A)
/// ```
///
/// Part `k` holds the items `length·k … length·(k + 1) - 1`; one that lies behind the end of the axis has none, and its accumulator is the unit. Both forms are ordinary ones: the
/// first has items under a condition on indices, of which guards of loops are made, the second's items are the accumulators of parts, corrected as a running value is when
/// the states move.
///
/// @param axis the loop axis that is split
/// @param part the axis of parts, of both regions
/// @param length items of a part
/// @param partial its outputs are the accumulators, not finished, each with the axis of parts in front
/// @param merge its outputs are those of the form that was split
public record Split(String axis, String part, long length, StreamForm partial, StreamForm merge) {

    /// The longest part: products of it by any index are exact where conditions on indices are looked at.
    public static final long MOST_ITEMS = 1L << 21;

    /// Splits an axis.
    ///
    /// @param taken names that nothing new may have; those of what is made here are added
    /// @throws IllegalArgumentException where there is an {@link #obstacle}
    public static Split of(StreamForm form, String axis, long length, Set<String> taken) {
        obstacle(form, axis)
                .ifPresent(
                        why -> {
                            throw new IllegalArgumentException(why);
                        });
        return new Splitting(form, axis, length, taken).split();
    }

    /// Why the form's accumulators are not merged across parts of an axis; empty where they are.
    public static Optional<String> obstacle(StreamForm form, String axis) {
        if (!form.stream().contains(axis)) {
            return Optional.of(axis + " is not streamed");
        }
        if (form.passes() != 1) {
            return Optional.of("its items go by " + form.passes() + " times");
        }
        Region region = form.region();
        for (Region.Stage stage : region.stages()) {
            Optional<String> own =
                    switch (stage) {
                        case Region.Recurrence r when r.isScan() ->
                                Optional.of(r.wire() + " keeps the state at every item");
                        case Region.Recurrence r when !r.over().getFirst().equals(axis) ->
                                Optional.of(r.wire() + " takes in its items in another order");
                        case Region.Recurrence r when form.inOrder().containsKey(r.wire()) ->
                                Optional.of(
                                        "states of parts of "
                                                + r.wire()
                                                + " do not merge: "
                                                + form.inOrder().get(r.wire()));
                        case Region.Reduction _, Region.Recurrence _, Region.Mapping _ ->
                                Optional.empty();
                    };
            if (own.isPresent()) {
                return own;
            }
        }
        return Stream.concat(
                        region.outputs().stream()
                                .map(region::stage)
                                .filter(stage -> form.isItem(stage.axes()))
                                .map(stage -> stage.wire() + " has an element per item"),
                        region.stages().stream()
                                .map(Region.Stage::axes)
                                .filter(axes -> !form.isItem(axes) && !isOneToOne(region, axes))
                                .map(axes -> axes + " are two axes of one size"))
                .findFirst();
    }

    /// Whether an array can have the axes by the names that give their sizes.
    private static boolean isOneToOne(Region region, List<String> axes) {
        return axes.stream().map(region::sizeAxis).distinct().count() == axes.size();
    }
}
