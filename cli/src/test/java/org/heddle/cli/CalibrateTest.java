package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `heddle calibrate --fit` and `--held-out`: the time model fitted to some sizes and judged by others.
final class CalibrateTest {
    private static final String SET =
            """
            { "format": "heddle-timing/1",
              "families": [ { "name": "products", "diagram": "matmul",
                              "training": ["i=64,j=64,k=64", "i=96,j=64,k=32"],
                              "heldOut": ["i=80,j=48,k=64"] } ] }
            """;

    @TempDir private Path folder;

    @Test
    void fitsAndJudges() throws Exception {
        Assumptions.assumeTrue(
                heddle("devices").out().contains("opencl:pocl  ready"),
                "[SKIP] no PoCL, so nothing is timed");
        Path set = Files.writeString(folder.resolve("set.json"), SET);
        Path fitted = folder.resolve("fitted.json");
        Cli fit =
                heddle(
                        "calibrate",
                        "--fit",
                        "--device",
                        "opencl:pocl",
                        "--hardware",
                        "cpu",
                        "--set",
                        set.toString(),
                        "--blockings",
                        "3",
                        "-o",
                        fitted.toString());
        assertThat(fit.exit()).as(fit.err()).isZero();
        assertThat(fit.err()).contains("timing products at i=96, k=32, j=64");
        JsonNode timing = fit.json().get("timing");
        assertThat(timing.get("exposed").get("value").asDouble()).isBetween(0.0, 1.0);
        assertThat(timing.get("group").get("source").asString())
                .isEqualTo("fitted by `heddle calibrate --fit` to 6 timed blockings of 2 problems");
        Cli text = judged(fitted, set);
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out()).contains("products", "i=80, k=64, j=48").doesNotContain("i=96");
        assertThat(text.out().lines()).allMatch(line -> line.length() <= 100);
        JsonNode report = judged(fitted, set, "--json").json();
        assertThat(report.get("format").asString()).isEqualTo("heddle-timing-report/1");
        assertThat(report.get("families").get(0).get("configurations").asInt()).isEqualTo(3);
        assertThat(report.get("cases").get(0).get("sizes").get("i").asInt()).isEqualTo(80);
        assertThat(report.get("cases").get(0).get("configurations")).hasSize(3);
    }

    private static Cli judged(Path fitted, Path set, String... more) {
        String[] fixed = {
            "calibrate",
            "--held-out",
            "--device",
            "opencl:pocl",
            "--hardware",
            fitted.toString(),
            "--set",
            set.toString(),
            "--blockings",
            "3"
        };
        String[] all = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return heddle(all);
    }

    @Test
    void callsThatMakeNoSenseAreTold() {
        Cli both = heddle("calibrate", "--fit", "--held-out", "-o", "x.json", "--blockings", "1");
        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.err())
                .contains("--fit and --held-out exclude each other")
                .contains("-o goes without --held-out")
                .contains("--blockings is 1, at least 2 have an order");
        assertThat(heddle("calibrate", "--set", "x.json", "--hardware", "cpu").err())
                .contains("--set needs --fit or --held-out")
                .contains("--hardware needs --fit or --held-out");
        Cli missing = heddle("calibrate", "--fit", "--hardware", "cpu", "--set", "no.json");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("cannot read 'no.json'");
    }

    /// A description of a GPU cannot be judged on a CPU.
    @Test
    void descriptionsOfAnotherKindThanTheDeviceAreTold() {
        Cli judged =
                heddle(
                        "calibrate",
                        "--held-out",
                        "--device",
                        "opencl:pocl",
                        "--hardware",
                        "h200",
                        "--blockings",
                        "2");
        assertThat(judged.exit()).as(judged.err()).isEqualTo(2);
        assertThat(judged.err())
                .contains(
                        "error[D903]: hardware h200 is a GPU, with many threads a group, device opencl:pocl (")
                .contains("is a CPU, with one thread a group")
                .contains("`heddle calibrate --device opencl:pocl` makes it");
    }
}
