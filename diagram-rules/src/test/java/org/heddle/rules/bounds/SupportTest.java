package org.heddle.rules.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Sketch;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which conditions an item needs follows from what the item is without them.
final class SupportTest {

    private static Support support(Sketch sketch) {
        StreamForm form = Streams.form(sketch, "x");
        return Support.of(form, List.copyOf(form.accumulated().values()), List.of(), List.of());
    }

    private static List<String> needed(Sketch sketch) {
        return support(sketch).needed().stream().map(Expr::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "s -> where(#x <= #q, s, -inf)           @ #x <= #q",
                "s -> where(#x > #q, -inf, s)            @ not(#x > #q)",
                "s -> s + where(#x <= #q, 0, -inf)       @ #x <= #q",
                "s -> where(not (#x > #q), s, -inf)      @ not(#x > #q)",
                "s -> where(mod(#x - #q, 3) == 0, s, -inf) @ mod(#x - #q, 3) == 0",
                "s -> where(#x <= #q, where(#x < 5, s, -inf), -inf) @ #x <= #q; #x < 5",
                "s -> where(#x <= #q and #x > #q - |w|, s, -inf) @ #x <= #q; #x > #q - |w|",
                "s -> where(#x <= #q and (#x < 2 or #x > #q - |w|), s, -inf)"
                        + " @ #x <= #q; #x < 2 or #x > #q - |w|",
                "s -> where(#x > #q or #x < 2, -inf, s)  @ not(#x > #q); not(#x < 2)",
            })
    void masksOfExponentials(String scores, String expected) {
        assertThat(needed(Masks.exponentials(scores)).stream().map(SupportTest::plain))
                .containsExactlyInAnyOrderElementsOf(
                        List.of(expected.split("; ")).stream().map(SupportTest::plain).toList());
    }

    private static String plain(String condition) {
        return condition.replaceAll("[() ]", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "s -> where(#x <= #q, s * s, 0)  @ #x <= #q",
                "s -> s * (#x <= #q)             @ #x <= #q",
                "s -> (#x < 4) * s * (#q < 4)    @ #x < 4; #q < 4",
            })
    void masksOfSums(String factor, String expected) {
        assertThat(needed(Masks.sum(factor))).containsExactlyInAnyOrder(expected.split("; "));
    }

    /// A condition that only changes an item is not needed for one; nor is one whose other branch is a large negative number, whose exponential is not 0.
    @Test
    void whatIsNoMask() {
        assertThat(needed(Masks.exponentials("s -> where(#x <= #q, s, 2 * s)"))).isEmpty();
        assertThat(needed(Masks.exponentials("s -> where(#x <= #q, s, -10000)"))).isEmpty();
        assertThat(needed(Masks.sum("s -> where(#x <= #q, s, 1)"))).isEmpty();
        assertThat(needed(Masks.sum("s -> where(s > 0, s, 0)"))).isEmpty();
        assertThat(needed(Masks.sum("s -> s + (#x <= #q)"))).isEmpty();
    }

    /// One accumulator that counts every item keeps every block.
    @Test
    void everyAccumulatorHasToBeIdle() {
        Sketch sketch =
                Masks.sum("s -> where(#x <= #q, s, 0)")
                        .reduce(
                                org.heddle.model.diagram.Monoid.Scalar.MAX,
                                "m[q]",
                                "s -> s",
                                "S[q, x]")
                        .output("m");
        assertThat(needed(sketch)).isEmpty();
        assertThat(support(sketch).asked()).hasSize(1);
    }
}
