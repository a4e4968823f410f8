/// Streaming: what one kernel computes, and how its reductions are accumulated while an axis goes by.
///
/// ```
///   Diagram (body of a kernel) --RegionBuilder--> Region: stages over loop axes
///   Region, stream axes        --StreamAnalyzer--> StreamForm: passes of accumulators, or why another pass is needed
///   StreamForm, axis, length   --Split--> two forms: accumulators of parts of the axis, and what merges them
///   StreamForm                 --AccumulatorLaws--> merge is a homomorphism and associative, on random and adversarial items
///   states carried along       --RecurrenceLaws--> parts of them merge, or they are taken in order only
/// ```
///
/// The algebra is in `org.heddle.rules.algebra`; sizes, bytes and time in `org.heddle.rules.schedule`. Read next:
/// {@link org.heddle.rules.stream.Region}, {@link org.heddle.rules.stream.StreamAnalyzer}.
@NullMarked
package org.heddle.rules.stream;

import org.jspecify.annotations.NullMarked;
