package org.heddle.cli.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TradeoffTextTest {
    private static Tradeoff.Series series(String name, double... seconds) {
        List<Tradeoff.Point> points = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            points.add(
                    new Tradeoff.Point(
                            16 << i, (16 << i) + " KiB", seconds[i], i < seconds.length - 1));
        }
        return new Tradeoff.Series(name, points);
    }

    private static List<String> lines(Tradeoff.Series... series) {
        return TradeoffText.of(new Tradeoff("a product", "smem", List.of(series))).lines().toList();
    }

    /// Equal ratios are equal lengths, along both axes.
    @Test
    void bothAxesAreLogarithmic() {
        List<String> lines = lines(series("", 4e-3, 2e-3, 1e-3));
        assertThat(lines.getFirst()).startsWith("    4.00 ms ┤●");
        assertThat(lines.get(7).indexOf('●') - 13).isEqualTo(40);
        assertThat(lines.get(7)).startsWith("    2.00 ms ┤");
        assertThat(lines.get(14)).startsWith("    1.00 ms ┤").endsWith("○");
        assertThat(lines.get(14).length()).isEqualTo(13 + 80);
        assertThat(lines.get(16))
                .isEqualTo(
                        "             16 KiB"
                                .concat(" ".repeat(34))
                                .concat("32 KiB")
                                .concat(" ".repeat(28))
                                .concat("64 KiB"));
        assertThat(lines).anyMatch(line -> line.contains("none is better in everything"));
        assertThat(lines).noneMatch(line -> line.contains("fastest"));
    }

    @Test
    void linesAreMarkedAndNamed() {
        List<String> lines = lines(series("hbm 4 T", 2e-3, 1e-3), series("hbm 1 T", 8e-3, 4e-3));
        assertThat(lines).anyMatch(line -> line.endsWith("○ 1"));
        assertThat(lines).anyMatch(line -> line.endsWith("○ 2"));
        assertThat(lines).contains("  1  hbm 4 T  1.00 ms", "  2  hbm 1 T  4.00 ms");
        assertThat(lines).allMatch(line -> line.length() <= 100);
    }

    /// Marks of lines that end in one place stand in a row, as far as there is room.
    @Test
    void manyLinesFit() {
        Tradeoff.Series[] same = new Tradeoff.Series[40];
        for (int i = 0; i < same.length; i++) {
            same[i] = series("hbm " + i, 2e-3, 1e-3);
        }
        List<String> lines = lines(same);
        assertThat(lines).anyMatch(line -> line.endsWith("○ 1234…"));
        assertThat(lines).contains("  and 5 slower lines, which are not drawn");
        assertThat(lines).allMatch(line -> line.length() <= 100);
    }

    @Test
    void oneDesignHasAPlace() {
        assertThat(lines(series("", 3e-3)).get(7)).contains("○").startsWith("    3.00 ms ┤");
        assertThatThrownBy(() -> new Span(2, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
