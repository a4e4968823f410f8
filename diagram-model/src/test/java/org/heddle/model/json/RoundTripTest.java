package org.heddle.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.library.Library;
import org.heddle.model.library.Unfold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// read(write(d)) = d, and what is written does not depend on how the file was laid out.
class RoundTripTest {

    static Stream<Diagram> diagrams() {
        Stream<Diagram> samples = Samples.ALL.stream().map(Samples::read);
        Stream<Diagram> library =
                Library.standard().names().stream()
                        .map(n -> Library.standard().find(n).orElseThrow());
        return Stream.concat(samples, library);
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void readingWhatIsWrittenGivesTheSame(Diagram diagram) {
        String written = DiagramWriter.write(diagram);
        assertThat(Samples.read(written)).isEqualTo(diagram);
        assertThat(DiagramWriter.write(Samples.read(written))).isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void unfoldedDiagramsComeBackToo(Diagram diagram) {
        Diagram unfolded = Unfold.all(diagram);
        assertThat(Samples.read(DiagramWriter.write(unfolded))).isEqualTo(unfolded);
    }

    @Test
    void theCanonicalFormHasABoxALine() {
        String written = DiagramWriter.write(Samples.read(Samples.MASKED_SOFTMAX_PRODUCT));
        assertThat(written)
                .contains(
                        "\n  \"axes\": { \"h\": null, \"q\": null, \"x\": null, \"d\": 64, \"w\": \"2 * d + 1\" },\n")
                .contains(
                        "\n    { \"op\": \"softmax\", \"over\": [\"x\"], \"in\": [\"T\"], \"out\": [\"P\"] },\n")
                .contains("{ \"name\": \"mask\", \"op\": \"map\"");
    }

    @Test
    void boxesWithoutANameHaveThatOfTheirWire() {
        Diagram diagram = Samples.read(Samples.MASKED_SOFTMAX_PRODUCT);
        assertThat(diagram.boxes())
                .extracting(box -> box.id())
                .isEqualTo(List.of("S", "mask", "P", "O"));
    }

    @Test
    void libraryResourcesAreInCanonicalForm() throws IOException {
        for (String name : Library.standard().names()) {
            try (InputStream in =
                    Objects.requireNonNull(Library.class.getResourceAsStream(name + ".json"))) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(text)
                        .isEqualTo(
                                DiagramWriter.write(Library.standard().find(name).orElseThrow()));
            }
        }
    }
}
