package org.heddle.model.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One page for every code and none besides, all of one form.
final class PageTest {
    private static final Path PAGES = Path.of("src/main/resources/org/heddle/model/diagnose/pages");

    private static final List<String> SECTIONS =
            List.of("## Why it is a rule", "## Wrong", "## Mended", "## See also");

    @Test
    void everyCodeHasAPageAndNothingElse() throws IOException {
        List<String> expected = Arrays.stream(Code.values()).map(code -> code + ".md").toList();
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void pagesHaveOneForm(Code code) {
        Page page = Page.of(code);
        assertThat(page.markdown()).startsWith("# " + code + ": " + code.title() + "\n\n");
        assertThat(page.markdown().lines().filter(line -> line.startsWith("## ")))
                .containsExactlyElementsOf(SECTIONS);
        assertThat(page.summary()).isNotBlank().doesNotStartWith("#");
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void linksLeadToPages(Code code) {
        List<String> linked =
                Pattern.compile("\\]\\(([^)\\s]+\\.md)\\)")
                        .matcher(Page.of(code).markdown())
                        .results()
                        .map(match -> match.group(1))
                        .toList();
        assertThat(linked).isNotEmpty().doesNotContain(code + ".md");
        assertThat(linked).allSatisfy(file -> assertThat(PAGES.resolve(file)).exists());
        assertThat(Page.of(code).text()).doesNotContain(".md)");
    }
}
