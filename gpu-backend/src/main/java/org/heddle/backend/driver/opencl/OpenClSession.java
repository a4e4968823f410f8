package org.heddle.backend.driver.opencl;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.DeviceSession;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.KernelBuild;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/// One run on an OpenCL device. Every launch has a kernel object of its own, its arguments set once.
final class OpenClSession implements DeviceSession {
    private static final byte[] POISON = new byte[16];

    static {
        Arrays.fill(POISON, (byte) 0xFF);
    }

    /// A launch with its arguments set.
    private record Prepared(cl_kernel kernel, Launch launch) {}

    private final OpenClDevice device;
    private final cl_context context;
    private final cl_command_queue queue;
    private final Map<String, cl_mem> buffers = new LinkedHashMap<>();
    private final Map<String, Long> bufferBytes = new LinkedHashMap<>();
    private final OpenClPrograms programs;
    private final LaunchBinding binding;
    private final List<Prepared> prepared = new ArrayList<>();
    private long allocatedBytes;

    OpenClSession(
            OpenClDevice device,
            cl_context context,
            cl_command_queue queue,
            OpenClPrograms programs) {
        this.device = device;
        this.context = context;
        this.queue = queue;
        this.programs = programs;
        this.binding = new LaunchBinding(device, this::memory);
    }

    @Override
    public void allocate(BufferSpec buffer) throws DriverException {
        long bytes = Math.max(1, buffer.bytes());
        String doing = "allocating buffer '" + buffer.name() + "' of " + bytes + " bytes";
        long total = device.info().globalBytes();
        if (bytes > device.maxAllocationBytes() || allocatedBytes + bytes > total) {
            throw new DriverException(
                    Kind.OUT_OF_MEMORY,
                    doing
                            + ": "
                            + device.info().device()
                            + " has "
                            + total
                            + " bytes, of which "
                            + allocatedBytes
                            + " are taken, and allows "
                            + device.maxAllocationBytes()
                            + " bytes per buffer",
                    "use smaller sizes");
        }
        try {
            buffers.put(
                    buffer.name(),
                    CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, bytes, null, null));
        } catch (CLException e) {
            throw OpenClErrors.translate(doing, e);
        }
        bufferBytes.put(buffer.name(), bytes);
        allocatedBytes += bytes;
    }

    @Override
    public void upload(String buffer, long offset, ByteBuffer direct) throws DriverException {
        try {
            CL.clEnqueueWriteBuffer(
                    queue,
                    memory(buffer),
                    true,
                    offset,
                    direct.limit(),
                    Pointer.to(direct),
                    0,
                    null,
                    null);
        } catch (CLException e) {
            throw OpenClErrors.translate("filling buffer '" + buffer + "'", e);
        }
    }

    @Override
    public void download(String buffer, long offset, ByteBuffer direct) throws DriverException {
        try {
            CL.clEnqueueReadBuffer(
                    queue,
                    memory(buffer),
                    true,
                    offset,
                    direct.limit(),
                    Pointer.to(direct),
                    0,
                    null,
                    null);
        } catch (CLException e) {
            throw OpenClErrors.translate("reading buffer '" + buffer + "'", e);
        }
    }

    @Override
    public void poison(String buffer) throws DriverException {
        long bytes = bufferBytes.getOrDefault(buffer, 0L);
        int patternBytes = bytes % POISON.length == 0 ? POISON.length : 1;
        try {
            CL.clEnqueueFillBuffer(
                    queue,
                    memory(buffer),
                    Pointer.to(POISON),
                    patternBytes,
                    0,
                    bytes,
                    0,
                    null,
                    null);
        } catch (CLException e) {
            throw OpenClErrors.translate("poisoning buffer '" + buffer + "'", e);
        }
    }

    @Override
    public List<KernelBuild> build(List<KernelText> kernels) throws DriverException {
        return programs.build(kernels);
    }

    @Override
    public void prepare(List<Launch> launches) throws DriverException {
        for (Launch launch : launches) {
            cl_kernel kernel = programs.kernel(launch.entry());
            prepared.add(new Prepared(kernel, launch));
            try {
                binding.requireFit(kernel, launch);
                binding.setArguments(kernel, launch);
            } catch (CLException e) {
                throw OpenClErrors.translate("preparing kernel '" + launch.entry() + "'", e);
            }
        }
    }

    @Override
    public List<Double> launchAll() throws DriverException {
        cl_event[] events = new cl_event[prepared.size()];
        try {
            for (int i = 0; i < events.length; i++) {
                events[i] = enqueue(prepared.get(i));
            }
            CL.clFinish(queue);
            List<Double> seconds = new ArrayList<>();
            for (cl_event event : events) {
                seconds.add(seconds(event));
            }
            return seconds;
        } catch (CLException e) {
            throw OpenClErrors.translate("running the kernels", e);
        } finally {
            for (cl_event event : events) {
                if (event != null) {
                    OpenClErrors.quietly(() -> CL.clReleaseEvent(event));
                }
            }
        }
    }

    private cl_event enqueue(Prepared one) throws DriverException {
        Dim3 block = one.launch().block();
        Dim3 grid = one.launch().grid();
        int rank = Math.max(block.rank(), grid.rank());
        long[] local = {block.x(), block.y(), block.z()};
        long[] global = {
            (long) grid.x() * block.x(), (long) grid.y() * block.y(), (long) grid.z() * block.z()
        };
        cl_event event = new cl_event();
        try {
            CL.clEnqueueNDRangeKernel(
                    queue, one.kernel(), rank, null, global, local, 0, null, event);
            return event;
        } catch (CLException e) {
            String doing =
                    "launching kernel '"
                            + one.launch().entry()
                            + "' ("
                            + grid
                            + " groups of "
                            + block
                            + ")";
            throw OpenClErrors.translate(doing, e);
        }
    }

    private static double seconds(cl_event event) {
        long[] start = new long[1];
        long[] end = new long[1];
        CL.clGetEventProfilingInfo(
                event, CL.CL_PROFILING_COMMAND_START, Sizeof.cl_ulong, Pointer.to(start), null);
        CL.clGetEventProfilingInfo(
                event, CL.CL_PROFILING_COMMAND_END, Sizeof.cl_ulong, Pointer.to(end), null);
        return (end[0] - start[0]) * 1e-9;
    }

    private cl_mem memory(String buffer) {
        cl_mem memory = buffers.get(buffer);
        if (memory == null) {
            throw new IllegalArgumentException("no buffer '" + buffer + "'");
        }
        return memory;
    }

    @Override
    public long allocatedBytes() {
        return allocatedBytes;
    }

    @Override
    public void close() {
        OpenClErrors.quietly(() -> CL.clFinish(queue));
        prepared.forEach(one -> OpenClErrors.quietly(() -> CL.clReleaseKernel(one.kernel())));
        buffers.values()
                .forEach(buffer -> OpenClErrors.quietly(() -> CL.clReleaseMemObject(buffer)));
    }
}
