package org.heddle.backend.simt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.simt.Samples.Sample;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.stream.StreamForm;

/// Lowers samples and prepares their runs.
final class Bench {
    private static final long SEED = 20_261_121;

    private Bench() {}

    /// A small machine of threads, so that small samples have many groups and blocks.
    static Hardware small() {
        Hardware h = h200();
        return HardwareBuilder.of(h)
                .name("small")
                .description("test")
                .units(2)
                .local(level -> level.withCapacity(32 << 10).transferring(1e11, 1))
                .vectors(1, 64)
                .threadsPerGroup(64)
                .launchSeconds(1e-6)
                .source("test")
                .build();
    }

    static Hardware h200() {
        return HardwareReader.shipped("h200").orElseThrow();
    }

    /// The kernels of a sample as the scheduler would have them.
    static List<TileProgram> derived(Sample sample, Hardware hardware) {
        return derivation(sample, hardware).kernels().stream()
                .map(kernel -> TileProgram.of(kernel, sample.sizes()))
                .toList();
    }

    /// Kernels that no idle unit makes two of, with blocks that leave short ones at the ends of all axes.
    ///
    /// @param parallel block extent along grid axes
    /// @param loop block extent along axes that can be walked block by block
    static List<TileProgram> blocked(Sample sample, Hardware hardware, long parallel, long loop) {
        Hardware busy = HardwareBuilder.of(hardware).units(1).build();
        return derivation(sample, busy).kernels().stream()
                .map(
                        kernel -> {
                            StreamForm form = kernel.form();
                            Blocking blocking = kernel.schedule().blocking();
                            Set<String> cuttable = NestBuilder.cuttable(form);
                            for (String axis : blocking.sizes().keySet()) {
                                long extent =
                                        form.region().parallelAxes().contains(axis)
                                                ? parallel
                                                : loop;
                                boolean free =
                                        form.region().parallelAxes().contains(axis)
                                                || cuttable.contains(axis);
                                blocking = blocking.with(axis, free ? extent : blocking.size(axis));
                            }
                            Kernel forced =
                                    new Kernel(
                                            kernel.block(),
                                            kernel.body(),
                                            Scheduler.fixed(form, blocking, hardware));
                            return TileProgram.of(forced, sample.sizes());
                        })
                .toList();
    }

    private static Derivation derivation(Sample sample, Hardware hardware) {
        try {
            return Deriver.derive(sample.diagram(), sample.sizes(), hardware);
        } catch (Deriver.NoScheduleException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, Tensor> inputs(Sample sample) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String name : sample.diagram().inputs()) {
            Wire wire = sample.diagram().wire(name);
            List<Long> shape = wire.axes().stream().map(sample.sizes()::of).toList();
            inputs.put(
                    name,
                    Tensor.random(
                            wire.dtype(),
                            shape,
                            SEED + name.hashCode(),
                            wire.dtype().isFloating()
                                    ? Distribution.NORMAL
                                    : Distribution.INTEGER));
        }
        return inputs;
    }

    static Map<String, MemorySegment> segments(Map<String, Tensor> inputs) {
        Map<String, MemorySegment> segments = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> segments.put(name, tensor.segment()));
        return segments;
    }

    /// Buffers, texts and launches of all kernels of a sample.
    static HostProgram program(Sample sample, List<TileProgram> kernels) {
        Map<String, BufferSpec> buffers = new LinkedHashMap<>();
        List<KernelText> texts = new ArrayList<>();
        List<Launch> launches = new ArrayList<>();
        for (TileProgram kernel : kernels) {
            SimtKernel lowered = SimtLowering.lower(kernel, Dialect.OPENCL);
            kernel.arrays()
                    .forEach(
                            array -> {
                                Wire wire = new Wire(array.wire(), array.dtype(), array.axes());
                                buffers.putIfAbsent(
                                        wire.name(),
                                        new BufferSpec(
                                                wire.name(),
                                                sample.sizes().bytes(wire),
                                                role(sample, wire.name())));
                            });
            texts.add(lowered.text());
            launches.add(lowered.launch(wire -> wire));
        }
        return new HostProgram(List.copyOf(buffers.values()), texts, launches);
    }

    private static BufferSpec.Role role(Sample sample, String wire) {
        if (sample.diagram().inputs().contains(wire)) {
            return BufferSpec.Role.INPUT;
        }
        return sample.diagram().outputs().contains(wire)
                ? BufferSpec.Role.OUTPUT
                : BufferSpec.Role.WORKSPACE;
    }

    /// Compares every output element with the meaning of the diagram.
    static void check(Sample sample, Map<String, Tensor> inputs, RunResult result) {
        for (String output : sample.diagram().outputs()) {
            Wire wire = sample.diagram().wire(output);
            List<Long> shape = wire.axes().stream().map(sample.sizes()::of).toList();
            double[] got = Tensor.over(wire.dtype(), shape, result.output(output)).toDoubles();
            double[] expected = Reference.of(sample.diagram(), sample.sizes(), inputs, output);
            assertThat(got).hasSameSizeAs(expected);
            for (int n = 0; n < got.length; n++) {
                double scale = Math.max(1, Math.abs(expected[n]));
                assertThat(got[n])
                        .as("%s element %d of %s", sample, n, output)
                        .isCloseTo(expected[n], within(tolerance(wire.dtype()) * scale));
            }
        }
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case F64 -> 1e-12;
            case F32 -> 1e-5;
            case F16 -> 1e-3;
            case BF16 -> 8e-3;
            case F8E4M3, F8E5M2, I64, I32, I8, BOOL -> 0;
        };
    }
}
