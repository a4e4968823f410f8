package org.heddle.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Target;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.eval.Scalar;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Arithmetic on indices and sizes is exact beyond 24 and 31 bits, in f32 kernels too.
final class WholeNumbersTest {
    private static final long ROWS = 50;
    private static final long COLUMNS = 61;

    private static final List<String> EXPRESSIONS =
            List.of(
                    "mod(#i * 100000007 * (#j + 1) - 3, 5)",
                    "#j + 16777216 == #i + 16777217",
                    "#i * #j * 33554432 + 1 > #j * #i * 33554432",
                    "mod(#i - 7, -3)",
                    "mod(#j - 30, 7)",
                    "mod(-5, #i + 1)",
                    "where(#j > 0, mod(#i, #j), -1)",
                    "where(mod(#i, #j) == mod(#i, #j), 1, 0)",
                    "min(#i * 3000000000, 7) + max(#j - 20, #i - 20)",
                    "abs(#i - #j) - abs(#j - 2 * #i)",
                    "where(#i * 2147483647 > #j * 2147483646, #i, #j)",
                    "mod(where(#j > 10, #j * 4294967296, #i), 1000003)",
                    "floor(#i / 41) + round(#j / 2)",
                    "not (#i - #j) and (|i| > 3 or #j < 0)",
                    "mod(max(#j * 50000000, #i), #i + 1000)",
                    "mod(min(#i * 50000000, #j * 60000000), 17)");

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void areExact(DType dtype) throws Exception {
        Expr body = Expr.num(0);
        for (String text : EXPRESSIONS) {
            body =
                    Expr.call(
                            Fun.WHERE,
                            Expr.call(
                                    Fun.EQ,
                                    new Expr.Index("k"),
                                    Expr.num(EXPRESSIONS.indexOf(text))),
                            Sketch.fn("x -> " + text).body(),
                            body);
        }
        Expr withInput = Expr.call(Fun.ADD, body, Expr.arg("x"));
        Sketch sketch =
                new Sketch("wholes")
                        .axis("k", EXPRESSIONS.size())
                        .axis("i", ROWS)
                        .axis("j", COLUMNS)
                        .input(dtype, "x[k, i, j]")
                        .wire(dtype, "Y[k, i, j]")
                        .map("Y[k, i, j]", new Fn(List.of("x"), withInput), "x[k, i, j]")
                        .output("Y");
        try (Device device = Machines.pocl()) {
            Compiled compiled =
                    Compiler.compile(
                            sketch.diagram(), sketch.sizes(), Machines.roomy(), Target.OPENCL_SIMD);
            Map<String, Tensor> inputs =
                    Map.of(
                            "x",
                            Tensor.allocate(
                                    dtype, List.of((long) EXPRESSIONS.size(), ROWS, COLUMNS)));
            Tensor actual =
                    device.run(compiled, inputs, RunOptions.ONCE)
                            .outputs()
                            .getOrDefault("Y", Tensor.allocate(dtype, List.of()));
            for (int k = 0; k < EXPRESSIONS.size(); k++) {
                Scalar expected =
                        Scalars.compile(
                                Sketch.fn("x -> " + EXPRESSIONS.get(k)).body(),
                                List.of("x"),
                                List.of("i", "j"),
                                axis -> axis.equals("i") ? ROWS : COLUMNS);
                for (long i = 0; i < ROWS; i++) {
                    for (long j = 0; j < COLUMNS; j++) {
                        assertThat(actual.at(k, i, j))
                                .as("%s at i=%d, j=%d", EXPRESSIONS.get(k), i, j)
                                .isEqualTo(expected.at(new double[] {0}, new long[] {i, j}) + 0.0);
                    }
                }
            }
        }
    }
}
