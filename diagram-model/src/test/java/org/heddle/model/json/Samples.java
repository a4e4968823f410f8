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

    static final String COMPUTED_POSITIONS =
            """
            { "format": "heddle/1", "name": "windows",
              "axes": { "n": null, "k": 3, "y": "n - k + 1", "t": null, "u": null, "d": 8, "v": null, "c": null },
              "defaults": { "n": 16, "t": 4, "v": 10, "c": 5 },
              "wires": { "X": "f32[n, c]", "W": "f32[k]", "Y": "f32[y, c]", "Z": "f16[n, c]", "R": "f32[n, c]",
                         "ids": "i32[t]", "E": "bf16[v, d]", "G": "f32[t, d]", "H": "f32[t, u]", "A": "f32[u, t]",
                         "D": "f32[t]", "P": "f32[t, d]" },
              "inputs": ["X", "W", "ids", "E", "A"], "outputs": ["Y", "Z", "R", "H", "D", "P"],
              "boxes": [
                { "op": "contract", "in": ["X[y + k, c]", "W"], "out": ["Y"] },
                { "op": "reduce", "monoid": "max", "fn": "x, w -> x * w",
                  "in": [{ "wire": "X[n + k - 1, c]", "fill": "-inf" }, "W"], "out": ["Z"] },
                { "op": "reindex", "in": ["X[|n| - 1 - n, c]"], "out": ["R"] },
                { "op": "reindex", "in": ["E[ids[t], d]"], "out": ["G"] },
                { "op": "contract", "in": ["G", { "wire": "E[ids[t], 7 - d]", "fill": 0.5 }, "A[ids[u], t]"], "out": ["H"] },
                { "op": "contract", "in": ["A[t, t]"], "out": ["D"] },
                { "op": "softmax", "over": ["d"], "in": ["E[ids[t], d]"], "out": ["P"] } ] }
            """;

    static final String EVERY_MONOID =
            """
            { "format": "heddle/1", "name": "folds",
              "axes": { "b": null, "n": null, "k": 3 },
              "wires": { "X": "f32[b, n]", "best": "i32[b]", "worst": "i64[b]", "V": "f32[b, k]", "I": "i32[b, k]", "W": "f32[k, b]",
                         "S": "f32[b, n]", "B": "f32[b, n]", "L": "f32[b]", "m": "f64[b]", "z": "f64[b]", "pm": "f64[b, n]",
                         "pz": "f64[b, n]", "C": "i32[b, n]", "E": "f32[b]", "O": "f32[b, n]" },
              "inputs": ["X"],
              "outputs": ["best", "worst", "V", "I", "W", "S", "B", "L", "m", "z", "pm", "pz", "C", "E", "O"],
              "monoids": {
                "normaliser": { "state": { "m": "f32", "z": "f32" },
                                "unit": { "m": "-inf", "z": 0 },
                                "merge": { "m": "max(m, m')",
                                           "z": "where(m == -inf, 0, z * exp(m - max(m, m'))) + where(m' == -inf, 0, z' * exp(m' - max(m, m')))" } } },
              "boxes": [
                { "op": "reduce", "monoid": "argmax", "in": ["X"], "out": ["best"] },
                { "op": "reduce", "monoid": "argmin", "fn": "x -> x * x", "in": ["X"], "out": ["worst"] },
                { "name": "top", "op": "reduce", "monoid": "topk(k)", "in": ["X"], "out": ["V", "I"] },
                { "op": "reduce", "monoid": "topk(k)", "fn": "x -> abs(x)", "in": ["X"], "out": ["W"] },
                { "op": "scan", "monoid": "sum", "over": ["n"], "in": ["X"], "out": ["S"] },
                { "op": "scan", "monoid": "max", "over": ["n"], "exclusive": true, "backward": true, "in": ["X"], "out": ["B"] },
                { "op": "reduce", "monoid": "logaddexp", "in": ["X"], "out": ["L"] },
                { "name": "normal", "op": "reduce", "monoid": "normaliser", "fn": "x -> (x, 1)", "in": ["X"], "out": ["m", "z"] },
                { "name": "running", "op": "scan", "monoid": "normaliser", "fn": "x -> (x, 1)", "over": ["n"], "in": ["X"], "out": ["pm", "pz"] },
                { "op": "constant", "value": "where(#n <= |b|, #b, -1)", "out": ["C"] },
                { "op": "contract", "semiring": "log-sum-exp", "in": ["X", "S"], "out": ["E"] },
                { "op": "constant", "value": 1.5, "out": ["O"] } ] }
            """;

    static final String ANNOTATED_WIRES =
            """
            { "format": "heddle/1", "name": "annotated",
              "axes": { "i": null, "j": null, "k": null, "p": null, "q": 64 },
              "wires": { "T": { "type": "f64[i, j, k]", "symmetric": [["i", "j", "k"]], "storage": ["dense", "compressed", "compressed"] },
                         "U": { "type": "f32[p, i, q]", "antisymmetric": [["p", "i"]] },
                         "C": { "type": "f32[p, q]", "storage": ["compressed", "singleton"] },
                         "B": { "type": "f32[p, q]", "storage": ["block(4)", "block(16)"] },
                         "y": { "type": "f64[i, j]", "symmetric": [["i", "j"]] },
                         "r": "f32[p]" },
              "inputs": ["T", "U", "C", "B"], "outputs": ["y", "r"],
              "boxes": [ { "op": "contract", "in": ["T", "T[k, i, j]"], "out": ["y"] },
                         { "op": "contract", "in": ["U[p, p, q]", "C", "B"], "out": ["r"] } ] }
            """;

    static final List<String> ALL =
            List.of(
                    MASKED_SOFTMAX_PRODUCT,
                    OWN_DEFINITION_OVER_TWO_AXES,
                    BLOCK_AND_RENAMING,
                    COMPUTED_POSITIONS,
                    EVERY_MONOID,
                    ANNOTATED_WIRES);

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
