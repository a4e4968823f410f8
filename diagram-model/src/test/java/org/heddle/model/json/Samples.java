package org.heddle.model.json;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagram.Diagram;

/// Diagrams as texts, one for each thing that a file may say.
final class Samples {
    static final String MASKED_SOFTMAX_PRODUCT =
            """
            { "format": "heddle/1",
              "name": "masked-product",
              "axes":   { "h": null, "q": null, "x": null, "d": 64, "w": "2*d + 1" },
              "defaults": { "q": 128, "x": 0 },
              "wires":  { "Q": "f16[h, q, d]", "K": "f16[h, x, d]", "V": "f16[h, x, w]",
                          "S": "f32[h, q, x]", "T": "f32[h, q, x]", "P": "f16[h, q, x]", "O": "f16[h, q, w]" },
              "inputs": ["Q", "K", "V"], "outputs": ["O", "P"],
              "boxes": [
                { "op": "contract", "in": ["Q", "K"], "out": ["S"] },
                { "name": "mask", "op": "map", "fn": "s -> where(#x <= #q + |x| - |q|, s / sqrt(|d|), -inf)", "in": ["S"], "out": ["T"] },
                { "op": "softmax", "over": ["x"], "in": ["T"], "out": ["P"] },
                { "op": "contract", "in": ["P", "V"], "out": ["O"] } ] }
            """;

    static final String OWN_DEFINITION_OVER_TWO_AXES =
            """
            { "format": "heddle/1", "name": "own",
              "axes": { "i": null, "j": null, "c": null },
              "wires": { "A": "f32[i, c, j]", "n": "f64[c]", "k": "i32[c]" },
              "inputs": ["A"], "outputs": ["n", "k"],
              "boxes": [ { "op": "spread", "over": ["i", "j"], "in": ["A"], "out": ["n"] },
                         { "op": "reduce", "monoid": "sum", "fn": "a -> a > 0", "in": ["A"], "out": ["k"] } ],
              "definitions": {
                "spread": { "axes": { "x": null }, "wires": { "v": "f32[x]", "hi": "f32[]", "lo": "f32[]", "r": "f32[]" },
                  "over": ["x"], "inputs": ["v"], "outputs": ["r"],
                  "boxes": [ { "op": "reduce", "monoid": "max", "in": ["v"], "out": ["hi"] },
                             { "op": "reduce", "monoid": "min", "in": ["v"], "out": ["lo"] },
                             { "op": "map", "fn": "a, b -> a - b", "in": ["hi", "lo"], "out": ["r"] } ] } } }
            """;

    static final String BLOCK_AND_RENAMING =
            """
            { "format": "heddle/1", "name": "gram",
              "axes": { "t": null, "q": null, "d": 8 },
              "wires": { "X": "bf16[t, d]", "G": "f32[t, q]", "T": "f32[]" },
              "inputs": ["X"], "outputs": ["G", "T"],
              "boxes": [
                { "op": "block", "label": "a \\"product\\"", "in": ["X", "X[q, d]"], "out": ["G"],
                  "body": { "axes": { "a": null, "b": null, "c": null },
                            "wires": { "L": "bf16[a, c]", "R": "bf16[b, c]", "M": "f32[a, b]", "N": "f32[a, b]" },
                            "inputs": ["L", "R"], "outputs": ["N"],
                            "boxes": [ { "op": "contract", "semiring": "max-plus", "in": ["L", "R"], "out": ["M"] },
                                       { "op": "map", "fn": "m -> m / |a|", "in": ["M"], "out": ["N"] } ] } },
                { "op": "contract", "in": ["G[q, q]"], "out": ["T"] } ] }
            """;

    static final List<String> ALL =
            List.of(MASKED_SOFTMAX_PRODUCT, OWN_DEFINITION_OVER_TWO_AXES, BLOCK_AND_RENAMING);

    private Samples() {}

    static Diagram read(String text) {
        try {
            return DiagramReader.read(new SourceText("sample.json", text)).orThrow();
        } catch (DiagnosticException e) {
            throw new AssertionError(
                    DiagnosticPrinter.text(e.diagnostics(), _ -> Optional.of(text)), e);
        }
    }
}
