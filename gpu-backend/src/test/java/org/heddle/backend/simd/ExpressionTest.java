package org.heddle.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Device;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Expressions in emitted kernels mean what they mean in the evaluator, executed on PoCL.
final class ExpressionTest {
    private static final int LANES = 37;
    private static Device device;

    @BeforeAll
    static void open() throws DriverException {
        device = Machines.pocl();
    }

    @AfterAll
    static void close() {
        if (device != null) {
            device.close();
        }
    }

    /// Every function is the outermost one of some expression in each kernel.
    @ParameterizedTest
    @CsvSource({"F32, 1", "F32, 2", "F32, 3", "F32, 4", "F32, 5", "F64, 6", "F64, 7", "F64, 8"})
    void randomExpressionsStayWithinTheirErrorBounds(DType dtype, long seed) throws Exception {
        RandomExpr random = new RandomExpr(seed, Selection.ARGUMENTS, Selection.AXES);
        List<Expr> expressions = new ArrayList<>();
        for (Fun fun : Fun.values()) {
            expressions.add(random.of(fun, 3));
        }
        double[][] vectors = values(seed, LANES);
        Selection selection =
                new Selection(dtype, expressions, vectors, values(-seed, expressions.size()));
        Tensor actual = selection.run(device);
        ErrorBound.Format format =
                dtype == DType.F64 ? ErrorBound.Format.F64 : ErrorBound.Format.F32;
        int known = 0;
        for (int k = 0; k < expressions.size(); k++) {
            for (int n = 0; n < LANES; n++) {
                ErrorBound bound =
                        ErrorBound.of(
                                expressions.get(k),
                                selection.arguments(k, n),
                                Map.of("k", (long) k, "n", (long) n),
                                selection.sizes(),
                                format);
                known += bound.isKnown() ? 1 : 0;
                if (bound.isKnown()) {
                    check(
                            actual.at(k, n),
                            bound,
                            expressions.get(k) + " at " + selection.arguments(k, n) + " #n=" + n,
                            format);
                }
            }
        }
        assertThat(known)
                .as("elements that can be judged")
                .isGreaterThan(expressions.size() * LANES / 2);
    }

    private static void check(
            double actual, ErrorBound bound, String what, ErrorBound.Format format) {
        if (Double.isFinite(bound.value())) {
            double allowed =
                    2 * bound.error() + format.unit() * Math.abs(bound.value()) + format.smallest();
            assertThat(Math.abs(actual - bound.value()))
                    .as("%s = %s, not %s", what, bound, actual)
                    .isLessThanOrEqualTo(allowed);
        } else {
            assertThat(actual).as(what).isEqualTo(bound.value());
        }
    }

    /// Functions at the edges of their domains: both zeros, infinities, NaN, halves, numbers at which exponentials over- and underflow.
    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void everyFunctionAtTheEdges(DType dtype) throws Exception {
        double inf = Double.POSITIVE_INFINITY;
        double[] edges = {
            0,
            -0.0,
            1,
            -1,
            0.5,
            -0.5,
            1.5,
            2.5,
            -2.5,
            3,
            -3,
            7,
            41,
            82,
            0.1,
            -0.1,
            30,
            -30,
            87,
            -87,
            -95,
            100,
            1e-30,
            -1e-30,
            1e30,
            -1e30,
            16777216,
            8388609,
            inf,
            -inf,
            Double.NaN
        };
        List<Expr> expressions = new ArrayList<>();
        List<Double> shifts = new ArrayList<>();
        for (Fun fun : Fun.values()) {
            switch (fun.arity()) {
                case 1 -> {
                    expressions.add(Expr.call(fun, Expr.arg("x")));
                    shifts.add(0.0);
                }
                case 2 -> {
                    for (double second : new double[] {0, 1, -2, 2.5, -4, inf, -inf, Double.NaN}) {
                        expressions.add(Expr.call(fun, Expr.arg("x"), Expr.arg("u")));
                        shifts.add(second);
                    }
                }
                default -> {}
            }
        }
        expressions.add(Expr.call(Fun.FLOOR, Expr.call(Fun.DIV, Expr.arg("x"), Expr.num(41))));
        shifts.add(0.0);
        double[] second = shifts.stream().mapToDouble(Double::doubleValue).toArray();
        Selection selection =
                new Selection(
                        dtype,
                        expressions,
                        new double[][] {edges, edges},
                        new double[][] {second, second});
        Tensor actual = selection.run(device);
        List<String> wrong = new ArrayList<>();
        for (int k = 0; k < expressions.size(); k++) {
            for (int n = 0; n < edges.length; n++) {
                Map<String, Double> arguments = selection.arguments(k, n);
                double expected =
                        Scalars.compile(expressions.get(k), List.of("x", "u"), List.of(), _ -> 0)
                                .at(
                                        new double[] {
                                            arguments.getOrDefault("x", 0.0),
                                            arguments.getOrDefault("u", 0.0)
                                        },
                                        new long[0]);
                if (!Edges.agree(expressions.get(k), dtype, expected, actual.at(k, n))) {
                    wrong.add(
                            expressions.get(k)
                                    + " at "
                                    + arguments
                                    + " is "
                                    + expected
                                    + ", not "
                                    + actual.at(k, n));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// Halves, wholes and numbers in between.
    private static double[][] values(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[2][count];
        for (double[] row : values) {
            for (int i = 0; i < count; i++) {
                row[i] =
                        switch (random.nextInt(5)) {
                            case 0 -> random.nextInt(-5, 6);
                            case 1 -> random.nextInt(-7, 8) / 2.0;
                            default -> (float) random.nextDouble(-4, 4);
                        };
            }
        }
        return values;
    }
}
