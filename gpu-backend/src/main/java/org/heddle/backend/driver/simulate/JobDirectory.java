package org.heddle.backend.driver.simulate;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.HostMemory;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelBuild;
import tools.jackson.databind.json.JsonMapper;

/// The files through which driver and simulator process speak.
///
/// ```
///  job.json      the HostProgram           reply.json    builds, bytes, or a failure
///  input-0.bin   raw bytes, by position    output-0.bin  among the program's buffers of that role
///  stdout.txt    oclgrind's histograms     oclgrind.log  its reports
///  vendors/      one .icd file             stderr.txt    what the process complained about
/// ```
record JobDirectory(Path root) {
    private static final JsonMapper JSON =
            JsonMapper.builder().addMixIn(Argument.class, ArgumentByName.class).build();

    /// How the names of this process's job directories begin.
    static final String PREFIX = "heddle-simulate-" + ProcessHandle.current().pid() + "-";

    /// Tells the argument kinds apart in JSON.
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface ArgumentByName {}

    /// How the simulator process answers.
    record Reply(List<KernelBuild> builds, long deviceBytes, Optional<Failure> failure) {}

    /// A {@link DriverException} on its way between processes.
    record Failure(DriverException.Kind kind, String message, String hint) {
        DriverException asException() {
            return new DriverException(kind, message, hint);
        }
    }

    static JobDirectory create() throws IOException {
        return new JobDirectory(Files.createTempDirectory(PREFIX));
    }

    Path stdout() {
        return root.resolve("stdout.txt");
    }

    Path stderr() {
        return root.resolve("stderr.txt");
    }

    Path log() {
        return root.resolve("oclgrind.log");
    }

    /// A directory with one `.icd` file that names the library.
    Path vendors(Path library) throws IOException {
        Path vendors = Files.createDirectories(root.resolve("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), library + "\n");
        return vendors;
    }

    void writeProgram(HostProgram program) {
        JSON.writeValue(root.resolve("job.json"), program);
    }

    HostProgram readProgram() {
        return JSON.readValue(root.resolve("job.json"), HostProgram.class);
    }

    void writeReply(Reply reply) {
        JSON.writeValue(root.resolve("reply.json"), reply);
    }

    /// The reply, if the process got as far as giving one.
    Optional<Reply> readReply() {
        Path file = root.resolve("reply.json");
        return Files.exists(file)
                ? Optional.of(JSON.readValue(file, Reply.class))
                : Optional.empty();
    }

    void write(BufferSpec.Role role, HostProgram program, Map<String, MemorySegment> data)
            throws IOException {
        List<BufferSpec> buffers = program.buffers(role);
        for (int i = 0; i < buffers.size(); i++) {
            MemorySegment segment = data.get(buffers.get(i).name());
            if (segment != null) {
                write(file(role, i), segment);
            }
        }
    }

    private static void write(Path file, MemorySegment segment) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel =
                        FileChannel.open(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE)) {
            long bytes = segment.byteSize();
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
            MemorySegment.copy(segment, 0, mapped, 0, bytes);
        }
    }

    /// The buffers of a role as files mapped into memory for as long as the arena lives.
    Map<String, MemorySegment> map(BufferSpec.Role role, HostProgram program, Arena arena)
            throws IOException {
        Map<String, MemorySegment> data = new LinkedHashMap<>();
        List<BufferSpec> buffers = program.buffers(role);
        for (int i = 0; i < buffers.size(); i++) {
            long bytes = buffers.get(i).bytes();
            try (FileChannel channel = FileChannel.open(file(role, i), StandardOpenOption.READ)) {
                data.put(
                        buffers.get(i).name(),
                        channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena));
            }
        }
        return data;
    }

    /// The outputs, copied to native memory that outlives the files.
    Map<String, MemorySegment> readOutputs(HostProgram program)
            throws IOException, DriverException {
        Map<String, MemorySegment> outputs = new LinkedHashMap<>();
        try (Arena arena = Arena.ofConfined()) {
            Map<String, MemorySegment> mapped = map(BufferSpec.Role.OUTPUT, program, arena);
            for (Map.Entry<String, MemorySegment> entry : mapped.entrySet()) {
                long bytes = entry.getValue().byteSize();
                MemorySegment output = HostMemory.allocate(entry.getKey(), bytes);
                MemorySegment.copy(entry.getValue(), 0, output, 0, bytes);
                outputs.put(entry.getKey(), output);
            }
        }
        return outputs;
    }

    private Path file(BufferSpec.Role role, int index) {
        return root.resolve(
                (role == BufferSpec.Role.INPUT ? "input-" : "output-") + index + ".bin");
    }

    /// Deletes the directory and what is in it.
    void delete() {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            root.toFile().deleteOnExit();
        }
    }
}
