package org.heddle.backend.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.rules.stream.Region;

/// What rounds on the way from the inputs to an output: the type in which values are computed, and the arrays in which kernels leave them for others.
///
/// ```
///   a ──► kernel 1 ──► P, an output in bf16 ──► kernel 2 ──► y     y is computed from P as stored
///              └─────► z                                           z is not
/// ```
final class Roundings {
    private final Diagram expanded;

    /// The kernel that writes each array.
    private final Map<String, Region> writers = new LinkedHashMap<>();

    /// @param expanded the diagram with all calls unfolded
    Roundings(Compiled compiled, Diagram expanded) {
        this.expanded = expanded;
        for (CompiledKernel kernel : compiled.kernels()) {
            Region region = kernel.program().region();
            region.outputs().forEach(output -> writers.put(output, region));
        }
    }

    /// F64 where every floating value on the way is f64, else F32.
    DType computed(String output) {
        Set<String> made = new LinkedHashSet<>();
        made(output, made);
        return made.stream()
                        .map(wire -> expanded.wire(wire).dtype())
                        .allMatch(dtype -> !dtype.isFloating() || dtype == DType.F64)
                ? DType.F64
                : DType.F32;
    }

    /// Collects the wires that an output is made of, itself included and inputs left out.
    private void made(String wire, Set<String> found) {
        expanded.producer(wire)
                .filter(_ -> found.add(wire))
                .ifPresent(box -> box.reads().forEach(read -> made(read, found)));
    }

    /// Element types of the arrays between kernels that an output is made of.
    List<DType> stored(String output) {
        Map<String, DType> stored = new LinkedHashMap<>();
        array(output, stored);
        return List.copyOf(stored.values());
    }

    private void array(String wire, Map<String, DType> stored) {
        Region region = writers.get(wire);
        if (region != null) {
            stage(wire, region, new LinkedHashSet<>(), stored);
        }
    }

    private void stage(String wire, Region region, Set<String> seen, Map<String, DType> stored) {
        if (!seen.add(wire)) {
            return;
        }
        for (String key : region.stage(wire).value().arguments()) {
            String read = region.read(key).wire();
            if (!region.isInput(read)) {
                stage(read, region, seen, stored);
            } else if (writers.containsKey(read)
                    && stored.putIfAbsent(read, region.array(read).dtype()) == null) {
                array(read, stored);
            }
        }
    }
}
