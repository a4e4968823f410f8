package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heddle.kernels.Catalogue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The programs for which pictures are written take them, where they are installed.
final class TypesetTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"logsumexp-derivation", "cumulative-sum", "ssymv", "forward-step"})
    void latexMakesOnePage(String name) throws Exception {
        Path file = folder.resolve("picture.tex");
        assertThat(heddle("draw", name, "-q", "-o", file.toString()).exit()).isZero();
        String log = run("pdflatex", "-interaction=nonstopmode", "-halt-on-error", file.toString());
        assertThat(log).contains("(1 page").doesNotContain("Missing character");
    }

    /// With the packages that the first line names, and no others.
    @ParameterizedTest
    @ValueSource(strings = {"matmul", "retention", "linear-recurrence", "syprd"})
    void latexSetsCosts(String name) throws Exception {
        Cli cost = heddle("cost", name, "-q", "--latex", "--hardware", "h200");
        String packages = cost.out().lines().findFirst().orElseThrow().replace("% ", "");
        Path file = folder.resolve("cost.tex");
        Files.writeString(
                file,
                "\\documentclass{article}\n"
                        + packages
                        + "\n\\begin{document}\n"
                        + cost.out()
                        + "\\end{document}\n");
        String log = run("pdflatex", "-interaction=nonstopmode", "-halt-on-error", file.toString());
        assertThat(log).doesNotContain("Missing character");
    }

    @Test
    void graphvizDrawsTheWholeCatalogue() throws Exception {
        StringBuilder graphs = new StringBuilder();
        for (String name : Catalogue.names()) {
            Path file = folder.resolve("one.dot");
            assertThat(heddle("draw", name, "-q", "-o", file.toString()).exit()).isZero();
            graphs.append(Files.readString(file));
        }
        Path all = Files.writeString(folder.resolve("all.dot"), graphs.toString());
        String svg = run("dot", "-Tsvg", all.toString());
        assertThat(svg.split("</svg>", -1)).hasSize(Catalogue.names().size() + 1);
        assertThat(svg).doesNotContain("Error:", "Warning:");
    }

    /// What a program prints; the test is skipped where there is none.
    private String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder(List.of(command))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            String reason = "[SKIP] no " + command[0] + ": its pictures are not tried";
            System.out.println(reason);
            Assumptions.abort(reason);
            throw e;
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
