package org.heddle.rules.time;

import java.util.List;
import org.heddle.rules.hardware.Hardware;

/// Kernels that were launched one after the other, and what that took.
///
/// @param launches in order
/// @param seconds measured, of all together
public record Timed(List<Launched> launches, double seconds) {
    public Timed {
        launches = List.copyOf(launches);
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("measured " + seconds + " seconds");
        }
    }

    /// One launch.
    ///
    /// @param tasks its groups in launch order
    /// @param residents groups that a unit runs at the same time
    public record Launched(List<Task> tasks, int residents) {
        public Launched {
            tasks = List.copyOf(tasks);
        }
    }

    /// What it is predicted to take on some hardware.
    public double predicted(Hardware hardware) {
        Pace pace = new Pace(hardware);
        double sum = 0;
        for (Launched launch : launches) {
            sum += Simulation.seconds(launch.tasks(), pace, launch.residents());
        }
        return sum;
    }
}
