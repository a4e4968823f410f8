package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Hardwares;
import org.heddle.cli.report.DerivationPanels;
import org.heddle.kernels.Catalogue;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.Panel;
import org.heddle.model.draw.Strip;
import org.heddle.model.draw.elk.ElkLayout;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.json.DiagramReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In every picture of the catalogue, and in every picture of its derivations, labels can be read: none lies on another, on a line, or beyond the sheet.
final class LabelsTest {
    private static final Drawing DRAWING = new Drawing(new ElkLayout());

    static Stream<String> catalogue() {
        return Catalogue.names().stream();
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void diagramsCanBeRead(String name) throws Exception {
        assertThat(Legibility.faults(DRAWING.draw(diagram(name), Notes.NONE))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void derivationsCanBeRead(String name) throws Exception {
        Diagram diagram = diagram(name);
        List<Panel> panels =
                DerivationPanels.of(
                        Compiler.derive(
                                diagram,
                                SizeBinder.bind(diagram, java.util.Map.of()),
                                Hardwares.find("cpu")));
        assertThat(panels.getFirst().diagram()).isEqualTo(diagram);
        assertThat(panels).doesNotHaveDuplicates();
        assertThat(Legibility.faults(new Strip(DRAWING).draw(panels))).isEmpty();
    }

    /// The search below finds what it looks for.
    @Test
    void faultsAreFound() {
        Shape.Writing one = writing("one", 10, 20);
        Shape.Line line =
                new Shape.Line(
                        List.of(new Point(12, 0), new Point(12, 40)),
                        0,
                        Role.AXIS,
                        0,
                        org.heddle.model.draw.scene.Tag.NONE);
        assertThat(Legibility.faults(new Scene(100, 40, List.of(one, writing("two", 25, 24)))))
                .hasSize(1);
        assertThat(Legibility.faults(new Scene(20, 40, List.of(one)))).hasSize(1);
        assertThat(Legibility.faults(new Scene(100, 40, List.of(one, line)))).hasSize(1);
        assertThat(Legibility.faults(new Scene(100, 40, List.of(one, writing("two", 60, 20)))))
                .isEmpty();
    }

    private static Shape.Writing writing(String text, double x, double y) {
        return new Shape.Writing(
                new Point(x, y),
                Shape.Anchor.START,
                org.heddle.model.draw.scene.Label.of(text),
                Role.BOX_TEXT,
                0,
                org.heddle.model.draw.scene.Tag.NONE);
    }

    private static Diagram diagram(String name) throws Exception {
        return DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
    }
}
