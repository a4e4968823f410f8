package org.heddle.backend.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.backend.tile.Changes.body;
import static org.heddle.backend.tile.Changes.fold;
import static org.heddle.backend.tile.Changes.grid;
import static org.heddle.backend.tile.Changes.inLoop;
import static org.heddle.backend.tile.Changes.insert;
import static org.heddle.backend.tile.Changes.parse;
import static org.heddle.backend.tile.Changes.tiles;
import static org.heddle.backend.tile.Changes.with;
import static org.heddle.backend.tile.Changes.without;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.heddle.backend.interpret.Subjects;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Page;
import org.heddle.model.diagram.DType;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each problem that the verifier knows, made by one change to a program that has none.
///
/// ```
/// grid i, j                                   (i in blocks of 4, k in blocks of 2, j whole)
///   C[i, j] ← 0.0
///   for k
///     A[i, k] ← load A[i, k]
///     B[k, j] ← load B[k, j]
///     C[i, j] sum= over [k]: A * B
///   C ← store C[i, j]
/// ```
final class TileVerifierTest {
    private static final TileProgram PRODUCT = Subjects.product(8, 6, 5).blocked("i", 4, "k", 2);

    @Test
    void acceptsTheProduct() {
        assertThat(TileVerifier.verify(PRODUCT)).isEmpty();
        assertThat(PRODUCT.body()).hasSize(3);
    }

    @Test
    void tilesBeyondTheCapacity() {
        TileProgram large = Subjects.product(512, 512, 512).blocked();
        List<Diagnostic> problems = TileVerifier.verify(large);
        assertThat(problems).extracting(Diagnostic::code).containsExactly(Code.S801);
        assertThat(problems.getFirst().message()).contains("3162112 bytes of local memory, 524288");
        assertThat(problems.getFirst().notes().getFirst())
                .contains("1056768 bytes at i=512, j=512");
    }

    @Test
    void foldIntoATileThatWasNeverFilled() {
        assertOnly(
                Code.S802,
                body(PRODUCT, nodes -> without(nodes, 0)),
                "nothing was written to C[i, j]");
    }

    @Test
    void operandThatWasNeverLoaded() {
        assertOnly(
                Code.S802,
                inLoop(PRODUCT, nodes -> without(nodes, 1)),
                "nothing was written to B[k, j]");
    }

    @Test
    void storeOfATileThatWasNeverWritten() {
        Tile other = new Tile("D", List.of("i", "j"), DType.F32, "nothing", List.of());
        TileProgram program = body(PRODUCT, nodes -> with(nodes, 2, new Node.Store("C", other)));
        assertOnly(Code.S802, tiles(program, other), "nothing was written to D[i, j]");
    }

    @Test
    void loadOfAnOutput() {
        Node load = new Node.Load(tile("A"), new Region.Read("C", List.of("i", "k")));
        assertOnly(Code.S803, inLoop(PRODUCT, nodes -> with(nodes, 0, load)), "C is no input");
    }

    @Test
    void loadWithTooFewAxes() {
        Node load = new Node.Load(tile("A"), new Region.Read("A", List.of("i")));
        assertOnly(
                Code.S803, inLoop(PRODUCT, nodes -> with(nodes, 0, load)), "A has the axes [i, k]");
    }

    @Test
    void loadAlongAxesOfOtherSizes() {
        Node load = new Node.Load(tile("A"), new Region.Read("A", List.of("k", "i")));
        assertOnly(
                Code.S803,
                inLoop(PRODUCT, nodes -> with(nodes, 0, load)),
                "axis k has size 6, the array has 8",
                "axis i has size 8, the array has 6");
    }

    @Test
    void loadIntoATileWithOtherAxes() {
        Node load = new Node.Load(tile("B"), new Region.Read("A", List.of("i", "k")));
        TileProgram program = inLoop(PRODUCT, nodes -> insert(nodes, 1, load));
        assertOnly(Code.S803, program, "each of the axes");
    }

    @Test
    void storeIntoAnInput() {
        TileProgram program =
                body(PRODUCT, nodes -> insert(nodes, 3, new Node.Store("A", tile("C"))));
        assertOnly(Code.S803, program, "A is no output");
    }

    @Test
    void storeOfATileWithOtherAxes() {
        TileProgram program =
                inLoop(PRODUCT, nodes -> insert(nodes, 3, new Node.Store("C", tile("A"))));
        assertThat(codes(body(program, nodes -> without(nodes, 2)))).containsExactly(Code.S803);
    }

    @Test
    void expressionOverAnUnknownTile() {
        assertOnly(Code.S804, fold(PRODUCT, "A * B + D", List.of("k")), "there is no tile D");
    }

    @Test
    void expressionOverATileWithAForeignAxis() {
        Node compute = new Node.Compute(tile("A"), parse("A * B"), Node.Role.VALUE);
        assertOnly(
                Code.S804,
                inLoop(PRODUCT, nodes -> insert(nodes, 2, compute)),
                "but reads B[k, j]");
    }

    @Test
    void expressionOverAForeignIndex() {
        Node compute = new Node.Compute(tile("A"), parse("A * #j"), Node.Role.VALUE);
        assertOnly(Code.S804, inLoop(PRODUCT, nodes -> insert(nodes, 2, compute)), "but reads #j");
    }

    @Test
    void foldOverAnAxisOfItsResult() {
        TileProgram whole = Subjects.product(8, 6, 5).blocked("k", 2);
        TileProgram program = grid(fold(whole, "A * B", List.of("k", "j")), List.of("i"));
        assertOnly(Code.S804, program, "it reduces j, an axis of its result");
    }

    @Test
    void outputThatIsNeverStored() {
        assertOnly(
                Code.S805, body(PRODUCT, nodes -> without(nodes, 2)), "output C is stored 0 times");
    }

    @Test
    void outputThatIsStoredTwice() {
        TileProgram program = body(PRODUCT, nodes -> insert(nodes, 3, nodes.get(2)));
        assertOnly(Code.S805, program, "output C is stored 2 times");
    }

    @Test
    void outputThatIsStoredInEveryTurnOfALoop() {
        Node store = PRODUCT.body().get(2);
        TileProgram program =
                body(inLoop(PRODUCT, nodes -> insert(nodes, 3, store)), nodes -> without(nodes, 2));
        assertOnly(Code.S805, program, "loop or grid over k");
    }

    @Test
    void loopInsideALoopOverTheSameAxis() {
        TileProgram program = inLoop(PRODUCT, nodes -> List.of(new Node.Loop("k", nodes)));
        assertThat(codes(program)).contains(Code.S806);
        assertThat(codes(inLoop(PRODUCT, nodes -> List.of(new Node.Loop("i", nodes)))))
                .contains(Code.S806);
    }

    @Test
    void blockOutsideOfALoop() {
        TileProgram program =
                body(
                        PRODUCT,
                        nodes -> {
                            List<Node> flat = new ArrayList<>(List.of(nodes.get(0)));
                            flat.addAll(((Node.Loop) nodes.get(1)).body());
                            flat.add(nodes.get(2));
                            return flat;
                        });
        assertThat(codes(program)).contains(Code.S807);
        assertThat(TileVerifier.verify(program))
                .anyMatch(
                        d ->
                                d.message()
                                        .contains(
                                                "axis k is cut into blocks of 2 and there is no loop over it around"));
    }

    @Test
    void blockFromAnotherLoop() {
        TileProgram program =
                body(
                        PRODUCT,
                        nodes -> {
                            List<Node> body = ((Node.Loop) nodes.get(1)).body();
                            return List.of(
                                    nodes.get(0),
                                    new Node.Loop("k", body.subList(0, 2)),
                                    new Node.Loop("k", body.subList(2, 3)),
                                    nodes.get(2));
                        });
        assertOnly(
                Code.S807,
                program,
                "A[i, k] was written in a loop over k that is over",
                "B[k, j] was written in a loop over k that is over");
    }

    @Test
    void blockFromTheTurnBefore() {
        TileProgram program =
                inLoop(PRODUCT, nodes -> List.of(nodes.get(0), nodes.get(2), nodes.get(1)));
        assertThat(codes(program)).containsExactly(Code.S802);
    }

    @Test
    void groupsThatShareAnOutput() {
        TileProgram program =
                grid(
                        body(
                                PRODUCT,
                                nodes -> {
                                    List<Node> flat = new ArrayList<>(List.of(nodes.get(0)));
                                    flat.addAll(((Node.Loop) nodes.get(1)).body());
                                    flat.add(nodes.get(2));
                                    return flat;
                                }),
                        List.of("i", "j", "k"));
        assertThat(codes(program)).contains(Code.S808);
        assertThat(TileVerifier.verify(program))
                .anyMatch(d -> d.message().contains("groups along k all write output C"));
        assertThat(TileVerifier.verify(program))
                .anyMatch(d -> d.message().contains("it reduces k, of which a group has one"));
    }

    @Test
    void accumulatorThatForgetsBlocks() {
        Node fill = PRODUCT.body().getFirst();
        TileProgram program = inLoop(PRODUCT, nodes -> insert(nodes, 0, fill));
        assertOnly(Code.S809, program, "it sees one block only");
    }

    @Test
    void accumulatorThatSeesBlocksTwice() {
        TileProgram bilinear = Subjects.bilinear(8, 6).blocked("i", 4, "j", 3);
        assertThat(TileVerifier.verify(bilinear)).isEmpty();
        assertOnly(
                Code.S809,
                fold(bilinear, "1", List.of("i")),
                "a loop over j since the tile was filled");
    }

    static Stream<Arguments> onPages() {
        Node misread = new Node.Load(tile("A"), new Region.Read("A", List.of("i")));
        UnaryOperator<List<Node>> flat =
                nodes -> {
                    List<Node> all = new ArrayList<>(List.of(nodes.get(0)));
                    all.addAll(((Node.Loop) nodes.get(1)).body());
                    all.add(nodes.get(2));
                    return all;
                };
        return Stream.of(
                Arguments.of(Code.S801, Subjects.product(512, 512, 512).blocked()),
                Arguments.of(Code.S802, inLoop(PRODUCT, nodes -> without(nodes, 1))),
                Arguments.of(Code.S803, inLoop(PRODUCT, nodes -> with(nodes, 0, misread))),
                Arguments.of(Code.S804, fold(PRODUCT, "A * B + D", List.of("k"))),
                Arguments.of(Code.S805, body(PRODUCT, nodes -> without(nodes, 2))),
                Arguments.of(
                        Code.S806, inLoop(PRODUCT, nodes -> List.of(new Node.Loop("k", nodes)))),
                Arguments.of(Code.S807, body(PRODUCT, flat)),
                Arguments.of(Code.S808, grid(body(PRODUCT, flat), List.of("i", "j", "k"))),
                Arguments.of(
                        Code.S809,
                        inLoop(PRODUCT, nodes -> insert(nodes, 0, PRODUCT.body().getFirst()))));
    }

    @ParameterizedTest
    @MethodSource("onPages")
    void pagesQuoteTheVerifier(Code code, TileProgram program) {
        assertThat(TileVerifier.verify(program))
                .filteredOn(d -> d.code() == code)
                .extracting(d -> d.message().replace("kernel " + program.name(), "kernel C"))
                .anySatisfy(
                        message ->
                                assertThat(Page.of(code).markdown())
                                        .contains("error[" + code + "]: " + message + "\n"));
    }

    private static Tile tile(String name) {
        return PRODUCT.tiles().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertOnly(Code code, TileProgram program, String... messages) {
        List<Diagnostic> problems = TileVerifier.verify(program);
        assertThat(problems).extracting(Diagnostic::code).isNotEmpty().containsOnly(code);
        for (String message : messages) {
            assertThat(problems).anyMatch(d -> d.message().contains(message));
        }
        assertThat(problems).allMatch(d -> d.message().startsWith("kernel " + program.name()));
    }

    private static Set<Code> codes(TileProgram program) {
        return Set.copyOf(TileVerifier.verify(program).stream().map(Diagnostic::code).toList());
    }
}
