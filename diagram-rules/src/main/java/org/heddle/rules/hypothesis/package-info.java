/// What would be if: assumptions about a machine and about how its pipes overlap, the time that follows, and what it depends on.
///
/// ```
///   Hardware, Premises ──Assumption …──► Scenario ──► Prediction of every kernel, its configuration chosen anew
///                                            └──► Sensitivity: d log time / d log parameter, the configuration kept
/// ```
///
/// The kernels are those that are derived for the machine as it is described; `codesign` derives anew. Read next: {@link org.heddle.rules.hypothesis.Hypothesis}.
@org.jspecify.annotations.NullMarked
package org.heddle.rules.hypothesis;
