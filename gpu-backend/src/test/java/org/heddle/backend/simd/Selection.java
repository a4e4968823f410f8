package org.heddle.backend.simd;

import java.util.LinkedHashMap;
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
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// Many expressions in one kernel: `Y[k, n]` is the expression number `#k`, the others in branches not taken.
///
/// `x`, `y` differ from lane to lane; `u`, `w` are the same in all lanes.
final class Selection {
    static final List<String> ARGUMENTS = List.of("x", "y", "u", "w");
    static final List<String> AXES = List.of("k", "n");

    private final List<Expr> expressions;
    private final Map<String, Tensor> inputs;
    private final DType dtype;
    private final long lanes;

    /// @param vectors values of `x` and `y`
    /// @param scalars values of `u` and `w`, one for each expression
    Selection(DType dtype, List<Expr> expressions, double[][] vectors, double[][] scalars) {
        this.dtype = dtype;
        this.expressions = expressions;
        this.lanes = vectors[0].length;
        this.inputs = new LinkedHashMap<>();
        inputs.put("x", Tensor.of(dtype, List.of(lanes), vectors[0]));
        inputs.put("y", Tensor.of(dtype, List.of(lanes), vectors[1]));
        inputs.put("u", Tensor.of(dtype, List.of((long) expressions.size()), scalars[0]));
        inputs.put("w", Tensor.of(dtype, List.of((long) expressions.size()), scalars[1]));
    }

    /// Executes the kernel.
    Tensor run(Device device) throws Exception {
        Sketch sketch = sketch();
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(), sketch.sizes(), Machines.roomy(), Target.OPENCL_SIMD);
        Tensor result = device.run(compiled, inputs, RunOptions.ONCE).outputs().get("Y");
        if (result == null) {
            throw new IllegalStateException("no output Y");
        }
        return result;
    }

    private Sketch sketch() {
        Expr body = expressions.getLast();
        for (int k = expressions.size() - 2; k >= 0; k--) {
            body =
                    Expr.call(
                            Fun.WHERE,
                            Expr.call(Fun.EQ, new Expr.Index("k"), Expr.num(k)),
                            expressions.get(k),
                            body);
        }
        return new Sketch("selection")
                .axis("k", expressions.size())
                .axis("n", lanes)
                .input(dtype, "x[n]", "y[n]", "u[k]", "w[k]")
                .wire(dtype, "Y[k, n]")
                .map("Y[k, n]", new Fn(ARGUMENTS, body), "x[n]", "y[n]", "u[k]", "w[k]")
                .output("Y");
    }

    /// The arguments of an element.
    Map<String, Double> arguments(long k, long n) {
        Map<String, Double> arguments = new LinkedHashMap<>();
        inputs.forEach(
                (name, tensor) ->
                        arguments.put(
                                name, tensor.get(name.equals("x") || name.equals("y") ? n : k)));
        return arguments;
    }

    Map<String, Long> sizes() {
        return Map.of("k", (long) expressions.size(), "n", lanes);
    }
}
