/// What a comparison shows as charts, once as data and once drawn with characters.
///
/// ```
///   KernelRow ─► MemoryFlow ─► MemoryChartText     global ──► local ──► pipes, bytes predicted and counted
///             ─► Roofline   ─► RooflineText        operations per second over operations per byte
///                     └────────► org.heddle.cli.report.html draws the same data
///                             Labels           where words stand in a picture, each as an Area
/// ```
///
/// What is predicted and what was counted or measured are different fields from end to end: a figure that nobody counted is absent, never filled in. Read next:
/// {@link org.heddle.cli.report.chart.MemoryFlow}.
@NullMarked
package org.heddle.cli.report.chart;

import org.jspecify.annotations.NullMarked;
