package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.model.text.TextWriter;
import org.heddle.rules.law.Law;
import org.heddle.rules.pack.LawPage;
import org.heddle.rules.pack.LawTable;
import org.heddle.rules.pack.Pack;
import org.heddle.rules.pack.PatternRule;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The pages say what the code does: every rule has one with its law, every diagram shown is valid.
final class DocumentedRulesTest {

    private static final Path DOCS = Checkout.here().root().resolve("docs");
    private static final Path RULES = DOCS.resolve("rules");

    /// A fenced block of JSON that is a whole diagram.
    private static final Pattern DIAGRAM =
            Pattern.compile(
                    "^```json\\n(\\{ \"format\".*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern NOTATION =
            Pattern.compile("^```heddle\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern CODE =
            Pattern.compile("^```.*?^```$|`[^`\\n]*`", Pattern.MULTILINE | Pattern.DOTALL);

    /// A relative link to another page, without what follows a `#`.
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");

    static List<Law> laws() {
        return LawTable.all();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void everyLawHasAPage(Law rule) {
        Path page = RULES.resolve(rule.name() + ".md");
        assertThat(page).exists();
        assertThat(text(page))
                .startsWith("# " + rule.name() + "\n")
                .contains("\n    " + rule.law() + "\n");
        assertThat(text(RULES.resolve("README.md")))
                .contains("](" + rule.name() + ".md)")
                .contains(rule.law());
    }

    static List<PatternRule> data() {
        return Pack.standard().rules();
    }

    /// The pages of laws that are data are made of the data; `-Dgolden.update=true` makes them again.
    @ParameterizedTest
    @MethodSource("data")
    void pagesOfDataAreUpToDate(PatternRule rule) {
        Golden.check(RULES.resolve(rule.name() + ".md"), LawPage.of(rule));
    }

    static List<String> diagrams() {
        return Stream.of(DOCS.resolve("language.md"), DOCS.resolve("../README.md"))
                .flatMap(page -> DIAGRAM.matcher(text(page)).results())
                .map(match -> match.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void everyDiagramShownIsValid(String diagram) {
        ReadResult read = DiagramReader.read(new SourceText("language.md", diagram));
        assertThat(read.diagnostics()).isEmpty();
        assertThat(read.diagram()).isPresent();
    }

    static List<String> texts() {
        return Stream.of(DOCS.resolve("language.md"), DOCS.resolve("../README.md"))
                .flatMap(page -> NOTATION.matcher(text(page)).results())
                .map(match -> match.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void everyTextShownIsValid(String text) {
        ReadResult read = TextReader.read(new SourceText("language.md", text));
        assertThat(read.diagnostics()).isEmpty();
        assertThat(read.diagram()).isPresent();
    }

    /// What is shown in both forms is one diagram.
    @Test
    void bothFormsMeanTheSame() throws Exception {
        Diagram json =
                DiagramReader.read(new SourceText("linear.json", diagrams().getFirst())).orThrow();
        Diagram text = TextReader.read(new SourceText("linear.hd", texts().getFirst())).orThrow();
        assertThat(json.name()).isEqualTo("linear");
        assertThat(TextWriter.write(text)).isEqualTo(TextWriter.write(json));
    }

    @Test
    void noBlockOfJsonIsPassedOver() {
        String page = text(DOCS.resolve("language.md"));
        assertThat(Pattern.compile("(?m)^```json$").matcher(page).results().count())
                .isEqualTo(DIAGRAM.matcher(page).results().count());
    }

    /// Without this, a change of the fences would leave nothing to check.
    @Test
    void diagramsAreFound() {
        String fences = text(DOCS.resolve("language.md"));
        assertThat(diagrams()).hasSizeGreaterThan(1);
        assertThat(Pattern.compile("\"format\": \"heddle/1\"").matcher(fences).results().count())
                .isLessThan(diagrams().size());
    }

    @Test
    void linksLeadToPages() {
        assertThat(pages().flatMap(DocumentedRulesTest::brokenLinks)).isEmpty();
    }

    private static Stream<String> brokenLinks(Path page) {
        return LINK.matcher(CODE.matcher(text(page)).replaceAll(""))
                .results()
                .map(match -> match.group(1))
                .filter(link -> !Files.exists(page.resolveSibling(link)))
                .map(link -> page.getFileName() + " links to " + link);
    }

    private static Stream<Path> pages() {
        try (var files = Files.walk(DOCS)) {
            List<Path> pages =
                    files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
            return Stream.concat(pages.stream(), Stream.of(DOCS.resolve("../README.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
