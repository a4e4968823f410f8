package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.kernels.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What TeX would refuse, or would leave out, is not written.
final class CostLatexTest {
    private static final Pattern TABLE =
            Pattern.compile(
                    "\\\\begin\\{tabular}\\{([lr]+)}\n(.*?)\\\\end\\{tabular}", Pattern.DOTALL);

    /// Every third, all of them with `-Dheddle.soak`.
    static Stream<String> catalogue() {
        List<String> names = Catalogue.names();
        int step = Boolean.getBoolean("heddle.soak") ? 1 : 3;
        return IntStream.range(0, names.size()).filter(i -> i % step == 0).mapToObj(names::get);
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void isOfWhatTexKnows(String name) {
        String latex = latex(name);
        assertThat(latex).matches(Pattern.compile("\\p{ASCII}*", Pattern.DOTALL));
        latex.lines().forEach(CostLatexTest::assertBalanced);
        Matcher tables = TABLE.matcher(latex);
        int found = 0;
        while (tables.find()) {
            found++;
            int columns = tables.group(1).length();
            rows(tables.group(2)).forEach(row -> assertThat(row.split("&", -1)).hasSize(columns));
        }
        assertThat(found).isPositive();
    }

    /// Braces and parentheses pair, math mode ends where it begins, and what has a meaning of its own outside math is escaped.
    private static void assertBalanced(String line) {
        int depth = 0;
        boolean isMath = line.startsWith("\\[");
        boolean isName = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                isName = line.startsWith("\\mathrm{", i);
                i++;
            } else if (c == '{' || c == '(') {
                depth++;
            } else if (c == '}' || c == ')') {
                depth--;
                isName = false;
            } else if (c == '$') {
                isMath = !isMath;
                assertThat(depth).as(line).isZero();
            } else if (c == '_' || c == '^') {
                assertThat(isMath && !isName).as(line).isTrue();
            }
            assertThat(depth).as(line).isNotNegative();
        }
        assertThat(depth).as(line).isZero();
        assertThat(isMath).as(line).isEqualTo(line.startsWith("\\["));
    }

    private static List<String> rows(String table) {
        return table.lines().filter(line -> line.endsWith("\\\\")).toList();
    }

    private static String latex(String name) {
        Cli cost = heddle("cost", name, "--latex", "-q", "--hardware", "h200");
        assertThat(cost.exit()).as(cost.err()).isIn(0, 4);
        return cost.out();
    }

    /// What is left of blocks is a function of a formula; the numbers of the text are there, too.
    @Test
    void masksAreTypesetAndNumbersAreTold() {
        String latex = latex("retention");
        assertThat(latex)
                .contains("\\mathrm{left}(g_{q} \\, x)$")
                .contains("  column & $M$ of a group & read & written & FLOP & special \\\\\n")
                .containsPattern("\n  load Q & \\d+ & 1048576 &  &  &  ")
                .containsPattern(
                        "\n  \\\\midrule\n  all & \\d+ & \\d+ & \\d+ & \\d+ & \\d+ \\\\\\\\\n");
    }
}
