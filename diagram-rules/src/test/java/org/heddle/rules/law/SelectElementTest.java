package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectElementTest {
    private static Diagram read(String body) throws Exception {
        return TextReader.read(
                        new SourceText(
                                "test",
                                "f(S: f32[b, v], Q: f32[b, d], K: f32[v, d], z: f32[b], t: i32[b], u: i32[b, v]) -> L\n"
                                        + "axis b default 3, v default 5, d default 2\n"
                                        + body.replace("; ", "\n")
                                        + "\n"))
                .orThrow();
    }

    private static Optional<Rewrite> at(Diagram diagram, String box) {
        return new SelectElement().apply(diagram, diagram.box(box));
    }

    /// Positions are those of random integers, of which some are no index: then nothing is selected.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "L[b] = sum[v](where(#v == t[b], S[b, v], 0))",
                "L[b] = sum[v](-where(t[b] == #v, S[b, v] + #v, 0) / 3 * K[v, 0])",
                "L[b] = sum[v](where(#v == t[b] and S[b, v] > 0, S[b, v], 0))",
                "L[b] = sum[v](where(S[b, v] > 0, where(#v == t[b], z[b], 0), 0))",
                "L[b, d] = sum[v](where(#v == t[b], K[v, d], 0))",
                "L[b] = sum[v](where(#v == #b, S[b, v], 0))",
                "L = sum[b, v](where(#v == t[b], S[b, v] * S[b, v], 0))",
                "P[b, v] = S[b, v] * z[b]; L[b] = sum[v](where(#v == t[b], exp(P[b, v]), 0))",
                "P[b, v] = Q[b, d] * K[v, d]; L[b] = sum[v](where(#v == t[b], P[b, v], 0))",
                "P[v] = max[d](K[v, d]); R[b, v] = P[v] - S[b, v]; L[b] = sum[v](where(#v == t[b], R[b, v], 0))",
                "H[b, v] = where(#v == t[b], S[b, v], 0); L[b, d] = H[b, v] * K[v, d]"
            })
    void theItemThatIsNotZeroIsTheSum(String body) throws Exception {
        Diagram before = read(body);
        Diagram after = at(before, "L").orElseThrow().after();
        assertThat(after.box("L").axes()).doesNotContain("v");
        Firing.refines(before, after);
    }

    /// Others are not 0 (or 0/0), a position of each item is none, a float is no index, and what a scan or a list makes is not made at one position.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "L[b] = sum[v](where(#v == t[b], S[b, v], 1))",
                "L[b] = sum[v](where(#v != t[b], S[b, v], 0))",
                "L[b] = sum[v](where(#v == t[b], S[b, v], 0) + S[b, v])",
                "L[b] = sum[v](where(#v == t[b], S[b, v], 0) / z[b])",
                "L[b] = sum[v](z[b] / where(#v == t[b], S[b, v], 0))",
                "L[b] = max[v](where(#v == t[b], S[b, v], 0))",
                "L[b] = sum[v](where(#v == u[b, v], S[b, v], 0))",
                "L[b] = sum[v](where(#v == z[b], S[b, v], 0))",
                "P[b, v] = scan sum[v](S[b, v]); L[b] = sum[v](where(#v == t[b], P[b, v], 0))",
                "P[b, v] = S[b, v] + #v; L[b] = sum[v](where(#v == t[b], P[b, v], 0))"
            })
    void othersStay(String body) throws Exception {
        assertThat(at(read(body), "L")).isEmpty();
    }

    /// The loss of the focus of many losses, of Lin and others (2017): splitting its square over the items of a sum would leave differences.
    @ParameterizedTest
    @ValueSource(strings = {"S[b, v]", "Q[b, d] * K[v, d]"})
    void lossesOfOneClassAreOnePass(String scores) throws Exception {
        Diagram diagram =
                read(
                        "T[b, v] = "
                                + scores
                                + "; P[b, v] = softmax[v](T[b, v]); L[b] = sum[v](where(#v == t[b], -(1 - P[b, v]) * (1 - P[b, v]) * log(P[b, v]), 0))");
        Derivation derivation =
                Deriver.derive(
                        diagram,
                        new Sizes(Map.of("b", 64L, "v", 32_000L, "d", 64L)),
                        HardwareReader.shipped("h200").orElseThrow());
        assertThat(derivation.onePass()).isTrue();
        assertThat(derivation.steps()).extracting(step -> step.rule()).contains("select-element");
    }

    /// A table read by a matrix of zeros and ones is read at the rows that are chosen.
    @Test
    void aTableIsReadAtItsRows() throws Exception {
        Diagram diagram = read("L[b, d] = sum[v](where(#v == t[b], K[v, d], 0))");
        Sizes sizes = new Sizes(Map.of("b", 64L, "v", 32_000L, "d", 64L));
        Derivation derivation =
                Deriver.derive(diagram, sizes, HardwareReader.shipped("h200").orElseThrow());
        assertThat(derivation.scheduledBytes()).isLessThan(50_000);
    }
}
