package org.heddle.backend.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Softmax and what is made of it, written as its authors do: by a log-sum-exp, through the library's definitions with their guards, less a mean. One pass each, also where rows are masked, far out or infinite.
final class DisguisedSoftmaxTest {
    private static final long ITEMS = 203;
    private static final double INF = Double.POSITIVE_INFINITY;

    /// What is added to the items of a row, each to its part of it.
    private static final List<double[]> ROWS =
            List.of(
                    new double[] {0},
                    new double[] {-3, 0, 3},
                    new double[] {-INF, 0},
                    new double[] {1e4},
                    new double[] {-INF, 0},
                    new double[] {0, -INF, 2},
                    new double[] {-INF},
                    new double[] {0, INF},
                    new double[] {1e20},
                    new double[] {-1e30, 1e20, 1e30, 0},
                    new double[] {-1e30, 0},
                    new double[] {1e6},
                    new double[] {2, 1, 0, -1});

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Z[q] = logsumexp[x](S[q, x]); P[q, x] = exp(S[q, x] - Z[q]); O[q, e] = P[q, x] * V[x, e]",
                "Z[q] = logaddexp[x](S[q, x]); P[q, x] = exp(S[q, x] - Z[q]); O[q, e] = P[q, x] * V[x, e]",
                "L[q, x] = log-softmax[x](S[q, x]); P[q, x] = exp(L[q, x]); O[q, e] = P[q, x] * V[x, e]",
                "m[q] = max[x](S[q, x]); z[q] = sum[x](exp(S[q, x] - m[q])); Z[q] = m[q] + log(z[q]); P[q, x] = exp(S[q, x] - Z[q]); O[q, e] = P[q, x] * V[x, e]",
                "c[q] = mean[x](S[q, x]); z[q] = sum[x](exp(S[q, x] - c[q])); O[q, e] = sum[x](exp(S[q, x] - c[q]) / z[q] * V[x, e])",
                "c[q] = mean[x](S[q, x]); k[q] = sum[x](where(S[q, x] == -inf, 0, S[q, x] - c[q])); O[q, e] = sum[x](V[x, e]) + k[q]",
                "C[q, x] = S[q, x]; Z[q] = logsumexp[x](C[q, x]); O[q, e] = sum[x](exp(S[q, x] - Z[q]) * V[x, e])",
                "P[q, x] = softmax[x](S[q, x]); p[q] = max[x](P[q, x]); O[q, e] = sum[x](P[q, x] * V[x, e]) / p[q]",
                "L[q, x] = log-softmax[x](S[q, x]); p[q] = max[x](L[q, x]); O[q, e] = sum[x](V[x, e]) + p[q]",
                "L[q, x] = log-softmax[x](S[q, x]); h[q] = sum[x](where(S[q, x] == -inf, 0, exp(L[q, x]) * L[q, x])); O[q, e] = sum[x](V[x, e]) - h[q]",
                "A[q, x] = log-softmax[x](S[q, x]); h[q] = sum[x](where(S[q, x] == -inf, 0, exp(A[q, x]) * A[q, x] * A[q, x])); O[q, e] = sum[x](V[x, e]) + h[q]",
                "P[q, x] = softmax[x](S[q, x]); h[q] = sum[x](where(P[q, x] == 0, 0, P[q, x] * log(P[q, x]))); O[q, e] = sum[x](V[x, e]) - h[q]",
                "m[q] = max[x](S[q, x]); w[q, x] = exp(S[q, x] - m[q]); z[q] = sum[x](w[q, x]); P[q, x] = w[q, x] / z[q]; h[q] = sum[x](where(P[q, x] > 0, P[q, x] * log(P[q, x]), 0)); O[q, e] = sum[x](V[x, e]) - h[q]",
                "A[q, x] = log-softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); k[q] = sum[x](exp(A[q, x]) * (A[q, x] - B[q, x])); O[q, e] = sum[x](V[x, e]) - k[q]",
                "m[q] = max[x](S[q, x]); y[q] = sum[x](exp(S[q, x] - m[q])); n[q] = max[x](T[q, x]); z[q] = sum[x](exp(T[q, x] - n[q])); A[q, x] = S[q, x] - m[q] - log(y[q]); B[q, x] = T[q, x] - n[q] - log(z[q]); k[q] = sum[x](exp(A[q, x]) * (A[q, x] - B[q, x])); O[q, e] = sum[x](V[x, e]) - k[q]",
                "L[q] = logsumexp[x](S[q, x]); h[q] = sum[x](exp(S[q, x] - L[q]) * (S[q, x] - L[q])); O[q, e] = sum[x](V[x, e]) - h[q]",
                "P[q, x] = softmax[x](S[q, x]); h[q] = sum[x](sqrt(P[q, x])); O[q, e] = sum[x](V[x, e]) - h[q]",
                "P[q, x] = softmax[x](S[q, x]); h[q] = sum[x](pow(P[q, x], 1.7)); O[q, e] = sum[x](V[x, e]) - h[q]",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); k[q] = sum[x](where(P[q, x] > 0, P[q, x] * (log(P[q, x]) - log(R[q, x])), 0)); O[q, e] = sum[x](V[x, e]) - k[q]",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = log-softmax[x](T[q, x]); k[q] = sum[x](where(P[q, x] > 0, P[q, x] * (log(P[q, x]) - where(P[q, x] > 0, R[q, x], 0)), 0)); O[q, e] = sum[x](V[x, e]) - k[q]",
                "A[q, x] = log-softmax[x](S[q, x]); h[q] = sum[x](where(A[q, x] == -inf, 0, exp(A[q, x]) * A[q, x])); O[q, e] = sum[x](V[x, e]) - h[q]",
                "P[q, x] = softmax[x](S[q, x]); k[q] = sum[x](where(P[q, x] > 0, P[q, x] * (log(P[q, x]) - T[q, x]), 0)); O[q, e] = sum[x](V[x, e]) - k[q]",
                "n[q] = sum[x](where(abs(S[q, x]) < 100000, S[q, x], 1)); w[q] = sum[x](max(S[q, x] / n[q], 0)); O[q, e] = sum[x](V[x, e]) - w[q]",
                "n[q] = sum[x](abs(S[q, x])); P[q, x] = abs(S[q, x]) / n[q]; h[q] = sum[x](where(P[q, x] > 0, P[q, x] * log(P[q, x]), 0)); O[q, e] = sum[x](V[x, e]) - h[q]",
                "n[q] = sum[x](abs(S[q, x])); P[q, x] = abs(S[q, x]) / n[q]; h[q] = sum[x](where(P[q, x] == 0, 0, P[q, x] * log(P[q, x]))); O[q, e] = sum[x](V[x, e]) - h[q]",
                "P[q, x] = softmax[x](S[q, x]); A[q, x] = log-softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); k[q] = sum[x](where(P[q, x] == 0, 0, P[q, x] * (A[q, x] - B[q, x]))); O[q, e] = sum[x](V[x, e]) - k[q]",
                "A[q, x] = log-softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); k[q] = sum[x](where(A[q, x] == -inf or B[q, x] == -inf, 0, exp(A[q, x]) * (A[q, x] - B[q, x]))); O[q, e] = sum[x](V[x, e]) - k[q]",
                "A[q, x] = log-softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); k[q] = sum[x](where(A[q, x] != -inf and B[q, x] != -inf, exp(A[q, x]) * (A[q, x] - B[q, x]), 0)); O[q, e] = sum[x](V[x, e]) - k[q]",
                "W[q, x] = exp(S[q, x]); Z[q] = sum[x](W[q, x]); O[q, e] = where(Z[q] > 0, sum[x](W[q, x] * V[x, e]) / Z[q], 0)",
                "W[q, x] = exp(S[q, x]); Z[q] = sum[x](W[q, x]); O[q, e] = where(Z[q] == 0, 0, sum[x](W[q, x] * V[x, e]) / Z[q])",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); c[q] = sum[x](sqrt(P[q, x]) * sqrt(R[q, x])); O[q, e] = sum[x](V[x, e]) - c[q]",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); c[q] = sum[x](pow(P[q, x], 0.25) * pow(R[q, x], 0.75)); O[q, e] = sum[x](V[x, e]) - c[q]",
                "z[q] = sum[x](abs(S[q, x])); w[q] = sum[x](abs(S[q, x] / z[q])); O[q, e] = sum[x](V[x, e]) - w[q]",
                "A[q, x] = where(#x <= 25 * #q, S[q, x], -inf); P[q, x] = softmax[x](A[q, x]); h[q] = sum[x](where(P[q, x] > 0, P[q, x] * log(P[q, x]), 0)); O[q, e] = sum[x](V[x, e]) - h[q]",
                "A[q, x] = where(T[q, x] > 0, S[q, x], -inf); P[q, x] = softmax[x](A[q, x]); h[q] = sum[x](where(P[q, x] == 0, 0, P[q, x] * log(P[q, x]))); O[q, e] = sum[x](V[x, e]) - h[q]",
                "P[q, x] = softmax[x](S[q, x]); k[q] = log(min[x](P[q, x])); O[q, e] = sum[x](V[x, e]) + k[q]",
                "P[q, x] = softmax[x](S[q, x]); k[q] = min[x](log(P[q, x])); O[q, e] = sum[x](V[x, e]) + k[q]",
                "P[q, x] = softmax[x](S[q, x]); k[q] = max[x](abs(log(P[q, x]))); O[q, e] = sum[x](V[x, e]) + k[q]",
                "m[q] = max[x](S[q, x]); Z[q] = sum[x](exp2(S[q, x])); k[q] = min[x](log(exp2(S[q, x]) / Z[q])); O[q, e] = sum[x](V[x, e]) + k[q]",
                "z[q] = sum[x](S[q, x] * S[q, x]); w[q] = sum[x](max(S[q, x] / (1 + z[q]), 0)); O[q, e] = sum[x](V[x, e]) - w[q]",
                "c[q] = mean[x](S[q, x]); C[q, x] = S[q, x] - c[q]; P[q, x] = softmax[x](C[q, x]); O[q, e] = P[q, x] * V[x, e]",
                "m[q] = max[x](S[q, x]); C[q, x] = S[q, x] - m[q]; n[q] = max[x](C[q, x]); w[q, x] = exp(C[q, x] - n[q]); O[q, e] = sum[x](w[q, x] * V[x, e])",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); k[q] = log(sum[x](P[q, x] * R[q, x])); O[q, e] = sum[x](V[x, e]) + k[q]",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); k[q] = -log(sum[x](sqrt(P[q, x] * R[q, x]))); O[q, e] = sum[x](V[x, e]) + k[q]",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q, e] = sum[x](P[q, x] * R[q, x] * V[x, e]) / sum[x](P[q, x] * R[q, x])",
                "A[q, x] = log-softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); O[q, e] = sum[x](V[x, e]) + max[x](A[q, x] - B[q, x])",
                "P[q, x] = softmax[x](S[q, x]); O[q, e] = max[x](log(P[q, x]) + V[x, e])",
                "P[q, x] = softmax[x](S[q, x]); O[q, e] = min[x](V[x, e] - log(P[q, x]))",
                "A[q, x] = log-softmax[x](S[q, x]); O[q, e] = max[x](A[q, x] + V[x, e])",
                "C[q, x] = where(#x < 150, S[q, x], -inf); A[q, x] = log-softmax[x](C[q, x]); O[q, e] = max[x](A[q, x] + V[x, e])",
                "C[q, x] = -3 * S[q, x]; A[q, x] = log-softmax[x](C[q, x]); O[q, e] = min[x](A[q, x] + V[x, e])",
                "C[q, x] = where(#x < 150, S[q, x], -inf); D[q, x] = where(#x > 20, T[q, x], -inf); P[q, x] = softmax[x](C[q, x]); R[q, x] = softmax[x](D[q, x]); O[q, e] = sum[x](V[x, e]) + log(sum[x](P[q, x] * R[q, x]))",
                "A[q, x] = log-softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q, e] = sum[x](V[x, e]) + log(sum[x](exp(A[q, x]) * R[q, x]))",
                "P[q, x] = softmax[x](S[q, x]); M[q, x] = where(T[q, x] > 0, P[q, x], 0); O[q, e] = sum[x](M[q, x] * V[x, e]) / max(sum[x](M[q, x]), 0.000001)",
                "P[q, x] = softmax[x](S[q, x]); M[q, x] = P[q, x] * where(T[q, x] > 0, 1, 0); O[q, e] = sum[x](M[q, x] * V[x, e]) / max(sum[x](M[q, x]), 0.000001)",
                "P[q, x] = softmax[x](S[q, x]); M[q, x] = where(T[q, x] > 0, P[q, x], 0); O[q, e] = sum[x](M[q, x] * V[x, e]) / sum[x](M[q, x])",
                "W[q, x] = exp(S[q, x]); O[q, e] = sum[x](W[q, x] * V[x, e]) / max(sum[x](W[q, x]), 1)",
                "W[q, x] = where(T[q, x] > 0, exp(S[q, x]), 0); O[q, e] = sum[x](W[q, x] * V[x, e]) / max(sum[x](W[q, x]), 0.000001)",
                "W[q, x] = exp(S[q, x]); O[q, e] = sum[x](W[q, x] * V[x, e]) / max(abs(sum[x](W[q, x] * V[x, 0])), 1)",
                "P[q, x] = softmax[x](S[q, x]); M[q, x] = P[q, x] * exp(T[q, x]); O[q, e] = sum[x](M[q, x] * V[x, e]) / (sum[x](M[q, x]) + 0.000001)",
                "P[q, x] = softmax[x](S[q, x]); M[q, x] = P[q, x] * exp(T[q, x]); O[q, e] = sum[x](M[q, x] * V[x, e]) / sum[x](M[q, x])",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q, e] = sum[x](V[x, e]) + log(sum[x](P[q, x] / R[q, x]))",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q, e] = sum[x](V[x, e]) + log(sum[x](P[q, x] * P[q, x] / R[q, x]))",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q, e] = sum[x](P[q, x] / R[q, x] * V[x, e]) / sum[x](P[q, x] / R[q, x])",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q, e] = sum[x](V[x, e]) + log(sum[x](P[q, x] * R[q, x] * sigmoid(S[q, x])))",
                "A[q, x] = where(T[q, x] > 0, S[q, x], -inf); w[q, x] = sigmoid(A[q, x]); O[q, e] = sum[x](w[q, x] * V[x, e]) / sum[x](w[q, x])",
                "w[q, x] = sigmoid(S[q, x]); O[q, e] = sum[x](w[q, x] * V[x, e]) / sum[x](w[q, x])",
                "w[q, x] = 1 / (1 + exp(-S[q, x])); O[q, e] = sum[x](w[q, x] * V[x, e]) / sum[x](w[q, x])",
                "l[q] = logsumexp[x](S[q, x]); D[q, x] = S[q, x] - l[q]; k[q] = logsumexp[x](D[q, x]); E[q, x] = D[q, x] - k[q]; P[q, x] = softmax[x](E[q, x]); O[q, e] = P[q, x] * V[x, e]",
                "Z[q] = sum[x](exp(S[q, x])); p[q] = max[x](exp(S[q, x])) / Z[q]; O[q, e] = sum[x](V[x, e]) + p[q]",
                "A[q, x] = log-softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); O[q, e] = sum[x](V[x, e]) + logsumexp[x](A[q, x] + B[q, x])",
                "A[q, x] = log-softmax[x](S[q, x]); O[q, e] = sum[x](V[x, e]) + logsumexp[x](A[q, x] + T[q, x])",
                "z[q] = sum[x](exp(S[q, x])); O[q, e] = sum[x](V[x, e]) + logsumexp[x](S[q, x] - log(z[q]) + T[q, x])",
                "A[q, x] = log-softmax[x](S[q, x]); P[q, x] = softmax[x](A[q, x] + T[q, x]); O[q, e] = P[q, x] * V[x, e]",
                "A[q, x] = log-softmax[x](S[q, x]); k[q] = logsumexp[x](A[q, x] + T[q, x]); O[q, e] = sum[x](exp(A[q, x] + T[q, x] - k[q]) * V[x, e])",
                "P[q, x] = softmax[x](S[q, x] + log(1 + V[x, 0] * V[x, 0])); O[q, e] = P[q, x] * V[x, e]",
                "P[q, x] = softmax[x](S[q, x] + where(V[x, 0] > 0, log(V[x, 0]), -inf)); O[q, e] = P[q, x] * V[x, e]",
                "P[q, x] = softmax[x](S[q, x] + log(sigmoid(V[x, 0]))); O[q, e] = P[q, x] * V[x, e]",
                "w[x] = log(3 + V[x, 0] * V[x, 1] + exp(V[x, 0])); m[q] = max[x](S[q, x] - 2 * w[x]); z[q] = sum[x](exp(S[q, x] - 2 * w[x] - m[q])); O[q, e] = sum[x](V[x, e]) + m[q] + log(z[q])",
                "A[q, x] = log-softmax[x](S[q, x]); O[q, e] = sum[x](V[x, e]) + logsumexp[x](A[q, x] - 0.5 * (T[q, 0] - T[q, x]) * (T[q, 0] - T[q, x]) * exp(-2 * V[x, 0]) - V[x, 0])",
                "A[q, x] = log-softmax[x](S[q, x]); O[q, e] = sum[x](V[x, e]) + max[x](A[q, x] - 0.5 * (V[x, 1] - V[x, 0]) * (V[x, 1] - V[x, 0]))",
                "P[q, x] = softmax[x](S[q, x]); O[q, e] = sum[x](V[x, e]) - log(sum[x](P[q, x] * exp(-0.5 * (V[3, 0] - V[x, 0]) * (V[3, 0] - V[x, 0]))))",
                "Q[q, x] = softmax[x](S[q, x]); k[q] = sum[x](where(V[x, 0] > 0, V[x, 0] * log(V[x, 0] / Q[q, x]), 0)); O[q, e] = sum[x](V[x, e]) + k[q]",
                "z[q] = sum[x](T[q, 3] * T[q, 3] + V[x, 1] * V[x, 1]); k[q] = sum[x](where(V[x, 0] > 0, V[x, 1] * log(V[x, 0] / z[q]), 0)); O[q, e] = sum[x](V[x, e]) + k[q]",
                "k[q] = max[x](log(sigmoid(S[q, x]))); O[q, e] = sum[x](V[x, e]) + k[q]",
                "k[q] = max[x](log(1 / (1 + exp(-S[q, x])))); O[q, e] = sum[x](V[x, e]) + k[q]",
                "P[q, x] = softmax[x](S[q, x]); p[q] = sum[x](where(#x == 25 * #q, P[q, x], 0)); O[q, e] = sum[x](V[x, e]) - pow(p[q], 0.7)",
                "P[q, x] = softmax[x](S[q, x]); p[q] = sum[x](where(#x > 100, P[q, x], 0)); n[q] = sqrt(sum[x](P[q, x] * P[q, x])); O[q, e] = sum[x](V[x, e]) - p[q] / n[q]",
                "P[q, x] = softmax[x](S[q, x]); O[q, e] = sum[x]((P[q, x] + 0.1) * V[x, e])",
                "W[q, x] = exp(S[q, x]) * exp(S[q, x]); O[q, e] = sum[x](W[q, x] * V[x, e]) / sqrt(sum[x](W[q, x] * W[q, x]))",
                "W[q, x] = pow(1 + exp(T[q, 3]), S[q, x] / 9); O[q, e] = sum[x](W[q, x] * V[x, e]) / sum[x](W[q, x])",
                "t[q] = T[q, 3]; W[q, x] = exp(S[q, x] * log(1 + exp(t[q]))); O[q, e] = sum[x](W[q, x] * V[x, e]) / sum[x](W[q, x])",
                "l[q] = logsumexp[x](0.125 * S[q, x]); O[q, e] = sum[x](exp(0.125 * S[q, x] - l[q]) * V[x, e])",
                "l[q] = logsumexp[x](S[q, x] / 3); O[q, e] = sum[x](exp(S[q, x] / 3 - l[q]) * V[x, e])",
                "f[q] = 2 * logsumexp[x](S[q, x] / 2); O[q, e] = sum[x](exp((S[q, x] - f[q]) / 2) * V[x, e])",
                "f[q] = 0.2 * logsumexp[x](S[q, x] / 0.2); h[q] = sum[x](where(S[q, x] == -inf, 0, exp((S[q, x] - f[q]) / 0.2) * (S[q, x] - f[q]) / 0.2)); O[q, e] = sum[x](V[x, e]) - h[q]",
                "f[q] = 0.25 * logsumexp[x](4 * S[q, x]); O[q, e] = sum[x](exp(4 * (S[q, x] - f[q])) * V[x, e])",
                "t[q] = 1 + min(abs(T[q, 3]), 5); l[q] = logsumexp[x](S[q, x] / t[q]); O[q, e] = sum[x](exp(S[q, x] / t[q] - l[q]) * V[x, e])"
            })
    void oneJudgedPass(String body) throws Exception {
        run(body).inOnePass().areRight(6);
    }

    /// Sums and extrema that the file gives names of its own.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "monoid add { s: f32 = 0 merge s + s' }; z[q] = reduce add[x](exp(S[q, x])); O[q, e] = sum[x](exp(S[q, x]) / z[q] * V[x, e])",
                "monoid big { m: f32 = -inf merge max(m', m) }; m[q] = reduce big[x](S[q, x]); z[q] = sum[x](exp(S[q, x] - m[q])); O[q, e] = sum[x](exp(S[q, x] - m[q]) / z[q] * V[x, e])",
                "monoid pair { z: f32 = 0 merge z + z'; n: f32 = 0 merge n' + n }; Z[q], N[q] = reduce pair[x](exp(S[q, x]), exp(S[q, x]) * T[q, x]); O[q, e] = sum[x](V[x, e]) + N[q] / Z[q]",
                "monoid top { m: f32 = -inf merge where(m >= m', m, m') }; m[q] = reduce top[x](S[q, x]); z[q] = sum[x](exp(S[q, x] - m[q])); O[q, e] = sum[x](exp(S[q, x] - m[q]) / z[q] * V[x, e])"
            })
    void monoidsOfTheFile(String body) throws Exception {
        run(body).inOnePass().areRight(4);
    }

    /// Averages and logarithms of what goes before each item.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "N[q, x] = scan sum[x](exp(S[q, x]) * T[q, x]); Z[q, x] = scan sum[x](exp(S[q, x])); O[q, x] = N[q, x] / Z[q, x]",
                "C[q, x] = scan sum[x](exp(S[q, x])); O[q, x] = log(C[q, x])",
                "C[q, x] = scan backward sum[x](exp2(S[q, x])); O[q, x] = log(C[q, x])",
                "N[q, x, e] = scan sum[x](exp(S[q, x]) * V[x, e]); Z[q, x] = scan sum[x](exp(S[q, x])); O[q, x, e] = N[q, x, e] / Z[q, x]",
                "Z[q, x] = scan sum[x](exp(S[q, x])); O[q, x] = exp(S[q, x]) / Z[q, x]",
                "O[q, x] = scan sum[x](log(sigmoid(S[q, x])))",
                "O[q, x] = scan sum[x](log(1 + exp(S[q, x])))",
                "monoid decayed { a: f32 = 1 merge a * a'; s: f32 = 0 merge a' * s + s' }; A[q, x], N[q, x] = scan decayed[x](exp(-exp(T[q, 3] / 9)), exp(S[q, x]) * V[x, 0]); B[q, x], D[q, x] = scan decayed[x](exp(-exp(T[q, 3] / 9)), exp(S[q, x])); O[q, x] = N[q, x] / D[q, x]"
            })
    void prefixes(String body) throws Exception {
        run(body).inOnePass().areRight(6);
    }

    /// A loss of what comes after each item, taken relative to the largest of all: nothing may be left of the last ones.
    @Test
    void suffixes() throws Exception {
        run("m[q] = max[x](S[q, x]); R[q, x] = scan backward sum[x](exp(S[q, x] - m[q])); O[q] = sum[x](T[q, x] * (S[q, x] - m[q] - log(R[q, x])))")
                .inOnePass()
                .areRight(5);
    }

    /// Deviations from a running mean, log-sum-exp or extremum that another score, a value or a magnitude stands beside.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "P[q, x] = softmax[x](S[q, x]); c[q] = sum[x](P[q, x] * T[q, x]); O[q, e] = sum[x](P[q, x] * (T[q, x] - c[q]) * V[x, e])",
                "P[q, x] = softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); O[q] = sum[x](P[q, x] * B[q, x] * B[q, x])",
                "P[q, x] = softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); O[q] = sum[x](P[q, x] * B[q, x] * B[q, x] * B[q, x])",
                "m[q] = max[x](S[q, x]); O[q] = sum[x](abs(S[q, x] - m[q]))",
                "n[q] = min[x](S[q, x]); O[q, e] = sum[x](abs(2 * n[q] - 2 * S[q, x]) * exp(V[x, e]))",
                "m[q] = max[x](S[q, x]); P[q, x] = softmax[x](S[q, x]); O[q, e] = sum[x](max(m[q] - S[q, x], 0) * P[q, x] * V[x, e])",
                "m[q] = max[x](S[q, x]); P[q, x] = softmax[x](S[q, x]); O[q] = sum[x](where(S[q, x] == m[q], P[q, x], 0))",
                "m[q] = max[x](S[q, x]); P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q, e] = sum[x](where(S[q, x] == m[q] and V[x, e] > 0, P[q, x] * T[q, x] * V[x, e], 0))",
                "c[q] = mean[x](T[q, x]); A[q, x] = log-softmax[x](S[q, x]); O[q] = sum[x]((T[q, x] - c[q]) * A[q, x])"
            })
    void deviations(String body) throws Exception {
        run(body).inOnePass().areRight(4);
    }

    /// Logarithms of weights that f32 does not hold, of which each is wanted.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "P[q, x] = softmax[x](S[q, x]); O[q, x] = log(P[q, x])",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q, x] = log(P[q, x] / R[q, x])",
                "Z[q] = sum[x](exp(S[q, x])); O[q, x] = log(exp(S[q, x]) / Z[q])",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q] = max[x](log(P[q, x]) - log(R[q, x]))",
                "P[q, x] = softmax[x](S[q, x]); O[q, e] = sum[x](log(P[q, x]) * V[x, e])",
                "P[q, x] = softmax[x](S[q, x]); O[q] = sum[x](log(P[q, x]) - S[q, x])",
                "O[q] = logaddexp[x](S[q, x] + T[q, x])",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); W[q, x] = sqrt(P[q, x]) * sqrt(R[q, x]); O[q, e] = sum[x](W[q, x] * V[x, e]) / sum[x](W[q, x])",
                "P[q, x] = softmax[x](S[q, x]); O[q] = log(sum[x](rsqrt(P[q, x])))",
                "P[q, x] = softmax[x](S[q, x]); O[q, x] = log(sqrt(P[q, x])) + log(2 * P[q, x])",
                "A[q, x] = log-softmax[x](S[q, x]); P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q] = log(sum[x](where(R[q, x] > 0, P[q, x] * exp(A[q, x]), 0)))",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q] = -log(sum[x](sqrt(where(P[q, x] == 0, 0, pow(R[q, x], 0.5)))))",
                "A[q, x] = log-softmax[x](S[q, x]); R[q, x] = exp(A[q, x]); O[q] = logsumexp[x](0.5 * log(R[q, x]))",
                "A[q, x] = log-softmax[x](S[q, x]); O[q] = logsumexp[x](1.5 * A[q, x])",
                "A[q, x] = log-softmax[x](S[q, x]); O[q] = logsumexp[x](2 * (A[q, x] + 0.5 * T[q, x]))",
                "A[q, x] = log-softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); O[q] = logsumexp[x](log(exp(A[q, x]) * exp(B[q, x])))",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); O[q] = max[x](sqrt(P[q, x] + R[q, x]) * S[q, x])",
                "P[q, x] = softmax[x](S[q, x]); R[q, x] = softmax[x](T[q, x]); C[q, x] = 2 * T[q, x]; U[q, x] = softmax[x](C[q, x]); O[q] = logsumexp[x](log(P[q, x] * R[q, x] * U[q, x] * abs(S[q, x])))"
            })
    void judgedLogarithms(String body) throws Exception {
        run(body).areRight(6);
    }

    /// Of the product of a softmax along rows and one along columns no maximum of a row bounds the exponents: that of columns is an item to it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "O[q] = sum[x](P[q, x] * exp(S[q, x] - n[x]) / z[x])",
                "O[q, e] = sum[x](P[q, x] * exp(S[q, x] - n[x]) / z[x] * V[x, e])",
                "L[q, x] = log-softmax[x](S[q, x]); O[q, e] = sum[x](exp(L[q, x]) * exp(S[q, x] - n[x]) * V[x, e])"
            })
    void softmaxesAlongBothAxes(String body) throws Exception {
        List<double[]> rows =
                List.of(
                        new double[] {0},
                        new double[] {-3, 0, 3},
                        new double[] {1e4, 1e4 + 2},
                        new double[] {-1e4});
        SplittableRandom random = new SplittableRandom(12);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("S", Rows.scores(rows, ITEMS, 1, random));
        inputs.put("n", Tensor.allocate(DType.F32, List.of(ITEMS)));
        inputs.put("z", Tensor.allocate(DType.F32, List.of(ITEMS)));
        inputs.put("V", Rows.normal(List.of(ITEMS, 3L), random));
        for (long x = 0; x < ITEMS; x++) {
            double largest = -INF;
            for (long q = 0; q < rows.size(); q++) {
                largest = Math.max(largest, inputs.get("S").get(q * ITEMS + x));
            }
            inputs.get("n").set(x, largest);
            inputs.get("z").set(x, 1 + random.nextDouble());
        }
        Diagram diagram =
                InSmallBlocks.read(
                        "both(S: f32[q, x], n: f32[x], z: f32[x], V: f32[x, e]) -> O\naxis q default 8, x default 203, e default 3\nP[q, x] = softmax[x](S[q, x])\n"
                                + body.replace("; ", "\n")
                                + "\n");
        InSmallBlocks.run(diagram, Map.of("q", (long) rows.size(), "x", ITEMS, "e", 3L), inputs)
                .inOnePass()
                .areRight(4);
    }

    private static InSmallBlocks run(String body) throws Exception {
        Diagram diagram =
                InSmallBlocks.read(
                        "rows(S: f32[q, x], T: f32[q, x], V: f32[x, e]) -> O\naxis q default 8, x default 203, e default 3\n"
                                + body.replace("; ", "\n")
                                + "\n");
        return InSmallBlocks.run(
                diagram, Map.of("q", (long) ROWS.size(), "x", ITEMS, "e", 3L), inputs());
    }

    private static Map<String, Tensor> inputs() {
        SplittableRandom random = new SplittableRandom(11);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("S", Rows.scores(ROWS, ITEMS, 1, random));
        inputs.put("T", Rows.scores(ROWS.reversed(), ITEMS, 1, random));
        inputs.put("V", Rows.normal(List.of(ITEMS, 3L), random));
        return inputs;
    }
}
