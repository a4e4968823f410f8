package org.heddle.model.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.heddle.model.check.Checker;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Wire;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.SourceText;
import org.junit.jupiter.api.Test;

class UnfoldTest {

    @Test
    void anInnerWireRunsAlongTheWovenAxesOfWhatItDependsOn() {
        Diagram unfolded =
                all(
                        """
                "axes": { "h": null, "q": null, "x": null },
                "wires": { "S": "f32[h, q, x]", "P": "f16[h, q, x]" }, "inputs": ["S"], "outputs": ["P"],
                "boxes": [ { "op": "softmax", "over": ["x"], "in": ["S"], "out": ["P"] } ]
                """);
        assertThat(unfolded.toString())
                .isEqualTo(
                        """
                        test[S] -> [P]
                          [P_m[h, q]] = Reduce[monoid=MAX, item=v -> v] [S[h, q, x]]
                          [P_e[h, q, x]] = Map[fn=s, m -> where(s == -inf, 0, exp(s - m))] [S[h, q, x], P_m[h, q]]
                          [P_z[h, q]] = Reduce[monoid=SUM, item=v -> v] [P_e[h, q, x]]
                          [P[h, q, x]] = Map[fn=e, z -> where(z == 0, 0, e / z)] [P_e[h, q, x], P_z[h, q]]""");
        assertThat(unfolded.boxes())
                .extracting(Box::id)
                .containsExactly("P.m", "P.e", "P.z", "P.p");
        assertThat(unfolded.wires().values())
                .extracting(Wire::type)
                .containsExactly(
                        "f32[h, q, x]", "f16[h, q, x]", "f32[h, q]", "f32[h, q, x]", "f32[h, q]");
    }

    @Test
    void theAxisKeepsItsPlace() {
        Diagram unfolded =
                all(
                        """
                "axes": { "t": null, "x": null },
                "wires": { "S": "f32[x, t]", "R": "f32[t]" }, "inputs": ["S"], "outputs": ["R"],
                "boxes": [ { "op": "logsumexp", "over": ["x"], "in": ["S"], "out": ["R"] } ]
                """);
        assertThat(unfolded.wire("R_e").axes()).containsExactly("x", "t");
        assertThat(unfolded.wire("R_m").axes()).containsExactly("t");
    }

    @Test
    void oneAxisMayBecomeSeveral() {
        Diagram unfolded =
                all(
                        """
                "axes": { "h": null, "c": null, "w": null },
                "wires": { "S": "f64[h, c, w]", "M": "f64[c]" }, "inputs": ["S"], "outputs": ["M"],
                "boxes": [ { "op": "mean", "over": ["w", "h"], "in": ["S"], "out": ["M"] } ]
                """);
        assertThat(unfolded.toString()).contains("Map[fn=s -> s / (|w| * |h|)] [M_s[c]]");
        assertThat(unfolded.wire("M_s").type()).isEqualTo("f64[c]");
    }

    @Test
    void portsOfTheCallRenameAxes() {
        Diagram unfolded =
                all(
                        """
                "axes": { "t": null, "u": null, "i": null, "j": null },
                "wires": { "S": "f32[t, u]", "P": "f32[u, t]" }, "inputs": ["S"], "outputs": ["P"],
                "boxes": [ { "name": "soft", "op": "softmax", "over": ["j"], "in": ["S[i, j]"], "out": ["P[j, i]"] } ]
                """);
        assertThat(unfolded.toString())
                .isEqualTo(
                        """
                        test[S] -> [P]
                          [soft_m[i]] = Reduce[monoid=MAX, item=v -> v] [S[i, j]]
                          [soft_e[j, i]] = Map[fn=s, m -> where(s == -inf, 0, exp(s - m))] [S[i, j], soft_m[i]]
                          [soft_z[i]] = Reduce[monoid=SUM, item=v -> v] [soft_e[j, i]]
                          [P[j, i]] = Map[fn=e, z -> where(z == 0, 0, e / z)] [soft_e[j, i], soft_z[i]]""");
    }

    @Test
    void interiorAxesBecomeFreshOnesAsManyAsTheirEqual() {
        String definition =
                """
                "definitions": { "gram": {
                  "axes": { "x": null, "y": null, "k": "2*x" }, "wires": { "v": "f32[x]", "g": "f32[x, y]", "s": "f32[]" },
                  "over": ["x"], "inputs": ["v"], "outputs": ["s"],
                  "boxes": [ { "op": "contract", "in": ["v", "v[y]"], "out": ["g"] },
                             { "op": "reduce", "monoid": "max", "fn": "g -> g * |y| + |k|", "in": ["g"], "out": ["s"] } ] } }
                """;
        Diagram single =
                all(
                        """
                "axes": { "b": null, "x": null }, "wires": { "V": "f32[b, x]", "R": "f32[b]" },
                "inputs": ["V"], "outputs": ["R"],
                "boxes": [ { "op": "gram", "over": ["x"], "in": ["V"], "out": ["R"] } ],
                """
                                + definition);
        assertThat(single.wire("R_g").axes()).containsExactly("b", "x", "R_y");
        assertThat(single.axis("R_y").extent()).isEqualTo(new Axis.Free());
        assertThat(single.axis("R_k").extent()).hasToString("Derived[size=2 * x]");

        Diagram several =
                all(
                        """
                "axes": { "i": null, "j": null }, "wires": { "V": "f32[i, j]", "R": "f32[]" },
                "inputs": ["V"], "outputs": ["R"],
                "boxes": [ { "op": "gram", "over": ["i", "j"], "in": ["V"], "out": ["R"] } ],
                """
                                + definition);
        assertThat(several.wire("R_g").axes()).containsExactly("i", "j", "R_y", "R_y_2");
        assertThat(several.boxes().getFirst().inputs()).hasToString("[V[i, j], V[R_y, R_y_2]]");
        assertThat(several.toString()).contains("g * (|R_y| * |R_y_2|) + |R_k|");
        assertThat(several.axis("R_k").extent()).hasToString("Derived[size=2 * (i * j)]");
    }

    @Test
    void freshNamesAvoidTakenOnes() {
        Diagram unfolded =
                all(
                        """
                "axes": { "x": null }, "wires": { "S": "f32[x]", "D": "f32[x]", "P_m": "f32[]", "P": "f32[x]" },
                "inputs": ["S", "P_m"], "outputs": ["P"],
                "boxes": [ { "op": "map", "name": "P.m", "fn": "s, m -> s - m", "in": ["S", "P_m"], "out": ["D"] },
                           { "op": "softmax", "over": ["x"], "in": ["D"], "out": ["P"] } ]
                """);
        assertThat(unfolded.boxes())
                .extracting(Box::id)
                .containsExactly("P.m", "P.m_2", "P.e", "P.z", "P.p");
        assertThat(unfolded.wires()).containsKey("P_m_2");
    }

    @Test
    void definitionsMayCallDefinitions() {
        Diagram unfolded =
                all(
                        """
                "axes": { "a": null, "b": null }, "wires": { "S": "f32[a, b]", "R": "f32[a, b]" },
                "inputs": ["S"], "outputs": ["R"],
                "boxes": [ { "op": "twice", "over": ["b"], "in": ["S"], "out": ["R"] } ],
                "definitions": { "twice": { "axes": { "x": null },
                  "wires": { "v": "f32[x]", "u": "f32[x]", "w": "f32[x]" },
                  "over": ["x"], "inputs": ["v"], "outputs": ["w"],
                  "boxes": [ { "op": "softmax", "over": ["x"], "in": ["v"], "out": ["u"] },
                             { "op": "softmax", "over": ["x"], "in": ["u"], "out": ["w"] } ] } }
                """);
        assertThat(unfolded.boxes())
                .extracting(Box::id)
                .containsExactly(
                        "R.u.m", "R.u.e", "R.u.z", "R.u.p", "R.w.m", "R.w.e", "R.w.z", "R.w.p");
        assertThat(unfolded.wire("R_u_m").axes()).containsExactly("a");
    }

    @Test
    void anOutputThatIsAnInputIsCopied() {
        Diagram unfolded =
                all(
                        """
                "axes": { "x": null }, "wires": { "S": "f32[x]", "R": "f32[x]", "M": "f32[]" },
                "inputs": ["S"], "outputs": ["R", "M"],
                "boxes": [ { "op": "keep", "over": ["x"], "in": ["S"], "out": ["R", "M"] } ],
                "definitions": { "keep": { "axes": { "x": null }, "wires": { "v": "f32[x]", "m": "f32[]" },
                  "over": ["x"], "inputs": ["v"], "outputs": ["v", "m"],
                  "boxes": [ { "op": "reduce", "monoid": "max", "in": ["v"], "out": ["m"] } ] } }
                """);
        assertThat(unfolded.producer("R"))
                .get()
                .hasToString("Box[id=R.v, op=Map[fn=v -> v], inputs=[S[x]], outputs=[R[x]]]");
    }

    @Test
    void anInnerResultThatIsReadInsideIsReadFromTheOutputWire() {
        Diagram unfolded =
                all(
                        """
                "axes": { "q": null, "x": null }, "wires": { "S": "f32[q, x]", "P": "f32[x, q]", "M": "f32[q]" },
                "inputs": ["S"], "outputs": ["P", "M"],
                "boxes": [ { "op": "both", "over": ["x"], "in": ["S"], "out": ["P", "M"] } ],
                "definitions": { "both": { "axes": { "x": null }, "wires": { "v": "f32[x]", "p": "f32[x]", "m": "f32[]" },
                  "over": ["x"], "inputs": ["v"], "outputs": ["p", "m"],
                  "boxes": [ { "op": "map", "fn": "v -> exp(v)", "in": ["v"], "out": ["p"] },
                             { "op": "reduce", "monoid": "sum", "in": ["p"], "out": ["m"] } ] } }
                """);
        assertThat(unfolded.box("P.m").inputs()).hasToString("[P[x, q]]");
    }

    @Test
    void aBlockMeansItsBody() {
        Diagram unfolded =
                all(
                        """
                "axes": { "i": null, "j": null, "k": null },
                "wires": { "A": "f16[i, k]", "B": "f16[k, j]", "C": "f32[i, j]" }, "inputs": ["A", "B"], "outputs": ["C"],
                "boxes": [ { "op": "block", "in": ["A", "B"], "out": ["C"], "body": {
                  "axes": { "r": null, "s": null, "i": null },
                  "wires": { "L": "f16[r, i]", "R": "f16[i, s]", "P": "f16[r, s]", "T": "f32[r, s]" },
                  "inputs": ["L", "R"], "outputs": ["T"],
                  "boxes": [ { "op": "contract", "in": ["L", "R"], "out": ["P"] },
                             { "op": "map", "fn": "p -> p + #r", "in": ["P"], "out": ["T"] } ] } } ]
                """);
        assertThat(unfolded.toString())
                .isEqualTo(
                        """
                        test[A, B] -> [C]
                          [C_P[i, j]] = Contract[semiring=SUM_PRODUCT] [A[i, k], B[k, j]]
                          [C[i, j]] = Map[fn=p -> p + #i] [C_P[i, j]]""");
        assertThat(unfolded.wire("C_P").type()).isEqualTo("f16[i, j]");
    }

    @Test
    void coreBoxesAreNotUnfolded() {
        Diagram diagram = Library.standard().find("softmax").orElseThrow();
        assertThat(Unfold.all(diagram)).isEqualTo(diagram);
        assertThatThrownBy(() -> Unfold.box(diagram, "m"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Diagram all(String members) {
        String text = "{ \"format\": \"heddle/1\", \"name\": \"test\", " + members + " }";
        try {
            Diagram diagram = DiagramReader.read(new SourceText("test.json", text)).orThrow();
            Diagram unfolded = Unfold.all(diagram);
            assertThat(Checker.check(unfolded)).isEmpty();
            return unfolded;
        } catch (DiagnosticException e) {
            throw new AssertionError(
                    DiagnosticPrinter.text(e.diagnostics(), _ -> Optional.of(text)), e);
        }
    }
}
