package org.heddle.model.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.heddle.model.check.Checker;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LibraryTest {
    static Stream<String> names() {
        return Library.standard().names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void definitionsAreSoundWithoutAWarning(String name) {
        Diagram definition = Library.standard().find(name).orElseThrow();
        assertThat(definition.name()).isEqualTo(name);
        assertThat(Checker.check(definition)).isEmpty();
    }

    /// Else a definition that a file brings could take the place of one that the library means.
    @ParameterizedTest
    @MethodSource("names")
    void definitionsAreMadeOfCoreBoxes(String name) {
        assertThat(Library.standard().find(name).orElseThrow().boxes())
                .noneMatch(box -> box.op() instanceof Op.Call || box.op() instanceof Op.Block);
    }

    @Test
    void unknownNamesAreNotFound() {
        assertThat(Library.standard().find("softmaxx")).isEmpty();
        assertThat(Library.standard().find("../library/softmax")).isEmpty();
    }

    @Test
    void definitionsAreReadOnce() {
        assertThat(Library.standard().find("softmax").orElseThrow())
                .isSameAs(Library.standard().find("softmax").orElseThrow());
    }
}
