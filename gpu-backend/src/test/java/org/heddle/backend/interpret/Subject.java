package org.heddle.backend.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;

/// A diagram with sizes and inputs, run by the interpreter and compared with the evaluator.
public record Subject(String name, Diagram diagram, Sizes sizes) {
    public static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();
    public static final Hardware GPU = HardwareReader.shipped("h200").orElseThrow();

    /// Launches so slow that every union of boxes pays: one kernel wherever the laws allow one, whatever the cost model says.
    private static final Hardware FUSING =
            HardwareBuilder.of(CPU).name("fusing").launchSeconds(1e3).build();

    /// A diagram in JSON with single quotes, without its `format`, checked.
    ///
    /// @param sizes axis and size in turn
    public static Subject of(String json, Object... sizes) {
        String text = "{ \"format\": \"heddle/1\", " + json.replace('\'', '"') + " }";
        ReadResult read = DiagramReader.read(new SourceText("test.json", text));
        Diagram diagram =
                read.diagram()
                        .orElseThrow(
                                () -> new IllegalArgumentException(read.diagnostics().toString()));
        Map<String, Long> byAxis = new LinkedHashMap<>();
        for (int i = 0; i < sizes.length; i += 2) {
            byAxis.put((String) sizes[i], ((Number) sizes[i + 1]).longValue());
        }
        return new Subject(diagram.name() + byAxis, diagram, new Sizes(byAxis));
    }

    @Override
    public String toString() {
        return name;
    }

    private Derivation derivation(Hardware hardware) {
        try {
            return Deriver.derive(diagram, sizes, hardware);
        } catch (Deriver.NoScheduleException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Inputs by wire, drawn from a seed.
    public Map<String, Tensor> inputs(long seed) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String wire : diagram.inputs()) {
            inputs.put(
                    wire,
                    Tensor.random(
                            diagram.wire(wire).dtype(),
                            shape(diagram.wire(wire)),
                            seed + inputs.size(),
                            Distribution.NORMAL));
        }
        return inputs;
    }

    /// The programs as derived.
    public List<TileProgram> derived() {
        return derivation(CPU).kernels().stream()
                .map(kernel -> TileProgram.of(kernel, sizes))
                .toList();
    }

    private Region only() {
        Derivation derivation = derivation(FUSING);
        assertThat(derivation.kernels()).as(derivation.result().toString()).hasSize(1);
        return derivation.kernels().getFirst().region();
    }

    /// Variants of the only kernel: every stream form, `count` random block extents each.
    public List<TileProgram> forced(int count, long seed, Hardware hardware) {
        Region region = only();
        SplittableRandom random = new SplittableRandom(seed);
        List<TileProgram> programs = new ArrayList<>();
        for (StreamForm form : StreamAnalyzer.candidates(region)) {
            for (int i = 0; i < count; i++) {
                programs.add(program(form, blocking(form, sizes, random), hardware));
            }
        }
        return programs;
    }

    public TileProgram program(StreamForm form, Blocking blocking, Hardware hardware) {
        return new TileProgram("forced", Scheduler.fixed(form, blocking, hardware), sizes);
    }

    /// The only kernel with extents given, axis and extent in turn; the other axes are one block. The stream form with the fewest passes.
    public TileProgram blocked(Object... extents) {
        Region region = only();
        Blocking blocking = Blocking.whole(region, sizes);
        for (int i = 0; i < extents.length; i += 2) {
            blocking = blocking.with((String) extents[i], ((Number) extents[i + 1]).longValue());
        }
        return program(StreamAnalyzer.candidates(region).getFirst(), blocking, CPU);
    }

    private static Blocking blocking(StreamForm form, Sizes sizes, SplittableRandom random) {
        Blocking blocking = Blocking.whole(form.region(), sizes);
        List<String> free = new ArrayList<>(form.region().parallelAxes());
        free.addAll(NestBuilder.cuttable(form));
        for (String axis : free) {
            blocking =
                    blocking.with(axis, random.nextLong(1, Math.max(2, blocking.size(axis) + 2)));
        }
        return blocking;
    }

    /// Runs the programs one after the other.
    ///
    /// @return the arrays of all wires, poisoned where nothing was stored
    public Map<String, Tensor> run(
            List<TileProgram> programs, Map<String, Tensor> inputs, List<Transfers> moved) {
        Map<String, Tensor> arrays = new LinkedHashMap<>(inputs);
        for (TileProgram program : programs) {
            for (String wire : program.region().outputs()) {
                Region.Array array = program.region().array(wire);
                arrays.put(
                        wire,
                        poisoned(array.dtype(), array.axes().stream().map(sizes::of).toList()));
            }
            moved.add(Interpreter.run(program, arrays, Options.unlimited()));
        }
        return arrays;
    }

    /// The outputs as the evaluator says.
    public Map<String, Tensor> evaluate(Map<String, Tensor> inputs) {
        try {
            return Evaluator.of(Unfold.all(diagram), sizes, inputs).evaluate();
        } catch (EvaluationException e) {
            throw new IllegalStateException(e);
        }
    }

    static Tensor poisoned(DType dtype, List<Long> shape) {
        Tensor tensor = Tensor.allocate(dtype, shape);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.set(i, Double.NaN);
        }
        return tensor;
    }

    private List<Long> shape(Wire wire) {
        return wire.axes().stream().map(sizes::of).toList();
    }

    /// Every output agrees with the evaluator, relative to the largest element.
    public void assertAgrees(
            Map<String, Tensor> arrays,
            Map<String, Tensor> expected,
            double tolerance,
            String about) {
        for (String wire : diagram.outputs()) {
            double[] got = arrays.get(wire).toDoubles();
            double[] want = expected.get(wire).toDoubles();
            double scale = 0;
            for (double v : want) {
                scale = Math.max(scale, Double.isFinite(v) ? Math.abs(v) : 0);
            }
            assertThat(got).as(about).hasSameSizeAs(want);
            for (int i = 0; i < got.length; i++) {
                boolean same =
                        got[i] == want[i]
                                || (Double.isNaN(got[i]) && Double.isNaN(want[i]))
                                || Math.abs(got[i] - want[i]) <= tolerance * scale;
                if (!same) {
                    throw new AssertionError(
                            name + ": " + wire + "[" + i + "] is " + got[i] + ", not " + want[i]
                                    + "\n" + about);
                }
            }
        }
    }
}
