/// Timing kernels in several blockings, to fit the time model and to judge it.
///
/// ```
///   TimingSet: families of diagrams, sizes to train with, other sizes held out
///        │ Trial: kernels of one diagram at one setting, in several blockings each; all are checked, then launched in turn, again and again
///        ▼
///   Outcome: what each blocking takes, and its groups ── rules.time.Fit ──► constants of a hardware description        (training)
///                                                     └─ Verdict: error, order, the choice's time over the best       (held out)
/// ```
///
/// Read next: {@link org.heddle.backend.trial.Trial}, {@link org.heddle.backend.trial.Verdict}.
@NullMarked
package org.heddle.backend.trial;

import org.jspecify.annotations.NullMarked;
