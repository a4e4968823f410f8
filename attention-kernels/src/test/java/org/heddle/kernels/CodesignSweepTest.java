package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.codesign.Codesign;
import org.heddle.rules.codesign.Design;
import org.heddle.rules.codesign.Variation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A machine with more of a resource is never predicted to be slower, and never slower than what is derived for it alone.
final class CodesignSweepTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "matmul; h200; smem=8K..256K:7, hbm=1T..4T",
                "attention; a100; smem=16K..256K:7, fma=10T|20T|40T",
                "causal-attention; h200; smem=32K..256K:5, special=1T..4T",
                "softmax; h200; smem=4K..64K:4, units=16|33|66|100|132|264",
                "layernorm; a100; smem=8K..128K:5, hbm=1T..4T, units=54|108",
                "matmul-chain; h100; smem=16K..128K:5, smem-rate=10T..40T",
                "embedding; h200; smem=1K..64K:5, hbm=1T..4T",
                "logsumexp; rtx4090; units=8|16|32|64|128, smem=8K|64K"
            })
    void moreIsNeverSlower(String name, String hardware, String vary) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        List<Variation> variations =
                Stream.of(vary.split(", *"))
                        .map(text -> ((Variation.Valid) Variation.parse(text)).variation())
                        .toList();
        var sizes = SizeBinder.bind(diagram, Map.of());
        List<Design> designs =
                Codesign.explore(
                        diagram,
                        sizes,
                        HardwareReader.shipped(hardware).orElseThrow(),
                        variations,
                        List.of());
        for (Design a : designs) {
            for (Design b : designs) {
                boolean more =
                        b.values().entrySet().stream()
                                .allMatch(
                                        e ->
                                                e.getValue()
                                                        >= a.values()
                                                                .getOrDefault(e.getKey(), 0.0));
                if (more) {
                    assertThat(b.seconds())
                            .as("%s after %s", b.values(), a.values())
                            .isLessThanOrEqualTo(a.seconds());
                }
            }
        }
        Design last = designs.getLast();
        assertThat(last.seconds())
                .isLessThanOrEqualTo(
                        Deriver.derive(diagram, sizes, last.hardware(), List.of()).seconds());
    }
}
