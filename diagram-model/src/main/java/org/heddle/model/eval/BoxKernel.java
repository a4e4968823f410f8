package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.Op;

/// Computes the outputs of a box for a region of its loops, given slices of what it reads that contain what the region
/// demands.
final class BoxKernel {
    private final BoxPlan plan;
    private final Loops loops;
    private final List<Slice> outputs;
    private final int[] newStrides;

    private BoxKernel(BoxPlan plan, Loops loops, List<Slice> outputs) {
        this.plan = plan;
        this.loops = loops;
        this.outputs = outputs;
        this.newStrides = new int[outputs.size()];
        for (int o = 0; o < newStrides.length; o++) {
            newStrides[o] = plan.targets().get(o).newStride(outputs.get(o));
        }
    }

    /// A slice for each output.
    ///
    /// @param region of the loops
    /// @param slices by number of the read
    static List<Slice> compute(BoxPlan plan, Region region, List<Slice> slices)
            throws EvaluationException {
        List<Slice> outputs = new ArrayList<>();
        for (Target target : plan.targets()) {
            Region written = target.region(region);
            double[] values = new double[Slice.elements(target.wire(), written, target.extents())];
            outputs.add(Slice.of(written, values, target.extents()));
        }
        try {
            new BoxKernel(plan, new Loops(plan, region, slices), outputs).run();
            for (int o = 0; o < outputs.size(); o++) {
                double[] values = outputs.get(o).values();
                plan.targets()
                        .get(o)
                        .settle(values, plan.interior(), plan.arithmetic(), plan.isCast());
            }
        } catch (ElementException e) {
            throw e.ofBox(plan.box().id());
        }
        return outputs;
    }

    private void run() {
        if (plan.isSumOfProducts() && loops.isStrided() && isExact()) {
            sumOfProducts(outputs.getFirst().values());
        } else if (plan.fold().isEmpty()) {
            loops.forChunks(this::map);
        } else {
            Fold fold = plan.fold().get();
            if (plan.box().op() instanceof Op.Scan scan) {
                loops.forChunks((from, to) -> scan(fold, scan, from, to));
            } else {
                loops.forChunks((from, to) -> fold(fold, from, to));
            }
        }
    }

    private void sumOfProducts(double[] sums) {
        new SumOfProducts(loops, sums).run();
        if (plan.arithmetic().isRough()) {
            Magnitudes a = plan.magnitudes(0, loops.values(0));
            Magnitudes b = plan.magnitudes(1, loops.values(1));
            double[] magnitudes = SumOfProducts.magnitudes(loops, a, b, sums.length);
            double last = (double) a.last() + b.last();
            for (int i = 0; i < sums.length; i++) {
                sums[i] =
                        plan.arithmetic().sum(sums[i], magnitudes[i], (double) loops.items(), last);
            }
        }
    }

    /// Whether no sum needs a look at whether it is still exact.
    private boolean isExact() {
        return !plan.isInteger() || Integers.hold(loops.values(0), loops.values(1), loops.items());
    }

    private void map(int from, int to) {
        Step step = new Step(from);
        for (int cell = from; cell < to; cell++) {
            double[] item = step.item();
            for (int o = 0; o < item.length; o++) {
                write(o, step.cursor.index, item, o, 1);
            }
            step.cursor.step(0, loops.woven());
        }
    }

    private void fold(Fold fold, int from, int to) {
        long items = loops.items();
        int innermost = loops.loops() - 1;
        Step step = new Step(from);
        for (int cell = from; cell < to; cell++) {
            double[] state = fold.unit().clone();
            for (long i = 0; i < items; i++) {
                long position = innermost < 0 ? 0 : step.cursor.index[innermost];
                fold.step().add(state, step.item(), position);
                step.cursor.step(loops.woven(), loops.loops());
            }
            write(fold, state, step);
            step.cursor.step(0, loops.woven());
        }
    }

    /// The only folding loop is the scanned one.
    private void scan(Fold fold, Op.Scan scan, int from, int to) {
        int along = loops.woven();
        long last = loops.extent(along) - 1;
        boolean forward = scan.direction() == Op.Direction.FORWARD;
        Step step = new Step(from);
        for (int cell = from; cell < to; cell++) {
            double[] state = fold.unit().clone();
            step.cursor.move(along, forward ? 0 : last);
            for (long i = 0; i <= last; i++) {
                if (scan.prefix() == Op.Prefix.EXCLUSIVE) {
                    write(fold, state, step);
                }
                fold.step().add(state, step.item(), step.cursor.index[along]);
                if (scan.prefix() == Op.Prefix.INCLUSIVE) {
                    write(fold, state, step);
                }
                step.cursor.move(along, forward ? 1 : -1);
            }
            step.cursor.move(along, forward ? -last - 1 : 1);
            step.cursor.step(0, loops.woven());
        }
    }

    private void write(Fold fold, double[] state, Step step) {
        for (int o = 0; o < outputs.size(); o++) {
            int first = fold.first() + o * fold.width();
            write(o, step.cursor.index, state, first, fold.width());
        }
    }

    private void write(int output, long[] index, double[] results, int first, int count) {
        Slice slice = outputs.get(output);
        int at = plan.targets().get(output).offset(slice, index);
        for (int i = 0; i < count; i++) {
            slice.values()[at + i * newStrides[output]] = results[first + i];
        }
    }

    /// One thread's place in the loops.
    private final class Step {
        private final Loops.Cursor cursor;
        private final double[] arguments = new double[plan.inputs().length];
        private final double[] item = new double[plan.item().size()];

        Step(int cell) {
            this.cursor = loops.at(cell);
        }

        /// The item's numbers at the cursor; overwritten by the next call.
        double[] item() {
            cursor.load(arguments);
            for (int i = 0; i < item.length; i++) {
                item[i] = plan.item().get(i).at(arguments, cursor.index);
            }
            return item;
        }
    }
}
