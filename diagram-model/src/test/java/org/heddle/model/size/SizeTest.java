package org.heddle.model.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class SizeTest {
    private static final long SEED = 7;
    private static final Size Q = Size.symbol("q");
    private static final Size D = Size.symbol("d");
    private static final Size X = Size.symbol("x");

    @Test
    void likeTermsAreCollectedWhateverTheOrder() {
        Size one = Q.times(D).plus(X).plus(D.times(Q)).minus(X);
        assertThat(one)
                .isEqualTo(Q.times(2).times(D))
                .hasToString("2·d·q")
                .hasSameHashCodeAs(D.times(Q).times(2));
        assertThat(Q.minus(Q)).isEqualTo(Size.ZERO).hasToString("0");
        assertThat(Q.times(Size.ZERO)).isEqualTo(Size.ZERO);
    }

    @Test
    void printsHighestDegreeFirst() {
        Size size =
                Q.times(D)
                        .times(8)
                        .plus(Size.ceilDiv(Q, Size.of(64)).times(X).times(2))
                        .minus(Size.of(3))
                        .plus(Q.times(Q));
        assertThat(size).hasToString("8·d·q + q^2 + 2·x·⌈q/64⌉ - 3");
        assertThat(Size.ceilDiv(Q, D.plus(Size.ONE))).hasToString("⌈q/(d + 1)⌉");
        assertThat(Q.times(-1)).hasToString("-q");
    }

    @Test
    void ceilDivRoundsUpAndSimplifies() {
        assertThat(Size.ceilDiv(Size.of(65), Size.of(64))).isEqualTo(Size.of(2));
        assertThat(Size.ceilDiv(Size.of(64), Size.of(64))).isEqualTo(Size.ONE);
        assertThat(Size.ceilDiv(Size.ZERO, Size.of(64))).isEqualTo(Size.ZERO);
        assertThat(Size.ceilDiv(Q, Size.ONE)).isEqualTo(Q);
        assertThat(Size.ceilDiv(Q, Size.of(64)).at(_ -> 129)).isEqualTo(3);
    }

    @Test
    void evaluationIsAHomomorphism() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            Map<String, Long> binding =
                    Map.of(
                            "q",
                            random.nextLong(1, 50),
                            "d",
                            random.nextLong(1, 50),
                            "x",
                            random.nextLong(1, 50));
            ToLongFunction<String> at = name -> binding.getOrDefault(name, 0L);
            Size a = random(random, 3);
            Size b = random(random, 3);
            assertThat(a.plus(b).at(at))
                    .as("seed %d: %s + %s", SEED, a, b)
                    .isEqualTo(a.at(at) + b.at(at));
            assertThat(a.minus(b).at(at)).as("%s - %s", a, b).isEqualTo(a.at(at) - b.at(at));
            assertThat(a.times(b).at(at)).as("%s * %s", a, b).isEqualTo(a.at(at) * b.at(at));
            assertThat(a.substitute(name -> Size.of(at.applyAsLong(name))).constant())
                    .isEqualTo(a.at(at));
        }
    }

    @Test
    void ringLawsHoldStructurally() {
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            Size a = random(random, 2);
            Size b = random(random, 2);
            Size c = random(random, 2);
            assertThat(a.plus(b)).isEqualTo(b.plus(a));
            assertThat(a.times(b)).isEqualTo(b.times(a));
            assertThat(a.times(b).times(c)).isEqualTo(a.times(b.times(c)));
            assertThat(a.times(b.plus(c)))
                    .as("%s, %s, %s", a, b, c)
                    .isEqualTo(a.times(b).plus(a.times(c)));
        }
    }

    @Test
    void symbolsReachIntoQuotients() {
        assertThat(Size.ceilDiv(Q.plus(X), D).symbols()).containsExactlyInAnyOrder("q", "x", "d");
        assertThat(
                        Size.ceilDiv(Q, D)
                                .substitute(name -> name.equals("d") ? Size.of(16) : Size.of(33)))
                .isEqualTo(Size.of(3));
    }

    @Test
    void overflowAndBadDivisorsAreErrors() {
        assertThatThrownBy(() -> Q.times(Q).at(_ -> Long.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Size.ceilDiv(Q, D).at(_ -> 0))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("by d");
        assertThatThrownBy(() -> Q.constant()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void productOfNothingIsOne() {
        assertThat(Size.product(List.of())).isEqualTo(Size.ONE);
        assertThat(Size.product(List.of(Q, D, Q))).hasToString("d·q^2");
    }

    private static Size random(Random random, int depth) {
        if (depth == 0) {
            return random.nextBoolean()
                    ? Size.of(random.nextInt(-5, 6))
                    : List.of(Q, D, X).get(random.nextInt(3));
        }
        return switch (random.nextInt(4)) {
            case 0 -> random(random, depth - 1).plus(random(random, depth - 1));
            case 1 -> random(random, depth - 1).minus(random(random, depth - 1));
            case 2 -> random(random, depth - 1).times(random(random, depth - 1));
            default -> Size.ceilDiv(random(random, 0), Size.of(random.nextInt(1, 9)));
        };
    }
}
