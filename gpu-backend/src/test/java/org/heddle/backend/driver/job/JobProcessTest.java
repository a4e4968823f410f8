package org.heddle.backend.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.backend.driver.DriverTesting.floats;
import static org.heddle.backend.driver.DriverTesting.saxpy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.HostProgram;
import org.junit.jupiter.api.Test;

/// Processes that run one program, and end with the one that waits for them.
final class JobProcessTest {
    private static final HostProgram PROGRAM = saxpy(37, 8);

    /// A main class whose driver never opens.
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] args) throws IOException {
            JobWorker.run(
                    args,
                    () -> {
                        try {
                            Thread.sleep(Duration.ofMinutes(10));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        throw new DriverException(DriverException.Kind.MISSING_DEVICE, "late", "");
                    });
        }
    }

    /// A main class whose driver is missing.
    static final class Missing {
        private Missing() {}

        public static void main(String[] args) throws IOException {
            JobWorker.run(
                    args,
                    () -> {
                        throw new DriverException(
                                DriverException.Kind.MISSING_DEVICE, "no abacus", "buy one");
                    });
        }
    }

    @Test
    void aFailureOfTheDriverIsAnAnswer() throws DriverException {
        JobDirectory.Reply reply =
                run(
                        job -> {
                            List<String> command = JobProcess.command(Missing.class, job, PROGRAM);
                            assertThat(processes().execute(new ProcessBuilder(command), job))
                                    .as(JobProcess.lastLines(job.stderr()))
                                    .isZero();
                            return job.readReply().orElseThrow();
                        });

        assertThat(reply.failure())
                .contains(
                        new JobDirectory.Failure(
                                DriverException.Kind.MISSING_DEVICE, "no abacus", "buy one"));
        assertThat(reply.builds()).isEmpty();
    }

    /// A tool may stand between the two, so that the one that waits is named, and need not be the parent.
    @Test
    void aWorkerEndsWithTheProcessThatWaitsForIt() throws Exception {
        Process waiting = new ProcessBuilder("sleep", "1").start();
        int exit =
                run(
                        job -> {
                            List<String> command =
                                    new ArrayList<>(
                                            JobProcess.command(Waiting.class, job, PROGRAM));
                            command.set(command.size() - 1, String.valueOf(waiting.pid()));
                            return processes().execute(new ProcessBuilder(command), job);
                        });

        assertThat(exit).isEqualTo(JobWorker.ABANDONED);
    }

    private static JobProcess processes() {
        return new JobProcess("the test's process", Duration.ofSeconds(60), "");
    }

    private static <T> T run(JobProcess.Task<T> task) throws DriverException {
        return processes()
                .with(PROGRAM, Map.of("x", floats(37, i -> i), "y", floats(37, i -> 1)), task);
    }
}
