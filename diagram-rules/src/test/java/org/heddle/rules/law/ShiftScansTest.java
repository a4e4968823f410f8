package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.model.text.TextWriter;
import org.heddle.rules.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShiftScansTest {
    private static Diagram scan(String words, String item, String use) throws Exception {
        return TextReader.read(
                        new SourceText(
                                "test",
                                """
                                f(S: f32[q, x], V: f32[x, e]) -> O
                                axis q default 3, x default 7, e default 2
                                N[q, x, e] = %s[x](%s)
                                O[q, x, e] = %s
                                """
                                        .formatted(words, item, use)))
                .orThrow();
    }

    private static Diagram rows(String item, String use) throws Exception {
        return TextReader.read(
                        new SourceText(
                                "test",
                                """
                                f(S: f32[q, x]) -> O
                                axis q default 3, x default 7
                                N[q, x] = scan sum[x](%s)
                                O[q, x] = %s
                                """
                                        .formatted(item, use)))
                .orThrow();
    }

    private static Optional<Rewrite> at(Diagram diagram) {
        return new ShiftScans().apply(diagram, diagram.box("N"));
    }

    /// Prefixes with and without the item at their index, from either end; one exponential, one under a condition, and two.
    @ParameterizedTest
    @ValueSource(strings = {"scan sum", "scan exclusive sum", "scan backward sum"})
    void prefixesAreTheSame(String words) throws Exception {
        for (String item :
                new String[] {
                    "exp(S[q, x]) * V[x, e]",
                    "V[x, e] / exp2(-S[q, x])",
                    "where(#x > 2, exp(S[q, x]), 0) * V[x, e]",
                    "exp(where(V[x, e] > 0, S[q, x], -inf))",
                    "exp(S[q, x]) + exp(-S[q, x] * V[x, e])"
                }) {
            Diagram before = scan(words, item, "N[q, x, e] / (1 + abs(N[q, x, e]))");
            Rewrite rewrite = at(before).orElseThrow(() -> new AssertionError(item));
            Diagram after = rewrite.after();
            assertThat(rewrite.why()).contains("along x");
            assertThat(after.box("N_max").op())
                    .isInstanceOfSatisfying(
                            Op.Scan.class,
                            s -> assertThat(s.monoid()).isEqualTo(Monoid.Scalar.MAX));
            Firing.refines(before, after);
            assertThat(after.boxes()).noneMatch(b -> new ShiftScans().apply(after, b).isPresent());
        }
    }

    /// The largest item comes last: relative to it every prefix before would be 0, and its logarithm -inf.
    @Test
    void earlyPrefixesKeepTheirSize() throws Exception {
        Diagram diagram = rows("exp(S[q, x])", "log(N[q, x])");
        Diagram shifted = at(diagram).orElseThrow().after();
        Diagram after =
                new SeparateLogarithms().apply(shifted, shifted.box("O")).orElseThrow().after();
        Sizes sizes = new Sizes(Map.of("q", 1L, "x", 3L));
        Map<String, Tensor> inputs = Meaning.inputs(diagram, sizes, 1);
        inputs.get("S").set(0, -1000);
        inputs.get("S").set(1, -1000);
        inputs.get("S").set(2, 1000);
        Tensor logarithms = Meaning.of(after, sizes, inputs).get("O");
        assertThat(logarithms.get(0)).isEqualTo(-1000);
        assertThat(logarithms.get(1)).isCloseTo(Math.log(2) - 1000, within(1e-4));
        assertThat(logarithms.get(2)).isEqualTo(1000);
    }

    /// One running maximum serves all scans of the same exponents.
    @Test
    void scansOfTheSameExponentsShareTheirMaximum() throws Exception {
        Diagram diagram =
                TextReader.read(
                                new SourceText(
                                        "test",
                                        """
                                        f(S: f32[x], V: f32[x]) -> O
                                        N[x] = scan sum[x](exp(S[x]) * V[x])
                                        Z[x] = scan sum[x](exp(S[x]))
                                        O[x] = N[x] / Z[x]
                                        """))
                        .orThrow();
        Diagram once = at(diagram).orElseThrow().after();
        Diagram twice = new ShiftScans().apply(once, once.box("Z")).orElseThrow().after();
        assertThat(twice.hasBox("Z_max")).isFalse();
        Diagram joined = new JoinExponentials().apply(twice, twice.box("O")).orElseThrow().after();
        assertThat(joined.box("O").reads()).containsExactlyInAnyOrder("N_scaled", "Z_scaled");
        Firing.refines(diagram, joined);
    }

    @Test
    void staysWhereThePrefixesThemselvesAreWanted() throws Exception {
        assertThat(at(rows("exp(S[q, x])", "N[q, x] * S[q, x]"))).isEmpty();
        assertThat(at(scan("scan sum", "S[q, x] * V[x, e]", "log(N[q, x, e])"))).isEmpty();
        assertThat(at(scan("scan max", "exp(S[q, x]) * V[x, e]", "log(N[q, x, e])"))).isEmpty();
    }

    /// A monoid of the file may have the name, and numbers may be f64.
    @Test
    void namesAndFormatsAreThoseOfTheFile() throws Exception {
        Diagram diagram =
                TextReader.read(
                                new SourceText(
                                        "test",
                                        """
                                        f(S: f64[x], V: f64[x]) -> O, P
                                        monoid scaled {
                                          s: f64 = 0  merge s + s'
                                        }
                                        wire N: f64[x]
                                        P[x] : f64 = scan scaled[x](V[x])
                                        N[x] = scan sum[x](exp(S[x]))
                                        O[x] : f64 = log(N[x])
                                        """))
                        .orThrow();
        Diagram after = at(diagram).orElseThrow().after();
        assertThat(TextReader.read(new SourceText("after", TextWriter.write(after))).orThrow())
                .isEqualTo(after);
        assertThat(after.producer("N_scaled").orElseThrow().op())
                .isInstanceOfSatisfying(
                        Op.Scan.class,
                        s ->
                                assertThat(((Monoid.User) s.monoid()).state())
                                        .allMatch(c -> c.dtype() == DType.F64));
    }

    private static Diagram recurrence(String factor, String item, String outputs) throws Exception {
        return TextReader.read(
                        new SourceText(
                                "test",
                                """
                                f(S: f32[q, x], D: f32[q, x]) -> %s
                                axis q default 3, x default 7
                                monoid affine {
                                  a: f32 = 1  merge a' * a
                                  s: f32 = 0  merge s' + s * a'
                                }
                                A[q, x], N[q, x] = scan affine[x](%s, %s)
                                O[q, x] = log(abs(N[q, x]))
                                """
                                        .formatted(outputs, factor, item)))
                .orThrow();
    }

    /// What came before counts less with every item; the products of the factors are kept where they are wanted.
    @ParameterizedTest
    @ValueSource(strings = {"sigmoid(D[q, x])", "exp(-exp(D[q, x]))", "0.9", "abs(D[q, x])"})
    void decayedPrefixesAreTheSame(String factor) throws Exception {
        for (String item :
                new String[] {
                    "exp(S[q, x])", "exp(S[q, x]) * D[q, x]", "exp(S[q, x]) + exp(D[q, x])"
                }) {
            for (String outputs : new String[] {"O", "O, A"}) {
                Diagram before = recurrence(factor, item, outputs);
                Diagram after =
                        new ShiftScans().apply(before, before.box("A")).orElseThrow().after();
                assertThat(after.producer("A").orElseThrow().op())
                        .isInstanceOfSatisfying(
                                Op.Scan.class,
                                s -> assertThat(s.monoid()).isEqualTo(Monoid.Scalar.PROD));
                Firing.refines(before, after);
                assertThat(after.boxes())
                        .noneMatch(b -> new ShiftScans().apply(after, b).isPresent());
            }
        }
    }

    /// Of a factor that may be negative there is no logarithm.
    @Test
    void factorsOfUnknownSignStay() throws Exception {
        Diagram diagram = recurrence("D[q, x]", "exp(S[q, x])", "O");
        assertThat(new ShiftScans().apply(diagram, diagram.box("A"))).isEmpty();
    }
}
