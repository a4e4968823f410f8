package org.heddle.model.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.heddle.model.diagram.DType;

/// The header of an `.npy` file: NumPy's name of the element type, and the shape.
record NpyHeader(String descr, List<Long> shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT_BYTES = 64;
    private static final int LONGEST_BYTES = 1 << 20;

    /// One entry of the Python dictionary: a string, a truth value or a tuple of integers; anything else is refused.
    private static final Pattern ENTRY =
            Pattern.compile(
                    "\\s*'(\\w+)'\\s*:\\s*(?:'([^']*)'|(True|False)|\\(([\\d,\\s]*)\\))\\s*(?:,\\s*|$)");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    static NpyHeader of(Tensor tensor) {
        return new NpyHeader(descr(tensor.dtype()), tensor.shape());
    }

    private static String descr(DType dtype) {
        return switch (dtype) {
            case F64 -> "<f8";
            case F32 -> "<f4";
            case F16 -> "<f2";
            case BF16 -> "|V2";
            case F8E4M3, F8E5M2 -> "|V1";
            case I64 -> "<i8";
            case I32 -> "<i4";
            case I8 -> "|i1";
            case BOOL -> "|b1";
        };
    }

    /// The element type that the header names, or `opaqueAs` where it only tells a width.
    DType dtype(Path file, Optional<DType> opaqueAs) throws NpyException {
        if (descr.startsWith(">") && !descr.endsWith("1")) {
            throw NpyException.elements(
                    file,
                    "type '"
                            + descr
                            + "' is big endian; write it with array.astype('<"
                            + descr.substring(1)
                            + "')");
        }
        String code = descr.isEmpty() ? "" : descr.substring(1);
        return switch (code) {
            case "f8" -> DType.F64;
            case "f4" -> DType.F32;
            case "f2" -> DType.F16;
            case "i8" -> DType.I64;
            case "i4" -> DType.I32;
            case "i1" -> DType.I8;
            case "b1" -> DType.BOOL;
            case "V2" -> DType.BF16;
            case "f1" -> DType.F8E5M2;
            case "u2" ->
                    opaqueAs.filter(dtype -> dtype == DType.BF16)
                            .orElseThrow(() -> unsupported(file, " (read as bf16 only)"));
            case "V1", "u1" ->
                    opaqueAs.filter(dtype -> dtype == DType.F8E4M3 || dtype == DType.F8E5M2)
                            .orElseThrow(
                                    () ->
                                            unsupported(
                                                    file,
                                                    " (read as f8e4m3 or f8e5m2 only, where that is asked for)"));
            default -> throw unsupported(file, "");
        };
    }

    private NpyException unsupported(Path file, String note) {
        return NpyException.elements(
                file,
                "type '"
                        + descr
                        + "' is not supported"
                        + note
                        + "; Heddle reads <f8 <f4 <f2 <i8 <i4 |i1 |b1, and V2 as bf16");
    }

    /// Bytes of the data.
    long bytes(Path file, DType dtype) throws NpyException {
        try {
            long elements = 1;
            for (long size : shape) {
                elements = Math.multiplyExact(elements, size);
            }
            return Math.multiplyExact(elements, dtype.bytes());
        } catch (ArithmeticException _) {
            throw NpyException.malformed(
                    file, "an array of shape " + shape + " has more than 2^63 bytes");
        }
    }

    /// The header as written: version 1, or 2 where it is longer than version 1 can say; padded with spaces so that the
    /// data start at a multiple of 64 bytes.
    byte[] bytes() {
        String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String tuple = "(" + sizes + (shape.size() == 1 ? ",)" : ")");
        String text =
                "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        int major = text.length() + ALIGNMENT_BYTES > 0xFFFF ? 2 : 1;
        int prefix = MAGIC.length + 2 + (major == 1 ? Short.BYTES : Integer.BYTES);
        int total = Math.ceilDiv(prefix + text.length() + 1, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put((byte) major).put((byte) 0);
        if (major == 1) {
            buffer.putShort((short) (total - prefix));
        } else {
            buffer.putInt(total - prefix);
        }
        String padding = " ".repeat(total - prefix - text.length() - 1);
        return buffer.put((text + padding + "\n").getBytes(StandardCharsets.US_ASCII)).array();
    }

    /// Reads the header and leaves the channel at the first byte of data.
    static NpyHeader read(Path file, FileChannel channel) throws IOException, NpyException {
        ByteBuffer start = take(file, channel, MAGIC.length + 2);
        for (byte expected : MAGIC) {
            if (start.get() != expected) {
                throw NpyException.malformed(
                        file, "not an .npy file: it does not start with \\x93NUMPY");
            }
        }
        int major = start.get();
        long length =
                switch (major) {
                    case 1 -> Short.toUnsignedLong(take(file, channel, Short.BYTES).getShort());
                    case 2, 3 ->
                            Integer.toUnsignedLong(take(file, channel, Integer.BYTES).getInt());
                    default ->
                            throw NpyException.malformed(
                                    file, "format version " + major + " is not 1, 2 or 3");
                };
        if (length > LONGEST_BYTES) {
            throw NpyException.malformed(
                    file,
                    "the header claims "
                            + length
                            + " bytes, at most "
                            + LONGEST_BYTES
                            + " are read");
        }
        byte[] text = take(file, channel, (int) length).array();
        return parse(file, new String(text, StandardCharsets.UTF_8).strip());
    }

    private static ByteBuffer take(Path file, FileChannel channel, int bytes)
            throws IOException, NpyException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw NpyException.malformed(file, "not an .npy file: it ends inside its header");
            }
        }
        return buffer.flip();
    }

    private static NpyHeader parse(Path file, String text) throws NpyException {
        if (!text.startsWith("{") || !text.endsWith("}")) {
            throw NpyException.malformed(file, "the header is not a dictionary: " + text);
        }
        Map<String, String> entries = new LinkedHashMap<>();
        String inside = text.substring(1, text.length() - 1);
        Matcher entry = ENTRY.matcher(inside);
        int at = 0;
        while (at < inside.length() && entry.find(at) && entry.start() == at) {
            entries.put(entry.group(1), value(entry));
            at = entry.end();
        }
        if (at < inside.length()
                || !entries.keySet().equals(Set.of("descr", "fortran_order", "shape"))) {
            throw NpyException.malformed(
                    file,
                    "the header must give 'descr' (one type), 'fortran_order' and 'shape', and nothing else: "
                            + text);
        }
        List<Long> shape = shape(file, entries.getOrDefault("shape", ""));
        if (entries.getOrDefault("fortran_order", "").equals("True") && shape.size() > 1) {
            throw NpyException.malformed(
                    file,
                    "the array is in Fortran order; write it with numpy.ascontiguousarray(array)");
        }
        return new NpyHeader(entries.getOrDefault("descr", ""), shape);
    }

    /// Whichever of the entry's alternatives is there.
    private static String value(Matcher entry) {
        return Optional.ofNullable(entry.group(2))
                .or(() -> Optional.ofNullable(entry.group(3)))
                .orElseGet(() -> entry.group(4));
    }

    private static List<Long> shape(Path file, String tuple) throws NpyException {
        List<Long> shape = new ArrayList<>();
        try {
            for (String size : tuple.split(",", -1)) {
                if (!size.isBlank()) {
                    shape.add(Long.parseLong(size.strip()));
                }
            }
        } catch (NumberFormatException _) {
            throw NpyException.malformed(file, "the shape (" + tuple + ") is not a tuple of sizes");
        }
        return shape;
    }
}
