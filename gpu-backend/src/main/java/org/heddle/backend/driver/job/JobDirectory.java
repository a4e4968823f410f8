package org.heddle.backend.driver.job;

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

/// The files through which a process and the one that runs its program speak.
///
/// ```
///  job.json      the HostProgram           reply.json    builds, bytes, or a failure
///  input-0.bin   raw bytes, by position    output-0.bin  among the program's buffers of that role
///  stdout.txt    what the process prints   stderr.txt    what it complains about
/// ```
///
/// Others may be added by those who start the process.
public record JobDirectory(Path root) {
    private static final JsonMapper JSON =
            JsonMapper.builder().addMixIn(Argument.class, ArgumentByName.class).build();

    /// How the names of this process's job directories begin.
    public static final String PREFIX = "heddle-job-" + ProcessHandle.current().pid() + "-";

    /// Tells the argument kinds apart in JSON.
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface ArgumentByName {}

    /// How the process answers.
    public record Reply(List<KernelBuild> builds, long deviceBytes, Optional<Failure> failure) {}

    /// A {@link DriverException} on its way between processes.
    public record Failure(DriverException.Kind kind, String message, String hint) {
        public DriverException asException() {
            return new DriverException(kind, message, hint);
        }
    }

    static JobDirectory create() throws IOException {
        return new JobDirectory(Files.createTempDirectory(PREFIX));
    }

    public Path stdout() {
        return root.resolve("stdout.txt");
    }

    public Path stderr() {
        return root.resolve("stderr.txt");
    }

    /// A file of those who start the process.
    public Path file(String name) {
        return root.resolve(name);
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
    public Optional<Reply> readReply() {
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
    public Map<String, MemorySegment> readOutputs(HostProgram program)
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
