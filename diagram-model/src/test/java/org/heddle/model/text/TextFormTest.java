package org.heddle.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Position;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a text may be laid out: what is a line, what goes on, what is passed over, and where mistakes are then found.
final class TextFormTest {
    private static final String LINES =
            """
            f(A: f32[i, k], B: f32[k, j], c: f32) -> D
            axis i = 2, k = 3
            C[i, j] = A[i, k] * B[k, j]
            D[i, j] = C[i, j] + c * exp(C[i, j])
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f(A: f32[i, k], B: f32[k, j], c: f32) -> D; axis i = 2, k = 3; C[i, j] = A[i, k] * B[k, j]; D[i, j] = C[i, j] + c * exp(C[i, j])",
                "f(A: f32[i, k], -- one\\r\\n B: f32[k, j],\\r\\n\\r\\nc: f32) -> D\\r\\naxis i = 2, \\\\\\r\\n k = 3\\r\\nC[i, j] = A[i, k] * B[k, j]\\r\\nD[i, j] = C[i, j] + c * exp(C[i, j])",
                "-- D\\n\\n;;\\nf(A:f32[i,k],B:f32[k,j],c:f32)->D;\\taxis i=2,k=3\\nC[i,j]=A[i,k]*B[k,j] -- ;\\nD[i,j] = C[i,j] + c * exp(\\n  C[i,\\n j])\\n",
                "f(A: f32[i, k], B: f32[k, j], c: f32) -> D\\raxis i = 2, k = 3\\rC[i, j] = A[i, k] \\\\ -- times\\r  * B[k, j]\\rD[i, j] = C[i, j] \\\\\\r + c * exp(C[i, j]) -- end"
            })
    void layoutDoesNotMatter(String text) {
        String unescaped =
                text.replace("\\r", "\r")
                        .replace("\\n", "\n")
                        .replace("\\t", "\t")
                        .replace("\\\\", "\\");
        assertThat(Texts.read(unescaped)).isEqualTo(Texts.read(LINES));
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws Exception {
        byte[] bytes = ("\uFEFF" + LINES).getBytes(StandardCharsets.UTF_8);
        ReadResult result = TextReader.read(SourceText.decode("bom.hd", bytes));
        assertThat(result.orThrow()).isEqualTo(Texts.read(LINES));
    }

    /// Columns count characters of the line, tabs and signs of other scripts as one each.
    @Test
    void placesCountTabsLineEndsAndComments() {
        placed("f(A: f32[i]) -> y\r\n\ty[i] = A[i] +\tB[i]\r\n", Code.E101, 2, 16);
        placed("-- 𝑥 = ξ\rf(A: f32[i]) -> y\r-- ü\ry[i] = A[i] + B[i]", Code.E101, 4, 15);
        placed("f(A: f32[i]) -> y;  y[i] = A[i] ^ 2", Code.E022, 1, 33);
        placed("f(A: f32[i]) -> y\ny[i] = A[i] \\\n  + \u00a0 2", Code.E022, 3, 5);
        placed("y[i] = A[i,\n  k", Code.E021, 1, 9);
        placed("", Code.E002, 1, 1);
        placed("\n  -- nothing\n", Code.E211, 1, 1);
    }

    private static void placed(String text, Code code, int line, int column) {
        List<Diagnostic> found = Texts.result(text).diagnostics();
        assertThat(found).as(text).isNotEmpty();
        Position position = found.getFirst().where().position().orElseThrow();
        assertThat(found.getFirst().code()).as(text).isEqualTo(code);
        assertThat(position).as(text).isEqualTo(new Position(position.file(), line, column));
    }

    @Test
    void aSignThatIsNotSeenIsToldByItsNumber() {
        assertThat(Texts.result("y[i] = A[i]\u00a0+ 1").diagnostics().getFirst().message())
                .contains("U+00A0");
        assertThat(Texts.result("y[i] = A[i] \u2212 1").diagnostics().getFirst().message())
                .contains("'\u2212'");
    }

    /// Names of nested boxes follow the wire and the order of reading, and pass over names that are taken.
    @Test
    void nestedExpressionsAreNamedInOrder() {
        Diagram diagram =
                Texts.read(
                        """
                        f(A: f32[i, k], x: f32[k], y_2: f32[i]) -> y
                        y[i] = sum[k](A[i, k] * max[k](x[k])) + softmax[i](A[i, k] * x[k] - y_2[i])
                        """);
        assertThat(diagram.boxes().stream().map(Box::id))
                .containsExactly("y_1", "y_3", "y_4", "y_5", "y_6", "y");
        assertThat(Texts.read(TextWriter.write(diagram))).isEqualTo(diagram);
    }

    @Test
    void aHugeTextIsReadInBoundedTime() {
        StringBuilder text = new StringBuilder("huge(w0: f32[i]) -> w20000\naxis i = 4\n");
        for (int k = 0; k < 20_000; k++) {
            text.append("w" + (k + 1) + "[i] = w" + k + "[i] + 1  -- " + "é".repeat(20) + "\r\n");
        }
        long start = System.nanoTime();
        Diagram diagram = Texts.read(text.toString());
        String written = TextWriter.write(diagram);
        assertThat(Texts.read(written)).isEqualTo(diagram);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(diagram.boxes()).hasSize(20_000);
    }
}
