package org.heddle.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.heddle.cli.Main;
import org.heddle.cli.report.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The page of `compare --html` in a browser: it renders, complains of nothing, asks for nothing, and is used by keyboard.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ReportInBrowserTest {
    /// Weights that sum to one, then a sum: several boxes in one kernel.
    private static final String MEAN =
            "mean(S: f32[q, x], V: f32[x, e]) -> O; T[q, x] = S[q, x] / 8; P[q, x] = softmax[x](T[q, x]); O[q, e] = P[q, x] * V[x, e]";

    /// A folder whose name would be markup if it were not escaped.
    private static final String HOSTILE = "<img src=x onerror=stolen=1>&\"'<script>stolen=1<";

    @TempDir private static Path folder;

    private static Optional<Chromium> browser = Optional.empty();
    private static Path report = Path.of("report.html");

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Chromium.find();
        if (program.isEmpty()) {
            System.out.println("[SKIP] no chromium: the report is not tried in a browser");
        }
        Assumptions.assumeTrue(program.isPresent(), "no chromium");
        Path hostile = Files.createDirectory(folder.resolve(HOSTILE));
        report = hostile.resolve("report.html");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            int exit =
                    Main.run(
                            new ByteArrayInputStream(new byte[0]),
                            to,
                            to,
                            "compare",
                            "-e",
                            MEAN,
                            "--device",
                            "interp",
                            "--size",
                            "q=9,x=20,e=4;q=5,x=300,e=8",
                            "--html",
                            report.toString());
            assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
        }
        browser =
                Optional.of(
                        Chromium.start(
                                program.orElseThrow(),
                                Files.createDirectory(folder.resolve("profile"))));
    }

    @AfterAll
    static void end() {
        browser.ifPresent(Chromium::close);
    }

    private static Tab open(int width) throws IOException, InterruptedException {
        Tab tab = browser.orElseThrow().tab();
        tab.size(width, 900);
        tab.load(report);
        return tab;
    }

    static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asString("")));
        return strings;
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 1400})
    void rendersWithoutComplaintsOrRequests(int width) throws Exception {
        Tab tab = open(width);
        assertThat(tab.text("document.querySelector('.verdict').innerText"))
                .contains("Correct at all 2 settings", "every byte of global and local memory");
        assertThat(
                        strings(
                                tab.evaluate(
                                        "[...document.querySelectorAll('h2')].map(h => h.innerText)")))
                .containsExactly(
                        "Memory chart",
                        "Roofline",
                        "Derivation",
                        "Source",
                        "All sizes",
                        "Provenance");
        String seen =
                "[...document.querySelectorAll('svg')].filter(s => s.checkVisibility())"
                        + ".map(s => s.getBoundingClientRect()).filter(r => r.width > 100 && r.height > 30).length";
        assertThat(tab.evaluate(seen).intValue()).isGreaterThan(6);
        assertThat(tab.holds("document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing sticks out of the window")
                .isTrue();
        assertThat(tab.holds("typeof stolen === 'undefined' && !document.querySelector('img')"))
                .as("what files are called is text")
                .isTrue();
        assertThat(tab.text("document.querySelector('.facts').innerText")).contains("<img src=x");
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests()).containsExactly(report.toUri().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textIsReadableInBothSchemes(String scheme) throws Exception {
        Tab tab = browser.orElseThrow().tab();
        tab.scheme(scheme);
        tab.size(1400, 900);
        tab.load(report);
        assertThat(luminance(tab) < 0.2).isEqualTo(scheme.equals("dark"));
        String contrasts =
                """
                (() => {
                  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
                  const light = c => {
                    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1);
                    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
                    const part = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); };
                    return [0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b), a];
                  };
                  const behind = e => { for (; e; e = e.parentElement) { const [l, a] = light(getComputedStyle(e).backgroundColor); if (a > 250) return l; } return 1; };
                  const poor = [];
                  for (const e of document.querySelectorAll('p, th, td, b, a, dt, dd, label, legend, button, h1, h2, h3, code, figcaption, caption, summary, svg.chart text, svg.diagram > .axis-name:not(.inside)')) {
                    if (!e.checkVisibility()) continue;
                    const style = getComputedStyle(e);
                    const own = light(e instanceof SVGElement ? style.fill : style.color)[0];
                    const back = behind(e instanceof SVGElement ? e.closest('svg').parentElement : e);
                    const ratio = (Math.max(own, back) + 0.05) / (Math.min(own, back) + 0.05);
                    if (ratio < 4.5) poor.push(e.tagName + ' ' + e.textContent.slice(0, 30) + ' ' + ratio.toFixed(2));
                  }
                  return poor;
                })()
                """;
        assertThat(strings(tab.evaluate(contrasts))).isEmpty();
        assertThat(tab.complaints()).isEmpty();
    }

    /// Of the page's ground, from 0 to 1.
    private static double luminance(Tab tab) throws IOException, InterruptedException {
        String sum =
                "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((s, c) => s + Number(c), 0) / 765";
        return tab.evaluate(sum).doubleValue();
    }

    @Test
    void theChoiceOfColoursBeatsTheSystem() throws Exception {
        Tab tab = open(1400);
        tab.scheme("light");
        tab.click("document.querySelector('label[for=theme-dark]')");
        assertThat(luminance(tab)).isLessThan(0.2);
        String axis = "getComputedStyle(document.querySelector('svg.diagram .axis')).stroke";
        assertThat(tab.text(axis)).as("pictures follow").isEqualTo("rgb(208, 215, 222)");
        tab.scheme("dark");
        tab.click("document.querySelector('label[for=theme-light]')");
        assertThat(luminance(tab)).isGreaterThan(0.8);
        assertThat(tab.text(axis)).isEqualTo("rgb(36, 41, 47)");
    }

    @Test
    void tabReachesEverythingOnceAndShowsWhereItIs() throws Exception {
        Tab tab = open(1400);
        List<String> reached = new ArrayList<>();
        String here =
                "(() => { const e = document.activeElement; return e === document.body ? '' : (e.id || e.className || e.getAttribute('href') || e.tagName) + (getComputedStyle(e).outlineStyle === 'none' ? ' unseen' : ''); })()";
        tab.press("Tab");
        for (int i = 0; i < 80 && !tab.text(here).isEmpty(); i++) {
            reached.add(tab.text(here));
            tab.press("Tab");
        }
        assertThat(reached.getFirst()).isEqualTo("skip");
        assertThat(reached).noneMatch(name -> name.endsWith("unseen"));
        assertThat(reached)
                .containsSubsequence(
                        "theme-auto", "#verdict", "setting-0", "strip", "gutter", "json-link");
        assertThat(reached.stream().filter(name -> name.startsWith("part")).count())
                .as("one stop for all parts of the one kernel that is seen")
                .isEqualTo(1);
        assertThat(reached.stream().filter(name -> name.startsWith("gutter")).count()).isEqualTo(1);
        tab.evaluate("document.querySelector('.skip').focus()");
        tab.press("Enter");
        assertThat(tab.text("location.hash")).isEqualTo("#main");
    }

    @Test
    void whatTakesTheFocusHasAName() throws Exception {
        Tab tab = open(1400);
        String nameless =
                """
                [...document.querySelectorAll('a, button, input, summary, [tabindex]')].filter(e =>
                  !(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length > 0 && e.labels[0].textContent.trim()))
                  || (e.tabIndex === 0 && ['DIV', 'FIGURE', 'OL'].includes(e.tagName) && !e.getAttribute('aria-label')))
                  .map(e => e.outerHTML.slice(0, 80))
                """;
        assertThat(strings(tab.evaluate(nameless))).isEmpty();
    }

    @Test
    void arrowKeysChooseTheSetting() throws Exception {
        Tab tab = open(1400);
        String shown =
                "[...document.querySelectorAll('#memory .of')].filter(e => e.checkVisibility()).map(e => e.className)";
        assertThat(strings(tab.evaluate(shown))).containsExactly("of of-0");
        tab.evaluate("document.getElementById('setting-0').focus()");
        tab.press("ArrowRight");
        assertThat(strings(tab.evaluate(shown))).containsExactly("of of-1");
    }

    private static final String LIT_LINES =
            "[...document.querySelectorAll('.step.lit')].map(s => s.querySelector('.gutter').textContent)";

    private static final String LIT_BOXES =
            "[...new Set([...document.querySelectorAll('svg.diagram .lit[data-box]')].map(s => s.dataset.box))]";

    @Test
    void aPartLightsItsLinesAndBoxesByKeyboard() throws Exception {
        Tab tab = open(1400);
        tab.evaluate("document.querySelector('.part').focus()");
        tab.press("ArrowDown");
        String part = tab.text("document.activeElement.dataset.name");
        assertThat(part).isEqualTo("P.z");
        tab.press("Enter");
        assertThat(tab.text("document.activeElement.getAttribute('aria-pressed')"))
                .isEqualTo("true");
        assertThat(strings(tab.evaluate(LIT_LINES)))
                .isNotEmpty()
                .allMatch(names -> List.of(names.split(", ", -1)).contains("P.z"));
        assertThat(strings(tab.evaluate(LIT_BOXES)))
                .as("in the derived diagram, and where they come from in the given one")
                .containsExactlyInAnyOrder("P.z", "P", "T");
        tab.press("Tab");
        assertThat(strings(tab.evaluate(LIT_BOXES))).as("what was chosen stays").isNotEmpty();
        tab.press("Escape");
        tab.evaluate("document.activeElement.blur()");
        assertThat(strings(tab.evaluate(LIT_BOXES))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void whatIsLitHasAColourOfItsOwn(String scheme) throws Exception {
        Tab tab = open(1400);
        tab.scheme(scheme);
        tab.click("document.querySelector('.part[data-name=\"V\"]')");
        String strokes =
                "[...new Set([...document.querySelectorAll('.of-0 svg.diagram path.axis')].map(p => p.classList.contains('lit') + ' ' + getComputedStyle(p).stroke))]";
        List<String> found = strings(tab.evaluate(strokes));
        assertThat(found).filteredOn(stroke -> stroke.startsWith("true ")).hasSize(1);
        String lit = found.stream().filter(s -> s.startsWith("true ")).findFirst().orElseThrow();
        assertThat(found).doesNotContain("false " + lit.substring("true ".length()));
    }

    @Test
    void aLineLightsItsBoxByKeyboard() throws Exception {
        Tab tab = open(1400);
        tab.evaluate("document.querySelector('button.gutter').focus()");
        tab.press("End");
        assertThat(tab.text("document.activeElement.textContent")).isEqualTo("O");
        assertThat(strings(tab.evaluate(LIT_BOXES))).contains("O");
        tab.press("Home");
        assertThat(tab.holds("document.activeElement === document.querySelector('button.gutter')"))
                .isTrue();
    }

    @Test
    void aClickOnABoxLightsItsLines() throws Exception {
        Tab tab = open(1400);
        tab.click("document.querySelector('.picture-derived [data-box=\"O\"]')");
        assertThat(strings(tab.evaluate(LIT_LINES)))
                .isNotEmpty()
                .allMatch(names -> List.of(names.split(", ", -1)).contains("O"));
        tab.click("document.querySelector('.picture-given [data-box=\"T\"]')");
        assertThat(strings(tab.evaluate(LIT_BOXES))).contains("T", "P.m", "P.z");
    }

    @Test
    void downloadsAreTheDocumentAndItsTable() throws Exception {
        Tab tab = open(1400);
        Path downloads = Files.createTempDirectory(folder, "downloads");
        tab.downloads(downloads);
        tab.click("document.getElementById('json-link')");
        JsonNode json = Json.parse(Files.readString(wait(downloads.resolve("mean.json"))));
        assertThat(json.path("format").asString("")).isEqualTo("heddle-comparison/1");
        assertThat(json.path("comparisons").size()).isEqualTo(2);
        int kernels = 0;
        for (JsonNode comparison : json.path("comparisons")) {
            kernels += comparison.path("kernels").size();
        }
        tab.click("document.querySelector('[download$=\".csv\"]')");
        List<String> csv = Files.readAllLines(wait(downloads.resolve("mean.csv")));
        assertThat(csv).as("a head, and a line for each kernel").hasSize(1 + kernels);
        assertThat(csv.getFirst()).startsWith("diagram,sizes,device,kernel,correct");
    }

    private static Path wait(Path file) throws InterruptedException {
        for (int i = 0; i < 200 && !Files.exists(file); i++) {
            Thread.sleep(50);
        }
        return file;
    }

    @Test
    void withoutScriptsAllCanBeRead() throws Exception {
        Tab tab = browser.orElseThrow().tab();
        tab.scripts(false);
        tab.size(1400, 900);
        tab.load(report);
        assertThat(tab.holds("document.querySelector('.code').checkVisibility()")).isTrue();
        assertThat(tab.holds("document.getElementById('json-link').checkVisibility()"))
                .as("what needs a script is not offered")
                .isFalse();
        tab.click("document.querySelector('label[for=setting-1]')");
        assertThat(tab.holds("document.querySelector('#source .of-1').checkVisibility()")).isTrue();
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void thePolicyForbidsNetworkAndForeignScripts() throws Exception {
        Tab tab = open(1400);
        String blocked =
                """
                new Promise(done => {
                  const found = [];
                  document.addEventListener('securitypolicyviolation', e => { found.push(e.effectiveDirective); if (found.length === 3) done(found.sort()); });
                  fetch('http://127.0.0.1:9/').catch(() => {});
                  new Image().src = 'http://127.0.0.1:9/x.png';
                  const script = document.createElement('script');
                  script.textContent = 'window.stolen = 1';
                  document.body.append(script);
                })
                """;
        assertThat(strings(tab.evaluate(blocked)))
                .containsExactly("connect-src", "img-src", "script-src-elem");
        assertThat(tab.holds("window.stolen")).isFalse();
    }
}
