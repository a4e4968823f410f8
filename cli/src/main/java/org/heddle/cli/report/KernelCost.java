package org.heddle.cli.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.heddle.model.size.Size;
import org.heddle.rules.cost.Busiest;
import org.heddle.rules.cost.ClosedForm;
import org.heddle.rules.cost.Columns;
import org.heddle.rules.cost.Devices;
import org.heddle.rules.cost.Enough;
import org.heddle.rules.cost.LeastTransfers;
import org.heddle.rules.cost.Memories;
import org.heddle.rules.cost.Widths;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.Exchange;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.levels.Levels;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.stage.Work;

/// What is told of the cost of a kernel, in any form.
///
/// @param form the least transfers for large sizes; empty where there is no closed form
/// @param best the least transfers with the local memory of the hardware at these sizes, whichever axes are walked; empty where blocks of one element do not fit
/// @param fixed labels that nothing is left to choose of there, and what they are: of an axis that is not cut, its size
/// @param exact the best blocks of all levels; empty where nothing fits
/// @param here the closed form with the labels that are fixed there; empty where none is, and where there is none
record KernelCost(
        Kernel kernel,
        List<Columns.Column> columns,
        Optional<ClosedForm> form,
        Optional<LeastTransfers.Found> best,
        SequencedMap<String, Size> fixed,
        Optional<ClosedForm> here,
        List<Memories.Fed> levels,
        List<Memories.Passed> passing,
        List<Devices> devices,
        SequencedMap<String, Double> halved,
        Work work,
        Optional<Levels> exact) {
    static KernelCost of(Kernel kernel, Derivation derivation) {
        Schedule schedule = kernel.schedule();
        LeastTransfers transfers = LeastTransfers.of(schedule);
        Hardware hardware = derivation.hardware();
        ToLongFunction<String> sizes = derivation.sizes()::of;
        Work work = Work.of(schedule);
        double memory = (double) hardware.local().capacityBytes();
        Optional<LeastTransfers.Found> best = transfers.ofGroup(memory, sizes);
        SequencedMap<String, Size> fixed = best.map(transfers::fixed).orElseGet(LinkedHashMap::new);
        LeastTransfers.Found uncut =
                transfers.ofGroup(Double.POSITIVE_INFINITY, sizes).orElseThrow();
        return new KernelCost(
                kernel,
                Columns.of(schedule),
                ClosedForm.of(transfers.cut()),
                best,
                fixed,
                best.filter(_ -> !fixed.isEmpty()).flatMap(least -> ClosedForm.of(least.free())),
                Memories.of(transfers, hardware, sizes),
                Memories.passing(transfers, hardware, sizes),
                Devices.of(
                        transfers.of(uncut.nesting()),
                        Busiest.of(uncut.nesting()),
                        apart(schedule, work),
                        hardware,
                        sizes),
                Widths.halved(transfers.ofGroup(), memory, sizes),
                work,
                Levels.of(schedule));
    }

    /// Labels of the axes of the grid along which nothing is computed again.
    private static List<String> apart(Schedule schedule, Work work) {
        List<String> grid = schedule.nest().grid();
        return grid.stream()
                .map(axis -> Count.label(grid, axis))
                .filter(label -> !work.repeats(label))
                .toList();
    }

    /// The extents of axes from which on computing takes as long as the least transfers with the local memory, all else as it is; without those that change nothing.
    Map<String, Long> enough(Derivation derivation) {
        Hardware hardware = derivation.hardware();
        double memory = (double) hardware.local().capacityBytes();
        double rate = hardware.global().bytesPerSecond();
        Map<String, Long> enough = new LinkedHashMap<>();
        for (String axis : new LinkedHashSet<>(kernel.region().axes().values())) {
            LongFunction<ToLongFunction<String>> at =
                    extent -> name -> name.equals(axis) ? extent : derivation.sizes().of(name);
            Enough.extent(
                            n -> work.seconds(at.apply(n)),
                            n -> holding().at(memory, at.apply(n)) / rate)
                    .ifPresent(extent -> enough.put(axis, extent));
        }
        enough.values().removeIf(extent -> extent == 1);
        return enough;
    }

    /// What a label is that nothing is left to choose of: the axis that it is not cut along, or a number.
    String end(String label) {
        Size size = Objects.requireNonNull(fixed.get(label));
        return size.isConstant() ? size.toString() : label.substring(2);
    }

    boolean hasForm() {
        return form.isPresent() || here.isPresent();
    }

    /// The form that holds at these sizes, where there is one.
    ClosedForm holding() {
        return here.or(() -> form).orElseThrow();
    }

    /// The exchanges between the memories that tiles live in.
    List<Exchange> exchanges(Hardware hardware) {
        return hardware.exchanges().stream()
                .filter(exchange -> exchange.level().equals(hardware.local().name()))
                .toList();
    }

    /// The part of the time of what depends on memory that an exchange saves.
    ///
    /// @param fed bytes per second from where it comes without
    double saved(Exchange exchange, double fed, Derivation derivation) {
        Hardware.Level local = derivation.hardware().local();
        return Memories.saved(
                holding(),
                (double) local.capacityBytes(),
                exchange.units(),
                fed,
                exchange.bytesPerSecond(),
                derivation.sizes()::of);
    }

    /// The value of a formula of sizes and labels.
    long at(Size formula) {
        Nest nest = kernel.schedule().nest();
        Blocking blocking = kernel.schedule().blocking();
        Map<String, Long> labels = new TreeMap<>();
        blocking.extents()
                .forEach((axis, extent) -> labels.put(Count.label(nest.grid(), axis), extent));
        return formula.at(
                name -> {
                    Long label = labels.get(name);
                    return label == null ? blocking.diagram().of(name) : label;
                });
    }

    /// The most that is held by a step.
    long most() {
        return columns.stream().mapToLong(column -> at(column.held())).max().orElse(0);
    }

    /// Bytes of the schedule over the least with the local memory of the hardware; 1 where nothing is moved, and empty where the least is not known.
    Optional<Double> overLeast() {
        long scheduled = kernel.schedule().cost().globalBytes();
        return best.map(least -> least.bytes() == 0 ? 1 : scheduled / least.bytes());
    }
}
