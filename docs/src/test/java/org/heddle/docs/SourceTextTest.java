package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.heddle.docs.Checkout.Module;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the text of the sources must and must not contain.
final class SourceTextTest {

    private static final int LINES_PER_FILE = 400;

    private static final Predicate<String> NAMES_AN_ALGORITHM =
            Pattern.compile("attention|softmax", Pattern.CASE_INSENSITIVE).asPredicate();
    private static final Predicate<String> NAMES_ATTENTION =
            Pattern.compile("attention", Pattern.CASE_INSENSITIVE).asPredicate();
    private static final Predicate<String> IS_COMMENT =
            Pattern.compile("^[^:]*:\\d+:\\s*(//|/?\\*)").asPredicate();

    private final Checkout checkout = Checkout.here();

    @ParameterizedTest
    @EnumSource(names = {"DIAGRAM_RULES", "GPU_BACKEND"})
    void codeKnowsNoNamedAlgorithm(Module module) {
        assertThat(
                        checkout.mainJava(module).stream()
                                .flatMap(checkout::numberedLines)
                                .filter(NAMES_AN_ALGORITHM.and(IS_COMMENT.negate())))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ATTENTION_KERNELS")
    void attentionIsNamedInItsOwnModuleOnly(Module module) {
        assertThat(
                        checkout.mainFiles(module).stream()
                                .flatMap(checkout::numberedLines)
                                .filter(NAMES_ATTENTION))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DIAGRAM_MODEL", "DIAGRAM_RULES", "GPU_BACKEND", "CLI"})
    void testsDoNotNameAttentionEither(Module module) {
        List<Path> tests = checkout.testJava(module);
        assertThat(tests).as("tests of %s", module).isNotEmpty();
        assertThat(tests.stream().flatMap(checkout::numberedLines).filter(NAMES_ATTENTION))
                .isEmpty();
    }

    /// The searches above find what they look for, and let comments pass.
    @ParameterizedTest
    @ValueSource(strings = {"var softmax = 1;", "rule(\"Attention\"); // named"})
    void searchFindsCode(String line) {
        assertThat("A.java:7: " + line).matches(NAMES_AN_ALGORITHM.and(IS_COMMENT.negate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"// softmax", "    /// softmax", "/** softmax", "     * softmax"})
    void searchLetsCommentsPass(String line) {
        assertThat("A.java:7: " + line).matches(IS_COMMENT);
    }

    @Test
    void everyPackageIsExplained() {
        List<Path> java = checkout.allMainJava();
        Stream<Path> unexplained =
                java.stream()
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !Files.exists(folder.resolve("package-info.java")));
        assertThat(unexplained.map(checkout::relative))
                .as("packages without a package-info.java")
                .isEmpty();
    }

    @Test
    void everyFileIsOneIdea() {
        assertThat(
                        checkout.allMainJava().stream()
                                .filter(file -> Checkout.linesOf(file).size() > LINES_PER_FILE)
                                .map(checkout::relative))
                .as("files of more than %d lines", LINES_PER_FILE)
                .isEmpty();
    }
}
