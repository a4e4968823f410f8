package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;

/// Names do not matter to a shape; everything else does.
final class ShapeTest {
    private static Shape shape(String first, String second, long size, String item, String port) {
        Sketch sketch =
                new Sketch()
                        .axis(first, 7)
                        .axis(second, size)
                        .axis("unused_" + first, size)
                        .input("in_" + first + "[" + first + ", " + second + "]")
                        .reduce(
                                Scalar.SUM,
                                "out_" + second + "[" + first + "]",
                                item,
                                "in_" + first + port.formatted(first, second))
                        .output("out_" + second);
        return Shape.of(
                sketch.diagram(),
                new Sizes(Map.of(first, 7L, second, size, "unused_" + first, 3 * size)));
    }

    @Test
    void namesDoNotMatter() {
        assertThat(shape("i", "j", 9, "v -> v * #j", "[%s, %s]"))
                .isEqualTo(shape("x", "y", 9, "v -> v * #y", "[%s, %s]"));
    }

    @Test
    void sizesFunctionsAndIndicesDo() {
        Shape shape = shape("i", "j", 9, "v -> v * #j", "[%s, %s]");
        assertThat(shape).isNotEqualTo(shape("i", "j", 10, "v -> v * #j", "[%s, %s]"));
        assertThat(shape).isNotEqualTo(shape("i", "j", 9, "v -> v + #j", "[%s, %s]"));
        assertThat(shape).isNotEqualTo(shape("i", "j", 9, "v -> v * #i", "[%s, %s]"));
    }
}
