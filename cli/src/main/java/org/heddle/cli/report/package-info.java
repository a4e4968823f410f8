/// Derivations, compilations and comparisons as text for people and as JSON for programs.
///
/// ```
///   Derivation ─► DerivationText (table, proof) · DerivationJson      "heddle-derivation/1"
///   Compiled   ─► LaunchJson                                          "heddle-launch/1"
///   Comparison ─► ComparisonText · ComparisonJson                     "heddle-comparison/1"
///              ─► report.chart: memory charts, rooflines
///              ─► report.html: a page for a browser
/// ```
///
/// The keys of a document are stable: they are listed in the class that writes it, and a test holds them. Read next:
/// {@link org.heddle.cli.report.DerivationText}.
@NullMarked
package org.heddle.cli.report;

import org.jspecify.annotations.NullMarked;
