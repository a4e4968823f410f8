package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.rules.cost.Memories;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Instruction;
import org.heddle.rules.hardware.Scope;

/// The memories that bytes pass on their way from the first level to where they are computed with.
///
/// @param caches between the first level and the memory of a group, far to near
record Chain(Hardware hardware, List<Hardware.Level> caches) {
    Chain {
        caches = List.copyOf(caches);
    }

    static Chain of(Hardware hardware) {
        List<Hardware.Level> caches = new ArrayList<>();
        Optional<Hardware.Level> level = parent(hardware.local(), hardware);
        while (level.isPresent() && level.get().parent().isPresent()) {
            caches.addFirst(level.get());
            level = parent(level.get(), hardware);
        }
        return new Chain(hardware, caches);
    }

    private static Optional<Hardware.Level> parent(Hardware.Level level, Hardware hardware) {
        return level.parent().flatMap(hardware::level);
    }

    /// Bytes per second from the level above, into all of a level.
    double feeding(Hardware.Level level) {
        return Memories.feeding(level, hardware);
    }

    /// What holds the operands and results of one piece of a fold.
    ///
    /// @param workers how many of a group compute a piece each
    /// @param isOfOne whether operands are read from local memory for every instruction, so that a piece is one
    record Holder(Hardware.Level level, long capacityBytes, long workers, boolean isOfOne) {}

    /// The registers of one thread: of a file of vectors, all of them.
    Holder thread() {
        return new Holder(
                hardware.registers(),
                hardware.registers().capacityBytes(),
                hardware.threadsPerGroup(),
                false);
    }

    /// The memory that the threads that issue an instruction compute in: the nearest to local memory.
    Holder team(Instruction instruction) {
        Hardware.Level fed =
                hardware.levels().stream()
                        .filter(l -> l.parent().filter(hardware.local().name()::equals).isPresent())
                        .findFirst()
                        .orElseGet(hardware::registers);
        boolean isOfThread = fed.scope() == Scope.THREAD;
        long capacity = fed.capacityBytes() * (isOfThread ? instruction.threads() : 1);
        long teams = Math.max(1, hardware.threadsPerGroup() / instruction.threads());
        return new Holder(fed, capacity, fed.scope() == Scope.GROUP ? 1 : teams, !isOfThread);
    }
}
