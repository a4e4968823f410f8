package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
import org.heddle.model.draw.glyph.Crossings;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Rectangle;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.testdata.Golden;
import org.heddle.testdata.Legibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every picture of the catalogue, and every picture of many of its derivations, can be read: see `Legibility`. How often lines cross in them is written down, so that a picture does not
/// get worse unseen.
final class LabelsTest {
    private static final Drawing DRAWING = new Drawing(new ElkLayout());

    /// Of so many derivations, one is drawn.
    private static final int EVERY = 6;

    private static final Map<String, Scene> SCENES = new LinkedHashMap<>();

    static Stream<String> catalogue() {
        return Catalogue.names().stream();
    }

    static Stream<String> derivations() {
        List<String> names = Catalogue.names();
        return IntStream.range(0, names.size()).filter(i -> i % EVERY == 0).mapToObj(names::get);
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void diagramsCanBeRead(String name) throws Exception {
        assertThat(Legibility.faults(scene(name))).isEmpty();
    }

    @Test
    void linesCrossNoMoreThanTheyDid() throws Exception {
        StringBuilder table = new StringBuilder();
        for (String name : Catalogue.names()) {
            table.append("%4d  %s%n".formatted(crossings(scene(name)), name));
        }
        Golden.check(LabelsTest.class, "crossings.txt", table.toString());
    }

    @Test
    void inputsAndOutputsStandAsListed() throws Exception {
        Diagram diagram =
                read(
                        """
                        fan(A: f32[i, j], X: f32[i, c], E: f32[v, c], ids: i32[t]) -> P, m, S, half, G, Z, N
                        axis i = 8, j = 8, c = 12, t = 5, v = 100, a = 6
                        P[i, r] = min-plus(A[i, j], A[j, r])
                        m[i] = max[c](X[i, c])
                        S[i] = sum[c](X[i, c] * X[i, c])
                        half[i, a] = X[i, 2*a + 1]
                        G[t, c] = E[ids[t], c]
                        Z[i, c] = X[i, c] - m[i]
                        N[i, c] = softmax[c](X[i, c])
                        """);
        Scene scene = DRAWING.draw(diagram, Notes.NONE);
        assertThat(Legibility.faults(scene)).isEmpty();
        assertThat(interfaces(scene, Shape.Anchor.END)).isEqualTo(diagram.inputs());
        assertThat(interfaces(scene, Shape.Anchor.START)).isEqualTo(diagram.outputs());
    }

    /// The last input, a number per head, is used before the one listed above it.
    @Test
    void anInputMovesWhereThatUncrossesLines() throws Exception {
        Diagram diagram =
                read(
                        """
                        late(A: f32[h, i, j], B: f32[h, i, j], V: f32[h, j, k], g: f32[h]) -> C
                        axis h = 2, i = 8, j = 8, k = 4
                        P[h, i, j] = A[h, i, j] - g[h] * B[h, i, j]
                        C[h, i, k] = P[h, i, j] * V[h, j, k]
                        """);
        Scene scene = DRAWING.draw(diagram, Notes.NONE);
        assertThat(interfaces(scene, Shape.Anchor.END)).endsWith("g", "V");
    }

    /// The indices of the first table are listed above it, those of the second below: no line need cross another.
    @Test
    void indicesComeInOnTheirSideOfTheTable() throws Exception {
        Diagram diagram =
                read(
                        """
                        rows(ids: i32[t], E: f32[v, c], F: f32[c, w], pos: i32[t]) -> X, Y
                        axis t = 5, v = 100, w = 50, c = 8
                        X[t, c] = E[ids[t], c]
                        Y[c, t] = F[c, pos[t]]
                        """);
        Scene scene = DRAWING.draw(diagram, Notes.NONE);
        assertThat(Legibility.faults(scene)).isEmpty();
        assertThat(interfaces(scene, Shape.Anchor.END)).isEqualTo(diagram.inputs());
        assertThat(crossings(scene)).isZero();
    }

    private static Diagram read(String text) throws Exception {
        return TextReader.read(new SourceText("diagram.hd", text)).orThrow();
    }

    private static List<String> interfaces(Scene scene, Shape.Anchor side) {
        return scene.writings().stream()
                .filter(w -> w.role() == Role.INTERFACE_NAME && w.anchor() == side)
                .sorted(Comparator.comparingDouble(w -> w.at().y()))
                .map(w -> w.label().plain())
                .toList();
    }

    private static int crossings(Scene scene) {
        List<List<Point>> lines = new ArrayList<>();
        for (Shape shape : scene.shapes()) {
            if (shape instanceof Shape.Line line
                    && (line.role() == Role.AXIS || line.role() == Role.ITEM)) {
                lines.add(line.points());
            }
        }
        int count = 0;
        for (int i = 0; i < lines.size(); i++) {
            for (int j = 0; j < i; j++) {
                count += Crossings.of(lines.get(i), lines.get(j));
            }
        }
        return count;
    }

    private static Scene scene(String name) throws Exception {
        if (!SCENES.containsKey(name)) {
            SCENES.put(name, DRAWING.draw(diagram(name), Notes.NONE));
        }
        return SCENES.get(name);
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void derivationsCanBeRead(String name) throws Exception {
        Diagram diagram = diagram(name);
        List<Panel> panels =
                DerivationPanels.of(
                        Compiler.derive(
                                diagram,
                                SizeBinder.bind(diagram, Map.of()),
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
                        Tag.wire("w", ""));
        assertThat(Legibility.faults(new Scene(100, 40, List.of(one, writing("two", 25, 24)))))
                .hasSize(1);
        assertThat(Legibility.faults(new Scene(20, 40, List.of(one)))).hasSize(1);
        assertThat(Legibility.faults(new Scene(100, 40, List.of(one, line))))
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault).contains("is crossed"))
                .anySatisfy(fault -> assertThat(fault).contains("begins nowhere"));
        assertThat(Legibility.faults(new Scene(100, 40, List.of(one, sign(20, 10, "b")))))
                .singleElement(STRING)
                .contains("lies on MARK");
        assertThat(Legibility.faults(new Scene(99, 40, List.of(sign(9, 9, "b"), sign(15, 9, "c")))))
                .singleElement(STRING)
                .contains("lies on MARK of c");
        assertThat(Legibility.faults(new Scene(100, 40, List.of(sign(9, 9, "b"), separator()))))
                .singleElement(STRING)
                .contains("lies on the line");
        assertThat(Legibility.faults(new Scene(100, 40, List.of(sign(9, 9, "")))))
                .singleElement(STRING)
                .contains("stands for nothing");
        assertThat(Legibility.faults(new Scene(100, 40, List.of(one, writing("two", 60, 20)))))
                .isEmpty();
    }

    private static Shape sign(double x, double y, String box) {
        Rectangle area = new Rectangle(x, y, 20, 16);
        return new Shape.Area(area.corners(), 8, Role.MARK, 0, tag(box));
    }

    private static Shape separator() {
        List<Point> points = List.of(new Point(0, 15), new Point(40, 15));
        return new Shape.Line(points, 0, Role.SEPARATOR, 0, tag("b"));
    }

    private static Tag tag(String box) {
        return Tag.box(box, "");
    }

    private static Shape.Writing writing(String text, double x, double y) {
        return new Shape.Writing(
                new Point(x, y), Shape.Anchor.START, Label.of(text), Role.BOX_TEXT, 0, tag("a"));
    }

    private static Diagram diagram(String name) throws Exception {
        return DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
    }
}
