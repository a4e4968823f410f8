package org.heddle.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import org.heddle.cli.report.chart.Area;
import org.heddle.model.draw.scene.TextWidth;

/// A short text of a chart: what it covers, and how it is written there.
///
/// @param kind its class in the style sheet, where its size is {@link #FONT} too
record Words(String kind, String text, boolean bold) {
    static final int FONT = 12;

    /// Of the page's colour around letters, so that they can be read on a line.
    private static final double HALO = 2;

    /// Capitals and digits are this high, and letters go as far below the line they stand on; in font sizes.
    private static final double ABOVE = 0.76;

    /// Its size, at no place in particular.
    Area area() {
        return Area.upright(0, 0, width(), FONT).grown(HALO);
    }

    private double width() {
        return TextWidth.of(text, FONT, bold);
    }

    /// Where it stands if its middle is above or below a point.
    Area at(double x, double y) {
        return Area.upright(x, y, area().width(), area().height());
    }

    /// Where it stands beside a straight line, at several places along it.
    ///
    /// @param side -1 for above the line, 1 for below
    /// @param parts where its middle is, from 0 at the line's beginning to 1 at its end
    List<Area> along(Area line, int side, List<Double> parts) {
        double angle = Math.toRadians(line.degrees());
        double away = side * (line.height() / 2 + area().height() / 2 + 1);
        List<Area> places = new ArrayList<>();
        for (double part : parts) {
            double along = (part - 0.5) * line.width();
            places.add(
                    new Area(
                            line.x() + along * Math.cos(angle) - away * Math.sin(angle),
                            line.y() + along * Math.sin(angle) + away * Math.cos(angle),
                            area().width(),
                            area().height(),
                            line.degrees()));
        }
        return places;
    }

    /// Writes it over the middle of its area.
    void write(Markup m, Area place) {
        List<String> attributes = new ArrayList<>(List.of("class", kind, "text-anchor", "middle"));
        String x = MemoryChartSvg.number(place.x());
        attributes.addAll(List.of("x", x));
        attributes.addAll(List.of("y", MemoryChartSvg.number(place.y() + (ABOVE - 0.5) * FONT)));
        if (place.degrees() != 0) {
            String y = MemoryChartSvg.number(place.y());
            String degrees = MemoryChartSvg.number(place.degrees());
            attributes.addAll(List.of("transform", "rotate(%s %s %s)".formatted(degrees, x, y)));
        }
        m.leaf("text", text, attributes.toArray(String[]::new));
    }
}
