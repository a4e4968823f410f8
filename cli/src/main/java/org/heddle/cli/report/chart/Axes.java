package org.heddle.cli.report.chart;

import java.util.ArrayList;
import java.util.List;

/// The two axes on which rooflines are drawn.
///
/// @param intensity flop per byte
/// @param rate flop per second
public record Axes(LogScale intensity, LogScale rate) {
    /// How far roofs go on before and behind the place where they meet the pipes.
    private static final double BEYOND = 4;

    /// Axes with room for all points, and for the place where every roof meets the highest ceiling.
    public static Axes around(List<Roofline> rooflines) {
        List<Double> intensities = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        for (Roofline roofline : rooflines) {
            double peak = roofline.ceilings().getFirst().flopsPerSecond();
            for (Roofline.Roof roof : roofline.roofs()) {
                intensities.add(peak / roof.bytesPerSecond() / BEYOND);
                intensities.add(BEYOND * peak / roof.bytesPerSecond());
            }
            roofline.ceilings().forEach(ceiling -> rates.add(ceiling.flopsPerSecond()));
            for (Roofline.Point point : roofline.points()) {
                intensities.add(point.intensity());
                rates.add(point.flopsPerSecond());
            }
            rates.add(peak / BEYOND / BEYOND);
        }
        return new Axes(LogScale.around(intensities), LogScale.around(rates));
    }
}
