package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.SourceText;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// `heddle draw`: the files it writes.
final class DrawTest {
    @TempDir private Path folder;

    static List<String> catalogue() {
        return org.heddle.kernels.Catalogue.names();
    }

    @ParameterizedTest
    @CsvSource({
        "matmul,svg",
        "matmul,tex",
        "matmul,dot",
        "batched-matmul,svg",
        "softmax,dot",
        "rmsnorm-matmul,svg",
        "kernel-density,tex"
    })
    void picturesAreTheGoldenOnes(String name, String form) throws Exception {
        Golden.check(DrawTest.class, name + "." + form, draw(name, form));
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void everySvgIsXmlThatHoldsItsDiagram(String name) throws Exception {
        String text = draw(name, "svg");
        assertThat(text)
                .contains("prefers-color-scheme: dark")
                .doesNotContain("href", "url(", "@import", "<script", "<image");
        Element svg = Xml.parse(text).getDocumentElement();
        assertThat(svg.getAttribute("viewBox")).matches("0 0 [0-9.]+ [0-9.]+");
        String source = svg.getElementsByTagName("metadata").item(0).getTextContent();
        assertThat(diagram(source)).isEqualTo(diagram(heddle("show", name, "--json").out()));
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void everyPartSaysWhatItIs(String name) throws Exception {
        Document svg = Xml.parse(draw(name, "svg"));
        Diagram diagram = diagram(heddle("show", name, "--json").out());
        List<Element> parts = Xml.elements(svg);
        diagram.boxes()
                .forEach(
                        box ->
                                assertThat(parts)
                                        .filteredOn(e -> e.hasAttribute("data-box"))
                                        .anyMatch(
                                                e ->
                                                        e.getAttribute("data-box").equals(box.id())
                                                                && Xml.title(e)
                                                                        .startsWith(
                                                                                box.id() + ": ")));
        diagram.wires()
                .values()
                .forEach(
                        wire ->
                                assertThat(parts)
                                        .filteredOn(
                                                e ->
                                                        e.getAttribute("data-wire")
                                                                .equals(wire.name()))
                                        .extracting(e -> e.getAttribute("data-axis"))
                                        .containsAll(wire.axes()));
    }

    @Test
    void labelsAreText() throws Exception {
        NodeList texts = Xml.parse(draw("rmsnorm-matmul", "svg")).getElementsByTagName("text");
        List<String> words = Xml.texts(texts);
        assertThat(words).contains("X", "G", "W", "Y", "i", "j", "k", "rmsnorm");
    }

    @Test
    void drawsTwiceTheSame() throws Exception {
        assertThat(draw("kernel-density", "svg")).isEqualTo(draw("kernel-density", "svg"));
    }

    static List<String> derivations() {
        return org.heddle.kernels.Catalogue.derivationNames();
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void drawsADerivationByItsName(String name) throws Exception {
        Path file = folder.resolve("d.svg");
        Cli cli = heddle("draw", name, "--hardware", "cpu", "-o", "" + file);
        assertThat(cli.exit()).isZero();
        List<String> words =
                Xml.texts(Xml.parse(Files.readString(file)).getElementsByTagName("text"));
        assertThat(words).contains("given", "1  unfold", "sx", "gq");
        assertThat(words).anyMatch(word -> word.endsWith("stream"));
        assertThat(words).anyMatch(word -> word.startsWith("kernel O · g_"));
    }

    @Test
    void aNameOfADerivationAndTheOptionAreTheSame() {
        String byName = heddle("draw", "logsumexp-derivation", "--hardware", "cpu").out();
        assertThat(heddle("draw", "logsumexp", "--derivation", "--hardware", "cpu").out())
                .isEqualTo(byName)
                .contains("stream");
    }

    @Test
    void refusesAnEndingItDoesNotKnow() {
        Cli cli = heddle("draw", "matmul", "-o", folder.resolve("x.png").toString());
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains(".svg, .tex or .dot");
    }

    private String draw(String name, String form) throws Exception {
        Path file = folder.resolve("picture." + form);
        assertThat(heddle("draw", name, "-q", "-o", file.toString()).exit()).isZero();
        return Files.readString(file);
    }

    private static Diagram diagram(String text) throws Exception {
        return DiagramReader.read(new SourceText("diagram.json", text)).orThrow();
    }
}
