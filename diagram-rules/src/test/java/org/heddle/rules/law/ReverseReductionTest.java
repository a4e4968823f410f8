package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReverseReductionTest {
    private static Diagram read(String last) throws Exception {
        return TextReader.read(
                        new SourceText(
                                "test",
                                """
                                f(S: f32[x], d: f32[x, e]) -> L
                                axis x default 7, e default 2
                                R[x] = scan sum[x](S[-1 * x + |x| - 1])
                                Q[x] = scan max[x](S[x])
                                L[e] = %s
                                """
                                        .formatted(last)))
                .orThrow();
    }

    private static Optional<Rewrite> at(Diagram diagram) {
        return new ReverseReduction().apply(diagram, diagram.box("L"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum[x](d[x, e] * R[-1 * x + |x| - 1])",
                "max[x](d[x, e] - R[-1 * x + |x| - 1] * #x)",
                "logaddexp[x](d[x, e] + sin(R[-1 * x + |x| - 1]))",
                "d[x, e] * R[-1 * x + |x| - 1]"
            })
    void itemsComeFromTheEnd(String last) throws Exception {
        Diagram before = read(last);
        Diagram after = at(before).orElseThrow().after();
        assertThat(after.box("L").inputs()).anyMatch(p -> p.toString().equals("R[x]"));
        Firing.refines(before, after);
        assertThat(at(after)).isEmpty();
    }

    /// What tells positions, what reads another wire from the start, and what reads an input from the end.
    @Test
    void othersStay() throws Exception {
        assertThat(at(read("sum[x](d[x, e] * R[x])"))).isEmpty();
        assertThat(at(read("sum[x](d[x, e] * R[-1 * x + |x| - 1] * Q[x])"))).isEmpty();
        assertThat(at(read("sum[x](d[-1 * x + |x| - 1, e] * S[x])"))).isEmpty();
        assertThat(at(read("sum[x](d[x, e] * R[|x| - 1])"))).isEmpty();
    }
}
