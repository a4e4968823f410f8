package org.heddle.backend.driver.opencl;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.driver.RunSequence;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/// Runs OpenCL C on one OpenCL device.
public final class OpenClDriver implements Driver {
    private final OpenClDevice device;
    private final cl_context context;
    private final cl_command_queue queue;
    private final OpenClPrograms programs;
    private boolean closed;

    private OpenClDriver(OpenClDevice device, cl_context context, cl_command_queue queue) {
        this.device = device;
        this.context = context;
        this.queue = queue;
        this.programs = new OpenClPrograms(device, context);
    }

    /// Opens a device.
    ///
    /// @param selector part of a platform or device name, `pocl`, or empty for any device
    /// @throws DriverException MISSING_DEVICE, saying what to install
    public static OpenClDriver open(String selector) throws DriverException {
        OpenClDevice device = OpenClDevices.find(selector);
        try {
            return open(device);
        } catch (CLException e) {
            throw new DriverException(
                    DriverException.Kind.MISSING_DEVICE,
                    device.info().device() + " cannot be opened: " + e.getMessage(),
                    "another process may hold the device; 'clinfo' shows its state",
                    e);
        }
    }

    @SuppressWarnings("deprecation") // its successor needs OpenCL 2.0, which oclgrind has not
    private static OpenClDriver open(OpenClDevice device) {
        cl_device_id[] devices = {device.device()};
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        cl_context context = CL.clCreateContext(properties, 1, devices, null, null, null);
        cl_command_queue queue =
                CL.clCreateCommandQueue(
                        context, device.device(), CL.CL_QUEUE_PROFILING_ENABLE, null);
        return new OpenClDriver(device, context, queue);
    }

    /// What can be opened here.
    ///
    /// @throws DriverException MISSING_DEVICE if nothing
    public static List<DriverInfo> devices() throws DriverException {
        return OpenClDevices.all().stream().map(OpenClDevice::info).toList();
    }

    @Override
    public DriverInfo info() {
        return device.info();
    }

    @Override
    public RunResult run(HostProgram program, Map<String, MemorySegment> inputs, RunOptions options)
            throws DriverException {
        if (closed) {
            throw new IllegalStateException(info().device() + " is closed");
        }
        program.requireLanguage(KernelText.Language.OPENCL, info().device());
        try (OpenClSession session = new OpenClSession(device, context, queue, programs)) {
            return RunSequence.run(session, program, inputs, options);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        programs.close();
        OpenClErrors.quietly(() -> CL.clReleaseCommandQueue(queue));
        OpenClErrors.quietly(() -> CL.clReleaseContext(context));
    }
}
