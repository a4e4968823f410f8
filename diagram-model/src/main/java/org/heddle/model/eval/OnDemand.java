package org.heddle.model.eval;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.data.Tensor;

/// Computes a region of a wire from the regions of other wires that it needs, and keeps them for the next question.
final class OnDemand {
    /// An input of at most this part of the memory is decoded whole when first used; of a larger one only what is read.
    private static final int WHOLE_INPUT_PART = 8;

    private final Map<String, BoxPlan> producers;
    private final Map<String, Tensor> inputs;
    private final SliceCache cache;

    OnDemand(Map<String, BoxPlan> producers, Map<String, Tensor> inputs, long maxBytes) {
        this.producers = producers;
        this.inputs = inputs;
        this.cache = new SliceCache(maxBytes);
    }

    /// Outputs of a box in the making, for one of which there is a question, with what was read already, in the order of
    /// the box's reads.
    ///
    /// @param loops the region of the box's loops
    private record Pending(BoxPlan plan, String wire, Region loops, List<Slice> held) {
        String nextWire() {
            return plan.reads().get(held.size()).wire();
        }

        Region nextRegion() throws EvaluationException {
            return plan.demand(held.size(), loops, held);
        }
    }

    double element(String wire, long[] index) throws EvaluationException {
        Slice slice = slice(wire, Region.element(index));
        int at = 0;
        for (int i = 0; i < index.length; i++) {
            at += (int) (slice.strides()[i] * index[i]);
        }
        return slice.values()[at];
    }

    /// Works with its own stack, since a diagram may be deeper than Java's.
    private Slice slice(String wire, Region region) throws EvaluationException {
        Deque<Pending> stack = new ArrayDeque<>();
        try {
            Optional<Slice> found = findOrStart(wire, region, stack);
            while (found.isEmpty() || !stack.isEmpty()) {
                Pending top = stack.element();
                if (found.isPresent()) {
                    cache.hold(found.get());
                    top.held().add(found.get());
                }
                if (top.held().size() < top.plan().reads().size()) {
                    found = findOrStart(top.nextWire(), top.nextRegion(), stack);
                } else {
                    found = Optional.of(compute(top));
                    cache.release(stack.remove().held());
                }
            }
            return found.get();
        } finally {
            stack.forEach(pending -> cache.release(pending.held()));
        }
    }

    /// The slice where it is known or an input; otherwise it becomes the next to be computed.
    private Optional<Slice> findOrStart(String wire, Region region, Deque<Pending> stack)
            throws EvaluationException {
        Optional<Slice> known = cache.find(wire, region);
        if (known.isPresent()) {
            return known;
        }
        if (inputs.containsKey(wire)) {
            return Optional.of(decode(wire, region));
        }
        BoxPlan plan = producers.get(wire);
        stack.push(new Pending(plan, wire, plan.loopsFor(wire, region), new ArrayList<>()));
        return Optional.empty();
    }

    /// The output asked for; the others are kept, too.
    private Slice compute(Pending pending) throws EvaluationException {
        BoxPlan plan = pending.plan();
        long bytes = 0;
        for (Target target : plan.targets()) {
            Region region = target.region(pending.loops());
            bytes += Slice.elements(target.wire(), region, target.extents()) * (long) Double.BYTES;
        }
        Target first = plan.targets().getFirst();
        cache.reserve(first.wire(), first.region(pending.loops()), bytes);
        List<Slice> slices = BoxKernel.compute(plan, pending.loops(), pending.held());
        int asked = 0;
        for (int o = 0; o < slices.size(); o++) {
            String wire = plan.targets().get(o).wire();
            cache.put(wire, slices.get(o));
            asked = wire.equals(pending.wire()) ? o : asked;
        }
        return slices.get(asked);
    }

    private Slice decode(String wire, Region region) throws EvaluationException {
        Tensor tensor = inputs.get(wire);
        boolean small = tensor.elements() <= cache.maxBytes() / WHOLE_INPUT_PART / Double.BYTES;
        Region decoded = small ? Region.whole(region.rank()) : region;
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        cache.reserve(wire, decoded, (long) Slice.elements(wire, decoded, shape) * Double.BYTES);
        Slice slice = Slice.decode(wire, tensor, decoded);
        cache.put(wire, slice);
        return slice;
    }
}
