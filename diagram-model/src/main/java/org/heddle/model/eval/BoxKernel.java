package org.heddle.model.eval;

import java.util.List;

/// Computes the output of a box in a region, given slices of its inputs that contain what the region demands.
final class BoxKernel {
    private final BoxPlan plan;
    private final Loops loops;
    private final double[][] inputs;
    private final double[] output;

    private BoxKernel(BoxPlan plan, Loops loops, double[][] inputs, double[] output) {
        this.plan = plan;
        this.loops = loops;
        this.inputs = inputs;
        this.output = output;
    }

    static Slice compute(BoxPlan plan, Region region, List<Slice> slices)
            throws EvaluationException {
        long[] shape = plan.outputShape();
        double[] output = new double[Slice.elements(plan.wire(), region, shape)];
        double[][] inputs = slices.stream().map(Slice::values).toArray(double[][]::new);
        Loops loops = new Loops(plan, region, slices);
        if (plan.isSumOfProducts()) {
            new SumOfProducts(loops, inputs[0], inputs[1], output).run();
        } else {
            new BoxKernel(plan, loops, inputs, output).run();
        }
        return Slice.of(region, output, shape);
    }

    private void run() {
        loops.forChunks(
                plan.fold()
                        .<Loops.Chunk>map(fold -> (from, to) -> fold(fold, from, to))
                        .orElse(this::map));
    }

    private void map(int from, int to) {
        Scalar item = plan.item();
        double[] arguments = new double[inputs.length];
        Loops.Cursor cursor = loops.at(from);
        for (int o = from; o < to; o++) {
            load(arguments, cursor);
            output[o] = item.at(arguments, cursor.index);
            cursor.step(0, loops.outputRank());
        }
    }

    private void fold(Fold fold, int from, int to) {
        Scalar item = plan.item();
        long items = loops.items();
        double[] arguments = new double[inputs.length];
        Loops.Cursor cursor = loops.at(from);
        for (int o = from; o < to; o++) {
            double state = fold.unit();
            for (long i = 0; i < items; i++) {
                load(arguments, cursor);
                state = fold.merge().applyAsDouble(state, item.at(arguments, cursor.index));
                cursor.step(loops.outputRank(), loops.loops());
            }
            output[o] = state;
            cursor.step(0, loops.outputRank());
        }
    }

    private void load(double[] arguments, Loops.Cursor cursor) {
        for (int input = 0; input < arguments.length; input++) {
            arguments[input] = inputs[input][cursor.at[input]];
        }
    }
}
