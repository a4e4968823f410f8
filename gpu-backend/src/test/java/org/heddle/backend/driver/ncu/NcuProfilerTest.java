package org.heddle.backend.driver.ncu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.backend.driver.DriverTesting.floats;
import static org.heddle.backend.driver.DriverTesting.jobs;
import static org.heddle.backend.driver.DriverTesting.saxpy;
import static org.heddle.backend.driver.ncu.FakeNcu.TITLES;
import static org.heddle.backend.driver.ncu.FakeNcu.launch;
import static org.heddle.backend.driver.ncu.FakeNcu.printing;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.NativeLibrary;
import org.heddle.backend.driver.Profile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Programs that ncu watches, with another program in its place: there is hardly ever a GPU. What it watches is the real one where a test says so.
@Isolated("it lists the job directories of this process")
final class NcuProfilerTest {
    private static final HostProgram PROGRAM = saxpy(37, 8);
    private static final Map<String, MemorySegment> INPUTS =
            Map.of("x", floats(37, i -> i), "y", floats(37, i -> 100));

    @TempDir private Path folder;
    private List<Path> jobsBefore;

    @BeforeEach
    void lookAtJobs() throws IOException {
        jobsBefore = jobs();
    }

    @AfterEach
    void noJobDirectoryStays() throws IOException {
        assertThat(jobs()).isEqualTo(jobsBefore);
    }

    private Profile profile(String ncuDoes) throws IOException {
        return new NcuProfiler("cuda:0", FakeNcu.in(folder, ncuDoes)).profile(PROGRAM, INPUTS);
    }

    private Profile.NotCounted notCounted(String ncuDoes) throws IOException {
        Profile profile = profile(ncuDoes);
        assertThat(profile).isInstanceOf(Profile.NotCounted.class);
        return (Profile.NotCounted) profile;
    }

    @Test
    void whatNcuCountedComesBack() throws IOException {
        Profile profile = profile(printing(TITLES + launch(0, "saxpy", "1,024", "0", "2,048")));

        assertThat(profile)
                .isEqualTo(
                        new Profile.Counted(
                                "ncu, NVIDIA Nsight Compute (" + folder.resolve("ncu") + ")",
                                Map.of(
                                        "saxpy",
                                        new Profile.DeviceBytes(
                                                Optional.of(1024L),
                                                Optional.of(0L),
                                                Optional.of(2048L)))));
    }

    /// Nothing is asked that NVIDIA's documentation does not know, and counts are whole bytes of cold launches.
    @Test
    void ncuIsAskedForBytesOfTheWholeProgram() throws IOException {
        Path kept = folder.resolve("kept");
        profile("cp -r \"$job\" '" + kept + "'; echo \"$@\" > '" + kept + "/command'");

        assertThat(Files.readString(kept.resolve("stdout.txt")))
                .isEqualTo(
                        """
                        --page details
                        --print-units base
                        --print-kernel-base function
                        --metrics dram__bytes_read.sum,dram__bytes_write.sum,lts__t_bytes.sum
                        --target-processes all
                        --cache-control all
                        --clock-control none
                        """);
        assertThat(Files.readString(kept.resolve("command")).strip())
                .contains(" " + NcuMain.class.getName() + " ")
                .endsWith(" " + ProcessHandle.current().pid() + " cuda:0");
        assertThat(kept.resolve("input-0.bin")).hasSize(4 * 37);
        assertThat(kept.resolve("input-1.bin")).hasSize(4 * 37);
        assertThat(kept.resolve("job.json")).content().doesNotContain("OUTPUT");
    }

    @Test
    void withoutNcuThereIsASentence() {
        Profile profile = new NcuProfiler("cuda:0", Map.of()).profile(PROGRAM, INPUTS);

        assertThat(profile)
                .isEqualTo(new Profile.NotCounted("ncu is not installed", NcuProfiler.INSTALL));
    }

    @Test
    void aRefusalSaysWhatToDo() throws IOException {
        String refusal =
                """
                ==PROF== Connected to process 4711 (/usr/lib/jvm/bin/java)
                ==ERROR== ERR_NVGPUCTRPERM - The user does not have permission to access NVIDIA GPU Performance Counters on the target device 0.
                """;
        for (String script :
                List.of(
                        printing(refusal),
                        printing(refusal) + "exit 1\n",
                        "cat <<'END'\n" + refusal + "END\n")) {
            Profile.NotCounted refused = notCounted(script);
            assertThat(refused.reason()).contains("ERR_NVGPUCTRPERM");
            assertThat(refused.hint())
                    .contains("root", "CAP_SYS_ADMIN", "NVreg_RestrictProfilingToAdminUsers=0");
        }
    }

    @Test
    void anNcuThatPrintsNothingIsToldAbout() throws IOException {
        assertThat(notCounted("").reason()).startsWith("ncu printed no count");
        assertThat(notCounted(printing("==WARNING== No kernels were profiled.\n")).reason())
                .startsWith("ncu printed no count\n==WARNING== No kernels were profiled.");
        assertThat(notCounted(printing(TITLES)).reason()).startsWith("ncu printed no count\n");
    }

    @Test
    void anNcuThatFailsIsQuoted() throws IOException {
        String failed = "==ERROR== Failed to find metric lts__t_bytes.sum\n";
        assertThat(notCounted(printing(failed) + "echo badly >&2; exit 9\n").reason())
                .startsWith("ncu ended with status 9\n")
                .contains(failed)
                .endsWith("badly");
    }

    @Test
    void brokenTablesAreNotBelieved() throws IOException {
        assertThat(notCounted(printing(TITLES + "\"0\"\n")).reason())
                .contains("line 2 of what ncu printed cannot be read");
        assertThat(notCounted(printing(TITLES + launch(0, "other", "1", "2", "3"))).reason())
                .isEqualTo("ncu counted 0 of 1 launches of kernel 'saxpy'");
    }

    @Test
    void anNcuThatDoesNotEndIsEndedWithWhatItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        Map<String, String> environment =
                FakeNcu.in(folder, "sleep 600 & echo $! > '" + pid + "'; wait\n");
        Profile profile =
                new NcuProfiler("cuda:0", environment, Duration.ofSeconds(2))
                        .profile(PROGRAM, INPUTS);

        assertThat(profile)
                .isEqualTo(
                        new Profile.NotCounted("ncu did not end within 2 s", "use smaller sizes"));
        long started = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(started).ifPresent(handle -> handle.onExit().join());
        assertThat(ProcessHandle.of(started).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void anNcuThatCannotBeStartedIsToldAbout() throws IOException {
        Map<String, String> environment = FakeNcu.in(folder, "");
        Files.writeString(folder.resolve("ncu"), "#!/no/such/shell\n");
        assertThat(new NcuProfiler("cuda:0", environment).profile(PROGRAM, INPUTS))
                .isInstanceOfSatisfying(
                        Profile.NotCounted.class,
                        not -> assertThat(not.reason()).startsWith("ncu cannot be started: "));
    }

    @Test
    void aProgramWithoutLaunchesNeedsNoProcess() throws IOException {
        HostProgram nothing = new HostProgram(List.of(), List.of(), List.of());
        Profile profile =
                new NcuProfiler("cuda:0", FakeNcu.in(folder, "exit 1")).profile(nothing, Map.of());

        assertThat(profile)
                .isInstanceOfSatisfying(
                        Profile.Counted.class, counted -> assertThat(counted.kernels()).isEmpty());
    }

    /// The process that ncu would watch is the real one here, as far as it gets without a GPU.
    @Test
    void withoutCudaTheWatchedProcessSaysSo() throws IOException {
        if (NativeLibrary.whyNotLoadable("libcuda.so.1").isEmpty()) {
            DriverTesting.skip("libcuda.so.1 is here: its absence cannot be tested");
        }
        assertThat(profile("exec \"$@\""))
                .isEqualTo(
                        new Profile.NotCounted(
                                "no CUDA here: libcuda.so.1 cannot be loaded",
                                notCounted("exec \"$@\"").hint()));
        assertThat(notCounted("exec \"$@\"").hint()).contains("NVIDIA GPU with its driver");
    }
}
