package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.library.Unfold;
import org.heddle.rules.Meaning;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.stream.AccumulatorLaws;
import org.heddle.testdata.RandomCascades;
import org.heddle.testdata.RandomCascades.Cascade;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Cascades that nobody has streamed before, in words that no rule knows.
final class RandomCascadesTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();
    private static final int CASCADES = Integer.getInteger("heddle.cascades", 40);

    static Stream<Cascade> cascades() {
        return RandomCascades.of(CASCADES, 20261121);
    }

    @ParameterizedTest
    @MethodSource("cascades")
    void areDerivedInOnePass(Cascade cascade) throws Exception {
        Diagram source = cascade.diagram();
        Derivation derivation = Deriver.derive(source, sizes(source, 64, 512, 3), CPU);
        assertThat(derivation.onePass()).as("%s", source).isTrue();
        for (Kernel kernel : derivation.kernels()) {
            AccumulatorLaws.Report laws = AccumulatorLaws.check(kernel.form(), 5, 1000);
            assertThat(laws.counterexample()).isEmpty();
        }
        for (int x : new int[] {1, 2, 7}) {
            Meaning.assertSame(
                    Unfold.all(source), Unfold.all(derivation.result()), sizes(source, 2, x, 3), x);
        }
    }

    private static Sizes sizes(Diagram diagram, long q, long x, long e) {
        Map<String, Long> sizes = new LinkedHashMap<>(Map.of("q", q, "x", x, "e", e));
        sizes.keySet().retainAll(diagram.axes().keySet());
        return new Sizes(sizes);
    }
}
