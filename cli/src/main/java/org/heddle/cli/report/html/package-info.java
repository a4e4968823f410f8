/// Comparisons as one page for a browser that needs nothing else: no network, and for reading no script.
///
/// ```
///                    ┌ Headline ──────── what came out, in a sentence
///                    ├ MemorySection ─── MemoryChartSvg, from MemoryFlow
///   [Comparison] ────┼ RooflineSection ─ RooflineSvg, from Roofline
///   Circumstances    ├ DerivationStrip ─ a picture after every law
///                    ├ SourceSection ─── kernel text, linked by Parts to the boxes of the pictures
///                    ├ SizesTable ────── all settings, also as CSV
///                    └ ProvenanceSection
///                            │ Markup escapes every text          page.html, page.css, page.js (resources)
///                            ▼                                                    │
///                         Page ◄──────────────────────────────────────────────────┘
/// ```
///
/// A content security policy names the one script and the one style sheet by their hashes and forbids everything else, so that nothing that a diagram's file holds is run or fetched. Read next:
/// {@link org.heddle.cli.report.html.Page}.
@NullMarked
package org.heddle.cli.report.html;

import org.jspecify.annotations.NullMarked;
