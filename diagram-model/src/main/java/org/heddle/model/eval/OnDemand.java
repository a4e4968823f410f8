package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.model.data.Tensor;

/// Computes a region of a wire from the regions of other wires that it needs, and keeps them for the next question.
final class OnDemand {
    /// An input of at most this part of the memory is decoded whole at its first use; of a larger one only what is read.
    private static final int WHOLE_INPUT_PART = 8;

    private final Map<String, BoxPlan> producers;
    private final Map<String, Tensor> inputs;
    private final SliceCache cache;

    OnDemand(Map<String, BoxPlan> producers, Map<String, Tensor> inputs, long maxBytes) {
        this.producers = producers;
        this.inputs = inputs;
        this.cache = new SliceCache(maxBytes);
    }

    double element(String wire, long[] index) throws EvaluationException {
        Slice slice = slice(wire, Region.element(index));
        int at = 0;
        for (int i = 0; i < index.length; i++) {
            at += (int) (slice.strides()[i] * index[i]);
        }
        return slice.values()[at];
    }

    private Slice slice(String wire, Region region) throws EvaluationException {
        var known = cache.find(wire, region);
        if (known.isPresent()) {
            return known.get();
        }
        Slice slice = producers.containsKey(wire) ? compute(producers.get(wire), region) : decode(wire, region);
        cache.put(wire, slice);
        return slice;
    }

    private Slice compute(BoxPlan plan, Region region) throws EvaluationException {
        List<Slice> held = new ArrayList<>();
        try {
            for (int input = 0; input < plan.inputs(); input++) {
                String wire = plan.box().inputs().get(input).wire();
                Slice slice = slice(wire, plan.demand(input, region));
                cache.hold(slice);
                held.add(slice);
            }
            long elements = Slice.elements(plan.wire(), region, plan.outputShape());
            cache.reserve(plan.wire(), region, elements * Double.BYTES);
            return BoxKernel.compute(plan, region, held);
        } finally {
            cache.release(held);
        }
    }

    private Slice decode(String wire, Region region) throws EvaluationException {
        Tensor tensor = inputs.get(wire);
        boolean small = tensor.elements() <= cache.maxBytes() / WHOLE_INPUT_PART / Double.BYTES;
        Region decoded = small ? Region.whole(region.rank()) : region;
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        cache.reserve(wire, decoded, (long) Slice.elements(wire, decoded, shape) * Double.BYTES);
        return Slice.decode(wire, tensor, decoded);
    }
}
