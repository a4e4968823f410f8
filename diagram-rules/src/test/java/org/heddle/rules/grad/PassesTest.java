package org.heddle.rules.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.grad.GradientTest.boxes;
import static org.heddle.rules.grad.GradientTest.diagram;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a forward pass saves for the backward one.
final class PassesTest {
    /// However a quotient of sums is written, one number of each row is saved, and no exponential is above 1.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "W[q, x] = exp(S[q, x]); Z[q] = sum[x](W[q, x]); O[q, e] = sum[x](W[q, x] * V[x, e]) / Z[q]",
                "W[q, x] = exp(S[q, x]); Z[q] = sum[x](W[q, x]); P[q, x] = W[q, x] / Z[q]; O[q, e] = P[q, x] * V[x, e]",
                "W[q, x] = exp(S[q, x]); Z[q] = sum[x](W[q, x]); O[q, e] = where(Z[q] == 0, 0, sum[x](W[q, x] * V[x, e]) / Z[q])",
                "m[q] = max[x](S[q, x]); W[q, x] = exp(S[q, x] - m[q]); Z[q] = sum[x](W[q, x]); O[q, e] = sum[x](W[q, x] * V[x, e]) / Z[q]",
                "P[q, x] = softmax[x](S[q, x]); O[q, e] = P[q, x] * V[x, e]"
            })
    void aQuotientOfSumsSavesOneNumberOfEachRow(String text) throws Exception {
        Passes passes = Passes.of(diagram(text), List.of("S", "V"));
        assertThat(passes.saved()).hasSize(2).contains("O");
        String row = passes.saved().stream().filter(wire -> !wire.equals("O")).findAny().get();
        assertThat(passes.backward().inputs()).containsExactlyInAnyOrder("S", "V", "dO", "O", row);
        assertThat(passes.backward().wire(row).axes()).containsExactly("q");
        assertThat(boxes(passes.backward()))
                .containsOnlyOnce("exp")
                .contains("exp(min(S[q, x] - " + row + "[q], 0))")
                .doesNotContain("log");
    }

    /// A term beside the sum: neither the maximum of items nor that of both gets a gradient, and both quotients are of the one number that is saved.
    @Test
    void aSinkBesideTheSumIsPartOfTheNumber() throws Exception {
        Passes passes =
                Passes.of(
                        diagram(
                                """
                                n[q] = max[x](S[q, x]); m[q] = max(n[q], c[q])
                                W[q, x] = exp(S[q, x] - m[q]); Z[q] = sum[x](W[q, x])
                                O[q, e] = sum[x](W[q, x] * V[x, e]) / (Z[q] + exp(c[q] - m[q]))"""),
                        List.of("S", "c", "V"));
        assertThat(passes.backward().inputs()).containsExactly("S", "c", "V", "dO", "O", "W_Z_l");
        assertThat(boxes(passes.forward()))
                .contains(
                        "W_Z_l[q] = where(Z[q] + exp(c[q] - m[q]) == 0, -inf, m[q] + log(Z[q] + exp(c[q] - m[q])))");
        assertThat(boxes(passes.backward()))
                .doesNotContain("max", "sum", "dm", "dn")
                .contains("exp(min(S[q, x] - W_Z_l[q], 0))", "exp(min(c[q] - W_Z_l[q], 0))")
                .contains("dS[q, x] = W_Z[q, x] * (dW_O_1[q, x] - dZ_O[q])");
    }

    /// A loss of rows saves one number of each, and its gradient goes through the items once: the item that is chosen is read, not searched.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "d(S: f32[q, x], y: i32[q]) -> O\nL[q, x] = log-softmax[x](S[q, x]); O[q] = -L[q, y[q]]",
                "l[q] = logsumexp[x](S[q, x]); O[q] = sum[x](T[q, x] * (l[q] - S[q, x]))",
                "d(S: f32[q, x], y: i32[q]) -> O\nl[q] = logsumexp[x](S[q, x]); O[q] = l[q] - S[q, y[q]]",
                "O[q] = log(sum[x](exp(S[q, x])))"
            })
    void aLossSavesOneNumberOfEachRow(String text) throws Exception {
        Passes passes = Passes.of(diagram(text), List.of("S"));
        assertThat(boxes(passes.backward()))
                .containsOnlyOnce("exp")
                .contains("exp(min(S[q, x] - ")
                .doesNotContain("sum", "max", "log");
    }

    /// A position that is out of range chooses nothing.
    @Test
    void theItemChosenIsThatInRange() throws Exception {
        Passes passes =
                Passes.of(
                        diagram(
                                "d(S: f32[q, x], y: i32[q]) -> O\nL[q, x] = log-softmax[x](S[q, x]); O[q] = -L[q, y[q] else 0]"),
                        List.of("S"));
        assertThat(boxes(passes.backward()))
                .contains("where(y[q] >= 0 and y[q] < |x|, ")
                .contains("S[q, y[q] else 0]");
    }

    /// A quotient by the sum of a column, of a square of scores, is not one by the sum of a row, though there is one of these, too.
    @Test
    void aQuotientByTheSumOfColumnsIsNotThatOfRows() throws Exception {
        Passes passes =
                Passes.of(
                        diagram(
                                "W[q, x] = exp(S[q, x]); Z[q] = sum[x](W[q, x]); O[q, x] = W[q, x] / Z[x]"),
                        List.of("S"));
        assertThat(boxes(passes.backward()))
                .containsOnlyOnce("min(")
                .contains("dS[q, x] = O[q, x] * dO[q, x] - ", "dZ_O[q] * exp(min(S[q, x] - ");
    }
}
