package org.heddle.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.heddle.model.check.Checker;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.compose.CanonicalForm;
import org.heddle.model.compose.Compose;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Diagrams are the arrows of a symmetric monoidal category with copying and discarding, and evaluation is a functor.
///
/// ```
///  id ; f = f = f ; id          (f ; g) ; h = f ; (g ; h)          (f ⊗ g) ; (h ⊗ k) = (f ; h) ⊗ (g ; k)
///  swap ; swap = id             (f ⊗ g) ; swap = swap ; (g ⊗ f)    f ; copy ≡ copy ; (f ⊗ f)     f ; discard ≡ discard
/// ```
///
/// `=` holds of the diagrams up to names, `≡` of what they compute.
final class CategoryLawsTest {
    private static final int SEEDS = Boolean.getBoolean("heddle.soak") ? 20_000 : 150;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    private static Diagram draw(long seed) {
        return RandomDiagrams.draw(seed, (int) (seed % 6));
    }

    private static Diagram after(Diagram first, long seed) {
        return RandomDiagrams.after(first, seed * 7 + 1, 1 + (int) (seed % 4));
    }

    private static List<Wire> wires(Diagram diagram, List<String> names) {
        return names.stream().map(diagram::wire).toList();
    }

    private static Diagram identity(Diagram diagram, List<String> names) {
        return Compose.identity(axes(diagram), wires(diagram, names));
    }

    private static List<Axis> axes(Diagram diagram) {
        return List.copyOf(diagram.axes().values());
    }

    private static void same(Diagram left, Diagram right) {
        assertThat(CanonicalForm.of(left)).isEqualTo(CanonicalForm.of(right));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomDiagramsAreWellTyped(long seed) {
        Diagram diagram = draw(seed);
        Predicate<Diagram> isRefused = d -> Checker.check(d).stream().anyMatch(Diagnostic::isError);
        if (isRefused.test(diagram)) {
            Diagram smallest = Shrink.smallest(diagram, isRefused);
            assertThat(Checker.check(smallest)).as("seed %d: %s", seed, smallest).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void filesAreFaithful(long seed) throws Exception {
        Diagram diagram = draw(seed);
        String text = DiagramWriter.write(diagram);
        assertThat(DiagramReader.read(new SourceText("random.json", text)).orThrow())
                .isEqualTo(diagram);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void identity(long seed) {
        Diagram f = draw(seed);
        same(Compose.then(identity(f, f.inputs()), f), f);
        same(Compose.then(f, identity(f, f.outputs())), f);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void associativity(long seed) {
        Diagram f = draw(seed);
        Diagram g = after(f, seed);
        Diagram h = after(g, seed + 1);
        same(Compose.then(Compose.then(f, g), h), Compose.then(f, Compose.then(g, h)));
        same(Compose.beside(Compose.beside(f, g), h), Compose.beside(f, Compose.beside(g, h)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void interchange(long seed) {
        Diagram f = draw(seed);
        Diagram g = draw(seed + 1000);
        Diagram h = after(f, seed);
        Diagram k = after(g, seed + 1);
        same(
                Compose.then(Compose.beside(f, g), Compose.beside(h, k)),
                Compose.beside(Compose.then(f, h), Compose.then(g, k)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void symmetry(long seed) {
        Diagram f = draw(seed);
        Diagram g = draw(seed + 1000);
        Diagram both = Compose.beside(f, g);
        int inputs = f.inputs().size();
        int outputs = f.outputs().size();
        Diagram before = swap(both, both.inputs(), inputs);
        Diagram back = swap(both, exchanged(both.inputs(), inputs), both.inputs().size() - inputs);
        same(Compose.then(before, back), identity(both, both.inputs()));
        Diagram exchanged = Compose.beside(g, f);
        Diagram swapIn = swap(exchanged, exchanged(exchanged.inputs(), g.inputs().size()), inputs);
        same(
                Compose.then(swapIn, exchanged),
                Compose.then(both, swap(both, both.outputs(), outputs)));
    }

    private static List<String> exchanged(List<String> names, int left) {
        List<String> exchanged = new ArrayList<>(names.subList(left, names.size()));
        exchanged.addAll(names.subList(0, left));
        return exchanged;
    }

    private static Diagram swap(Diagram diagram, List<String> names, int left) {
        return Compose.swap(
                axes(diagram),
                wires(diagram, names.subList(0, left)),
                wires(diagram, names.subList(left, names.size())));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void copyAndDiscardAreNatural(long seed) throws Exception {
        Diagram f = draw(seed);
        Diagram once = Compose.then(f, Compose.copy(axes(f), wires(f, f.outputs())));
        Diagram twice =
                Compose.then(Compose.copy(axes(f), wires(f, f.inputs())), Compose.beside(f, f));
        assertThat(values(once, inputs(f, seed))).isEqualTo(values(twice, inputs(f, seed)));
        Diagram discarded = Compose.then(f, Compose.discard(axes(f), wires(f, f.outputs())));
        assertThat(discarded.outputs()).isEmpty();
        assertThat(discarded.inputs()).hasSameSizeAs(f.inputs());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void evaluationIsAFunctor(long seed) throws Exception {
        Diagram f = draw(seed);
        Diagram g = after(f, seed);
        List<Tensor> given = inputs(f, seed);
        assertThat(values(Compose.then(f, g), given)).isEqualTo(values(g, tensors(f, given)));
        List<List<Double>> apart = new ArrayList<>(values(f, given));
        Diagram h = draw(seed + 1000);
        apart.addAll(values(h, inputs(h, seed)));
        List<Tensor> all = new ArrayList<>(given);
        all.addAll(inputs(h, seed));
        assertThat(values(Compose.beside(f, h), all)).isEqualTo(apart);
    }

    /// A box may be replaced by what it means. (The wires inside may be laid out differently, so only values agree.)
    @ParameterizedTest
    @MethodSource("seeds")
    void substitution(long seed) throws Exception {
        Diagram f = RandomDiagrams.draw(seed, 1 + (int) (seed % 5));
        List<Wire> outputs = new ArrayList<>();
        for (String output : f.outputs()) {
            Wire wire = f.wire(output);
            outputs.add(new Wire("out" + outputs.size(), wire.dtype(), wire.axes()));
        }
        List<Wire> wires = new ArrayList<>(wires(f, f.inputs()));
        wires.addAll(outputs);
        Box block =
                new Box(
                        "block",
                        new Op.Block(f, "f"),
                        wires(f, f.inputs()).stream().map(Port::of).toList(),
                        outputs.stream().map(Port::of).toList());
        Diagram wrapped =
                new Diagram(
                        "wrapped",
                        axes(f),
                        wires,
                        f.inputs(),
                        outputs.stream().map(Wire::name).toList(),
                        List.of(),
                        List.of(block),
                        List.of());
        assertThat(Unfold.box(wrapped, "block").boxes()).hasSameSizeAs(f.boxes());
        assertThat(values(wrapped, inputs(f, seed))).isEqualTo(values(f, inputs(f, seed)));
    }

    private static List<Tensor> inputs(Diagram diagram, long seed) throws Exception {
        Sizes sizes = SizeBinder.bind(diagram, Map.of());
        return IntStream.range(0, diagram.inputs().size())
                .mapToObj(
                        k -> {
                            Wire wire = diagram.wire(diagram.inputs().get(k));
                            List<Long> shape = wire.axes().stream().map(sizes::of).toList();
                            return Tensor.random(
                                    wire.dtype(), shape, seed * 31 + k, Distribution.INTEGER);
                        })
                .toList();
    }

    private static List<Tensor> tensors(Diagram diagram, List<Tensor> inputs) throws Exception {
        Diagram unfolded = Unfold.all(diagram);
        Sizes sizes = SizeBinder.bind(unfolded, Map.of());
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (int k = 0; k < inputs.size(); k++) {
            given.put(diagram.inputs().get(k), inputs.get(k));
        }
        Map<String, Tensor> outputs = Evaluator.of(unfolded, sizes, given).evaluate();
        return diagram.outputs().stream()
                .map(name -> outputs.getOrDefault(name, given.get(name)))
                .toList();
    }

    private static List<List<Double>> values(Diagram diagram, List<Tensor> inputs)
            throws Exception {
        return tensors(diagram, inputs).stream()
                .map(t -> LongStream.range(0, t.elements()).mapToObj(t::get).toList())
                .toList();
    }
}
