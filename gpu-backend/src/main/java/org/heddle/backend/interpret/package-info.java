/// The interpreter: executes a tile program on the host and counts what it moves while it moves it.
///
/// ```
///   TileProgram ──Planner──► Steps (axes and tiles by number, expressions compiled)
///                              │ per group, independently
///                              ▼
///   arrays ──load──► tiles ──gather──► registers: Sweep ──scatter──► tiles ──store──► arrays
///                        └──────────── Counter: bytes, as they are moved ───────────────┘
/// ```
///
/// It defines what a tile program means; the texts that other packages print must agree with it. It shares no code with the predictor of
/// `org.heddle.rules.schedule`: the two meet in the tests. Out of scope: speed beyond what tests and small runs need. Read next:
/// {@link org.heddle.backend.interpret.Interpreter}.
@NullMarked
package org.heddle.backend.interpret;

import org.jspecify.annotations.NullMarked;
