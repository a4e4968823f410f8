package org.heddle.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which reads are proved to stay inside, which to leave, and which wait for sizes.
class RangeChecksTest {

    private static ReadResult read(String text) {
        return DiagramReader.read(new SourceText("sample.json", text));
    }

    /// `Y[y, k] = X[position]` with a fill, so that a warning says what was proved.
    private static ReadResult filled(String axes, String position) {
        return read(
                """
                { "format": "heddle/1", "name": "d", "axes": { %s },
                  "wires": { "X": "f32[n]", "Y": "f32[y, k]" }, "inputs": ["X"], "outputs": ["Y"],
                  "boxes": [ { "op": "reindex", "in": [{ "wire": "X[%s]", "fill": 0 }], "out": ["Y"] } ] }
                """
                        .formatted(axes.replace('\'', '"'), position));
    }

    /// An axis that exists and is not understood has no size to stay inside of, nor has one that does not exist.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    "k": 3, "y": null, "n": "2*"
                    "k": 3, "y": null, "n": 1.5
                    "k": 3, "y": null
                    """)
    void axesThatAreNotUnderstoodAreNoBounds(String axes) {
        ReadResult result = filled(axes, "2*y + k");
        assertThat(result.diagnostics()).anyMatch(Diagnostic::isError);
        assertThat(result.diagnostics())
                .extracting(Diagnostic::code)
                .doesNotContain(Code.E215, Code.E218);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    "n": null, "k": 3, "y": "n - k + 1"                    ; y + k
                    "n": null, "k": null, "y": "n - k + 1"                 ; |n| - 1 - y - k
                    "n": null, "k": 3, "y": "floor((n - k) / 2) + 1"       ; 2*y + k
                    "n": null, "k": 3, "d": 2, "y": "n - d * (k - 1)"      ; y + |d|*k
                    "k": null, "y": null, "n": "k * y"                     ; |k|*y + k
                    "k": null, "y": null, "n": "k * y"                     ; |y|*k + y
                    "y": null, "k": null, "n": "2 * (y + k)"               ; 2*y + 2*k + 1
                    "n": null, "y": "n / 2", "k": 2                        ; 2*y + k
                    """)
    void readsThatStayInsideWhateverTheSizes(String axes, String position) {
        assertThat(filled(axes, position).diagnostics())
                .filteredOn(d -> d.code() == Code.E218)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    "n": null, "k": 3, "y": "n - k + 1"                    ; y + k + 1
                    "n": null, "k": 3, "y": "n - k + 1"                    ; y + k - 1
                    "n": null, "k": 3, "y": "floor((n - k) / 2) + 2"       ; 2*y + k
                    "n": null, "k": null, "y": null                        ; y + k
                    "k": null, "y": null, "n": "k * y"                     ; |y|*y + k
                    """)
    void readsThatMayLeave(String axes, String position) {
        assertThat(filled(axes, position).diagnostics()).isEmpty();
    }

    private static final String STRIDED =
            """
            { "format": "heddle/1", "name": "d", "axes": { "n": null, "y": null, "k": null },
              "wires": { "X": "f32[n]", "W": "f32[k]", "Y": "f32[y]" }, "inputs": ["X", "W"], "outputs": ["Y"],
              "boxes": [ { "op": "contract", "in": ["X[2*y + k]", "W"], "out": ["Y"] } ] }
            """;

    @Test
    void whatDependsOnSizesIsDecidedWhenTheyAreBound() throws DiagnosticException {
        Diagram diagram = read(STRIDED).orThrow();
        assertThat(SizeBinder.bind(diagram, Map.of("n", 131L, "y", 64L, "k", 5L)).of("n"))
                .isEqualTo(131);
        assertThat(codes(diagram, Map.of("n", 130L, "y", 64L, "k", 5L))).containsExactly(Code.E215);
        assertThat(
                        codes(
                                diagram,
                                Map.of("n", Long.MAX_VALUE / 8, "y", Long.MAX_VALUE / 9, "k", 1L)))
                .isNotEmpty();
    }

    @Test
    void aBoxWithoutElementsReadsNothing() throws DiagnosticException {
        Diagram diagram = read(STRIDED).orThrow();
        SizeBinder.bind(diagram, Map.of("n", 0L, "y", 0L, "k", 5L));
        SizeBinder.bind(diagram, Map.of("n", 0L, "y", 5L, "k", 0L));
    }

    @Test
    void readsInsideDefinitionsAreDecidedToo() throws DiagnosticException {
        Diagram diagram =
                read("""
                                { "format": "heddle/1", "name": "d", "axes": { "b": null, "t": null },
                                  "wires": { "X": "f32[b, t]", "Y": "f32[b, t]" }, "inputs": ["X"], "outputs": ["Y"],
                                  "boxes": [ { "op": "third", "over": ["t"], "in": ["X"], "out": ["Y"] } ],
                                  "definitions": { "third": { "axes": { "x": null }, "over": ["x"],
                                    "wires": { "u": "f32[x]", "v": "f32[]", "w": "f32[x]" }, "inputs": ["u"], "outputs": ["w"],
                                    "boxes": [ { "op": "reindex", "in": ["u[2]"], "out": ["v"] },
                                               { "op": "map", "fn": "u, v -> u - v", "in": ["u", "v"], "out": ["w"] } ] } } }
                                """)
                        .orThrow();
        SizeBinder.bind(diagram, Map.of("b", 1L, "t", 3L));
        assertThatThrownBy(() -> SizeBinder.bind(diagram, Map.of("b", 1L, "t", 2L)))
                .isInstanceOfSatisfying(
                        DiagnosticException.class,
                        e -> {
                            assertThat(e.diagnostics()).hasSize(1);
                            assertThat(e.diagnostics().getFirst().code()).isEqualTo(Code.E215);
                            assertThat(e.diagnostics().getFirst().where().pointer())
                                    .isEqualTo("/boxes/0");
                        });
    }

    @Test
    void symmetricAxesHaveOneSize() throws DiagnosticException {
        Diagram diagram =
                read("""
                                { "format": "heddle/1", "name": "d", "axes": { "i": null, "j": null },
                                  "wires": { "A": { "type": "f32[i, j]", "symmetric": [["i", "j"]] }, "x": "f32[i]" },
                                  "inputs": ["A"], "outputs": ["x"],
                                  "boxes": [ { "op": "contract", "in": ["A"], "out": ["x"] } ] }
                                """)
                        .orThrow();
        assertThat(SizeBinder.bind(diagram, Map.of("i", 5L)).of("j")).isEqualTo(5);
        assertThat(codes(diagram, Map.of("i", 5L, "j", 6L))).containsExactly(Code.E308);
    }

    private static List<Code> codes(Diagram diagram, Map<String, Long> sizes) {
        try {
            SizeBinder.bind(diagram, sizes);
            return List.of();
        } catch (DiagnosticException e) {
            return e.diagnostics().stream().map(Diagnostic::code).toList();
        }
    }
}
