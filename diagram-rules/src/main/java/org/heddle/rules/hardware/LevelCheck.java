package org.heddle.rules.hardware;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What is wrong with the levels of a description: they form one tree, from the memory of the device to the registers of a thread.
final class LevelCheck {
    private final Hardware hardware;
    private final List<Hardware.Level> levels;
    private final List<String> wrong;

    private LevelCheck(Hardware hardware, List<String> wrong) {
        this.hardware = hardware;
        this.levels = hardware.levels();
        this.wrong = wrong;
    }

    static void of(Hardware hardware, List<String> wrong) {
        LevelCheck check = new LevelCheck(hardware, wrong);
        check.there();
        Set<String> before = new HashSet<>();
        for (int i = 0; i < check.levels.size(); i++) {
            Hardware.Level level = check.levels.get(i);
            check.numbers("/levels/" + i, level);
            if (!before.add(level.name())) {
                wrong.add(
                        "/levels/"
                                + i
                                + "/name is '"
                                + level.name()
                                + "', as that of another level: give each its own");
            }
        }
        for (int i = 0; i < check.levels.size(); i++) {
            check.parent(i);
        }
        check.groups();
    }

    static List<String> names(Hardware hardware) {
        return hardware.levels().stream().map(Hardware.Level::name).toList();
    }

    private void there() {
        for (Scope scope : List.of(Scope.DEVICE, Scope.GROUP, Scope.THREAD)) {
            if (levels.stream().noneMatch(level -> level.scope() == scope)) {
                wrong.add(
                        "/levels has none of scope "
                                + scope
                                + ": at least global memory (DEVICE), local memory (GROUP) and registers (THREAD) are needed, there are "
                                + levels.size()
                                + " levels");
            }
        }
    }

    private void numbers(String at, Hardware.Level level) {
        positive(at, level, "capacityBytes", (double) level.capacityBytes(), "the bytes of one");
        positive(at, level, "count", level.count(), "how many the device has");
        positive(
                at,
                level,
                "bytesPerSecond",
                level.bytesPerSecond(),
                "the rate towards the level below, all together");
        positive(
                at,
                level,
                "granularityBytes",
                level.granularityBytes(),
                "the bytes of the smallest transfer");
        if (level.source().isBlank()) {
            wrong.add(
                    at
                            + "/source of level '"
                            + level.name()
                            + "' is empty: say where its numbers are from, or \"assumed: \" and why");
        }
    }

    private void positive(
            String at, Hardware.Level level, String number, double value, String meaning) {
        if (!(value > 0) || Double.isInfinite(value)) {
            wrong.add(
                    at
                            + "/"
                            + number
                            + " of level '"
                            + level.name()
                            + "' is "
                            + HardwareCheck.shown(value)
                            + ": give a positive number, "
                            + meaning);
        }
    }

    private void parent(int index) {
        Hardware.Level level = levels.get(index);
        String at = "/levels/" + index;
        Optional<String> parent = level.parent();
        if (index == 0) {
            parent.ifPresent(
                    name ->
                            wrong.add(
                                    at
                                            + "/parent of the first level '"
                                            + level.name()
                                            + "' is '"
                                            + name
                                            + "': leave it out, nothing feeds the first level"));
            return;
        }
        if (parent.isEmpty()) {
            wrong.add(
                    at
                            + " ('"
                            + level.name()
                            + "') has no parent, as '"
                            + levels.getFirst().name()
                            + "': name the level that feeds it, one of "
                            + String.join(", ", names(hardware).subList(0, index)));
            return;
        }
        int fed = names(hardware).indexOf(parent.get());
        if (fed < 0) {
            wrong.add(
                    at
                            + "/parent of level '"
                            + level.name()
                            + "' is '"
                            + parent.get()
                            + "', which is no level: use one of "
                            + String.join(", ", names(hardware).subList(0, index)));
        } else if (circular(level)) {
            wrong.add(
                    at
                            + "/parent of level '"
                            + level.name()
                            + "' is '"
                            + parent.get()
                            + "', which is fed by '"
                            + level.name()
                            + "' itself: break the circle");
        } else if (fed >= index) {
            wrong.add(
                    at
                            + "/parent of level '"
                            + level.name()
                            + "' is '"
                            + parent.get()
                            + "', which comes after it: list levels from far to near");
        } else if (levels.get(fed).scope().compareTo(level.scope()) > 0) {
            wrong.add(
                    at
                            + "/scope of level '"
                            + level.name()
                            + "' is "
                            + level.scope()
                            + ", wider than that of '"
                            + parent.get()
                            + "', which feeds it, "
                            + levels.get(fed).scope()
                            + ": correct one of them");
        }
    }

    private boolean circular(Hardware.Level level) {
        Optional<Hardware.Level> at = Optional.of(level);
        for (int steps = 0; steps < levels.size(); steps++) {
            at = at.flatMap(Hardware.Level::parent).flatMap(hardware::level);
            if (at.isPresent() && at.get().name().equals(level.name())) {
                return true;
            }
        }
        return false;
    }

    /// One of the memories that tiles live in for each unit.
    private void groups() {
        IntStream.range(0, levels.size())
                .filter(i -> levels.get(i).scope() == Scope.GROUP)
                .limit(1)
                .filter(i -> levels.get(i).count() != hardware.units())
                .forEach(
                        i ->
                                wrong.add(
                                        "/levels/"
                                                + i
                                                + "/count of level '"
                                                + levels.get(i).name()
                                                + "' is "
                                                + levels.get(i).count()
                                                + ", and /units is "
                                                + hardware.units()
                                                + ": there is one of it for each unit"));
    }
}
