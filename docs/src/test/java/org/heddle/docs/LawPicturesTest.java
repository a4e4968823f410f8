package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.Equation;
import org.heddle.model.draw.elk.ElkLayout;
import org.heddle.model.draw.print.SvgPrinter;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.text.TextWriter;
import org.heddle.rules.law.Law;
import org.heddle.rules.law.Rule;
import org.heddle.rules.law.Rules;
import org.heddle.rules.pack.LawTable;
import org.heddle.testdata.Golden;
import org.heddle.testdata.Legibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every law has its picture, drawn from the law: the diagram before is that of its page or its pack, the one after is what the law makes of it. `-Dgolden.update=true` draws
/// them again.
final class LawPicturesTest {
    private static final Path PICTURES = Checkout.here().root().resolve("docs/rules/pictures");

    /// Larger than this, and pictures belong into the build, not into the history.
    private static final long BYTES = 2L << 20;

    private static final Pattern AFTER =
            Pattern.compile("(?<=^becomes\\n\\n```heddle\\n).*?(?=^```$)", 40);

    static List<Law> laws() {
        return LawTable.all();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void picturesAreUpToDate(Law law) throws Exception {
        LawExample example = LawExample.of(law);
        Scene scene =
                new Equation(new Drawing(new ElkLayout())).draw(example.left(), example.right());
        assertThat(Legibility.faults(scene)).isEmpty();
        String source = TextWriter.write(example.left().diagram());
        Golden.check(
                PICTURES.resolve(law.name() + ".svg"),
                SvgPrinter.print(scene, law.name() + ": " + law.law(), source));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void everyPageShowsItsPicture(Law law) throws Exception {
        assertThat(Files.readString(LawExample.page(law)))
                .contains("\n![%s](pictures/%1$s.svg)\n".formatted(law.name()))
                .containsPattern("(?m)^\\*\\*Sources?\\*\\* \\S");
    }

    static List<Rule> rules() {
        return Rules.all();
    }

    /// The second diagram on the page of a rule is what the rule makes of the first.
    @ParameterizedTest
    @MethodSource("rules")
    void whatARuleMakesIsShown(Rule rule) throws Exception {
        String page = Files.readString(LawExample.page(rule));
        String after = TextWriter.write(LawExample.of(rule).right().diagram());
        Matcher shown = AFTER.matcher(page);
        assertThat(shown.results()).hasSize(1);
        Golden.check(LawExample.page(rule), shown.replaceFirst(Matcher.quoteReplacement(after)));
    }

    @Test
    void thereAreNoOtherPictures() throws Exception {
        try (Stream<Path> files = Files.list(PICTURES)) {
            List<Path> pictures = files.toList();
            assertThat(pictures)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrderElementsOf(
                            laws().stream().map(law -> law.name() + ".svg").toList());
            long bytes = 0;
            for (Path picture : pictures) {
                bytes += Files.size(picture);
            }
            assertThat(bytes).isLessThan(BYTES);
        }
    }
}
