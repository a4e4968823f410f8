package org.heddle.backend.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.heddle.backend.Sketch;
import org.heddle.model.diagram.Diagram;
import org.junit.jupiter.api.Test;

final class TimingSetTest {
    private static Diagram sums() {
        return new Sketch("sums")
                .axis("i", 8)
                .axis("j", 16)
                .input("X[i, j]")
                .reduce(org.heddle.model.diagram.Monoid.Scalar.SUM, "y[i]", "x -> x", "X[i, j]")
                .output("y")
                .diagram();
    }

    @Test
    void listsAreKept() throws Exception {
        TimingSet.Family family =
                TimingSet.family(
                        "sums",
                        sums(),
                        List.of(Map.of("i", 8L, "j", 16L), Map.of("i", 9L, "j", 16L)),
                        List.of(Map.of("i", 10L, "j", 16L)));
        TimingSet set = new TimingSet(List.of(family));
        assertThat(set.training()).extracting(c -> c.sizes().of("i")).containsExactly(8L, 9L);
        assertThat(set.heldOut()).extracting(c -> c.sizes().of("i")).containsExactly(10L);
        assertThat(set.heldOut()).extracting(TimingSet.Case::family).containsExactly("sums");
    }

    /// However it is written: axes in another order.
    @Test
    void whatIsTrainedWithIsNotHeldOut() {
        assertThatThrownBy(
                        () ->
                                TimingSet.family(
                                        "sums",
                                        sums(),
                                        List.of(Map.of("i", 8L, "j", 16L)),
                                        List.of(
                                                Map.of("i", 10L, "j", 16L),
                                                new java.util.TreeMap<>(Map.of("j", 16L, "i", 8L))
                                                        .descendingMap())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("family 'sums' trains with sums at {i=8, j=16}");
    }
}
