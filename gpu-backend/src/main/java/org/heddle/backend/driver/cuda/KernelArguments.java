package org.heddle.backend.driver.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import org.heddle.backend.driver.Argument;

/// The `void **kernelParams` of a launch: one pointer per parameter, to its value.
///
/// ```
///  kernelParams ─► [ ● , ● , ● ]          BufferArgument   ─► the device pointer, 8 bytes
///                    │   │   └─► slot 2   IntArgument      ─► 4 bytes at the slot's start
///                    │   └─► CUdeviceptr
///                    └─► slot 0
/// ```
///
/// Values lie in one direct buffer, eight bytes a slot: nothing in the Java heap is pinned while the
/// driver reads them.
final class KernelArguments {
    static final int SLOT_BYTES = Long.BYTES;

    private KernelArguments() {}

    static Pointer pointers(List<Argument> arguments, Function<String, CUdeviceptr> buffers) {
        Pointer values = Pointer.to(values(arguments));
        NativePointerObject[] pointers = new NativePointerObject[arguments.size()];
        for (int i = 0; i < pointers.length; i++) {
            pointers[i] =
                    switch (arguments.get(i)) {
                        case Argument.BufferArgument(String buffer) ->
                                Pointer.to(buffers.apply(buffer));
                        case Argument.IntArgument _,
                                Argument.LongArgument _,
                                Argument.FloatArgument _ ->
                                values.withByteOffset((long) i * SLOT_BYTES);
                    };
        }
        return Pointer.to(pointers);
    }

    /// The scalars, each at the start of the slot of its position, in the machine's byte order.
    static ByteBuffer values(List<Argument> arguments) {
        ByteBuffer values =
                ByteBuffer.allocateDirect(Math.max(1, arguments.size()) * SLOT_BYTES)
                        .order(ByteOrder.nativeOrder());
        for (int i = 0; i < arguments.size(); i++) {
            int slot = i * SLOT_BYTES;
            switch (arguments.get(i)) {
                case Argument.BufferArgument _ -> {}
                case Argument.IntArgument(int value) -> values.putInt(slot, value);
                case Argument.LongArgument(long value) -> values.putLong(slot, value);
                case Argument.FloatArgument(float value) -> values.putFloat(slot, value);
            }
        }
        return values;
    }
}
