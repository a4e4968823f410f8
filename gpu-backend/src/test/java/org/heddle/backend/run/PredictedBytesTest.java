package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.interpret.Interpreter;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Cost;
import org.heddle.rules.schedule.Scheduler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a schedule predicts is what the interpreter counts, and only for that schedule: another extent of a block moves other bytes.
final class PredictedBytesTest {
    private static Sketch product() {
        return new Sketch("product")
                .axis("i", 96)
                .axis("j", 80)
                .axis("k", 72)
                .input("A[i, k]", "B[k, j]")
                .contract("C[i, j]", "A[i, k]", "B[k, j]")
                .output("C");
    }

    /// Maximum, sum and weighted sum along one axis, in one pass.
    private static Sketch cascade() {
        return new Sketch("cascade")
                .axis("q", 90)
                .axis("x", 110)
                .axis("d", 8)
                .axis("e", 24)
                .input("Q[q, d]", "K[x, d]", "V[x, e]")
                .contract("S[q, x]", "Q[q, d]", "K[x, d]")
                .shares("P", "S[q, x]")
                .contract("O[q, e]", "P[q, x]", "V[x, e]")
                .output("O");
    }

    record Cut(Sketch sketch, String axis, long extent) {}

    static Stream<Cut> cuts() {
        return Stream.of(
                new Cut(product(), "i", 16),
                new Cut(product(), "j", 16),
                new Cut(cascade(), "q", 16),
                new Cut(cascade(), "q", 33),
                new Cut(cascade(), "e", 16));
    }

    private static TileProgram kernel(Sketch sketch) throws DiagnosticException {
        List<CompiledKernel> kernels =
                Compiler.compile(
                                sketch.diagram(),
                                sketch.sizes(),
                                Machines.roomy(),
                                Target.OPENCL_SIMD)
                        .kernels();
        assertThat(kernels).hasSize(1);
        return kernels.getFirst().program();
    }

    private static Moved predicted(TileProgram program) {
        Cost cost = program.schedule().cost();
        return new Moved(
                cost.globalReadBytes(),
                cost.globalWriteBytes(),
                cost.localReadBytes(),
                cost.localWriteBytes());
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void anotherExtentMovesOtherBytes(Cut cut) throws Exception {
        TileProgram program = kernel(cut.sketch());
        assertThat(Moved.of(Interpreter.count(program))).isEqualTo(predicted(program));
        Blocking changed = program.blocking().with(cut.axis(), cut.extent());
        assertThat(changed).isNotEqualTo(program.blocking());
        TileProgram mutated =
                new TileProgram(
                        program.name(),
                        Scheduler.fixed(
                                program.nest().form(), changed, program.schedule().hardware()),
                        program.sizes());
        Moved counted = Moved.of(Interpreter.count(mutated));
        assertThat(counted).isEqualTo(predicted(mutated));
        assertThat(counted.globalRead()).isGreaterThan(predicted(program).globalRead());
    }
}
