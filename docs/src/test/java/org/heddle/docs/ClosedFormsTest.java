package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.heddle.backend.run.Compiler;
import org.heddle.kernels.Catalogue;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.cost.ClosedForm;
import org.heddle.rules.cost.Columns;
import org.heddle.rules.cost.LeastTransfers;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.schedule.Cost;
import org.heddle.rules.schedule.Counts;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;

/// `closed-forms.md` has the least transfers of every kernel of the catalogue as a formula. It is generated.
final class ClosedFormsTest {
    private static final Hardware GPU = HardwareReader.shipped("h200").orElseThrow();

    @Test
    void theTableIsWhatIsDerived() throws Exception {
        List<String> rows = new ArrayList<>();
        int formulas = 0;
        for (String name : Catalogue.names()) {
            Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
            Derivation derivation =
                    Compiler.derive(diagram, SizeBinder.bind(diagram, Map.of()), GPU);
            for (Kernel kernel : derivation.kernels()) {
                columnsAddUp(kernel);
                Optional<ClosedForm> form = form(kernel, derivation.sizes()::of);
                formulas += form.isPresent() ? 1 : 0;
                rows.add(row(name, kernel, form));
            }
        }
        assertThat(formulas).isGreaterThan(rows.size() * 3 / 4);
        Golden.check(
                Path.of("closed-forms.md"),
                """
                # Least transfers of the catalogue

                What each kernel of the catalogue moves at least with M bytes of local memory for a group, in bytes, and the blocks that attain it: `./heddle cost NAME --hardware h200`, as [cost.md](cost.md) explains. The kernels are those that are
                derived at the default sizes. Axes that a group of an H200 holds whole at these sizes are not cut where that leaves a formula in which M occurs, else all are where that does; else what is told is moved whatever M. %d of %d kernels have a formula. This page is generated.

                | diagram | kernel | H* | at |
                | --- | --- | --- | --- |
                %s"""
                        .formatted(formulas, rows.size(), String.join("", rows)));
    }

    /// With the axes whole that are not cut at these sizes, if M occurs then.
    private static Optional<ClosedForm> form(Kernel kernel, ToLongFunction<String> sizes) {
        LeastTransfers transfers = LeastTransfers.of(kernel.schedule());
        Optional<ClosedForm> here =
                transfers
                        .ofGroup((double) GPU.local().capacityBytes(), sizes)
                        .flatMap(best -> ClosedForm.of(best.free()));
        return here.filter(form -> form.terms().size() > 1)
                .or(() -> ClosedForm.of(transfers.cut()).filter(form -> form.terms().size() > 1))
                .or(() -> here);
    }

    private static void columnsAddUp(Kernel kernel) {
        List<Columns.Column> columns = Columns.of(kernel.schedule());
        Cost cost = kernel.schedule().cost();
        assertThat(columns.stream().mapToLong(c -> c.total().read()).sum())
                .as("%s", kernel.block())
                .isEqualTo(cost.globalReadBytes());
        assertThat(columns.stream().mapToLong(c -> c.total().written()).sum())
                .isEqualTo(cost.globalWriteBytes());
        assertThat(columns.stream().mapToLong(c -> c.total().flops()).sum())
                .isEqualTo(
                        Counts.total(
                                kernel.schedule().counts().flops(), kernel.schedule().blocking()));
        assertThat(columns.stream().mapToLong(c -> c.total().special()).sum())
                .isEqualTo(cost.specialOperations());
    }

    private static String row(String name, Kernel kernel, Optional<ClosedForm> form) {
        return "| %s | %s | %s | %s |%n"
                .formatted(
                        name,
                        kernel.block(),
                        form.map(f -> "`" + f + "`").orElse("–"),
                        form.map(
                                        f ->
                                                f.labels().entrySet().stream()
                                                        .map(
                                                                e ->
                                                                        "`"
                                                                                + e.getKey()
                                                                                + " = "
                                                                                + e.getValue()
                                                                                + "`")
                                                        .collect(Collectors.joining(", ")))
                                .orElse(""));
    }
}
