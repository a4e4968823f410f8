package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.backend.run.Compiler;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.hypothesis.Assumption;
import org.heddle.rules.hypothesis.Hypothesis;
import org.heddle.rules.hypothesis.Prediction;
import org.heddle.rules.stage.Configuration;
import org.heddle.rules.stage.Pipe;
import org.heddle.rules.stage.Residence;
import org.heddle.rules.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The stages of attention on Hopper that Abbott and Zardini work out by hand (arXiv 2412.03317v2, §5, Tables 2 and 3, and §6), from diagrams of the formats that they take and the
/// description of the machine. What they take as given beside is given here as assumptions.
final class PublishedStagesTest {
    private static final Hardware H100 = HardwareReader.shipped("h100").orElseThrow();

    /// Rows of a group that fill all units evenly.
    private static final long ROWS = 384L * 132;

    /// Q and K of 8 bits, V of 16.
    private static final String MIXED = "f8e4m3 f8e4m3 f16";

    /// Elements of two bytes in registers, and 20 registers beside: fragments of 32 and 8 values.
    private static final String[] TABLE_2 = {
        "overlap=1", "kept=2", "registers=20", "teams=3", "g_q=384", "s_x=64", "g_e=128"
    };

    private static final Map<String, Derivation> DERIVED = new LinkedHashMap<>();

    @BeforeAll
    static void derive() throws Exception {
        for (String formats : List.of(MIXED, "f16 f16 f16", "f8e4m3 f8e4m3 f8e4m3")) {
            String[] each = formats.split(" ", -1);
            String text =
                    """
                    f(Q: %s[q, d], K: %s[x, d], V: %s[x, e]) -> O
                    S[q, x] = Q[q, d] * K[x, d]
                    P[q, x] = softmax[x](S[q, x] / sqrt(|d|))
                    O[q, e] : f16 = P[q, x] * V[x, e]
                    """
                            .formatted(each[0], each[1], each[2]);
            Diagram diagram = TextReader.read(new SourceText("f", text)).orThrow();
            Map<String, Long> sizes = Map.of("q", ROWS, "x", 1L << 20, "d", 128L, "e", 128L);
            DERIVED.put(formats, Compiler.derive(diagram, SizeBinder.bind(diagram, sizes), H100));
        }
    }

    private static Prediction assume(String formats, String... assumptions) {
        List<Assumption> all =
                Stream.of(assumptions)
                        .map(text -> ((Assumption.Valid) Assumption.parse(text)).assumption())
                        .toList();
        Derivation derivation = java.util.Objects.requireNonNull(DERIVED.get(formats));
        return Hypothesis.of(derivation, all).kernels().getFirst().assumed();
    }

    /// Table 3: clocks for a row of Q and a block of 64 rows of K and V. The 65 exponentials are those of the scores and that of the correction.
    @Test
    void clocksOfARow() {
        Prediction prediction = assume(MIXED, TABLE_2);
        assertThat(clocks(prediction, "reduce S", Pipe.MATRIX)).isCloseTo(2, within(0.005));
        assertThat(clocks(prediction, "reduce O_sum", Pipe.MATRIX)).isCloseTo(4, within(0.005));
        assertThat(clocks(prediction, "exp", Pipe.SPECIAL)).isCloseTo(4.06, within(0.005));
    }

    private static double clocks(Prediction prediction, String step, Pipe pipe) {
        Stage stage = prediction.stage();
        double seconds =
                stage.steps().stream()
                        .filter(s -> s.looped() && s.what().contains(step))
                        .mapToDouble(s -> s.seconds().getOrDefault(pipe, 0.0))
                        .sum();
        return seconds / stage.rounds() / 384 * H100.clockHertz();
    }

    /// Table 2: 48 KiB of shared memory for the group and for each warpgroup, 74.75 KiB of registers; three warpgroups. The kernel as derived keeps one number of a row more: the maximum
    /// that is 0 where a row has no item yet.
    @Test
    void tableOfConfigurations() {
        Configuration configuration = assume(MIXED, TABLE_2).configuration();
        Residence room = configuration.ofTeam().orElseThrow().residence();
        assertThat(room.threads()).isEqualTo(128);
        assertThat(room.shared()).isEqualTo(48 * 1024);
        assertThat(room.sharedOfTeam()).isEqualTo(48 * 1024);
        long guarded = 128 * 2;
        assertThat((room.registersOfTeam() - guarded) / 1024.0).isEqualTo(74.75);
        assertThat(room.teamsByLocalMemory(H100)).isCloseTo(3.73, within(0.005));
        assertThat(256 / ((room.registersOfTeam() - guarded) / 1024.0))
                .isCloseTo(3.42, within(0.005));
        assertThat(room.teams(H100)).isEqualTo(3);
    }

    /// A fourth warpgroup does not fit, and is said not to.
    @Test
    void fourDoNotFit() {
        String[] four = TABLE_2.clone();
        four[3] = "teams=4";
        four[4] = "g_q=512";
        Prediction prediction = assume(MIXED, four);
        assertThat(prediction.configurations().tried()).isZero();
        Configuration nearest = prediction.configurations().nearest().orElseThrow();
        assertThat(nearest.teams()).isEqualTo(4);
        assertThat(nearest.localBytes()).isEqualTo((48 + 4 * 48) * 1024);
    }

    /// Accumulators of f32, as the instruction of the description has them, leave room for two.
    @Test
    void accumulatorsOfF32LeaveRoomForTwo() {
        Prediction two =
                assume(
                        MIXED,
                        "overlap=1",
                        "registers=20",
                        "teams=2",
                        "g_q=256",
                        "s_x=64",
                        "g_e=128");
        Residence room = two.configuration().ofTeam().orElseThrow().residence();
        assertThat(room.teamsByRegisters(H100)).isBetween(2.0, 2.1);
    }

    /// Computing a block takes 1.26 µs, its transfer 0.97 µs; they are equal for 295 rows.
    @Test
    void computingTakesLongerThanTransfers() {
        Prediction prediction = assume(MIXED, TABLE_2);
        assertThat(prediction.round()).isCloseTo(1.26e-6, within(0.005e-6));
        assertThat(prediction.byPipe().get(Pipe.MATRIX)).isEqualTo(prediction.round());
        assertThat(prediction.byPipe().get(Pipe.GLOBAL)).isCloseTo(0.968e-6, within(0.0005e-6));
        assertThat(prediction.bound()).contains(Pipe.MATRIX);
        assertThat(prediction.configuration().least(H100).orElseThrow())
                .isCloseTo(295.2, within(0.1));
    }

    /// Everything hidden behind the matrix unit: 1.32 PFLOP/s.
    @Test
    void idealRate() {
        Prediction prediction = assume(MIXED, TABLE_2);
        double perRound =
                prediction.stage().productFlops() / ROWS * 384 / prediction.stage().rounds();
        assertThat(perRound * 132 / prediction.round()).isCloseTo(1.319e15, within(0.001e15));
        assertThat(prediction.productsPerSecond()).isBetween(1.31e15, 1.319e15);
    }

    /// What three warpgroups that take turns make of it: the matrix unit does not wait.
    @Test
    void threeThatTakeTurnsReachIt() {
        String[] turns = TABLE_2.clone();
        turns[0] = "overlap=turns";
        assertThat(assume(MIXED, turns).round())
                .isCloseTo(assume(MIXED, TABLE_2).round(), within(0.01e-6));
    }

    /// §6, H1: two thirds of the exponentials are hidden behind nothing, everything else is. They are those of a block, beside which one correction in 128 does not count; keys and values come
    /// from the second-level cache.
    @ParameterizedTest
    @CsvSource({"f16 f16 f16, 0.75", "f8e4m3 f8e4m3 f8e4m3, 0.60"})
    void utilisationOfFlashAttention3(String formats, double published) {
        Prediction prediction =
                assume(
                        formats,
                        "overlap=1",
                        "overlap.special=1/3",
                        "hbm=9.2T",
                        "s_x=128",
                        "g_q=192");
        assertThat(prediction.utilisation(Pipe.MATRIX)).isCloseTo(published, within(0.005));
    }

    /// H3: with 8 bits the exponentials take as long as the products.
    @Test
    void eightBitsAreBoundByExponentials() {
        Prediction prediction = assume("f8e4m3 f8e4m3 f8e4m3", "overlap=1", "s_x=128", "g_q=192");
        assertThat(prediction.byPipe().get(Pipe.SPECIAL) / prediction.byPipe().get(Pipe.MATRIX))
                .isCloseTo(1, within(0.01));
    }
}
