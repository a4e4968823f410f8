package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeparateMonoidTest {
    private static Diagram read(String text) throws Exception {
        return TextReader.read(new SourceText("test", text)).orThrow();
    }

    private static Diagram one(String unit, String merge) throws Exception {
        return read(
                """
                f(S: f32[q, x]) -> Z
                axis q default 3, x default 7
                monoid own {
                  s: f32 = %s  merge %s
                }
                Z[q] = reduce own[x](sin(S[q, x]))
                """
                        .formatted(unit, merge));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0, s + s', SUM",
                "0, s' + s, SUM",
                "0, -(-s - s'), SUM",
                "0, (2*s + 2*s') / 2, SUM",
                "1, s * s', PROD",
                "1, s' / (1 / s), PROD",
                "-inf, \"max(s', s)\", MAX",
                "inf, \"min(s, s')\", MIN",
                "-inf, \"where(s > s', s, s')\", MAX",
                "-inf, \"where(s' <= s, s, s')\", MAX",
                "inf, \"where(s > s', s', s)\", MIN"
            })
    void aKnownMergeByAnotherName(String unit, String merge, Monoid.Scalar expected)
            throws Exception {
        Diagram before = one(unit, merge);
        Diagram after = new SeparateMonoid().apply(before, before.box("Z")).orElseThrow().after();
        assertThat(after.box("Z").op())
                .isInstanceOfSatisfying(
                        Op.Reduce.class, r -> assertThat(r.monoid()).isEqualTo(expected));
        Firing.refines(before, after);
    }

    /// A maximum of magnitudes that begins with 0.
    @Test
    void anExtremumMayBeginElsewhere() throws Exception {
        Diagram before =
                read(
                        """
                        f(S: f32[q, x]) -> Z
                        axis q default 3, x default 7
                        monoid own {
                          s: f32 = 0  merge max(s', s)
                        }
                        Z[q] = reduce own[x](abs(S[q, x]))
                        """);
        Diagram after = new SeparateMonoid().apply(before, before.box("Z")).orElseThrow().after();
        assertThat(after.box("Z").op()).isInstanceOf(Op.Map.class);
        Firing.refines(before, after);
        Firing.refines(after, before);
    }

    @Test
    void othersStay() throws Exception {
        Diagram diagram = one("0", "s + s' + s * s'");
        assertThat(new SeparateMonoid().apply(diagram, diagram.box("Z"))).isEmpty();
    }

    /// An affine map beside a maximum and a sum of counts.
    @Test
    void componentsThatMentionEachOtherStayTogether() throws Exception {
        Diagram before =
                read(
                        """
                        f(S: f32[q, x], V: f32[x]) -> M, A, B, N
                        axis q default 3, x default 7
                        monoid state {
                          m: f32 = -inf  merge max(m, m')
                          a: f32 = 1  merge a * a'
                          b: f32 = 0  merge b * a' + b'
                          n: f32 = 0  merge n + n'
                        }
                        M[q], A[q], B[q], N[q] = reduce state[x](S[q, x], sin(S[q, x]), V[x], 1)
                        """);
        Optional<Rewrite> rewrite =
                before.boxes().stream()
                        .findFirst()
                        .flatMap(b -> new SeparateMonoid().apply(before, b));
        Diagram after = rewrite.orElseThrow().after();
        assertThat(after.boxes().stream().map(Box::outputs).map(List::size))
                .containsExactly(1, 2, 1);
        Firing.refines(before, after);
        for (Box box : after.boxes()) {
            assertThat(new SeparateMonoid().apply(after, box)).isEmpty();
        }
    }

    /// What other components need is reduced by itself as well, where something reads it.
    @Test
    void aKnownComponentIsReducedByItselfWhereItIsRead() throws Exception {
        Diagram before =
                read(
                        """
                        f(S: f32[q, x]) -> O
                        axis q default 3, x default 7
                        monoid relative {
                          m: f32 = -inf  merge max(m, m')
                          z: f32 = 0  merge where(m == -inf, 0, z * exp(m - max(m, m'))) + where(m' == -inf, 0, z' * exp(m' - max(m, m')))
                        }
                        M[q], Z[q] = reduce relative[x](S[q, x], 1)
                        O[q] = sum[x](exp(S[q, x] - M[q]) / Z[q] * S[q, x])
                        """);
        Diagram after = new SeparateMonoid().apply(before, before.box("M")).orElseThrow().after();
        assertThat(after.producer("M").orElseThrow().op())
                .isInstanceOfSatisfying(
                        Op.Reduce.class, r -> assertThat(r.monoid()).isEqualTo(Monoid.Scalar.MAX));
        assertThat(after.producer("Z").orElseThrow().outputs()).hasSize(2);
        Firing.refines(before, after);
        for (Box box : after.boxes()) {
            assertThat(new SeparateMonoid().apply(after, box)).isEmpty();
        }
    }
}
