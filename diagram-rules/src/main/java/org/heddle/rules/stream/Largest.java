package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// The `k` largest items as a state that is carried along: `k` values in descending order, and their positions.
///
/// ```
///   state   v0 … v(k-1), p0 … p(k-1)          from  -inf …, -1 …
///   item    (v, -inf, …), (#x, -1, …)
///   merge   of the lists a and b, a standing first:   c_j is the j-th of both in descending order
///           c_j = before(a_(i-1), b_(j-i)) for the largest such i, else i = 0;  then the earlier of a_i and b_(j-i)
/// ```
///
/// Of equal ones the first stands first, NaN before every number, and places that hold no item last. Merging costs about `k²` comparisons, ranking `n` items `n²`.
final class Largest {
    /// The longest list that is kept: merging grows with its square.
    static final int MOST_PLACES = 8;

    private static final Expr NOTHING = Expr.num(Double.NEGATIVE_INFINITY);

    private final Monoids.Fold fold;
    private final int places;
    private final List<String> rows;

    /// @param fold whose results are the values and, perhaps, their positions
    /// @param rows axes of the results without that of the places
    Largest(Monoids.Fold fold, int places, List<String> rows) {
        this.fold = fold;
        this.places = places;
        this.rows = List.copyOf(rows);
    }

    /// The numbers of the state, and the results made of them.
    ///
    /// @param place the axis of the results along which the places lie
    List<Region.Stage> stages(String place, BiFunction<String, List<String>, Expr> read) {
        List<Region.Stage> stages = new ArrayList<>();
        List<String> values = names(0);
        List<String> positions = withPositions() ? names(1) : List.of();
        List<String> numbers = new ArrayList<>(values);
        numbers.addAll(positions);
        Expr here = new Expr.Index(fold.reduced().getFirst());
        for (int j = 0; j < places; j++) {
            stages.add(
                    number(
                            values.get(j),
                            j == 0 ? fold.item() : NOTHING,
                            NOTHING,
                            merged(j, values::get),
                            numbers));
        }
        for (int j = 0; j < positions.size(); j++) {
            Expr none = Expr.num(-1);
            stages.add(
                    number(
                            positions.get(j),
                            j == 0 ? here : none,
                            none,
                            merged(j, positions::get),
                            numbers));
        }
        stages.add(result(0, values, place, read));
        if (withPositions()) {
            stages.add(result(1, positions, place, read));
        }
        return stages;
    }

    private boolean withPositions() {
        return fold.wires().size() == 2;
    }

    private List<String> names(int result) {
        return IntStream.range(0, places)
                .mapToObj(j -> fold.wires().get(result) + "_place" + j)
                .toList();
    }

    private Region.Recurrence number(
            String name, Expr item, Expr unit, Expr merge, List<String> numbers) {
        return new Region.Recurrence(
                name,
                rows,
                item,
                fold.dtype(),
                unit,
                merge,
                numbers,
                fold.reduced(),
                Region.Kept.LAST);
    }

    private Region.Mapping result(
            int result,
            List<String> numbers,
            String place,
            BiFunction<String, List<String>, Expr> read) {
        Expr value = read.apply(numbers.getLast(), rows);
        for (int j = places - 2; j >= 0; j--) {
            value =
                    Expr.call(
                            Fun.WHERE,
                            Expr.call(Fun.EQ, new Expr.Index(place), Expr.num(j)),
                            read.apply(numbers.get(j), rows),
                            value);
        }
        return new Region.Mapping(fold.wires().get(result), fold.axes(), value, fold.dtype());
    }

    /// What stands at a place of both lists together, values or positions.
    private Expr merged(int place, IntFunction<String> number) {
        Expr result = earlier(0, place, number);
        for (int i = 1; i <= place; i++) {
            result =
                    Expr.call(
                            Fun.WHERE,
                            isBefore(i - 1, place - i),
                            earlier(i, place - i, number),
                            result);
        }
        return result;
    }

    private Expr earlier(int i, int l, IntFunction<String> number) {
        return Expr.call(
                Fun.WHERE,
                isBefore(i, l),
                Expr.arg(number.apply(i)),
                Expr.arg(number.apply(l) + "'"));
    }

    /// Whether the item at a place of the first list stands before the one at a place of the second: unless that is greater.
    private Expr isBefore(int i, int l) {
        Expr a = Expr.arg(names(0).get(i));
        Expr b = Expr.arg(names(0).get(l) + "'");
        Expr greater =
                Expr.call(
                        Fun.OR,
                        Expr.call(Fun.GT, b, a),
                        Expr.call(Fun.AND, Expr.call(Fun.NE, b, b), Expr.call(Fun.EQ, a, a)));
        if (withPositions()) {
            Expr none = Expr.call(Fun.LT, Expr.arg(names(1).get(i)), Expr.num(0));
            Expr some = Expr.call(Fun.GE, Expr.arg(names(1).get(l) + "'"), Expr.num(0));
            greater = Expr.call(Fun.OR, greater, Expr.call(Fun.AND, none, some));
        }
        return Expr.call(Fun.NOT, greater);
    }
}
