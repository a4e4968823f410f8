package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.data.Asymmetry;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Wire;

/// Computes wires whole, box by box, and lets go of each wire after its last reader.
///
/// The most bytes that are alive at once are known before anything is computed, and refused if they are too many.
final class WholeWires {
    /// How much elements that are equal in theory may differ by, against the largest: they may be summed in other orders.
    private static final double ROUNDING = 1e-10;

    private final List<BoxPlan> plans;
    private final Map<String, Tensor> inputs;
    private final Map<String, List<Long>> shapes;
    private final Set<String> wanted;
    private final Map<String, Wire> claims;
    private final Map<String, Integer> lastUse = new HashMap<>();

    /// @param ordered all boxes, each after those that it reads from
    /// @param claims wires whose symmetries are looked at when they are computed
    WholeWires(
            List<BoxPlan> ordered,
            Map<String, Tensor> inputs,
            Map<String, List<Long>> shapes,
            Set<String> wanted,
            Map<String, Wire> claims) {
        this.claims = claims;
        this.inputs = inputs;
        this.shapes = shapes;
        this.wanted = wanted;
        this.plans = needed(ordered, wanted);
        for (int step = 0; step < plans.size(); step++) {
            for (String wire : plans.get(step).box().reads()) {
                lastUse.put(wire, step);
            }
        }
    }

    private static List<BoxPlan> needed(List<BoxPlan> ordered, Set<String> wanted) {
        Set<String> live = new LinkedHashSet<>(wanted);
        List<BoxPlan> needed = new ArrayList<>();
        for (BoxPlan plan : ordered.reversed()) {
            if (!Collections.disjoint(live, plan.wires())) {
                live.addAll(plan.box().reads());
                needed.addFirst(plan);
            }
        }
        return needed;
    }

    Map<String, Tensor> compute(long maxBytes) throws EvaluationException {
        long peak = peakBytes();
        if (peak > maxBytes) {
            throw EvaluationException.memory(
                    "evaluating "
                            + wanted
                            + " whole needs "
                            + peak
                            + " bytes, "
                            + maxBytes
                            + " bytes are allowed; the largest wire, '"
                            + largest()
                            + "', takes "
                            + bytes(largest())
                            + " bytes");
        }
        Map<String, Slice> live = new HashMap<>();
        Map<String, Tensor> results = new LinkedHashMap<>();
        for (String wire : wanted) {
            if (inputs.containsKey(wire)) {
                results.put(wire, inputs.get(wire).to(DType.F64));
            }
        }
        for (int step = 0; step < plans.size(); step++) {
            BoxPlan plan = plans.get(step);
            List<Slice> outputs = run(plan, live);
            for (int o = 0; o < outputs.size(); o++) {
                Target target = plan.targets().get(o);
                double[] values = outputs.get(o).values();
                Wire claimed = claims.get(target.wire());
                if (claimed != null) {
                    check(claimed, Tensor.of(DType.F64, target.shape(), values), plan);
                }
                if (wanted.contains(target.wire())) {
                    results.put(target.wire(), Tensor.of(DType.F64, target.shape(), values));
                }
                live.put(target.wire(), outputs.get(o));
            }
            int now = step;
            live.keySet().removeIf(wire -> lastUse.getOrDefault(wire, -1) <= now);
        }
        Map<String, Tensor> inOrder = new LinkedHashMap<>();
        wanted.forEach(wire -> inOrder.put(wire, results.get(wire)));
        return inOrder;
    }

    /// What was computed has the symmetry that its wire claims, but for rounding.
    private static void check(Wire wire, Tensor tensor, BoxPlan plan) throws EvaluationException {
        double largest = 0;
        for (double value : tensor.toDoubles()) {
            largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
        }
        Optional<Asymmetry> found =
                Asymmetry.find(wire, tensor, wire.dtype().isFloating() ? ROUNDING * largest : 0);
        if (found.isPresent()) {
            throw new EvaluationException(
                    Code.E611,
                    "wire '%s' is not %s: %s"
                            .formatted(wire.name(), found.get().claim(), found.get()),
                    plan.box().id());
        }
    }

    private List<Slice> run(BoxPlan plan, Map<String, Slice> live) throws EvaluationException {
        List<Slice> slices = new ArrayList<>();
        for (Read read : plan.reads()) {
            String wire = read.wire();
            if (!live.containsKey(wire)) {
                live.put(
                        wire,
                        Slice.decode(wire, inputs.get(wire), Region.whole(shape(wire).size())));
            }
            slices.add(live.get(wire));
        }
        return BoxKernel.compute(plan, Region.whole(plan.loops()), slices);
    }

    /// The wire of the most bytes among those that are computed or read.
    private String largest() {
        Set<String> touched = new LinkedHashSet<>(wanted);
        for (BoxPlan plan : plans) {
            touched.addAll(plan.box().reads());
            touched.addAll(plan.wires());
        }
        return touched.stream().max(Comparator.comparingLong(this::bytes)).orElseThrow();
    }

    /// Follows {@link #compute} without computing.
    private long peakBytes() {
        long results = wanted.stream().filter(inputs::containsKey).mapToLong(this::bytes).sum();
        Set<String> live = new LinkedHashSet<>();
        long peak = results;
        for (int step = 0; step < plans.size(); step++) {
            BoxPlan plan = plans.get(step);
            live.addAll(plan.box().reads());
            live.addAll(plan.wires());
            results += plan.wires().stream().filter(wanted::contains).mapToLong(this::bytes).sum();
            peak = Math.max(peak, results + live.stream().mapToLong(this::bytes).sum());
            int now = step;
            live.removeIf(wire -> lastUse.getOrDefault(wire, -1) <= now);
        }
        return peak;
    }

    private List<Long> shape(String wire) {
        return shapes.getOrDefault(wire, List.of());
    }

    /// Saturating, so that a size beyond all bounds is still compared with one.
    private long bytes(String wire) {
        double bytes = Double.BYTES;
        for (long size : shape(wire)) {
            bytes *= size;
        }
        return bytes < 0x1p55 ? (long) bytes : 1L << 55;
    }
}
