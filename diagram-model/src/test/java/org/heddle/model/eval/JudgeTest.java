package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid.Scalar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a judge lets pass of a result, and what not.
final class JudgeTest {
    private static final double TOLERANCE = 1e-5;

    private static boolean isRight(Sketch sketch, double result) throws EvaluationException {
        Tensor actual = Tensor.allocate(DType.F32, List.of());
        actual.set(0, result);
        return Judge.whole(sketch.diagram(), sketch.sizes(), sketch.inputs())
                .judge("y", actual, TOLERANCE)
                .withinWhereFinite(TOLERANCE);
    }

    private static double[] items(double value) {
        double[] items = new double[700];
        Arrays.fill(items, (float) value);
        return items;
    }

    /// The mean of equal numbers may be off by a rounding: its square is in the range of f32, or beyond it.
    @ParameterizedTest
    @CsvSource({
        "1e30, Infinity, true",
        "1e30, NaN, true",
        "1e30, 1e20, true",
        "1e10, Infinity, false",
        "1e10, 1e5, true",
        "1e10, 1e15, false",
        "1, 1e-3, false"
    })
    void aVarianceOfEqualNumbers(double value, double result, boolean right)
            throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("x", 700)
                        .input("v[x]", items(value))
                        .reduce(Scalar.SUM, "v -> v", "s[]", "v[x]")
                        .map("m[]", "s -> s / |x|", "s[]")
                        .reduce(Scalar.SUM, "v, m -> (v - m) * (v - m)", "y[]", "v[x]", "m[]")
                        .output("y");
        assertThat(isRight(sketch, result)).isEqualTo(right);
    }

    /// f64 itself loses the logarithm beside 1e20: rounding alone decides then.
    @ParameterizedTest
    @CsvSource({"1e20, 1, true", "1e20, 700, true", "10, 1, true", "10, 700, false"})
    void exponentialsLessALogarithmOfTheirSum(double value, double result, boolean right)
            throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("x", 700)
                        .input("s[x]", items(value))
                        .reduce(Scalar.MAX, "s -> s", "m[]", "s[x]")
                        .reduce(Scalar.SUM, "s, m -> exp(s - m)", "z[]", "s[x]", "m[]")
                        .map("l[]", "m, z -> m + log(z)", "m[]", "z[]")
                        .reduce(Scalar.SUM, "s, l -> exp(s - l)", "y[]", "s[x]", "l[]")
                        .output("y");
        assertThat(isRight(sketch, result)).isEqualTo(right);
    }

    /// Whether an exponential is above 0 depends on the numbers that its type holds: f64 holds `exp(-200)`, f32 does not.
    @ParameterizedTest
    @CsvSource({
        "-200, 3500, true",
        "-200, 0, true",
        "-200, 1750, false",
        "-10, 3500, true",
        "-10, 0, false",
        "-1000, 0, true"
    })
    void itemsThatCountByAnExponential(double value, double result, boolean right)
            throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("x", 700)
                        .input("v[x]", items(value))
                        .reduce(Scalar.SUM, "v -> where(exp(v) > 0, 5, 0)", "y[]", "v[x]")
                        .output("y");
        assertThat(isRight(sketch, result)).isEqualTo(right);
    }

    /// A sum of exponentials is above 0 unless there is no item, whatever f64 holds of it: the quotient is the mean, or as in f64 0. That a guard compares an overflow is no reason to ask for NaN.
    @ParameterizedTest
    @CsvSource({
        "-800, 5, true",
        "-800, 0, true",
        "-800, NaN, false",
        "-120, 5, true",
        "-120, 4, false",
        "1000, 5, true",
        "-Infinity, 0, true",
        "-Infinity, 5, false"
    })
    void guardedQuotientsOfSumsOfExponentials(double value, double result, boolean right)
            throws EvaluationException {
        for (String guarded : List.of("where(z > 0, a / z, 0)", "where(z == 0, 0, a / z)")) {
            Sketch sketch =
                    new Sketch()
                            .axis("x", 700)
                            .input("v[x]", items(value))
                            .reduce(Scalar.SUM, "v -> 5 * exp(v)", "a[]", "v[x]")
                            .reduce(Scalar.SUM, "v -> exp(v)", "z[]", "v[x]")
                            .map("y[]", "a, z -> " + guarded, "a[]", "z[]")
                            .output("y");
            assertThat(isRight(sketch, result)).as(guarded).isEqualTo(right);
        }
    }

    /// A large exponential is no excuse, also where rough operations make infinity of it.
    @ParameterizedTest
    @CsvSource({"5, true", "NaN, false", "Infinity, false", "4, false"})
    void quotientsOfSumsOfSmallWeights(double result, boolean right) throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("x", 700)
                        .input("v[x]", items(-120))
                        .map("w[x]", "v -> 1 / (1 + exp(-v))", "v[x]")
                        .reduce(Scalar.SUM, "w -> 5 * w", "a[]", "w[x]")
                        .reduce(Scalar.SUM, "w -> w", "z[]", "w[x]")
                        .map("y[]", "a, z -> a / z", "a[]", "z[]")
                        .output("y");
        assertThat(isRight(sketch, result)).isEqualTo(right);
    }

    /// -1e30 - 3 and -1e30 - 1 are both -1e30 in f64, but not equal: their difference may be -2, as far as f64 can tell, and is not 1e20.
    @ParameterizedTest
    @CsvSource({"0, true", "-2, true", "3, true", "1e20, false", "NaN, false"})
    void differencesOfWhatAbsorbs(double result, boolean right) throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .input("v[]", -1e30)
                        .map("a[]", "v -> v - 3", "v[]")
                        .map("b[]", "v -> v - 1", "v[]")
                        .map("y[]", "a, b -> a - b", "a[]", "b[]")
                        .output("y");
        assertThat(isRight(sketch, result)).isEqualTo(right);
    }
}
