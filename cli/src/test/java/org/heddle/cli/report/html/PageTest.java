package org.heddle.cli.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Moved;
import org.heddle.cli.report.Compared;
import org.heddle.cli.report.ComparisonJson;
import org.heddle.cli.report.Inputs;
import org.heddle.cli.report.Json;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.elk.ElkLayout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the page says, and what it keeps out.
final class PageTest {
    private static final Inputs INPUTS = new Inputs(1, List.of());

    private static final Circumstances HERE =
            new Circumstances(
                    "1.2.3",
                    List.of("compare", "it's </script><script>alert(1)</script>", "--seed", "7"),
                    Instant.parse("2026-03-04T05:06:07.89Z"),
                    "Java 25",
                    "an <os>");

    private static Comparison good;

    @BeforeAll
    static void compare() throws Exception {
        good = Compared.interpreted(Compared.SOFTMAX_MEAN, Map.of());
    }

    private static String page(Comparison... comparisons) {
        return Page.of(List.of(comparisons), INPUTS, HERE, new Drawing(new ElkLayout()));
    }

    private static String sentence(Comparison... comparisons) {
        return new Headline(List.of(comparisons)).sentence();
    }

    @Test
    void theHeadlineSaysWhatWasFound() {
        assertThat(sentence(good))
                .startsWith(
                        "Correct; every byte of global and local memory was predicted (counted by interp); time was not measured; predicted to be bound by ");
        double predicted = good.predictedSeconds();
        Comparison timed = Compared.with(good, row -> row, List.of(2 * predicted));
        assertThat(sentence(timed)).contains("; measured time is 2.00× of the predicted; ");
        Comparison idle = Compared.with(good, row -> row, List.of(0.0));
        assertThat(sentence(idle)).contains("; time was not measured; ");
        Comparison faster = Compared.with(good, row -> row, List.of(predicted / 2));
        assertThat(sentence(timed, faster))
                .startsWith("Correct at all 2 settings; ")
                .contains("; measured time is 0.50× to 2.00× of the predicted; ");
    }

    @Test
    void theHeadlineSaysWhatIsWrong() {
        Comparison wrong = Compared.with(good, List.of("a race at <O>"));
        assertThat(sentence(wrong)).startsWith("WRONG; ");
        assertThat(sentence(good, wrong)).startsWith("WRONG at 1 of 2 settings; ");
        assertThat(page(wrong))
                .contains("class=\"verdict bad\"", "Problem: a race at &lt;O&gt;")
                .doesNotContain("class=\"verdict good\"");
        assertThat(page(good)).contains("class=\"verdict good\"");
    }

    @Test
    void bytesThatDifferAreShownAsSuch() {
        Comparison differing =
                Compared.with(
                        good,
                        row -> {
                            Moved m = row.predicted();
                            Moved half =
                                    new Moved(
                                            m.globalRead() / 2,
                                            m.globalWrite(),
                                            m.localRead(),
                                            m.localWrite());
                            return Compared.counted(row, half);
                        },
                        List.of());
        assertThat(sentence(differing)).contains("; counted bytes DIFFER from the predicted ones;");
        assertThat(page(differing)).contains("counted, DIFFERS", "class=\"counted differs\"");
        assertThat(page(good)).doesNotContain("DIFFERS", "class=\"counted differs\"");
    }

    /// A long row alone is cut into parts, along an axis of its own.
    @Test
    void settingsAreNamedByTheAxesThatAllHave() throws Exception {
        Comparison inParts =
                Compared.interpreted(Compared.SOFTMAX_MEAN, Map.of("q", 1L, "x", 5000L));
        assumeThat(inParts.derivation().sizes().byAxis()).containsKey("x_part");
        for (List<Comparison> both : List.of(List.of(good, inParts), List.of(inParts, good))) {
            Settings settings = new Settings(both);
            assertThat(settings.name(both.indexOf(good))).isEqualTo("q=9, x=20");
            assertThat(settings.name(both.indexOf(inParts))).isEqualTo("q=1, x=5000");
        }
    }

    @Test
    void whatNobodyCountedIsDrawnEmpty() {
        Comparison uncounted = Compared.with(good, Compared::uncounted, List.of());
        assertThat(sentence(uncounted)).contains("; not all bytes were counted;");
        assertThat(page(uncounted))
                .contains("predicted uncounted", "not counted")
                .doesNotContain("class=\"counted\"");
        assertThat(page(good)).contains("class=\"counted\"").doesNotContain("predicted uncounted");
    }

    @Test
    void pointsAreMeasuredOnlyWhereSomethingWas() {
        assertThat(page(good)).contains("point predicted-point").doesNotContain("point measured");
        Comparison timed = Compared.with(good, row -> Compared.timed(row, 1e-3), List.of(1e-3));
        assertThat(page(timed)).contains("point measured");
    }

    @Test
    void theDocumentInThePageIsTheComparison() {
        String page = page(good);
        Matcher found =
                Pattern.compile(
                                "(?s)<script type=\"application/json\" id=\"comparison\">(.*?)</script>")
                        .matcher(page);
        assertThat(found.find()).isTrue();
        assertThat(found.group(1)).doesNotContain("<", ">");
        assertThat(Json.parse(found.group(1)))
                .isEqualTo(Json.parse(Json.text(ComparisonJson.of(List.of(good), INPUTS))));
    }

    @Test
    void nothingIsFetchedAndNothingForeignIsMarkup() {
        String page = page(good, good);
        assertThat(page)
                .contains("default-src 'none'; style-src 'sha256-")
                .contains("it&#39;\\&#39;&#39;s &lt;/script&gt;&lt;script&gt;alert(1)")
                .contains("an &lt;os&gt;")
                .doesNotContain(
                        "<script>alert", " src=", "url(", "@import", " style=", "{{", "onclick");
        Matcher address = Pattern.compile("href=\"([^\"#][^\"]{0,20})").matcher(page);
        assertThat(address.results().map(found -> found.group(1)))
                .allMatch(href -> href.startsWith("data:text/csv"));
        assertThat(page.split("<script", -1)).hasSize(3);
    }

    @Test
    void theCircumstancesAreTold() {
        assertThat(page(good))
                .contains("heddle 1.2.3", "2026-03-04T05:06:07Z", "--seed 7", "Java 25")
                .contains("random inputs of seed 1", "Hardware description");
    }

    @Test
    void aPictureThatSettingsShareIsThereOnce() throws Exception {
        Comparison other = Compared.interpreted(Compared.SOFTMAX_MEAN, Map.of("x", 30L));
        String page = page(good, other);
        assertThat(page.split("<li class=\"of of-0 of-1\">", -1).length).isGreaterThan(5);
        assertThat(page).contains("<label for=\"setting-1\"><b>2 </b>x=30</label>");
    }

    @Test
    void aDiagramWithoutBoxesNeedsNoKernel() throws Exception {
        Comparison same = Compared.interpreted("same(A: f32[i]) -> A; axis i default 4", Map.of());
        assertThat(page(same)).contains("no kernel is needed, no byte moves");
    }

    @Test
    void theTableOfProgramsHasPlainNumbers() {
        Comparison timed = Compared.with(good, row -> Compared.timed(row, 1e-3), List.of(1e-3));
        String csv = new SizesTable(new Settings(List.of(timed, good))).csv();
        List<String> lines = csv.lines().toList();
        assertThat(lines).hasSize(3);
        Comparison.KernelRow row = good.kernels().getFirst();
        assertThat(lines.get(1))
                .startsWith("\"mean\",\"q=9, x=20, e=4\",\"interp\",\"O\",true,\"")
                .contains(
                        row.predicted().globalRead() + "," + row.predicted().globalRead() + ",1.0")
                .contains(",0.001,");
        assertThat(lines.get(2)).endsWith(",,,");
    }

    @Test
    void whatAGpuCountedHasATableAndColumns() {
        Profile.DeviceBytes bytes =
                new Profile.DeviceBytes(Optional.of(7654L), Optional.empty(), Optional.of(3210L));
        Comparison profiled =
                Compared.profiled(
                        good, new Profile.Counted("ncu <1>", Map.of()), Optional.of(bytes));
        assertThat(page(profiled))
                .contains(
                        "Bytes that passed the GPU's memories in kernel O".replace("'", "&#39;"),
                        "<th scope=\"row\">DRAM read</th>",
                        "<td class=\"number\">7,654</td>",
                        "counted by ncu &lt;1&gt;, caches empty before each launch",
                        "read by ncu &lt;1&gt;");
        assertThat(page(good)).doesNotContain("DRAM", "L2 cache");
        Comparison missing =
                Compared.profiled(
                        good, new Profile.NotCounted("no <ncu>", "install it"), Optional.empty());
        assertThat(page(missing))
                .contains("DRAM and L2 cache were not counted: no &lt;ncu&gt;; install it.")
                .doesNotContain("<th scope=\"row\">DRAM read</th>");
        List<List<String>> cells =
                new SizesTable(new Settings(List.of(profiled, good)))
                        .csv()
                        .lines()
                        .map(line -> List.of(line.replaceAll("\"[^\"]*\"", "q").split(",", -1)))
                        .toList();
        int from = cells.getFirst().indexOf("dram_read_bytes_counted");
        double ratio = 7654.0 / good.kernels().getFirst().predicted().globalRead();
        assertThat(cells.getFirst().subList(from, from + 6))
                .containsExactly(
                        "dram_read_bytes_counted",
                        "dram_read_bytes_ratio",
                        "dram_write_bytes_counted",
                        "dram_write_bytes_ratio",
                        "l2_bytes_counted",
                        "l2_bytes_ratio");
        assertThat(cells.get(1).subList(from, from + 5))
                .containsExactly("7654", String.valueOf(ratio), "", "", "3210");
        assertThat(cells.get(2).subList(from, from + 6)).containsOnly("");
    }

    @Test
    void markupEscapesAndCloses() {
        Markup m = new Markup().leaf("p", "a < b & \"c\"\n\u202e\u0007", "title", "'>");
        assertThat(m.toString())
                .isEqualTo(
                        "<p title=\"&#39;&gt;\">a &lt; b &amp; &quot;c&quot;\n\\u202E\\u0007</p>");
        Markup left = new Markup().open("p");
        assertThatThrownBy(left::toString).isInstanceOf(IllegalStateException.class);
    }
}
