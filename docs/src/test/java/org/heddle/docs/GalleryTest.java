package org.heddle.docs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.kernels.Catalogue;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.elk.ElkLayout;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.print.SvgPrinter;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `gallery.md` shows every diagram of the catalogue, drawn as `heddle draw` draws it, with what it computes and where it
/// comes from. Page and pictures are generated: `-Dgolden.update=true` makes them again.
final class GalleryTest {
    private static final Path DOCS = Checkout.here().root().resolve("docs");
    private static final Path PICTURES = DOCS.resolve("gallery");

    /// Larger than this, and pictures belong into the build, not into the history.
    private static final long BYTES = 3L << 20;

    static List<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void picturesAreUpToDate(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        String svg =
                SvgPrinter.print(
                        new Drawing(new ElkLayout()).draw(diagram, Notes.NONE),
                        name,
                        DiagramWriter.write(diagram));
        Golden.check(PICTURES.resolve(name + ".svg"), svg);
    }

    @Test
    void thereAreNoOtherPictures() throws Exception {
        try (Stream<Path> files = Files.list(PICTURES)) {
            List<Path> pictures = files.toList();
            assertThat(pictures)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrderElementsOf(
                            names().stream().map(name -> name + ".svg").toList());
            long bytes = 0;
            for (Path picture : pictures) {
                bytes += Files.size(picture);
            }
            assertThat(bytes).isLessThan(BYTES);
        }
    }

    @Test
    void thePageShowsTheWholeCatalogue() {
        Map<String, List<Catalogue.Entry>> families =
                names().stream()
                        .map(name -> Catalogue.describe(name).orElseThrow())
                        .collect(groupingBy(Catalogue.Entry::family, LinkedHashMap::new, toList()));
        StringBuilder page =
                new StringBuilder(
                        """
                        # Gallery

                        The %d diagrams of the catalogue, by family. Each name is an argument to every command: `./heddle show NAME` prints the
                        diagram, `./heddle derive NAME` what becomes of it. [Pictures of diagrams](drawing.md) tells how to read them; what is multiplied, summed or
                        mapped stands in the picture, sizes and number formats in the file.
                        """
                                .formatted(names().size()));
        families.forEach((family, entries) -> page.append(section(family, entries)));
        Golden.check(DOCS.resolve("gallery.md"), page.toString());
    }

    private static String section(String family, List<Catalogue.Entry> entries) {
        StringBuilder section = new StringBuilder("\n## " + family + "\n");
        for (Catalogue.Entry entry : entries) {
            section.append(
                    "\n### %s\n\n%s\n\n![%s](gallery/%s.svg)\n\n*%s*\n"
                            .formatted(
                                    entry.name(),
                                    entry.computes(),
                                    entry.name(),
                                    entry.name(),
                                    entry.source()));
        }
        return section.toString();
    }
}
