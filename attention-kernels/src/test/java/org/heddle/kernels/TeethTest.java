package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.InterpretDevice;
import org.heddle.backend.run.Referee;
import org.heddle.model.data.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What {@link AdversarialTest} would say of kernels that are wrong.
class TeethTest {
    private static final int SEEDS = 3;
    private static final double ORDINARY = 1e6;

    /// Changes of the text of a kernel, and the kinds of numbers that must show them.
    private static final Map<String, Map<String, String>> CHANGES =
            Map.of(
                    "a correction is dropped",
                    Map.of("(lanes\\(L_z_tile \\+ q\\) = L_z_0) \\* exp\\(.*\\);", "$1;"),
                    "a correction is off by a thousandth",
                    Map.of("(lanes\\(L_z_tile \\+ q\\) = L_z_0 \\* exp\\(.*\\));", "$1 * 1.001f;"),
                    "the guard of rows without items is dropped",
                    Map.of("(lanes\\(where_L_m_tile \\+ q\\) =) .*;", "$1 lanes(L_m_tile + q);"),
                    "the maximum is not subtracted",
                    Map.of(
                            "(lanes\\(where_L_m_tile \\+ q\\) =) .*;",
                            "$1 (float8)(0.0f);",
                            " \\* exp\\(L_m_before_0.*;",
                            ";",
                            "L_m_0 \\+ log",
                            "log"),
                    "a maximum loses NaN",
                    Map.of("max_nan\\(", "fmax("));

    static Stream<Arguments> changes() {
        return Stream.of(
                change(
                        "logsumexp",
                        "a correction is dropped",
                        Adversary.Kind.WIDE,
                        Adversary.Kind.CROSSING),
                change(
                        "logsumexp",
                        "a correction is off by a thousandth",
                        Adversary.Kind.ZEROS,
                        Adversary.Kind.CROSSING),
                change(
                        "logsumexp",
                        "the guard of rows without items is dropped",
                        Adversary.Kind.MASKED),
                change(
                        "logsumexp",
                        "the maximum is not subtracted",
                        Adversary.Kind.WIDE,
                        Adversary.Kind.LARGE_MEAN,
                        Adversary.Kind.HUGE),
                change("max-pooling", "a maximum loses NaN", Adversary.Kind.NAN));
    }

    private static Arguments change(String diagram, String what, Adversary.Kind... kinds) {
        return Arguments.of(diagram, what, Set.of(kinds));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("changes")
    void wrongKernelsAreFound(String name, String what, Set<Adversary.Kind> kinds)
            throws Exception {
        Adversary adversary = Adversary.of(name);
        Compiled wrong = changed(adversary.compiled(), CHANGES.getOrDefault(what, Map.of()));
        try (OpenedDevice openCl = OpenedDevice.openCl()) {
            Assumptions.assumeTrue(openCl.device().isPresent());
            Device device = openCl.device().orElseThrow();
            assertThat(found(adversary, adversary.compiled(), kinds, device)).isEmpty();
            assertThat(found(adversary, wrong, kinds, device)).containsAll(kinds);
        }
    }

    private static Compiled changed(Compiled compiled, Map<String, String> changes) {
        List<CompiledKernel> kernels = new ArrayList<>();
        for (CompiledKernel kernel : compiled.kernels()) {
            String source = kernel.text().source();
            int body = source.indexOf("kernel void");
            String text = source.substring(body);
            for (Map.Entry<String, String> change : changes.entrySet()) {
                String before = text;
                text = text.replaceAll(change.getKey(), change.getValue());
                assertThat(text).as(change.getKey()).isNotEqualTo(before);
            }
            kernels.add(
                    new CompiledKernel(
                            kernel.kernel(),
                            kernel.program(),
                            KernelText.openCl(
                                    kernel.text().entry(), source.substring(0, body) + text),
                            kernel.origins(),
                            kernel.launch(),
                            kernel.localBytes()));
        }
        return new Compiled(compiled.derivation(), compiled.target(), kernels);
    }

    /// The kinds that show a kernel to be wrong.
    private static Set<Adversary.Kind> found(
            Adversary adversary, Compiled compiled, Set<Adversary.Kind> kinds, Device device)
            throws Exception {
        Set<Adversary.Kind> found = EnumSet.noneOf(Adversary.Kind.class);
        for (Adversary.Kind kind : kinds) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                for (Adversary.Draw draw : adversary.draws(kind, seed)) {
                    Map<String, Tensor> outputs =
                            device.run(compiled, draw.inputs(), RunOptions.ONCE).outputs();
                    if (!isRight(adversary, draw, outputs)) {
                        found.add(kind);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isRight(
            Adversary adversary, Adversary.Draw draw, Map<String, Tensor> outputs)
            throws Exception {
        return Referee.of(adversary.compiled(), draw.inputs(), Comparer.Options.DEFAULT)
                .judge(outputs)
                .stream()
                .allMatch(Comparison.OutputRow::ok);
    }

    /// An error of a thousandth in ordinary numbers is seen whatever stands beside them: huge ones, infinities and NaNs in other rows.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "matmul",
                "softmax",
                "attention",
                "layernorm",
                "rmsnorm",
                "winsorized-mean",
                "linear-recurrence"
            })
    void errorsAreSeenBesideHugeNumbers(String name) throws Exception {
        Adversary adversary = Adversary.of(name);
        Set<Adversary.Kind> seen = EnumSet.noneOf(Adversary.Kind.class);
        try (Device device = new InterpretDevice(adversary.compiled().derivation().hardware())) {
            for (Adversary.Kind kind : Adversary.Kind.values()) {
                Adversary.Draw draw = adversary.draws(kind, 1).getFirst();
                Map<String, Tensor> wrong = new LinkedHashMap<>();
                device.run(adversary.compiled(), draw.inputs(), RunOptions.ONCE)
                        .outputs()
                        .forEach((wire, tensor) -> wrong.put(wire, slightlyOff(tensor)));
                if (!isRight(adversary, draw, wrong)) {
                    seen.add(kind);
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(Adversary.Kind.values());
    }

    private static Tensor slightlyOff(Tensor tensor) {
        Tensor off = Tensor.allocate(tensor.dtype(), tensor.shape());
        for (long i = 0; i < tensor.elements(); i++) {
            double value = tensor.get(i);
            off.set(i, Math.abs(value) < ORDINARY ? value * 1.001 : value);
        }
        return off;
    }
}
