package org.heddle.backend.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Lines know what they are there for.
final class CodeWriterTest {
    private static final Origin SUM = Origin.wires(List.of("z"));

    @Test
    void linesAreTracedToTheInnermostReason() {
        CodeWriter code = new CodeWriter();
        code.open("kernel");
        code.tracing(
                Origin.axis("x"),
                () -> {
                    code.open("for x");
                    code.tracing(SUM, () -> code.line("z += s;"));
                    code.close();
                });
        code.close();
        assertThat(code.traced().text())
                .isEqualTo("kernel {\n    for x {\n        z += s;\n    }\n}\n");
        assertThat(code.traced().origins())
                .containsExactly(Origin.NONE, Origin.axis("x"), SUM, Origin.axis("x"), Origin.NONE);
    }

    @Test
    void textOfSeveralLinesIsTracedLineByLine() {
        CodeWriter code = new CodeWriter();
        code.tracing(SUM, () -> code.line("a;\nb;"));
        assertThat(code.traced().origins()).containsExactly(SUM, SUM);
    }

    @Test
    void aHeadBelongsToTheKernelAsAWhole() {
        Traced body = new Traced("z;\n", List.of(SUM));
        Traced both = Traced.whole("// head\n\n").then(body);
        assertThat(both.text()).isEqualTo("// head\n\nz;\n");
        assertThat(both.origins()).containsExactly(Origin.NONE, Origin.NONE, SUM);
    }

    @Test
    void everyLineHasOneOrigin() {
        List<Origin> one = List.of(SUM);
        assertThatThrownBy(() -> new Traced("a;\nb;\n", one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 origins for 2 lines");
    }
}
