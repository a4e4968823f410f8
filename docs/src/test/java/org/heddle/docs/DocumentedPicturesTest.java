package org.heddle.docs;

import org.heddle.kernels.Catalogue;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.elk.ElkLayout;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.print.SvgPrinter;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.testdata.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pictures in the pages are those that `heddle draw` makes; `-Dgolden.update=true` makes them again.
final class DocumentedPicturesTest {
    @ParameterizedTest
    @ValueSource(strings = {"attention", "kernel-density"})
    void picturesAreUpToDate(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        String svg =
                SvgPrinter.print(
                        new Drawing(new ElkLayout()).draw(diagram, Notes.NONE),
                        name,
                        DiagramWriter.write(diagram));
        Golden.check(Checkout.here().root().resolve("docs/pictures").resolve(name + ".svg"), svg);
    }
}
