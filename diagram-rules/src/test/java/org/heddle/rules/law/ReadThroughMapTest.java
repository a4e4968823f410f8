package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadThroughMapTest {
    private static Diagram read(String body) throws Exception {
        return TextReader.read(
                        new SourceText(
                                "test",
                                "f(S: f32[b, v], V: f32[b, v], z: f32[b], t: i32[b], ids: i32[b, k]) -> L\n"
                                        + "axis b default 3, v default 7, k default 2\n"
                                        + body.replace("; ", "\n")
                                        + "\n"))
                .orThrow();
    }

    private static Optional<Rewrite> at(Diagram diagram, String box) {
        return new ReadThroughMap().apply(diagram, diagram.box(box));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P[b, v] = S[b, v] - z[b]; L[b] = -P[b, t[b] % 7] * z[b]",
                "P[b, v] = S[b, v] * S[b, v] + #b; L[b] = P[b, t[b] % 7] - P[b, 3]",
                "P[b, v] = S[b, v] - z[b]; M = max[b, v](P[b, v]); L[b] = P[b, 2 * 3] * M",
                "P[b, v] = S[b, v] / (1 + z[b] * z[b]); L[b, k] = P[b, ids[b, k] % 7] * 2",
                "P[b, v] = S[b, v] * z[b] + #v; L = sum[b](P[b, 2 * b])",
                "P[b, v] = S[b, v] * V[b, v]; L[b, v] = P[b, |v| - 1 - v] + 1",
                "P[b, v] = S[b, v] + V[b, v] * #v; L[b] = sum[v](P[b, |v| - 1 - v] * S[b, v])"
            })
    void aFewElementsAreMadeWhereTheyAreRead(String body) throws Exception {
        Diagram before = read(body.replaceAll("(t\\[b]|ids\\[b, k]) % 7", "$1"));
        Diagram after = at(before, "L").orElseThrow().after();
        assertThat(after.box("L").reads()).contains("S");
        Firing.refines(before, after);
    }

    /// Items of several numbers, from the end of an axis.
    @Test
    void aScanMakesItsItemsItself() throws Exception {
        Diagram before =
                TextReader.read(
                                new SourceText(
                                        "test",
                                        """
                                        f(r: f32[b, t], v: f32[b, t]) -> A
                                        axis b default 3, t default 7
                                        monoid affine { a: f32 = 1  merge a' * a; c: f32 = 0  merge a' * c + c' }
                                        d[b, t] = r[b, t] - v[b, t]
                                        M[b, t], L[b, t] = scan affine[t](0.5 * v[b, t], d[b, |t| - 1 - t])
                                        A[b, t] = L[b, |t| - 1 - t]
                                        """))
                        .orThrow();
        Diagram after = at(before, "M").orElseThrow().after();
        assertThat(after.box("M").reads()).containsExactlyInAnyOrder("v", "r");
        Firing.refines(before, after);
    }

    /// Plain reads are for other laws; an index that is looked up is not known where it is read, and of several arrays more would be read.
    @Test
    void othersStay() throws Exception {
        assertThat(at(read("P[b, v] = S[b, v] - z[b]; L[b, v] = P[b, v]"), "L")).isEmpty();
        assertThat(at(read("P[b, v] = S[b, v] - #v; L[b] = P[b, t[b]]"), "L")).isEmpty();
        assertThat(
                        at(
                                read(
                                        "P[b, v] = S[b, v] - S[b, v] * V[b, v]; L[b, k] = 2 * P[b, ids[b, k]]"),
                                "L"))
                .isEmpty();
    }
}
