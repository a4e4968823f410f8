package org.heddle.backend.driver.opencl;

import java.util.function.Function;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.Launch;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/// Binds launches to kernel objects: checks that they fit, and sets the arguments.
///
/// @param memory the device buffer of a name
record LaunchBinding(OpenClDevice device, Function<String, cl_mem> memory) {

    /// Checks arguments and work-items against what the kernel and the device take.
    void requireFit(cl_kernel kernel, Launch launch) throws DriverException {
        if (launch.dynamicSharedBytes() != 0) {
            throw new DriverException(
                    Kind.LAUNCH_FAILED,
                    "kernel '"
                            + launch.entry()
                            + "': the launch asks for "
                            + launch.dynamicSharedBytes()
                            + " bytes of dynamic shared memory, which only CUDA has",
                    "declare the local arrays in the OpenCL kernel");
        }
        int[] parameters = new int[1];
        CL.clGetKernelInfo(
                kernel, CL.CL_KERNEL_NUM_ARGS, Sizeof.cl_uint, Pointer.to(parameters), null);
        if (parameters[0] != launch.arguments().size()) {
            throw new DriverException(
                    Kind.LAUNCH_FAILED,
                    "kernel '"
                            + launch.entry()
                            + "' takes "
                            + parameters[0]
                            + " arguments, the launch gives "
                            + launch.arguments().size(),
                    "");
        }
        requireLocalMemory(kernel, launch);
        long[] limit = new long[1];
        CL.clGetKernelWorkGroupInfo(
                kernel,
                device.device(),
                CL.CL_KERNEL_WORK_GROUP_SIZE,
                Sizeof.size_t,
                Pointer.to(limit),
                null);
        if (launch.block().volume() > limit[0]) {
            throw new DriverException(
                    Kind.LAUNCH_FAILED,
                    "kernel '"
                            + launch.entry()
                            + "': a group of "
                            + launch.block()
                            + " has "
                            + launch.block().volume()
                            + " work-items, at most "
                            + limit[0]
                            + " fit",
                    "choose fewer work-items per group");
        }
    }

    /// What a kernel asks for beyond the device's local memory, some implementations take from the stack of the process, and end it.
    private void requireLocalMemory(cl_kernel kernel, Launch launch) throws DriverException {
        long[] needed = new long[1];
        CL.clGetKernelWorkGroupInfo(
                kernel,
                device.device(),
                CL.CL_KERNEL_LOCAL_MEM_SIZE,
                Sizeof.cl_ulong,
                Pointer.to(needed),
                null);
        if (needed[0] > device.info().localBytes()) {
            throw new DriverException(
                    Kind.UNSUITABLE_DEVICE,
                    "kernel '"
                            + launch.entry()
                            + "' takes "
                            + needed[0]
                            + " bytes of local memory per group, "
                            + device.info().device()
                            + " has "
                            + device.info().localBytes(),
                    "compile for the hardware of this device, or choose a device with more local"
                            + " memory");
        }
    }

    void setArguments(cl_kernel kernel, Launch launch) throws DriverException {
        for (int i = 0; i < launch.arguments().size(); i++) {
            Argument argument = launch.arguments().get(i);
            try {
                switch (argument) {
                    case Argument.BufferArgument(String buffer) ->
                            CL.clSetKernelArg(
                                    kernel, i, Sizeof.cl_mem, Pointer.to(memory.apply(buffer)));
                    case Argument.IntArgument(int value) ->
                            CL.clSetKernelArg(
                                    kernel, i, Sizeof.cl_int, Pointer.to(new int[] {value}));
                    case Argument.LongArgument(long value) ->
                            CL.clSetKernelArg(
                                    kernel, i, Sizeof.cl_long, Pointer.to(new long[] {value}));
                    case Argument.FloatArgument(float value) ->
                            CL.clSetKernelArg(
                                    kernel, i, Sizeof.cl_float, Pointer.to(new float[] {value}));
                }
            } catch (CLException e) {
                throw OpenClErrors.translate(
                        "kernel '" + launch.entry() + "', argument " + i + " (" + argument + ")",
                        e);
            }
        }
    }
}
