package org.heddle.backend.driver.cuda;

import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.DeviceSession;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.KernelBuild;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;

/// One run on a GPU, in the context that is current. Everything goes through the default stream, so
/// that copies, fills and launches keep their order.
final class CudaSession implements DeviceSession {
    /// What a block may have without asking for more.
    private static final long DEFAULT_SHARED_BYTES = 48 << 10;

    private static final double SECONDS_PER_MILLISECOND = 1e-3;

    /// A buffer in device memory.
    private record DeviceBuffer(CUdeviceptr pointer, long bytes) {}

    /// A launch bound to its function and arguments.
    private record Prepared(CUfunction function, Pointer arguments, Launch launch) {}

    private final CudaDevice device;
    private final CudaModules modules;
    private final CUstream stream = new CUstream(); // null handle: the default stream
    private final Map<String, DeviceBuffer> buffers = new LinkedHashMap<>();
    private final List<Prepared> prepared = new ArrayList<>();
    private final List<CUevent> events = new ArrayList<>();
    private long allocatedBytes;

    CudaSession(CudaDevice device, CudaCompiler compiler) {
        this.device = device;
        this.modules = new CudaModules(compiler, device.info().architecture());
    }

    @Override
    public void allocate(BufferSpec buffer) throws DriverException {
        long bytes = Math.max(1, buffer.bytes());
        CUdeviceptr pointer = new CUdeviceptr();
        try {
            JCudaDriver.cuMemAlloc(pointer, bytes);
        } catch (CudaException e) {
            String doing = "allocating buffer '" + buffer.name() + "' of " + bytes + " bytes";
            throw CudaErrors.translate(doing + freeMemory(), e);
        }
        buffers.put(buffer.name(), new DeviceBuffer(pointer, bytes));
        allocatedBytes += bytes;
    }

    private static String freeMemory() {
        long[] free = new long[1];
        long[] total = new long[1];
        try {
            JCudaDriver.cuMemGetInfo(free, total);
            return " (" + free[0] + " of " + total[0] + " bytes are free)";
        } catch (CudaException e) {
            return "";
        }
    }

    @Override
    public void upload(String buffer, long offset, ByteBuffer direct) throws DriverException {
        try {
            CUdeviceptr to = buffer(buffer).pointer().withByteOffset(offset);
            JCudaDriver.cuMemcpyHtoD(to, Pointer.to(direct), direct.limit());
        } catch (CudaException e) {
            throw CudaErrors.translate("filling buffer '" + buffer + "'", e);
        }
    }

    @Override
    public void download(String buffer, long offset, ByteBuffer direct) throws DriverException {
        try {
            CUdeviceptr from = buffer(buffer).pointer().withByteOffset(offset);
            JCudaDriver.cuMemcpyDtoH(Pointer.to(direct), from, direct.limit());
        } catch (CudaException e) {
            throw CudaErrors.translate("reading buffer '" + buffer + "'", e);
        }
    }

    @Override
    public void poison(String buffer) throws DriverException {
        try {
            DeviceBuffer target = buffer(buffer);
            JCudaDriver.cuMemsetD8Async(target.pointer(), (byte) 0xFF, target.bytes(), stream);
        } catch (CudaException e) {
            throw CudaErrors.translate("poisoning buffer '" + buffer + "'", e);
        }
    }

    @Override
    public List<KernelBuild> build(List<KernelText> kernels) throws DriverException {
        return modules.build(kernels);
    }

    @Override
    public void prepare(List<Launch> launches) throws DriverException {
        for (Launch launch : launches) {
            CUfunction function = modules.function(launch.entry());
            try {
                requireFit(function, launch);
                allowDynamicShared(function, launch.entry(), launches);
            } catch (CudaException e) {
                throw CudaErrors.translate("preparing kernel '" + launch.entry() + "'", e);
            }
            Pointer arguments =
                    KernelArguments.pointers(launch.arguments(), name -> buffer(name).pointer());
            prepared.add(new Prepared(function, arguments, launch));
        }
        for (int i = 0; i <= launches.size(); i++) {
            CUevent event = new CUevent();
            try {
                JCudaDriver.cuEventCreate(event, 0);
            } catch (CudaException e) {
                throw CudaErrors.translate("creating a timing event", e);
            }
            events.add(event);
        }
    }

    /// Checks threads and shared memory against the GPU's limits.
    private void requireFit(CUfunction function, Launch launch) throws DriverException {
        int maxThreads = attribute(function, CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK);
        if (launch.block().volume() > maxThreads) {
            throw new DriverException(
                    Kind.LAUNCH_FAILED,
                    "kernel '"
                            + launch.entry()
                            + "': a block of "
                            + launch.block()
                            + " has "
                            + launch.block().volume()
                            + " threads, at most "
                            + maxThreads
                            + " fit",
                    "choose fewer threads per block, or __launch_bounds__ that allow them");
        }
        long fixed = attribute(function, CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES);
        long dynamic = launch.dynamicSharedBytes();
        if (fixed + dynamic > device.info().localBytes()) {
            throw new DriverException(
                    Kind.LAUNCH_FAILED,
                    "kernel '"
                            + launch.entry()
                            + "' needs "
                            + (fixed + dynamic)
                            + " bytes of shared memory per block ("
                            + fixed
                            + " declared, "
                            + dynamic
                            + " dynamic), "
                            + device.info().localBytes()
                            + " allowed",
                    "choose smaller tiles or fewer stages");
        }
    }

    /// Raises the function's limit of dynamic shared memory to what its largest launch needs.
    private static void allowDynamicShared(
            CUfunction function, String entry, List<Launch> launches) {
        long largest =
                launches.stream()
                        .filter(launch -> launch.entry().equals(entry))
                        .mapToLong(Launch::dynamicSharedBytes)
                        .reduce(0, Math::max);
        long fixed = attribute(function, CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES);
        if (largest > 0 && fixed + largest > DEFAULT_SHARED_BYTES) {
            JCudaDriver.cuFuncSetAttribute(
                    function, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, (int) largest);
        }
    }

    private static int attribute(CUfunction function, int attribute) {
        int[] value = new int[1];
        JCudaDriver.cuFuncGetAttribute(value, attribute, function);
        return value[0];
    }

    @Override
    public List<Double> launchAll() throws DriverException {
        try {
            JCudaDriver.cuEventRecord(events.getFirst(), stream);
            for (int i = 0; i < prepared.size(); i++) {
                launch(prepared.get(i));
                JCudaDriver.cuEventRecord(events.get(i + 1), stream);
            }
            JCudaDriver.cuStreamSynchronize(stream);
            List<Double> seconds = new ArrayList<>();
            float[] milliseconds = new float[1];
            for (int i = 0; i < prepared.size(); i++) {
                JCudaDriver.cuEventElapsedTime(milliseconds, events.get(i), events.get(i + 1));
                seconds.add(milliseconds[0] * SECONDS_PER_MILLISECOND);
            }
            return seconds;
        } catch (CudaException e) {
            List<String> entries = prepared.stream().map(one -> one.launch().entry()).toList();
            throw CudaErrors.translate("running kernels " + entries, e);
        }
    }

    private void launch(Prepared one) throws DriverException {
        Dim3 grid = one.launch().grid();
        Dim3 block = one.launch().block();
        try {
            JCudaDriver.cuLaunchKernel(
                    one.function(),
                    grid.x(),
                    grid.y(),
                    grid.z(),
                    block.x(),
                    block.y(),
                    block.z(),
                    (int) one.launch().dynamicSharedBytes(),
                    stream,
                    one.arguments(),
                    null);
        } catch (CudaException e) {
            String doing =
                    "launching kernel '"
                            + one.launch().entry()
                            + "' ("
                            + grid
                            + " blocks of "
                            + block
                            + ")";
            throw CudaErrors.translate(doing, e);
        }
    }

    private DeviceBuffer buffer(String name) {
        DeviceBuffer buffer = buffers.get(name);
        if (buffer == null) {
            throw new IllegalArgumentException("no buffer '" + name + "'");
        }
        return buffer;
    }

    @Override
    public long allocatedBytes() {
        return allocatedBytes;
    }

    @Override
    public void close() {
        CudaErrors.quietly(() -> JCudaDriver.cuStreamSynchronize(stream));
        events.forEach(event -> CudaErrors.quietly(() -> JCudaDriver.cuEventDestroy(event)));
        modules.close();
        buffers.values()
                .forEach(one -> CudaErrors.quietly(() -> JCudaDriver.cuMemFree(one.pointer())));
    }
}
