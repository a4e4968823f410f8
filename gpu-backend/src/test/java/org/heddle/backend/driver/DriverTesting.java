package org.heddle.backend.driver;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.backend.driver.BufferSpec.Role;
import org.heddle.backend.driver.job.JobDirectory;
import org.junit.jupiter.api.Assumptions;

/// Small programs and helpers that the drivers' tests share.
public final class DriverTesting {
    /// `y = a * x + y` over `n` elements, a launch of whole groups guarded at the end.
    public static final String SAXPY =
            """
            kernel void saxpy(float a, global const float *x, global const float *y,
                              global float *out, int n) {
              int i = get_global_id(0);
              if (i < n) out[i] = a * x[i] + y[i];
            }
            """;

    private DriverTesting() {}

    /// Opens something that may be missing on this machine.
    public interface Opening<T> {
        T open() throws DriverException;
    }

    /// Opens it, or skips the test with a visible line saying what is missing.
    public static <T> T openOrSkip(Opening<T> opening) throws DriverException {
        try {
            return opening.open();
        } catch (DriverException e) {
            switch (e.kind()) {
                case MISSING_TOOL, MISSING_DEVICE -> skip(e.getMessage());
                case UNSUITABLE_DEVICE, BUILD_FAILED, LAUNCH_FAILED, OUT_OF_MEMORY -> throw e;
            }
            throw e;
        }
    }

    public static void skip(String reason) {
        System.out.println("[SKIP] " + reason);
        Assumptions.abort(reason);
    }

    /// Directories of programs that processes of their own run for this one, and that are there now.
    public static List<Path> jobs() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(
                            file -> file.getFileName().toString().startsWith(JobDirectory.PREFIX))
                    .sorted()
                    .toList();
        }
    }

    public static MemorySegment floats(int count, java.util.function.IntToDoubleFunction value) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
        return MemorySegment.ofArray(values);
    }

    public static List<Float> floats(MemorySegment segment) {
        float[] values = segment.toArray(ValueLayout.JAVA_FLOAT);
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    public static HostProgram saxpy(int n, int group) {
        int groups = (n + group - 1) / group;
        return new HostProgram(
                List.of(
                        new BufferSpec("x", 4L * n, Role.INPUT),
                        new BufferSpec("y", 4L * n, Role.INPUT),
                        new BufferSpec("out", 4L * n, Role.OUTPUT)),
                List.of(KernelText.openCl("saxpy", SAXPY)),
                List.of(
                        new Launch(
                                "saxpy",
                                Dim3.of(groups),
                                Dim3.of(group),
                                new Argument.FloatArgument(2),
                                new Argument.BufferArgument("x"),
                                new Argument.BufferArgument("y"),
                                new Argument.BufferArgument("out"),
                                new Argument.IntArgument(n))));
    }

    /// One kernel with one INPUT `a` and one OUTPUT `b` of float elements, its arguments `(a, b)`.
    public static HostProgram oneKernel(
            String entry, String source, int inFloats, int outFloats, Dim3 grid, Dim3 block) {
        return new HostProgram(
                List.of(
                        new BufferSpec("a", 4L * inFloats, Role.INPUT),
                        new BufferSpec("b", 4L * outFloats, Role.OUTPUT)),
                List.of(KernelText.openCl(entry, source)),
                List.of(
                        new Launch(
                                entry,
                                grid,
                                block,
                                new Argument.BufferArgument("a"),
                                new Argument.BufferArgument("b"))));
    }
}
