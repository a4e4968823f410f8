package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.heddle.backend.run.Compiler;
import org.heddle.kernels.Catalogue;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.stream.StreamForm;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;

/// `passes.md` lists what is derived of every diagram of the catalogue, and why some need a further pass. It is generated.
final class PassesTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    @Test
    void theTableIsWhatIsDerived() throws Exception {
        List<String> once = new ArrayList<>();
        List<String> again = new ArrayList<>();
        List<String> never = new ArrayList<>();
        for (String name : Catalogue.names()) {
            Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
            Derivation derivation =
                    Compiler.derive(diagram, SizeBinder.bind(diagram, Map.of()), CPU);
            List<String> rows =
                    switch (derivation.passes()) {
                        case 0 -> never;
                        case 1 -> once;
                        default -> again;
                    };
            rows.add(row(name, derivation));
        }
        assertThat(once).hasSizeGreaterThanOrEqualTo(34);
        assertThat(again).hasSizeGreaterThanOrEqualTo(8);
        Golden.check(
                Path.of("passes.md"),
                """
                # One pass or several

                What the [streaming algebra](rules/stream.md) derives of every diagram of the catalogue, at its default sizes for the generic CPU; `./heddle derive NAME --explain` tells all steps. "Corrected" lists the running
                values that move with others, and by what. This page is generated.

                ## One pass: %d

                | diagram | kernels | corrected |
                | --- | --- | --- |
                %s
                ## Nothing is reduced: %d

                %s

                ## Several passes: %d

                No form was found by these laws, in one kernel or in those that read the same in turn. The diagrams compile and run all the same, with as many passes as they need; `derive` exits 4.

                | diagram | kernels | passes | what waits, over which axis, and the expression that mixes |
                | --- | --- | --- | --- |
                %s"""
                        .formatted(
                                once.size(),
                                String.join("", once),
                                never.size(),
                                String.join(", ", never),
                                again.size(),
                                String.join("", again)));
    }

    private static String row(String name, Derivation derivation) {
        if (derivation.passes() == 0) {
            return name;
        }
        String head = "| %s | %d | ".formatted(name, derivation.kernels().size());
        if (!derivation.onePass()) {
            return head
                    + derivation.passes()
                    + " | "
                    + derivation.furtherPasses().stream()
                            .flatMap(further -> further.refusals().stream())
                            .map(
                                    r ->
                                            "`%s` over %s: `%s`"
                                                    .formatted(
                                                            r.reduction(),
                                                            String.join(", ", r.axes()),
                                                            r.offending()))
                            .collect(Collectors.joining("; "))
                            .replace("|", "\\|")
                    + " |\n";
        }
        return head
                + derivation.kernels().stream()
                        .flatMap(kernel -> kernel.form().accumulated().values().stream())
                        .flatMap(accumulated -> accumulated.slots().stream())
                        .flatMap(slot -> slot.law().stream())
                        .map(StreamForm.Law::text)
                        .map(text -> "`" + text.replace("|", "\\|") + "`")
                        .collect(Collectors.joining("; "))
                + " |\n";
    }
}
