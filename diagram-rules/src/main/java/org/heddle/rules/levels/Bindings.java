package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Space;

/// Why blocks of caches and of groups are no longer than they are: axis by axis, the next longer one that moves less is tried.
final class Bindings {
    private final Planning planning;
    private final Plan winner;
    private final List<String> grid;

    Bindings(Planning planning, Plan winner) {
        this.planning = planning;
        this.winner = winner;
        this.grid = planning.trial().grid();
    }

    List<Binding> ofGroup() {
        Space space = planning.space();
        List<Binding> found = new ArrayList<>();
        for (String axis : space.choices().keySet()) {
            List<Long> choices = space.choices().getOrDefault(axis, List.of());
            longer(
                            choices,
                            winner.group().extent(axis),
                            extent -> bytes(winner.group().with(axis, extent)),
                            winner.groupBytes())
                    .ifPresent(extent -> found.add(ofGroup(axis, extent)));
        }
        return sorted(found);
    }

    private long bytes(Blocking group) {
        return planning.trial().benches().at(group).at(group).cost().globalBytes();
    }

    private Binding ofGroup(String axis, long extent) {
        Hardware.Level local = planning.chain().hardware().local();
        String label = Count.label(grid, axis);
        Blocking longer = winner.group().with(axis, extent);
        long needed = planning.trial().benches().at(longer).memory(longer);
        if (needed > local.capacityBytes()) {
            return new Binding.Room(local.name(), label, extent, needed, local.capacityBytes());
        }
        Optional<Plan> plan = planning.plan(longer);
        return plan.isPresent()
                ? slower(label, extent, plan.get().cost().seconds())
                : new Binding.Shape(instruction());
    }

    private String instruction() {
        return winner.pieces().stream()
                .flatMap(found -> found.best().winner().stream())
                .flatMap(chosen -> chosen.point().piece().instruction().stream())
                .map(i -> i.name())
                .findFirst()
                .orElse("a piece");
    }

    private Binding slower(String label, long extent, double seconds) {
        return new Binding.Slower(label, extent, seconds / winner.cost().seconds() - 1);
    }

    /// @param place of the cache
    List<Binding> ofCache(int place) {
        Blocking own = winner.shares().blocks().get(place);
        List<String> axes = new ArrayList<>(grid);
        axes.addAll(planning.trial().benches().loops());
        List<Binding> found = new ArrayList<>();
        for (String name : axes) {
            longer(
                            planning.caches().choices(name, winner.group()),
                            own.extent(name),
                            extent ->
                                    planning.caches().moved(place, own.with(name, extent)).bytes(),
                            planning.caches().moved(place, own).bytes())
                    .ifPresent(extent -> found.add(ofCache(place, name, extent)));
        }
        return sorted(found);
    }

    private Binding ofCache(int place, String axis, long extent) {
        Caches caches = planning.caches();
        Hardware.Level level = planning.chain().caches().get(place);
        String label = Count.label(grid, axis);
        Blocking longer = winner.shares().blocks().get(place).with(axis, extent);
        long needed = caches.held(longer);
        if (needed > level.capacityBytes()) {
            return new Binding.Room(level.name(), label, extent, needed, level.capacityBytes());
        }
        long groups = planning.trial().groups(longer, winner.group());
        long most = caches.most(place, winner.group());
        if (caches.isStreamed(longer) && groups > most) {
            return new Binding.AtATime(level.name(), label, extent, groups, most);
        }
        List<Blocking> blocks = new ArrayList<>(winner.shares().blocks());
        blocks.set(place, longer);
        double atATime = caches.rounds().atATime(blocks, winner.group());
        return slower(label, extent, caches.cost(blocks, atATime, winner.fixed()).seconds());
    }

    /// The next longer extent that moves less.
    private static Optional<Long> longer(
            List<Long> choices, long extent, Function<Long, Long> moved, long bytes) {
        return choices.stream()
                .filter(choice -> choice > extent)
                .filter(choice -> moved.apply(choice) < bytes)
                .findFirst();
    }

    /// What there is no room for first, then what may not be, then what takes longer.
    static List<Binding> sorted(List<Binding> found) {
        return found.isEmpty()
                ? List.of(new Binding.Nothing())
                : found.stream().sorted(Comparator.comparingInt(Bindings::rank)).toList();
    }

    private static int rank(Binding binding) {
        return switch (binding) {
            case Binding.Room _ -> 0;
            case Binding.AtATime _ -> 1;
            case Binding.Workers _ -> 2;
            case Binding.Shape _ -> 3;
            case Binding.Slower _ -> 4;
            case Binding.Nothing _ -> 5;
        };
    }
}
