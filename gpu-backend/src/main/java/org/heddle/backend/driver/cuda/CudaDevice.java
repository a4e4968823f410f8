package org.heddle.backend.driver.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jcuda.CudaException;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.NativeLibrary;
import org.jspecify.annotations.Nullable;

/// An NVIDIA GPU. JCuda's native part is loaded by the first call here, never before.
record CudaDevice(CUdevice handle, DriverInfo info) {
    static final String HINT =
            "an NVIDIA GPU with its driver (libcuda.so.1, version 525 or newer) is needed;"
                    + " 'nvidia-smi' shows whether it works; opencl:pocl and simulate need no GPU";

    private static final int NAME_BYTES = 256;
    private static final int FIRST_WITH_SPECIFIC_TARGETS = 9;

    /// All GPUs.
    ///
    /// @throws DriverException MISSING_DEVICE if there is no driver or no GPU
    static List<CudaDevice> all() throws DriverException {
        Optional<String> missing = NativeLibrary.whyNotLoadable("libcuda.so.1");
        if (missing.isPresent()) {
            throw missing("no CUDA here: " + missing.get(), null);
        }
        try {
            JCudaDriver.setExceptionsEnabled(true);
            JCudaDriver.cuInit(0);
            int[] count = new int[1];
            JCudaDriver.cuDeviceGetCount(count);
            List<CudaDevice> devices = new ArrayList<>();
            for (int ordinal = 0; ordinal < count[0]; ordinal++) {
                devices.add(describe(ordinal));
            }
            if (devices.isEmpty()) {
                throw missing("the CUDA driver is installed but finds no GPU", null);
            }
            return List.copyOf(devices);
        } catch (LinkageError e) {
            throw missing("no CUDA here: " + NativeLibrary.firstLine(e), e);
        } catch (CudaException e) {
            throw missing("the CUDA driver does not answer: " + e.getMessage(), e);
        }
    }

    /// The GPU of that number.
    ///
    /// @throws DriverException MISSING_DEVICE, saying how many there are
    static CudaDevice find(int ordinal) throws DriverException {
        List<CudaDevice> all = all();
        if (ordinal < 0 || ordinal >= all.size()) {
            throw missing("no GPU number " + ordinal + ", there are " + all.size(), null);
        }
        return all.get(ordinal);
    }

    private static DriverException missing(String message, @Nullable Throwable cause) {
        return new DriverException(Kind.MISSING_DEVICE, message, HINT, cause);
    }

    private static CudaDevice describe(int ordinal) {
        CUdevice device = new CUdevice();
        JCudaDriver.cuDeviceGet(device, ordinal);
        byte[] name = new byte[NAME_BYTES];
        JCudaDriver.cuDeviceGetName(name, name.length, device);
        long[] globalBytes = new long[1];
        JCudaDriver.cuDeviceTotalMem(globalBytes, device);
        int[] version = new int[1];
        JCudaDriver.cuDriverGetVersion(version);
        int major = attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
        int minor = attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        DriverInfo info =
                new DriverInfo(
                        "cuda:" + ordinal,
                        "NVIDIA CUDA",
                        text(name),
                        "CUDA driver " + versionText(version[0]),
                        architecture(major, minor),
                        attribute(device, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                        attribute(device, CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
                        attribute(device, CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK),
                        globalBytes[0],
                        major * 10 + minor >= 53,
                        true,
                        true);
        return new CudaDevice(device, info);
    }

    /// The compile target of a compute capability: 8.9 is `89`; from 9.0 on the architecture's own
    /// instructions (wgmma, setmaxnreg) need the `a` target, so 9.0 is `90a`.
    static String architecture(int major, int minor) {
        return "" + major + minor + (major >= FIRST_WITH_SPECIFIC_TARGETS ? "a" : "");
    }

    /// 13010 is `13.1`.
    static String versionText(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device);
        return value[0];
    }

    private static String text(byte[] zeroTerminated) {
        String text = new String(zeroTerminated, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }
}
