package org.heddle.rules.stage;

import java.util.List;
import java.util.Map;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;

/// Kernels derived for a test.
public final class Kernels {
    public static final Hardware H100 = HardwareReader.shipped("h100").orElseThrow();

    private Kernels() {}

    /// The product of matrices of two formats.
    public static Derivation product(String left, String right, Hardware hardware, long size) {
        return derived(
                """
                f(A: %s[i, k], B: %s[k, j]) -> C
                C[i, j] : f16 = A[i, k] * B[k, j]
                """
                        .formatted(left, right),
                Map.of("i", size, "j", size, "k", size),
                hardware);
    }

    /// A diagram in text notation.
    public static Derivation derived(String text, Map<String, Long> sizes, Hardware hardware) {
        try {
            Diagram diagram = TextReader.read(new SourceText("f", text)).orThrow();
            return Deriver.derive(diagram, SizeBinder.bind(diagram, sizes), hardware, List.of());
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }
}
