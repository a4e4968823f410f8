package org.heddle.backend.driver.cuda;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import jcuda.CudaException;
import jcuda.driver.CUcontext;
import jcuda.driver.JCudaDriver;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.driver.RunSequence;

/// Runs CUDA C++ on one NVIDIA GPU.
///
/// A kernel that fails while running (an illegal address, say) takes the GPU context with it: every
/// later run fails too. Closing the driver and opening it again may help; a new process does.
public final class CudaDriver implements Driver {
    private final CudaDevice device;
    private final CUcontext context;
    private boolean closed;

    private CudaDriver(CudaDevice device, CUcontext context) {
        this.device = device;
        this.context = context;
    }

    /// Opens a GPU.
    ///
    /// @param ordinal its number, from 0
    /// @throws DriverException MISSING_DEVICE, saying what is needed
    public static CudaDriver open(int ordinal) throws DriverException {
        CudaDevice device = CudaDevice.find(ordinal);
        try {
            CUcontext context = new CUcontext();
            JCudaDriver.cuDevicePrimaryCtxRetain(context, device.handle());
            return new CudaDriver(device, context);
        } catch (CudaException e) {
            throw new DriverException(
                    Kind.MISSING_DEVICE,
                    device.info().device() + " cannot be opened: " + e.getMessage(),
                    "another process may hold the GPU; 'nvidia-smi' shows its state",
                    e);
        }
    }

    /// The GPUs of this machine.
    ///
    /// @throws DriverException MISSING_DEVICE if there is none
    public static List<DriverInfo> devices() throws DriverException {
        return CudaDevice.all().stream().map(CudaDevice::info).toList();
    }

    @Override
    public DriverInfo info() {
        return device.info();
    }

    /// Runs a program, from any thread.
    ///
    /// @throws DriverException also MISSING_TOOL if there is neither nvcc nor NVRTC
    @Override
    public RunResult run(HostProgram program, Map<String, MemorySegment> inputs, RunOptions options)
            throws DriverException {
        if (closed) {
            throw new IllegalStateException(info().device() + " is closed");
        }
        program.requireLanguage(KernelText.Language.CUDA, info().device());
        CudaCompiler compiler = CudaCompiler.find();
        try {
            JCudaDriver.cuCtxSetCurrent(context);
        } catch (CudaException e) {
            throw CudaErrors.translate("using " + info().device(), e);
        }
        try (CudaSession session = new CudaSession(device, compiler)) {
            return RunSequence.run(session, program, inputs, options);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        CudaErrors.quietly(() -> JCudaDriver.cuDevicePrimaryCtxRelease(device.handle()));
    }
}
