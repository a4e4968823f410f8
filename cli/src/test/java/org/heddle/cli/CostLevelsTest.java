package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.heddle.cli.Cli.heddle;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What `cost` tells of all levels adds up to what it says of all: in numbers exactly, in tables as far as these are rounded.
final class CostLevelsTest {
    private static final Map<String, Double> UNITS =
            Map.of("s", 1.0, "ms", 1e-3, "µs", 1e-6, "ns", 1e-9, "ps", 1e-12);

    @ParameterizedTest
    @CsvSource({
        "matmul-f16, h200",
        "syprd, h200",
        "layernorm, h200",
        "matmul-f16, mi300x",
        "matmul-chain, mi300x",
        "layernorm, mi300x",
        "matmul-f16, b200",
        "syprd, b200",
        "matmul-f16, cpu",
        "layernorm, cpu"
    })
    void rowsAddUp(String name, String machine) {
        JsonNode exact =
                heddle("cost", name, "--hardware", machine, "--json")
                        .json()
                        .get("kernels")
                        .get(0)
                        .get("exact");
        double all = exact.get("seconds").asDouble();
        double sum = exact.get("computingSeconds").asDouble();
        sum += exact.get("steps").get("seconds").asDouble();
        for (JsonNode level : exact.get("levels")) {
            sum += level.get("seconds").asDouble();
        }
        assertThat(sum / all).isCloseTo(1, within(1e-9));
        assertThat(text(name, machine) / all).isCloseTo(1, within(0.01));
        assertThat(latex(name, machine) / all).isCloseTo(1, within(0.01));
    }

    /// The sum of the times of the rows but the last, which is that of all.
    private static double text(String name, String machine) {
        List<String> lines = heddle("cost", name, "--hardware", machine).out().lines().toList();
        int head =
                lines.indexOf(
                        lines.stream()
                                .filter(l -> l.startsWith("  All levels: "))
                                .findFirst()
                                .orElseThrow());
        int from = head;
        while (!lines.get(from).startsWith("    level ")) {
            from++;
        }
        int end = lines.get(from).indexOf(" time ") + " time".length();
        double sum = 0;
        for (int i = from + 1; !lines.get(i).startsWith("    all "); i++) {
            String[] words =
                    lines.get(i)
                            .substring(0, Math.min(end, lines.get(i).length()))
                            .strip()
                            .split(" +", -1);
            // a row that goes on in a second line has no time there
            if (words.length >= 3) {
                sum +=
                        Double.parseDouble(words[words.length - 2])
                                * UNITS.getOrDefault(words[words.length - 1], Double.NaN);
            }
        }
        return sum;
    }

    private static double latex(String name, String machine) {
        String out = heddle("cost", name, "--hardware", machine, "--latex").out();
        String table = out.substring(out.indexOf("bytes & seconds"));
        return Arrays.stream(
                        table.substring(table.indexOf("midrule"), table.indexOf("  all & "))
                                .split("\n"))
                .filter(line -> line.contains(" & "))
                .mapToDouble(
                        line ->
                                Double.parseDouble(
                                        line.substring(line.lastIndexOf("& ") + 2)
                                                .replace("\\\\", "")
                                                .strip()))
                .sum();
    }
}
