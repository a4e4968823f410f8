/// What the steps of a kernel keep busy, and for how long.
///
/// ```
///   Nest ──► Product: a fold that matrix instructions compute           Schedule ──► Work: operations by pipe, as sums of products
/// ```
///
/// Out of scope: bytes, which `cost` and `schedule` count. Read next: {@link org.heddle.rules.stage.Work}.
@org.jspecify.annotations.NullMarked
package org.heddle.rules.stage;
