package org.heddle.backend.interpret;

import java.util.List;

/// A tile program ready to be executed.
///
/// @param grid loop axes whose blocks are the groups
/// @param sweeps number of sweeping steps
record Plan(Space space, List<Integer> grid, List<Slot> slots, int sweeps, List<Step> body) {}
