package org.heddle.model.text;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.syntax.Draft;
import org.heddle.model.syntax.Limits;

/// Texts of the notation for tests: together they use all of it.
final class Texts {
    static final String PLAIN =
            """
            layers(Q: f16[q, d], K: f16[x, d], V: f16[x, e], c: f32) -> O, y
            axis q default 16, x = 8, d = 4, e = 2 * d + 1
            S[q, x] = Q[q, d] * K[x, d]            -- a product
            T[q, x] = where(#x <= #q + |x| - |q|, S[q, x] / sqrt(|d|) - c, -inf)  @mask
            P[q, x] : f16 = softmax[x](T[q, x])
            O[q, e] : f16 = P[q, x] * V[x, e]
            y[q] = max[x]((a, b -> b - a)(S[q, x], T[q, x]))
            """;

    static final String WIDE =
            """
            wide(X: f64[t, c], E: f32[v, c] symmetric(v, c), ids: i64[t], W: f32[k, c] storage(dense, compressed)) -> Y, V, I, A, C, N, M, R, G, L
            axis t = 16, k = 3, v = 4, c = 4, j = 2
            Y[t] : f64 = X[t + k - 1, c else 0] * W[k, c]
            V[t, j], I[t, j] : i64 = topk(j)[c](X[t, c])
            A[t] : i32 = argmax[c](X[t, c])
            C[t, c] : f64 = scan exclusive backward sum[t](X[t, c] * X[t, c])
            N[t], M[t] = reduce moments[c](1, X[t, c])
            R[c, t] : f64 = X[|t| - 1 - t, c]
            G[t, c] = E[ids[t], c]
            m[t, c] = where(#c <= #t, 0, -inf)
            L[t] = log-sum-exp(m[t, c], G[t, c])
            monoid moments {
              n: f32 = 0 merge n + n'
              s: f64 = 0 merge s + s'
            }
            """;

    static final String NESTED =
            """
            nested(A: f32[i, k], B: f32[k, j], b: f32[i]) -> Y, s
            Y[i, j] = block "a \\"product\\"" (A[i, k], B[k, j], spread[i](b[i])) {
              (L: f32[a, c], R: f32[c, d], z: f32) -> N
              M[a, d] = max-plus(L[a, c], R[c, d]); N[a, d] = M[a, d] / (|a| + z)
            } @kernel
            s = sum[i](b[i] * exp(A[i, k] * B[k, i] - max[j](Y[i, j])))
            def spread[x](v: f32[x]) -> r {
              hi = max[x](v[x])
              r = hi - min[x](v[x])
            }
            """;

    static final List<String> ALL = List.of(PLAIN, WIDE, NESTED);

    private Texts() {}

    /// What a text says, unchecked.
    static Diagram read(String text) {
        Problems problems = new Problems();
        Draft draft = TextReader.draft(new SourceText("test.hd", text), Limits.STANDARD, problems);
        if (problems.hasErrors()) {
            throw new AssertionError(
                    DiagnosticPrinter.text(problems.list(), _ -> Optional.of(text)) + text);
        }
        return draft.diagram();
    }

    static ReadResult result(String text) {
        return TextReader.read(new SourceText("test.hd", text));
    }
}
