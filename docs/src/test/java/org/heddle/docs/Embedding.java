package org.heddle.docs;

import java.nio.file.Path;
import java.util.Map;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.SourceText;
import org.heddle.rules.derive.Derivation;

/// Heddle as a library; the page `docs/embedding.md` shows these lines.
final class Embedding {
    private Embedding() {}

    static Comparison compare(Path file, String deviceName) throws Exception {
        // snippet: embedding
        Diagram diagram = DiagramReader.read(SourceText.load(file)).orThrow();
        Sizes sizes = SizeBinder.bind(diagram, Map.of("q", 48L, "x", 40L));
        try (Device device = Devices.open(deviceName)) {
            Derivation derivation = Compiler.derive(diagram, sizes, device.hardware());
            Compiled compiled = Compiler.lower(derivation, device.target());
            Map<String, Tensor> inputs = Comparer.inputs(diagram, sizes, 1);
            Map<String, Tensor> outputs =
                    device.run(compiled, inputs, new RunOptions(0, 1)).outputs();
            Comparison comparison = Comparer.compare(compiled, device, Comparer.Options.DEFAULT);
            // end
            if (!outputs.keySet().equals(Map.of("O", 0).keySet())) {
                throw new IllegalStateException("outputs " + outputs.keySet());
            }
            return comparison;
        }
    }
}
