package org.heddle.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeBinderTest {
    /// q and x are both the t of wire X; w is derived; n has a default.
    private static final Diagram GRAM =
            read(
                    "\"t\": null, \"q\": null, \"x\": null, \"d\": 64, \"w\": \"2*d + 1\", \"n\": null",
                    "\"n\": 3",
                    "\"X\": \"f16[t, d]\", \"N\": \"f32[n, w]\", \"Y\": \"f32[q, x, n, w]\"",
                    "[\"X\", \"N\"]",
                    "[\"X[q, d]\", \"X[x, d]\", \"N\"]");

    @Test
    void renamedAxesHaveOneSize() throws DiagnosticException {
        assertThat(SizeBinder.bind(GRAM, Map.of("x", 10L)).byAxis())
                .isEqualTo(Map.of("t", 10L, "q", 10L, "x", 10L, "d", 64L, "w", 129L, "n", 3L));
    }

    @Test
    void givenSizesReplaceIntegersAndDefaults() throws DiagnosticException {
        assertThat(SizeBinder.bind(GRAM, Map.of("q", 1L, "d", 8L, "n", 0L)).byAxis())
                .isEqualTo(Map.of("t", 1L, "q", 1L, "x", 1L, "d", 8L, "w", 17L, "n", 0L));
    }

    /// A size that repeats what ports or symmetries say is satisfied, not a cycle; it still takes part in contradictions.
    @Test
    void aSizeMayRepeatWhatPortsSay() throws DiagnosticException {
        Diagram tied =
                read(
                        "\"t\": null, \"q\": \"t\", \"x\": \"q\", \"d\": 64, \"w\": \"x + 1\", \"n\": null",
                        "\"n\": 3, \"t\": 7",
                        "\"X\": \"f16[t, d]\", \"N\": \"f32[n, w]\", \"Y\": \"f32[q, x, n, w]\"",
                        "[\"X\", \"N\"]",
                        "[\"X[q, d]\", \"X[x, d]\", \"N\"]");
        assertThat(Checker.check(tied)).isEmpty();
        assertThat(SizeBinder.bind(tied, Map.of()).byAxis())
                .isEqualTo(Map.of("t", 7L, "q", 7L, "x", 7L, "d", 64L, "w", 8L, "n", 3L));
        assertThat(SizeBinder.bind(tied, Map.of("x", 5L)).of("t")).isEqualTo(5);
        fails(tied, Map.of("t", 4L, "q", 5L), Code.E308);
    }

    @Test
    void aMissingSizeIsAskedForOnce() {
        fails(GRAM, Map.of(), Code.E304)
                .hasMessageContaining("axis 't' has no size")
                .satisfies(
                        e ->
                                assertThat(notes(e))
                                        .containsExactly(
                                                "give it with --size t=1024",
                                                "one size: t = q = x"));
    }

    @Test
    void contradictionsNameBothAxesAndNumbers() {
        fails(GRAM, Map.of("q", 4L, "x", 5L), Code.E308)
                .hasMessageContaining("'x' is 5")
                .hasMessageContaining("'q'")
                .hasMessageContaining("which is 4");
        fails(GRAM, Map.of("q", 4L, "w", 5L), Code.E308)
                .hasMessageContaining("given the size 5")
                .hasMessageContaining("gives 129");
        Diagram fixed =
                read(
                        "\"i\": 64, \"j\": null",
                        "",
                        "\"X\": \"f32[i]\", \"Y\": \"f32[j]\"",
                        "[\"X\"]",
                        "[\"X[j]\"]");
        fails(fixed, Map.of("j", 128L), Code.E308)
                .hasMessageContaining("'i' is 64")
                .hasMessageContaining("which is 128");
    }

    @Test
    void defaultsOfOneClassMustAgreeUnlessASizeIsGiven() throws DiagnosticException {
        Diagram two =
                read(
                        "\"i\": null, \"j\": null",
                        "\"i\": 2, \"j\": 3",
                        "\"X\": \"f32[i]\", \"Y\": \"f32[j]\"",
                        "[\"X\"]",
                        "[\"X[j]\"]");
        fails(two, Map.of(), Code.E308);
        assertThat(SizeBinder.bind(two, Map.of("j", 7L)).byAxis())
                .isEqualTo(Map.of("i", 7L, "j", 7L));
    }

    @Test
    void badNumbersAreRefused() {
        fails(GRAM, Map.of("t", -1L), Code.E305).hasMessageContaining("-1");
        fails(GRAM, Map.of("t", 1L, "dd", 1L), Code.E102)
                .satisfies(e -> assertThat(notes(e)).containsExactly("did you mean 'd'?"));
        fails(GRAM, Map.of("t", Long.MAX_VALUE), Code.E306)
                .hasMessageContaining("wire 'X: f16[t, d]'");
        fails(GRAM, Map.of("t", 1L, "d", Long.MAX_VALUE), Code.E306)
                .hasMessageContaining("2 * d + 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "floor(n / 2); 7; 3",
                "-floor(-n / 2); 7; 4",
                "n / 2; 8; 4",
                "n * 0.5 + n * 0.5; 7; 7",
                "round(n / 2); 7; 4",
                "round(n / 2); 5; 2",
                "mod(n, 4); 7; 3",
                "mod(-n, 4); 7; 1",
                "pow(2, n); 10; 1024",
                "max(n - 5, 0); 3; 0",
                "where(n > 4 and not n == 6, n / 5, 1); 6; 1",
                "abs(3 - n); 7; 4",
                "1e3 * n; 2; 2000",
                "n * 9007199254740993; 1; 9007199254740992"
            })
    void derivedSizesAreExact(String expression, long n, long size) throws DiagnosticException {
        assertThat(SizeBinder.bind(derived(expression), Map.of("n", n)).of("s")).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "n / 2; 7; E307; it is 7/2", "n / (n - 7); 7; E307; it divides by zero",
                        "n - 8; 7; E305; it is -1",
                "pow(10, 10 * n); 7; E306; exceeds", "pow(pow(2, 4000), 4000) * n; 1; E306; power",
                        "pow(n, -1); 2; E307; power -1",
                "n * inf; 2; E307; inf"
            })
    void derivedSizesThatAreNone(String expression, long n, Code code, String reason) {
        fails(derived(expression), Map.of("n", n), code).hasMessageContaining(reason);
    }

    @Test
    void anAxisThatNothingMentionsNeedsNoSize() throws DiagnosticException {
        Diagram idle =
                derived("n + 1")
                        .withAxes(
                                List.of(Axis.fixed("n", 2), Axis.free("idle"), Axis.fixed("s", 3)));
        assertThat(SizeBinder.bind(idle, Map.of()).byAxis()).doesNotContainKey("idle");
    }

    private static Diagram derived(String expression) {
        return read(
                "\"n\": null, \"s\": \"" + expression + "\"",
                "",
                "\"X\": \"f32[n, s]\", \"Y\": \"f32[n, s]\"",
                "[\"X\"]",
                "[\"X\"]");
    }

    private static Diagram read(
            String axes, String defaults, String wires, String inputs, String ports) {
        String text =
                """
                { "format": "heddle/1", "name": "sizes", "axes": { %s }, "defaults": { %s }, "wires": { %s },
                  "inputs": %s, "outputs": ["Y"], "boxes": [ { "op": "contract", "in": %s, "out": ["Y"] } ] }
                """
                        .formatted(axes, defaults, wires, inputs, ports);
        try {
            return DiagramReader.read(new SourceText("sizes.json", text)).orThrow();
        } catch (DiagnosticException e) {
            throw new AssertionError(e);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> fails(
            Diagram diagram, Map<String, Long> sizes, Code code) {
        return assertThatThrownBy(() -> SizeBinder.bind(diagram, sizes))
                .isInstanceOfSatisfying(
                        DiagnosticException.class,
                        e -> assertThat(e.diagnostics()).extracting(d -> d.code()).contains(code));
    }

    private static List<String> notes(Throwable e) {
        return e instanceof DiagnosticException d ? d.diagnostics().getFirst().notes() : List.of();
    }
}
