package org.heddle.rules.stream;

import java.util.List;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Centering;
import org.heddle.rules.algebra.Normalizer;
import org.heddle.rules.algebra.Sign;

/// Whether adding sums loses nothing, whatever the items are: any two have one sign, or exclude each other.
///
/// ```
///   Σ s²  +  m² · Σ 1              both are 0 or more
///   [m > 0]·Σ s  +  [m <= 0]·Σ t   one is 0 wherever the other is not
/// ```
///
/// @param signs of what the sums are made of
record Agreement(Signs signs) {
    /// A sum that is added to others.
    ///
    /// @param tail its factor free of items
    private record Part(Expr tail, Sign sign) {
        /// Whether one of two is 0 by its conditions wherever the other is not.
        boolean excludes(Part other) {
            return Normalizer.simplify(Expr.call(Fun.MUL, tail, other.tail)).equals(Expr.num(0));
        }
    }

    boolean ofSums(List<Units.Measured> sums) {
        return agree(sums.stream().map(this::part).toList());
    }

    boolean ofMoments(Stream<Centering.Moment> moments) {
        return agree(moments.map(this::part).toList());
    }

    private Part part(Units.Measured measured) {
        Expr tail = measured.summand().tail();
        return new Part(tail, signs.known(tail).times(signs.known(measured.item())));
    }

    private Part part(Centering.Moment moment) {
        boolean even = moment.deviations().stream().allMatch(d -> d.power() % 2 == 0);
        Sign sign =
                even ? signs.known(moment.tail()).times(signs.known(moment.weight())) : Sign.ANY;
        return new Part(moment.tail(), sign);
    }

    private static boolean agree(List<Part> parts) {
        for (int i = 1; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean agrees =
                    parts.subList(0, i).stream()
                            .allMatch(
                                    other ->
                                            (part.sign() != Sign.ANY && part.sign() == other.sign())
                                                    || part.excludes(other));
            if (!agrees) {
                return false;
            }
        }
        return true;
    }
}
