package org.heddle.kernels;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.heddle.backend.run.Compiler;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.HardwareReader;

/// What diagrams of the catalogue are derived to, each once for all tests of a JVM that ask for the same: a derivation never changes.
final class Derived {
    private static final Map<List<Object>, Derivation> KNOWN = new ConcurrentHashMap<>();

    private Derived() {}

    /// At the sizes that the diagram is shown at.
    static Derivation of(String name, String machine) throws DiagnosticException {
        return of(name, machine, Map.of());
    }

    /// At other sizes.
    static Derivation of(String name, String machine, Map<String, Long> sizes)
            throws DiagnosticException {
        List<Object> key = List.of(name, machine, sizes);
        Derivation known = KNOWN.get(key);
        if (known == null) {
            Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
            known =
                    Compiler.derive(
                            diagram,
                            SizeBinder.bind(diagram, sizes),
                            HardwareReader.shipped(machine).orElseThrow());
            KNOWN.put(key, known);
        }
        return known;
    }
}
