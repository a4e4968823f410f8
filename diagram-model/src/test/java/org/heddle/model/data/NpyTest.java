package org.heddle.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NpyTest {
    @TempDir Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource(DType.class)
    void whatIsWrittenIsRead(DType dtype) throws IOException, NpyException {
        Path file = directory.resolve("a.npy");
        for (List<Long> shape :
                List.of(List.<Long>of(), List.of(5L), List.of(2L, 3L, 4L), List.of(4L, 0L))) {
            Tensor tensor = Tensor.random(dtype, shape, 3, Distribution.NORMAL);
            Npy.write(file, tensor);
            Tensor read = Npy.read(file, dtype);
            assertThat(read.dtype()).isEqualTo(dtype);
            assertThat(read.shape()).isEqualTo(shape);
            assertThat(read.segment().mismatch(tensor.segment())).isEqualTo(-1);
        }
        assertThat(directory.toFile().list()).containsExactly("a.npy");
    }

    /// The bytes that `numpy.save` writes for `np.arange(6, dtype='f4').reshape(2, 3)`.
    @Test
    void readsAndWritesTheBytesOfNumpy() throws IOException, NpyException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
        ByteBuffer numpy = ByteBuffer.allocate(128 + 24).order(ByteOrder.LITTLE_ENDIAN);
        numpy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
        numpy.put(
                (header + " ".repeat(117 - header.length()) + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 6; i++) {
            numpy.putFloat(i);
        }
        Path file = directory.resolve("numpy.npy");
        Files.write(file, numpy.array());
        Tensor read = Npy.read(file);
        assertThat(read.dtype()).isEqualTo(DType.F32);
        assertThat(read.shape()).containsExactly(2L, 3L);
        assertThat(read.toDoubles()).containsExactly(0, 1, 2, 3, 4, 5);

        Path rewritten = directory.resolve("rewritten.npy");
        Npy.write(rewritten, read);
        byte[] written = Files.readAllBytes(rewritten);
        assertThat(written).hasSize(64 * 2 + 24).containsExactly(numpy.array());
    }

    @Test
    void longShapesTakeFormatVersionTwo() throws IOException, NpyException {
        List<Long> shape = Collections.nCopies(30_000, 1L);
        Path file = directory.resolve("deep.npy");
        Npy.write(file, Tensor.of(DType.I8, shape, new double[] {5}));
        assertThat(Files.readAllBytes(file)[6]).isEqualTo((byte) 2);
        assertThat(Npy.read(file).shape()).isEqualTo(shape);
    }

    @Test
    void aFileIsReplacedWhole() throws IOException, NpyException {
        Path file = directory.resolve("a.npy");
        Npy.write(file, Tensor.allocate(DType.F64, List.of(100L)));
        Npy.write(file, Tensor.of(DType.I32, List.of(1L), new double[] {9}));
        assertThat(Npy.read(file).toDoubles()).containsExactly(9);
    }

    /// 80 MB of zeros: a sparse file, mapped.
    @Test
    void largeFilesAreMapped() throws IOException, NpyException {
        Path file = directory.resolve("large.npy");
        long elements = 20_000_000;
        byte[] header = file("<f4", "(" + elements + ",)", 0);
        Files.write(file, header);
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(header.length + 4 * elements);
        }
        Tensor tensor = Npy.read(file);
        assertThat(tensor.segment().isMapped()).isTrue();
        assertThat(tensor.elements()).isEqualTo(elements);
        assertThat(tensor.get(elements - 1)).isZero();
    }

    @Test
    void opaqueTypesAreWhatIsAskedFor() throws IOException, NpyException {
        Path file = directory.resolve("opaque.npy");
        Files.write(file, file("|u1", "(2,)", 2));
        assertThat(Npy.read(file, DType.F8E5M2).dtype()).isEqualTo(DType.F8E5M2);
        assertThat(Npy.read(file, DType.F8E4M3).dtype()).isEqualTo(DType.F8E4M3);
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(NpyException.class)
                .hasMessageContaining("f8e4m3 or f8e5m2");
        assertThatThrownBy(() -> Npy.read(file, DType.I8)).isInstanceOf(NpyException.class);
        Files.write(file, file("<u2", "(2,)", 4));
        assertThat(Npy.read(file, DType.BF16).dtype()).isEqualTo(DType.BF16);
        assertThatThrownBy(() -> Npy.read(file, DType.F16)).isInstanceOf(NpyException.class);
        Files.write(file, file("<V2", "(2,)", 4));
        assertThat(Npy.read(file).dtype()).isEqualTo(DType.BF16);
        Files.write(file, file("<f1", "(2,)", 2));
        assertThat(Npy.read(file).dtype()).isEqualTo(DType.F8E5M2);
        Files.write(file, file("<f4", "(2,)", 8));
        assertThat(Npy.read(file, DType.F16).dtype()).isEqualTo(DType.F32);
    }

    private static byte[] file(String descr, String shape, int dataBytes) {
        return file(
                "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }",
                dataBytes);
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer =
                ByteBuffer.allocate(10 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length);
        return buffer.put(text).array();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }; type '>f4' is big endian",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }; Fortran order",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }; type '<c8' is not supported",
                "{'descr': '', 'fortran_order': False, 'shape': (1,), }; type '' is not supported",
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }; type '|O' is not supported",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }; must give 'descr' (one type)",
                "{'descr': '<f4', 'shape': (2,), }; the header must give",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': True}; and nothing else",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } x; the header is not a dictionary",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }; the header must give",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2 2,), }; is not a tuple of sizes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }; is not a tuple of sizes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000), }; more than 2^63 bytes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }; f32[3] takes 12 bytes, the file has 8",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }; f32[1] takes 4 bytes, the file has 8"
            })
    void badHeadersAreRefusedNamingTheFile(String header, String message) throws IOException {
        Path file = directory.resolve("bad.npy");
        Files.write(file, file(header, 8));
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(NpyException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path file = directory.resolve("bad.npy");
        byte[] good = file("<f4", "(2,)", 8);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(NpyException.class);
        }
        good[0] = 'P';
        Files.write(file, good);
        assertThatThrownBy(() -> Npy.read(file))
                .hasMessageContaining("does not start with \\x93NUMPY");
        good[0] = (byte) 0x93;
        good[6] = 9;
        Files.write(file, good);
        assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("format version 9");
        good[6] = 2;
        good[11] = 0x7F;
        Files.write(file, good);
        assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("the header claims");
        assertThatThrownBy(() -> Npy.read(directory.resolve("none.npy")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
