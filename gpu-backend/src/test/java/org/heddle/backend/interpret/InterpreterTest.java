package org.heddle.backend.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.tile.TileProgram;
import org.heddle.backend.tile.TileVerifier;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.DType;
import org.heddle.rules.nest.Node;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the interpreter computes is what the diagram means, and what it counts is what the predictor says.
final class InterpreterTest {
    private static final double F32_TOLERANCE = 1e-5;
    private static final int VARIANTS = 12;

    static List<Subject> subjects() {
        return Subjects.all();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void derivedProgramsMeanTheirDiagram(Subject subject) {
        Map<String, Tensor> inputs = subject.inputs(1);
        List<TileProgram> programs = subject.derived();
        List<Transfers> moved = new ArrayList<>();
        Map<String, Tensor> arrays = subject.run(programs, inputs, moved);
        Map<String, Tensor> expected = subject.evaluate(inputs);
        subject.assertAgrees(arrays, expected, F32_TOLERANCE, programs.toString());
        for (int i = 0; i < programs.size(); i++) {
            assertThat(TileVerifier.verify(programs.get(i))).isEmpty();
            assertThat(counted(moved.get(i))).isEqualTo(predicted(programs.get(i)));
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everyBlockingMeansTheSameAndIsCountedAsPredicted(Subject subject) {
        Map<String, Tensor> inputs = subject.inputs(2);
        Map<String, Tensor> expected = subject.evaluate(inputs);
        List<TileProgram> programs = new ArrayList<>(subject.forced(VARIANTS, 3, Subject.CPU));
        programs.addAll(subject.forced(VARIANTS, 4, Subject.GPU));
        for (TileProgram program : programs) {
            assertThat(TileVerifier.verify(program))
                    .as(program.toString())
                    .allMatch(d -> d.code() == Code.S801);
            List<Transfers> moved = new ArrayList<>();
            Map<String, Tensor> arrays = subject.run(List.of(program), inputs, moved);
            subject.assertAgrees(arrays, expected, F32_TOLERANCE, program.toString());
            assertThat(counted(moved.getFirst()))
                    .as(program.toString())
                    .isEqualTo(predicted(program));
            assertThat(Interpreter.count(program)).isEqualTo(moved.getFirst());
        }
    }

    /// The equality of counts can fail: with one extent changed so that the blocks are more, something else is moved than was predicted before.
    @Test
    void anotherExtentIsNoticed() {
        Subject subject = Subjects.product(37, 53, 29);
        TileProgram original = subject.blocked("i", 8, "j", 10, "k", 14);
        assertThat(counted(run(subject, original))).isEqualTo(predicted(original));
        for (String axis : List.of("i", "j", "k")) {
            Blocking blocking = original.blocking();
            TileProgram mutant =
                    subject.program(
                            original.nest().form(),
                            blocking.with(axis, blocking.extent(axis) - 1),
                            Subject.CPU);
            assertThat(counted(run(subject, mutant))).as(axis).isNotEqualTo(predicted(original));
        }
    }

    /// By hand: two groups of rows; B is read by both, A and C are touched once. Pieces are two rows of one vector of 8. The sum starts in registers: C is neither filled nor read before it.
    @Test
    void countsAProductByHand() {
        Subject subject = Subjects.product(4, 3, 2);
        TileProgram program = subject.blocked("i", 2);
        Transfers moved = run(subject, program);
        assertThat(moved.globalRead()).isEqualTo(Map.of("A", 4L * 3 * 4, "B", 2L * 3 * 2 * 4));
        assertThat(moved.globalWritten()).isEqualTo(Map.of("C", 4L * 2 * 4));
        long operands = 4 * 3 + 2 * 3 * 2;
        int lanes = 8;
        assertThat(moved.localWrittenBytes()).isEqualTo(4L * (operands + 4L * lanes));
        assertThat(moved.localReadBytes()).isEqualTo(4L * (4 * 3 + 2 * 3 * lanes + 4 * 2));
        assertThat(moved.tileBytes()).isEqualTo(4 * (2 * 2 + 2 * 3 + 3 * 2));
    }

    /// A fold reads an operand again for every register piece that needs it, a vector at a time.
    @Test
    void readsOperandsOncePerPiece() {
        Subject subject = Subjects.product(40, 1, 1);
        TileProgram program = subject.blocked();
        int rows =
                program.nest().placed().stream()
                        .filter(p -> p.node() instanceof Node.Fold)
                        .map(p -> program.registers((Node.Fold) p.node()).extent("i"))
                        .findFirst()
                        .orElseThrow();
        long pieces = Math.ceilDiv(40, rows);
        assertThat(pieces).isGreaterThan(1);
        long elements = pieces * rows + pieces * 8 + 40;
        assertThat(run(subject, program).localReadBytes()).isEqualTo(4 * elements);
    }

    @Test
    void roundsToF32AfterEveryOperation() {
        Subject single = Subjects.map("f32", "a, b -> (a + 1) - 1 + 0 * b", 1, 1);
        Subject twice = Subjects.map("f64", "a, b -> (a + 1) - 1 + 0 * b", 1, 1);
        assertThat(only(single, 0x1p-30, 0)).isZero();
        assertThat(only(twice, 0x1p-30, 0)).isEqualTo(0x1p-30);
        assertThat(only(Subjects.map("f32", "a, b -> a * 0.1 + 0 * b", 1, 1), 1, 0))
                .isEqualTo(0.1f);
    }

    /// Scores of 10⁴ and a temperature of 3: the quotients of scores have lost the digits that their differences have.
    @Test
    void differencesOfLargeScoresKeepTheirDigits() {
        Subject subject = Subjects.tempered(4, 40);
        Map<String, Tensor> inputs = new LinkedHashMap<>(subject.inputs(6));
        Tensor scores = inputs.get("S");
        for (long i = 0; i < scores.elements(); i++) {
            scores.set(i, 10_000 + 5 * scores.get(i));
        }
        for (double temperature : new double[] {3, -3}) {
            for (long i = 0; i < 4; i++) {
                inputs.get("t").set(i, temperature);
            }
            TileProgram program = subject.blocked("q", 3, "x", 7);
            assertThat(program.nest().form().passes()).isEqualTo(1);
            Map<String, Tensor> arrays = subject.run(List.of(program), inputs, new ArrayList<>());
            subject.assertAgrees(arrays, subject.evaluate(inputs), 2e-6, program.toString());
        }
    }

    @Test
    void accumulatesInF32() {
        Subject subject = Subjects.product("f32", "f32", 1, 3, 1);
        Map<String, Tensor> inputs =
                Map.of(
                        "A", Tensor.of(DType.F32, List.of(1L, 3L), new double[] {0x1p24, 1, 1}),
                        "B", Tensor.of(DType.F32, List.of(3L, 1L), new double[] {1, 1, 1}));
        assertThat(subject.run(subject.derived(), inputs, new ArrayList<>()).get("C").get(0))
                .isEqualTo(0x1p24);
    }

    @Test
    void convertsToAndFromHalfPrecision() {
        Subject subject = Subjects.product("f16", "f16", 9, 21, 7);
        Map<String, Tensor> inputs = subject.inputs(5);
        Map<String, Tensor> expected = subject.evaluate(inputs);
        List<Transfers> moved = new ArrayList<>();
        Map<String, Tensor> arrays =
                subject.run(List.of(subject.blocked("i", 4, "k", 5)), inputs, moved);
        subject.assertAgrees(arrays, expected, 0x1p-11, "f16");
        assertThat(moved.getFirst().globalWritten()).containsEntry("C", 9L * 7 * 2);
    }

    @Test
    void computesInF64WhereAnInputIs() {
        for (String out : List.of("f64", "f32")) {
            Subject subject = Subjects.product("f64", out, 1, 3, 1);
            Map<String, Tensor> inputs =
                    Map.of(
                            "A",
                                    Tensor.of(
                                            DType.F64,
                                            List.of(1L, 3L),
                                            new double[] {1e12, 1, -1e12}),
                            "B", Tensor.of(DType.F64, List.of(3L, 1L), new double[] {1, 1, 1}));
            assertThat(subject.run(subject.derived(), inputs, new ArrayList<>()).get("C").get(0))
                    .as(out)
                    .isEqualTo(1);
        }
    }

    @Test
    void computesIntegersExactly() {
        Subject subject = Subjects.product("i32", "i32", 1, 2, 1);
        Map<String, Tensor> inputs =
                Map.of(
                        "A",
                                Tensor.of(
                                        DType.I32,
                                        List.of(1L, 2L),
                                        new double[] {(1 << 25) + 1, -(1 << 25)}),
                        "B", Tensor.of(DType.I32, List.of(2L, 1L), new double[] {3, 3}));
        assertThat(subject.run(subject.derived(), inputs, new ArrayList<>()).get("C").get(0))
                .isEqualTo(3);
    }

    @Test
    void takesTheBranchThatHolds() {
        Subject subject = Subjects.map("f32", "a, b -> where(a > 0, log(a), b)", 1, 1);
        assertThat(only(subject, -1, 7)).isEqualTo(7);
        assertThat(only(subject, 1, 7)).isZero();
    }

    @Test
    void minAndMaxShowNaN() {
        assertThat(only(Subjects.map("f32", "a, b -> max(a, b)", 1, 1), Double.NaN, 1)).isNaN();
        assertThat(only(Subjects.map("f32", "a, b -> min(b, a)", 1, 1), Double.NaN, 1)).isNaN();
        Subject largest =
                Subject.of(
                        """
                'name': 'largest', 'axes': { 'x': null }, 'wires': { 'S': 'f32[x]', 'M': 'f32[]' }, 'inputs': ['S'], 'outputs': ['M'],
                'boxes': [ { 'op': 'reduce', 'monoid': 'max', 'in': ['S'], 'out': ['M'] } ]
                """,
                        "x",
                        3);
        Map<String, Tensor> inputs =
                Map.of("S", Tensor.of(DType.F32, List.of(3L), new double[] {1, Double.NaN, 2}));
        assertThat(largest.run(largest.derived(), inputs, new ArrayList<>()).get("M").get(0))
                .isNaN();
    }

    @Test
    void functionsMeanWhatTheLanguageSays() {
        assertThat(value("a, b -> mod(a, b)", -7, 3)).isEqualTo(2);
        assertThat(value("a, b -> mod(a, b)", 7, -3)).isEqualTo(-2);
        assertThat(value("a, b -> round(a) + 0 * b", 2.5, 0)).isEqualTo(2);
        assertThat(value("a, b -> erf(a) + b", 0.5, 0))
                .isCloseTo(0.5204998778130465, offset(1e-15));
        assertThat(value("a, b -> erf(a) + b", -3, 0))
                .isCloseTo(-0.9999779095030014, offset(1e-15));
        assertThat(value("a, b -> erf(a) + b", 1e300, 0)).isEqualTo(1);
        assertThat(value("a, b -> erf(a) + b", Double.NaN, 0)).isNaN();
        assertThat(value("a, b -> sigmoid(a) + b", 0, 0)).isEqualTo(0.5);
        assertThat(value("a, b -> pow(a, b)", 2, 10)).isEqualTo(1024);
        assertThat(value("a, b -> (a and b) + 2 * (a or b) + 4 * (not b)", 3, 0)).isEqualTo(6);
    }

    @Test
    void groupsDoNotSeeEachOther() {
        Subject subject = Subjects.product(37, 53, 29);
        TileProgram program = subject.blocked("i", 1, "j", 1, "k", 7);
        Map<String, Tensor> inputs = subject.inputs(6);
        List<Transfers> moved = new ArrayList<>();
        double[] once = subject.run(List.of(program), inputs, moved).get("C").toDoubles();
        double[] again = subject.run(List.of(program), inputs, moved).get("C").toDoubles();
        assertThat(again).isEqualTo(once);
        assertThat(moved.get(1)).isEqualTo(moved.get(0));
        assertThat(moved.get(0).then(moved.get(1)).globalReadBytes())
                .isEqualTo(2 * moved.get(0).globalReadBytes());
    }

    @Test
    void stopsAtTheLimit() {
        Subject subject = Subjects.product(4, 3, 2);
        TileProgram program = subject.blocked();
        Map<String, Tensor> arrays = arrays(subject, program);
        long operations = 4 * 3 * 2 + 4 * 3 + 3 * 2 + 4 * 2;
        Interpreter.run(program, arrays, new Options(operations, 1));
        assertThatThrownBy(() -> Interpreter.run(program, arrays, new Options(operations - 1, 1)))
                .isInstanceOf(OperationLimitException.class)
                .hasMessageContaining("more than the " + (operations - 1) + " operations");
    }

    @Test
    void wantsTheArraysOfTheProgram() {
        Subject subject = Subjects.product(4, 3, 2);
        TileProgram program = subject.blocked();
        Map<String, Tensor> missing = arrays(subject, program);
        missing.remove("C");
        assertThatThrownBy(() -> Interpreter.run(program, missing, Options.unlimited()))
                .hasMessageContaining("wire C");
        Map<String, Tensor> misshapen = arrays(subject, program);
        misshapen.put("C", Tensor.allocate(DType.F32, List.of(2L, 4L)));
        assertThatThrownBy(() -> Interpreter.run(program, misshapen, Options.unlimited()))
                .hasMessageContaining("f32[4, 2]");
    }

    private static double value(String fn, double a, double b) {
        return only(Subjects.map("f64", fn, 1, 1), a, b);
    }

    private static double only(Subject subject, double a, double b) {
        DType dtype = subject.diagram().wire("A").dtype();
        Map<String, Tensor> inputs =
                Map.of(
                        "A", Tensor.of(dtype, List.of(1L, 1L), new double[] {a}),
                        "B", Tensor.of(dtype, List.of(1L), new double[] {b}));
        return subject.run(subject.derived(), inputs, new ArrayList<>()).get("C").get(0);
    }

    private static org.assertj.core.data.Offset<Double> offset(double value) {
        return org.assertj.core.data.Offset.offset(value);
    }

    private static Map<String, Tensor> arrays(Subject subject, TileProgram program) {
        Map<String, Tensor> arrays = new LinkedHashMap<>(subject.inputs(7));
        program.region()
                .outputs()
                .forEach(
                        wire ->
                                arrays.put(
                                        wire,
                                        Subject.poisoned(
                                                program.region().array(wire).dtype(),
                                                program.region().array(wire).axes().stream()
                                                        .map(subject.sizes()::of)
                                                        .toList())));
        return arrays;
    }

    private static Transfers run(Subject subject, TileProgram program) {
        return Interpreter.run(program, arrays(subject, program), Options.unlimited());
    }

    private static List<Long> counted(Transfers moved) {
        return List.of(
                moved.globalReadBytes(),
                moved.globalWrittenBytes(),
                moved.localReadBytes(),
                moved.localWrittenBytes());
    }

    private static List<Long> predicted(TileProgram program) {
        Counts counts = program.schedule().counts();
        Blocking blocking = program.blocking();
        return List.of(
                Counts.total(counts.globalRead(), blocking),
                Counts.total(counts.globalWrite(), blocking),
                Counts.total(counts.localRead(), blocking),
                Counts.total(counts.localWrite(), blocking));
    }
}
