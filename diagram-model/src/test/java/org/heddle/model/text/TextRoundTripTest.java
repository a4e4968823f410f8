package org.heddle.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.library.Library;
import org.heddle.model.library.Unfold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// read(write(d)) = d for every diagram d, and write(read(t)) is a canonical form.
class TextRoundTripTest {
    private static final int DIAGRAMS = Boolean.getBoolean("heddle.soak") ? 200_000 : 1_000;

    static Stream<Diagram> diagrams() {
        Stream<Diagram> library =
                Library.standard().names().stream()
                        .map(n -> Library.standard().find(n).orElseThrow());
        return Stream.concat(Texts.ALL.stream().map(Texts::read), library);
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void readingWhatIsWrittenGivesTheSame(Diagram diagram) {
        comesBack(diagram, diagram.name());
        if (diagram.boxes().stream().allMatch(box -> box.hasPlainPorts())) {
            comesBack(Unfold.all(diagram), "unfolded " + diagram.name());
        }
    }

    @Test
    void randomDiagramsComeBack() {
        for (int seed = 0; seed < DIAGRAMS; seed++) {
            comesBack(RandomDiagram.draw(seed), "seed " + seed);
        }
    }

    private static void comesBack(Diagram diagram, String which) {
        String written = TextWriter.write(diagram);
        Diagram read = Texts.read(written);
        assertThat(read).as("%s\n%s", which, written).isEqualTo(diagram);
        assertThat(TextWriter.write(read)).as(which).isEqualTo(written);
    }
}
