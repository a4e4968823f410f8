package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Npy;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `run` and `eval` on real files.
final class ArraysTest {
    @TempDir private Path folder;

    private Path diagram;
    private Tensor a;
    private Tensor b;

    @BeforeEach
    void write() throws Exception {
        diagram = Files.writeString(folder.resolve("product.json"), Cli.PRODUCT);
        a = Tensor.random(DType.F32, List.of(3L, 5L), 1, Distribution.NORMAL);
        b = Tensor.random(DType.F64, List.of(5L, 2L), 2, Distribution.NORMAL);
        Npy.write(folder.resolve("a.npy"), a);
        Npy.write(folder.resolve("b.npy"), b);
    }

    private String in(String aFile, String bFile) {
        return "A=" + folder.resolve(aFile) + ",B=" + folder.resolve(bFile);
    }

    private Cli run(String in, String... more) {
        return heddle(
                Stream.concat(
                                Stream.of(
                                        "run",
                                        diagram.toString(),
                                        "--device",
                                        "interp",
                                        "--in",
                                        in,
                                        "--out",
                                        folder.resolve("out").toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void runTakesSizesFromTheArraysAndRoundsToTheWires() throws Exception {
        Cli cli = run(in("a.npy", "b.npy"));
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.err()).contains("device interp", "input B: f64 converted to f32");
        assertThat(cli.out()).isEqualTo(folder.resolve("out").resolve("C.npy") + "  f32[3, 2]\n");
        assertProduct(Npy.read(folder.resolve("out").resolve("C.npy")), 1e-6);
        assertThat(Cli.namesIn(folder.resolve("out"))).hasSize(1);
    }

    @Test
    void evalWritesTheReferenceInF64() throws Exception {
        String[] arguments = {
            "eval",
            diagram.toString(),
            "--in",
            "A=" + folder.resolve("a.npy"),
            "--in",
            "B=" + folder.resolve("b.npy"),
            "--out",
            folder.toString(),
            "--json"
        };
        Cli cli = heddle(arguments);
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.json().get("outputs").get(0).get("dtype").asString()).isEqualTo("f64");
        assertProduct(Npy.read(folder.resolve("C.npy")), 1e-14);
    }

    private void assertProduct(Tensor c, double tolerance) {
        assertThat(c.shape()).containsExactly(3L, 2L);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                double sum = 0;
                for (int k = 0; k < 5; k++) {
                    sum += a.at(i, k) * (float) b.at(k, j);
                }
                assertThat(c.at(i, j)).isCloseTo(sum, within(tolerance));
            }
        }
    }

    @Test
    void arraysThatContradictEachOtherAreNamed() throws Exception {
        Npy.write(folder.resolve("wrong.npy"), Tensor.allocate(DType.F32, List.of(4L, 2L)));
        assertRefused(run(in("a.npy", "wrong.npy")), "axis 'k' is 5", "and 4 by", "wrong.npy");
        assertRefused(
                run(in("a.npy", "b.npy"), "--size", "i=7"), "axis 'i' is 7 by --size, and 3 by");
    }

    @Test
    void arraysOfAnotherRankAreNamed() throws Exception {
        Npy.write(folder.resolve("wrong.npy"), Tensor.allocate(DType.F32, List.of(5L)));
        assertRefused(run(in("a.npy", "wrong.npy")), "has shape [5]", "B: f32[k, j]");
    }

    @Test
    void valuesThatDoNotFitAreNamed() throws Exception {
        Tensor big = Tensor.of(DType.F64, List.of(5L, 1L), new double[] {1, 2, 1e300, 4, 5});
        Npy.write(folder.resolve("big.npy"), big);
        assertRefused(
                run(in("a.npy", "big.npy")),
                "element 2 is 1.0E300, which f32 of input B cannot hold");
    }

    @Test
    void filesThatAreNoArraysAreNamed() throws Exception {
        assertRefused(run(in("a.npy", "product.json")), "product.json", "not an .npy file");
        assertRefused(run(in("a.npy", "missing.npy")), "missing.npy", "there is no such file");
        assertRefused(
                run("A=" + folder.resolve("a.npy")),
                "no array for input B: f32[k, j]",
                "--in B=B.npy");
        assertRefused(run(in("a.npy", "b.npy") + ",X=x.npy"), "no input 'X'");
    }

    @Test
    void anOutputFolderThatIsAFileIsRefused() {
        Cli cli =
                heddle(
                        "run",
                        diagram.toString(),
                        "--device",
                        "interp",
                        "--in",
                        in("a.npy", "b.npy"),
                        "--out",
                        diagram.toString());
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).contains("it is a file, not a folder");
    }

    private void assertRefused(Cli cli, String... messages) {
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).contains(messages);
        assertThat(cli.out()).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /// Queries of one document of four: of the keys a half at most is read, whatever blocks are best for the machine at hand.
    @Test
    void comparePredictsForGivenInputs() throws Exception {
        Tensor keys = Tensor.allocate(DType.I32, List.of(8192L));
        for (int i = 0; i < 8192; i++) {
            keys.set(i, Math.floorDiv(i, 2048));
        }
        Tensor queries = Tensor.allocate(DType.I32, List.of(16L));
        for (int i = 0; i < 16; i++) {
            queries.set(i, 1);
        }
        Npy.write(folder.resolve("keys.npy"), keys);
        Npy.write(folder.resolve("queries.npy"), queries);
        String in = "a=" + folder.resolve("queries.npy") + ",b=" + folder.resolve("keys.npy");
        List<String> all =
                List.of(
                        "compare",
                        "-e",
                        Cli.DOCUMENTS,
                        "--device",
                        "interp",
                        "--size",
                        "q=16,x=8192",
                        "--json");
        long dense = read(heddle(all.toArray(String[]::new)));
        Cli given =
                heddle(Stream.concat(all.stream(), Stream.of("--in", in)).toArray(String[]::new));
        assertThat(read(given)).isLessThan(dense * 5 / 8);
        assertThat(given.json().get("given").valueStream().map(JsonNode::asString))
                .containsExactly("a", "b");
    }

    private static long read(Cli cli) {
        assertThat(cli.exit()).as(cli.err()).isZero();
        return cli.json()
                .get("comparisons")
                .get(0)
                .get("kernels")
                .get(0)
                .get("counted")
                .get("globalRead")
                .asLong();
    }

    @Test
    void compareNamesInputsThatAreNone() {
        Cli cli =
                heddle(
                        "compare",
                        "-e",
                        Cli.DOCUMENTS,
                        "--device",
                        "interp",
                        "--in",
                        "doc=" + folder.resolve("a.npy"));
        assertThat(cli.exit()).isEqualTo(Exit.WRONG);
        assertThat(cli.err()).contains("E602");
    }
}
