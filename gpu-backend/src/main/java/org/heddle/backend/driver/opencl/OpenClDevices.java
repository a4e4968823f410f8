package org.heddle.backend.driver.opencl;

import static org.jocl.CL.CL_DEVICE_EXTENSIONS;
import static org.jocl.CL.CL_DEVICE_GLOBAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_LOCAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_COMPUTE_UNITS;
import static org.jocl.CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_WORK_GROUP_SIZE;
import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_OPENCL_C_VERSION;
import static org.jocl.CL.CL_DEVICE_TYPE;
import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;
import static org.jocl.CL.CL_DEVICE_VERSION;
import static org.jocl.CL.CL_DRIVER_VERSION;
import static org.jocl.CL.CL_PLATFORM_NAME;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.NativeLibrary;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.jspecify.annotations.Nullable;

/// Finds OpenCL devices. JOCL's native part is loaded by the first call, never before.
final class OpenClDevices {
    private static final String INSTALL =
            "install an OpenCL implementation: on Debian or Ubuntu 'apt-get install"
                    + " ocl-icd-libopencl1 pocl-opencl-icd' runs kernels on the CPU";
    private static final int CL_PLATFORM_NOT_FOUND_KHR = -1001;

    private OpenClDevices() {}

    /// All devices of all platforms.
    ///
    /// @throws DriverException MISSING_DEVICE if OpenCL is not installed or has no platform
    static List<OpenClDevice> all() throws DriverException {
        Optional<String> missing = NativeLibrary.whyNotLoadable("libOpenCL.so.1");
        if (missing.isPresent()) {
            throw missing("no OpenCL here: " + missing.get(), null);
        }
        try {
            CL.setExceptionsEnabled(true);
            List<OpenClDevice> devices = new ArrayList<>();
            JvmSignals.kept(
                    () -> {
                        for (cl_platform_id platform : platforms()) {
                            addDevices(platform, devices);
                        }
                    });
            if (devices.isEmpty()) {
                throw missing("OpenCL is installed but has no platform with a device", null);
            }
            return List.copyOf(devices);
        } catch (LinkageError e) {
            throw missing("no OpenCL here: " + NativeLibrary.firstLine(e), e);
        } catch (CLException e) {
            throw missing("OpenCL does not answer: " + e.getMessage(), e);
        }
    }

    /// The first device that the selector means; without a selector a GPU if there is one.
    ///
    /// @throws DriverException MISSING_DEVICE, listing what there is
    static OpenClDevice find(String selector) throws DriverException {
        List<OpenClDevice> all = all();
        List<OpenClDevice> matching = all.stream().filter(d -> d.matches(selector)).toList();
        if (matching.isEmpty()) {
            throw new DriverException(
                    DriverException.Kind.MISSING_DEVICE,
                    "no OpenCL device is named '" + selector + "'",
                    "the OpenCL platforms here are "
                            + all.stream().map(d -> d.info().platform()).distinct().toList()
                            + " with the devices "
                            + all.stream().map(d -> d.info().device()).toList()
                            + "; another device needs the OpenCL implementation of its maker");
        }
        return matching.stream()
                .filter(device -> device.info().isGpu())
                .findFirst()
                .orElse(matching.getFirst());
    }

    private static DriverException missing(String message, @Nullable Throwable cause) {
        return new DriverException(DriverException.Kind.MISSING_DEVICE, message, INSTALL, cause);
    }

    private static cl_platform_id[] platforms() {
        int[] count = new int[1];
        try {
            CL.clGetPlatformIDs(0, null, count);
        } catch (CLException e) {
            if (e.getStatus() == CL_PLATFORM_NOT_FOUND_KHR) {
                return new cl_platform_id[0];
            }
            throw e;
        }
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        if (platforms.length > 0) {
            CL.clGetPlatformIDs(platforms.length, platforms, null);
        }
        return platforms;
    }

    private static void addDevices(cl_platform_id platform, List<OpenClDevice> into) {
        int[] count = new int[1];
        try {
            CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, count);
        } catch (CLException e) {
            if (e.getStatus() == CL.CL_DEVICE_NOT_FOUND) {
                return;
            }
            throw e;
        }
        cl_device_id[] devices = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, devices.length, devices, null);
        for (cl_device_id device : devices) {
            into.add(describe(platform, device, devices.length > 1));
        }
    }

    private static OpenClDevice describe(
            cl_platform_id platform, cl_device_id device, boolean hasSiblings) {
        String platformName = platformText(platform, CL_PLATFORM_NAME);
        String name = deviceText(device, CL_DEVICE_NAME);
        String extensions = " " + deviceText(device, CL_DEVICE_EXTENSIONS) + " ";
        DriverInfo info =
                new DriverInfo(
                        deviceString(platformName, name, hasSiblings),
                        platformName,
                        name,
                        deviceText(device, CL_DEVICE_VERSION)
                                + ", driver "
                                + deviceText(device, CL_DRIVER_VERSION),
                        deviceText(device, CL_DEVICE_OPENCL_C_VERSION),
                        (int) deviceNumber(device, CL_DEVICE_MAX_COMPUTE_UNITS),
                        deviceNumber(device, CL_DEVICE_LOCAL_MEM_SIZE),
                        deviceNumber(device, CL_DEVICE_MAX_WORK_GROUP_SIZE),
                        deviceNumber(device, CL_DEVICE_GLOBAL_MEM_SIZE),
                        extensions.contains(" cl_khr_fp16 "),
                        extensions.contains(" cl_khr_fp64 "),
                        (deviceNumber(device, CL_DEVICE_TYPE) & CL_DEVICE_TYPE_GPU) != 0);
        return new OpenClDevice(
                platform, device, info, deviceNumber(device, CL_DEVICE_MAX_MEM_ALLOC_SIZE));
    }

    private static String deviceString(String platform, String name, boolean hasSiblings) {
        String lower = platform.toLowerCase(Locale.ROOT);
        if (hasSiblings) {
            return "opencl:" + lower + " " + name.toLowerCase(Locale.ROOT);
        }
        return "opencl:" + (lower.equals(OpenClDevice.POCL_PLATFORM) ? "pocl" : lower);
    }

    private static String platformText(cl_platform_id platform, int what) {
        long[] size = new long[1];
        CL.clGetPlatformInfo(platform, what, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetPlatformInfo(platform, what, bytes.length, Pointer.to(bytes), null);
        return text(bytes);
    }

    private static String deviceText(cl_device_id device, int what) {
        long[] size = new long[1];
        CL.clGetDeviceInfo(device, what, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetDeviceInfo(device, what, bytes.length, Pointer.to(bytes), null);
        return text(bytes);
    }

    /// A number of 4 or 8 bytes: the platform is little-endian, the rest of the array stays zero.
    private static long deviceNumber(cl_device_id device, int what) {
        long[] size = new long[1];
        long[] value = new long[1];
        CL.clGetDeviceInfo(device, what, 0, null, size);
        CL.clGetDeviceInfo(device, what, size[0], Pointer.to(value), null);
        return value[0];
    }

    private static String text(byte[] zeroTerminated) {
        String text = new String(zeroTerminated, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }
}
