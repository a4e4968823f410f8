package org.heddle.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.heddle.backend.run.Comparison;
import org.heddle.cli.report.Compared;
import org.heddle.cli.report.Inputs;
import org.heddle.cli.report.html.Circumstances;
import org.heddle.cli.report.html.Page;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.elk.ElkLayout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Charts and wide tables of the page of `compare --html` in a browser: all words can be read.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ChartsInBrowserTest {
    @TempDir private static Path folder;

    private static Optional<Chromium> browser = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Chromium.find();
        if (program.isEmpty()) {
            System.out.println("[SKIP] no chromium: charts are not tried in a browser");
        }
        Assumptions.assumeTrue(program.isPresent(), "no chromium");
        Path profile = Files.createDirectory(folder.resolve("profile"));
        browser = Optional.of(Chromium.start(program.orElseThrow(), profile));
    }

    @AfterAll
    static void end() {
        browser.ifPresent(Chromium::close);
    }

    /// Measured at as many times the predicted time as given, not at all for 0, where numbers of points that are nearly in one place came upon each other.
    private static Tab open(int width, double ratio) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        for (long rows : List.of(300L, 280L, 100L)) {
            Comparison one = Compared.interpreted(Compared.SOFTMAX_MEAN, Map.of("x", rows));
            double seconds = ratio * one.predictedSeconds();
            comparisons.add(
                    ratio == 0
                            ? one
                            : Compared.with(
                                    one, row -> Compared.timed(row, seconds), List.of(seconds)));
        }
        Circumstances here = new Circumstances("1", List.of(), Instant.EPOCH, "Java", "system");
        Inputs inputs = new Inputs(1, List.of());
        String page = Page.of(comparisons, inputs, here, new Drawing(new ElkLayout()));
        Tab tab = browser.orElseThrow().tab();
        tab.size(width, 900);
        tab.load(Files.writeString(folder.resolve("charts.html"), page));
        return tab;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9, 1.2, 1.5, 2})
    void wordsInChartsCoverNeitherEachOtherNorMarks(double ratio) throws Exception {
        Tab tab = open(1400, ratio);
        assertThat(tab.holds("document.querySelector('.point.measured') !== null"))
                .isEqualTo(ratio > 0);
        String covered =
                """
                [...document.querySelectorAll('svg.chart')].filter(s => s.checkVisibility()).flatMap(svg => {
                  const texts = [...svg.querySelectorAll('text')].filter(t => !t.hasAttribute('transform'));
                  const boxes = [...texts, ...svg.querySelectorAll('.point')].map(t => [t.textContent || t.getAttribute('class'), t.getBoundingClientRect()]);
                  return boxes.slice(0, texts.length).flatMap(([a, r], i) => boxes.slice(i + 1)
                    .filter(([, s]) => r.left < s.right - 1 && s.left < r.right - 1 && r.top < s.bottom - 3 && s.top < r.bottom - 3)
                    .map(([b]) => a + ' | ' + b));
                })
                """;
        assertThat(ReportInBrowserTest.strings(tab.evaluate(covered))).isEmpty();
    }

    /// A table scrolls where it is too wide; its sentence is read without.
    @ParameterizedTest
    @ValueSource(ints = {320, 500, 1400})
    void captionsAreSeenWhole(int width) throws Exception {
        Tab tab = open(width, 1.2);
        String cut =
                """
                [...document.querySelectorAll('.scroll caption')].filter(c => c.checkVisibility()).filter(c => {
                  const text = document.createRange();
                  text.selectNodeContents(c);
                  const seen = c.closest('.scroll').getBoundingClientRect();
                  const scroller = c.closest('.scroll');
                  scroller.scrollLeft = 40;
                  const moved = text.getBoundingClientRect();
                  scroller.scrollLeft = 0;
                  const rest = text.getBoundingClientRect();
                  return [rest, moved].some(r => r.left < seen.left - 1 || r.right > seen.right + 1);
                }).map(c => c.textContent)
                """;
        assertThat(ReportInBrowserTest.strings(tab.evaluate(cut))).isEmpty();
    }
}
