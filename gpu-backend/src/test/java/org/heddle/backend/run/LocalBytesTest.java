package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.simd.SimdLowering;
import org.heddle.backend.simt.Dialect;
import org.heddle.backend.simt.SimtLowering;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Scheduler;
import org.junit.jupiter.api.Test;

/// The local memory that a kernel's text takes is what its schedule was checked with, on random diagrams whose tiles share axes in every way: with the extents that
/// the scheduler chose, and with random ones.
final class LocalBytesTest {
    private static final int SKETCHES = 120;
    private static final List<String> AXES = List.of("a", "b", "c", "d");
    private static final long[] SIZES = {1, 2, 3, 5, 8, 13, 17, 33, 70, 129};

    /// A sum of quotients of arrays that each lack some axes, sometimes read once more by a second pass.
    private static Sketch sketch(Random random) {
        Sketch sketch = new Sketch("random");
        AXES.forEach(axis -> sketch.axis(axis, SIZES[random.nextInt(SIZES.length)]));
        Set<String> used = new LinkedHashSet<>();
        List<String> ports = new ArrayList<>();
        int operands = 2 + random.nextInt(2);
        for (int i = 0; i < operands; i++) {
            List<String> axes = some(AXES, random);
            used.addAll(axes);
            String port = (char) ('A' + i) + axes.toString();
            ports.add(port);
            sketch.input(random.nextInt(6) == 0 ? DType.F64 : DType.F32, port);
        }
        String item =
                operands == 2 ? "x, y -> x / (1 + abs(y))" : "x, y, z -> x * y / (1 + abs(z))";
        List<String> kept = some(List.copyOf(used), random);
        String sum = "W" + kept;
        sketch.reduce(Monoid.Scalar.SUM, sum, item, ports.toArray(String[]::new));
        if (random.nextBoolean()) {
            Set<String> all = new LinkedHashSet<>(kept);
            String first = ports.getFirst();
            all.addAll(List.of(first.substring(2, first.length() - 1).split(", ")));
            return sketch.map("Y" + List.copyOf(all), "w, x -> w + x", sum, first).output("Y");
        }
        return sketch.output("W");
    }

    private static List<String> some(List<String> axes, Random random) {
        List<String> shuffled = new ArrayList<>(axes);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, 1 + random.nextInt(shuffled.size()));
    }

    private static long scheduled(TileProgram program) {
        return program.schedule().cost().localMemoryBytes();
    }

    @Test
    void vectorsTakeWhatWasScheduledAndFits() throws Exception {
        int compiled = 0;
        for (int seed = 0; seed < SKETCHES; seed++) {
            Random random = new Random(seed);
            Sketch sketch = sketch(random);
            int lanes = 4 << random.nextInt(3);
            Hardware cpu = Machines.cpu(lanes, (8L << random.nextInt(5)) << 10);
            for (TileProgram program : programs(sketch, cpu, Target.OPENCL_SIMD)) {
                compiled++;
                assertThat(SimdLowering.lower(program).localBytes())
                        .as("seed %d: %s", seed, program)
                        .isEqualTo(scheduled(program))
                        .isLessThanOrEqualTo(cpu.local().capacityBytes());
                TileProgram other = other(program, random);
                assertThat(SimdLowering.lower(other).localBytes())
                        .as("seed %d: %s", seed, other)
                        .isEqualTo(scheduled(other));
            }
        }
        assertThat(compiled).isGreaterThan(SKETCHES / 2);
    }

    /// Kernels of threads spread rows over banks where there is room, and never take more than there is.
    @Test
    void threadsTakeNoMoreThanThereIs() throws Exception {
        Hardware gpu = HardwareReader.shipped("h200").orElseThrow();
        int compiled = 0;
        for (int seed = 0; seed < SKETCHES; seed++) {
            Sketch sketch = sketch(new Random(seed));
            for (Dialect dialect : List.of(Dialect.OPENCL, Dialect.CUDA)) {
                for (TileProgram program : programs(sketch, gpu, Target.CUDA)) {
                    compiled++;
                    assertThat(scheduled(program)).isLessThanOrEqualTo(gpu.local().capacityBytes());
                    assertThat(SimtLowering.lower(program, dialect).sharedBytes())
                            .as("seed %d: %s", seed, program)
                            .isLessThanOrEqualTo(gpu.local().capacityBytes());
                }
            }
        }
        assertThat(compiled).isGreaterThan(SKETCHES / 2);
    }

    /// The kernels of a sketch; none where nothing fits.
    private static List<TileProgram> programs(Sketch sketch, Hardware hardware, Target target)
            throws DiagnosticException {
        Diagram diagram = sketch.diagram();
        try {
            return Compiler.compile(diagram, sketch.sizes(), hardware, target).kernels().stream()
                    .map(CompiledKernel::program)
                    .toList();
        } catch (DiagnosticException e) {
            assertThat(e.getMessage()).contains("bytes of local memory");
            return List.of();
        }
    }

    /// The same kernel with other extents.
    private static TileProgram other(TileProgram program, Random random) {
        Blocking blocking = program.blocking();
        for (String axis : blocking.sizes().keySet()) {
            blocking = blocking.with(axis, 1 + random.nextLong(40));
        }
        return new TileProgram(
                program.name(),
                Scheduler.fixed(program.nest().form(), blocking, program.schedule().hardware()),
                program.sizes());
    }
}
