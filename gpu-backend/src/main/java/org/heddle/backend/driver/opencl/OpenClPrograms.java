package org.heddle.backend.driver.opencl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.backend.driver.BuildLog;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.KernelBuild;
import org.heddle.backend.driver.KernelText;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/// The programs of a device: each distinct source is built once, and kept until a run needs others.
final class OpenClPrograms {
    /// What makes two kernels share a build.
    private record Unit(String source, List<String> options) {}

    /// A built program and what the compiler said.
    private record Built(cl_program program, String log) {}

    private final OpenClDevice device;
    private final cl_context context;
    private final Map<Unit, Built> built = new LinkedHashMap<>();
    private final Map<String, cl_program> programOf = new LinkedHashMap<>();

    OpenClPrograms(OpenClDevice device, cl_context context) {
        this.device = device;
        this.context = context;
    }

    List<KernelBuild> build(List<KernelText> kernels) throws DriverException {
        keep(kernels);
        List<KernelBuild> builds = new ArrayList<>();
        for (KernelText kernel : kernels) {
            Unit unit = new Unit(kernel.source(), kernel.options());
            double seconds = 0;
            if (!built.containsKey(unit)) {
                long start = System.nanoTime();
                built.put(unit, compile(kernel));
                seconds = (System.nanoTime() - start) * 1e-9;
            }
            Built one = built.get(unit);
            programOf.put(kernel.entry(), one.program());
            builds.add(new KernelBuild(kernel.entry(), seconds, one.log(), Optional.empty()));
        }
        return builds;
    }

    /// Lets go of what other kernels were built from.
    private void keep(List<KernelText> kernels) {
        Set<Unit> units = new LinkedHashSet<>();
        kernels.forEach(kernel -> units.add(new Unit(kernel.source(), kernel.options())));
        built.entrySet().stream()
                .filter(entry -> !units.contains(entry.getKey()))
                .forEach(entry -> release(entry.getValue()));
        built.keySet().retainAll(units);
        programOf.clear();
    }

    private static void release(Built one) {
        OpenClErrors.quietly(() -> CL.clReleaseProgram(one.program()));
    }

    private Built compile(KernelText kernel) throws DriverException {
        cl_program program =
                CL.clCreateProgramWithSource(
                        context, 1, new String[] {kernel.source()}, null, null);
        cl_device_id[] devices = {device.device()};
        try {
            String options = String.join(" ", kernel.options());
            JvmSignals.kept(() -> CL.clBuildProgram(program, 1, devices, options, null, null));
            return new Built(program, log(program));
        } catch (CLException e) {
            String log = log(program);
            OpenClErrors.quietly(() -> CL.clReleaseProgram(program));
            throw BuildLog.failure(
                    kernel, log.isBlank() ? String.valueOf(e.getMessage()) : log, "");
        }
    }

    private String log(cl_program program) {
        try {
            long[] size = new long[1];
            int what = CL.CL_PROGRAM_BUILD_LOG;
            CL.clGetProgramBuildInfo(program, device.device(), what, 0, null, size);
            byte[] bytes = new byte[(int) size[0]];
            Pointer into = Pointer.to(bytes);
            CL.clGetProgramBuildInfo(program, device.device(), what, bytes.length, into, null);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.replace("\0", "").strip();
        } catch (CLException e) {
            return "";
        }
    }

    /// A new kernel object, with no argument set; the caller releases it.
    cl_kernel kernel(String entry) throws DriverException {
        cl_program program = programOf.get(entry);
        if (program == null) {
            throw new IllegalArgumentException("kernel '" + entry + "' was not built");
        }
        try {
            return CL.clCreateKernel(program, entry, null);
        } catch (CLException e) {
            throw new DriverException(
                    DriverException.Kind.BUILD_FAILED,
                    "the source of kernel '"
                            + entry
                            + "' has no kernel function of that name ("
                            + e.getMessage()
                            + ")",
                    "",
                    e);
        }
    }

    void close() {
        built.values().forEach(OpenClPrograms::release);
    }
}
