package org.heddle.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Verdict;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.derive.Step;
import org.heddle.rules.derive.UnusedLaws;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.law.Rewrite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Packs: what is read, what is refused, where laws match, and that using them ends.
final class PackTest {
    private static final String HEAD = "f(a: f32[i], b: f32[i]) -> r; ";

    private static String pack(String left, String right, String use) {
        return """
                { "format": "heddle-pack/1", "name": "p", "rules": [
                  { "name": "one", "law": "left = right", "left": "%s", "right": "%s", "use": "%s" }] }
                """
                .formatted(left, right, use);
    }

    private static Diagram diagram(String text) throws DiagnosticException {
        return TextReader.read(new SourceText("d.hd", text)).orThrow();
    }

    private static Pack read(String json) throws DiagnosticException {
        return Pack.checked(new SourceText("p.json", json));
    }

    private static Derivation derive(String text, String json) throws Exception {
        Diagram diagram = diagram(text);
        Sizes sizes = SizeBinder.bind(diagram, Map.of("i", 16L));
        return Deriver.derive(
                diagram, sizes, HardwareReader.shipped("cpu").orElseThrow(), read(json).rules());
    }

    private static String root(String given) {
        return """
                { "format": "heddle-pack/1", "name": "p", "rules": [
                  { "name": "positive-root", "law": "sqrt(a·a) = a", "use": "cost"%s,
                    "left": "f(a: f32[i]) -> r; r[i] = sqrt(a[i] * a[i])",
                    "right": "f(a: f32[i]) -> r; r[i] = a[i]" }] }
                """
                .formatted(given);
    }

    /// A law of numbers of one sign is tried on such, and used where the sign follows from what computes them.
    @Test
    void whatIsDemandedOfInputsIsProven() throws Exception {
        DiagnosticException refused =
                catchThrowableOfType(DiagnosticException.class, () -> read(root("")));
        assertThat(refused.diagnostics().getFirst().code()).isEqualTo(Code.R713);
        String law = root(", \"given\": { \"a\": \">= 0\" }");
        assertThat(read(law).rules().getFirst().condition()).isEqualTo("a >= 0");
        assertThat(uses("E[i] = abs(X[i]); R[i] = sqrt(E[i] * E[i])", law)).isEqualTo(1);
        assertThat(uses("E[i] = sin(X[i]); R[i] = sqrt(E[i] * E[i])", law)).isZero();
        assertThat(uses("E[i] = -abs(X[i]); R[i] = sqrt(E[i] * E[i])", law)).isZero();
        assertThat(uses("E[i] = X[i] + 1; R[i] = sqrt(E[i] * E[i])", law)).isZero();
        assertThat(
                        catchThrowableOfType(
                                DiagnosticException.class,
                                () -> read(root(", \"given\": { \"a\": \"<= 0\" }"))))
                .isNotNull();
        String negative =
                root(", \"given\": { \"a\": \"<= 0\" }").replace("r[i] = a[i]\"", "r[i] = -a[i]\"");
        assertThat(uses("E[i] = -abs(X[i]); R[i] = sqrt(E[i] * E[i])", negative)).isEqualTo(1);
    }

    /// Above 0 is what maps make of exponentials, and of 1 and what is never negative.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "E[i] = exp(X[i])                          | 1",
                "E[i] = 1 + X[i] * X[i]                    | 1",
                "F[i] = exp(X[i]); E[i] = F[i] + abs(X[i]) | 1",
                "F[i] = sigmoid(X[i]); E[i] = sqrt(F[i])   | 1",
                "E[i] = max(X[i], 1)                       | 1",
                "E[i] = abs(X[i])                          | 0",
                "E[i] = X[i] * X[i]                        | 0",
                "E[i] = exp(X[i]) + X[i]                   | 0",
                "E[i] = X[i] - 1                           | 0"
            })
    void strictDemandsAreProven(String inputs, long uses) throws Exception {
        String law =
                """
                { "format": "heddle-pack/1", "name": "p", "rules": [
                  { "name": "positive-root", "law": "[a > 0]·b = b", "use": "cost", "given": { "a": "%s" },
                    "left": "f(a: f32[i], b: f32[i]) -> r; r[i] = where(a[i] > 0, b[i] * b[i], 0)",
                    "right": "f(a: f32[i], b: f32[i]) -> r; r[i] = b[i] * b[i]" }] }
                """;
        String body = inputs + "; R[i] = 2 + where(E[i] > 0, X[i] * X[i], 0)";
        assertThat(uses(body, law.formatted("> 0"))).isEqualTo(uses);
        DiagnosticException refused =
                catchThrowableOfType(DiagnosticException.class, () -> read(law.formatted(">= 0")));
        assertThat(refused.diagnostics().getFirst().code()).isEqualTo(Code.R713);
    }

    private static long uses(String body, String law) throws Exception {
        return derive("f(X: f32[i]) -> R; " + body, law).steps().stream()
                .filter(step -> step.rule().equals("positive-root"))
                .count();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ \"b\": \">= 0\" } | 'b' is no input of the law; it has [a]",
                "{ \"a\": \"> 1\" } | of 'a' it can be demanded that it is \">= 0\", \"<= 0\", \"> 0\", not \"> 1\"",
                "{ \"a\": 0 } | of 'a' it can be demanded",
                "[\"a >= 0\"] | 'given' is an object of inputs"
            })
    void wrongDemandsAreRefused(String given, String why) {
        DiagnosticException refused =
                catchThrowableOfType(
                        DiagnosticException.class, () -> read(root(", \"given\": " + given)));
        assertThat(refused.diagnostics().getFirst().code()).isEqualTo(Code.R712);
        assertThat(refused.diagnostics().getFirst().message()).contains(why);
    }

    /// A law of numbers holds within the functions of maps, of reductions and of scans.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "R[i] = 3 * sqrt(abs(X[i]) * abs(X[i]))",
                "R[i] = 3 * X[i]; S = sum[i](X[i] - sqrt(abs(X[i]) * abs(X[i])))",
                "R[i] = X[i] - 1; S = max[i](sqrt(tanh(abs(X[i])) * tanh(abs(X[i]))))",
                "R[i] = scan sum[i](X[i] * sqrt(abs(X[i]) * abs(X[i])))"
            })
    void aLawOfNumbersIsUsedWithinFunctions(String body) throws Exception {
        String given = root(", \"given\": { \"a\": \">= 0\" }");
        String outputs = body.contains("S = ") ? "R, S" : "R";
        Derivation derivation = derive("f(X: f32[i]) -> " + outputs + "; " + body, given);
        assertThat(derivation.steps()).extracting(Step::rule).contains("positive-root");
        assertThat(
                        Equality.compare(
                                derivation.source(),
                                derivation.result(),
                                Equality.Options.STANDARD))
                .isInstanceOf(Verdict.Equal.class);
    }

    /// `(|X|·X)·|X|` is no square, though in another order it has one: that may leave the range of its format. Of an unknown number the root of the square is its magnitude.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "R[i] = 1 + sqrt(X[i] * X[i])",
                "R[i] = 1 + sqrt(abs(X[i]) * abs(X[i] + 1))",
                "R[i] = 1 + sqrt(abs(X[i]) * X[i] * abs(X[i]))",
                "R[i] = 1 + sqrt(abs(X[i]) + abs(X[i]))"
            })
    void aLawOfNumbersIsNotUsedWhereItsLeftSideIsNotMet(String body) throws Exception {
        assertThat(uses(body, root(", \"given\": { \"a\": \">= 0\" }"))).isZero();
    }

    /// Who writes a law hears why nothing came of it.
    @Test
    void lawsThatAreNotUsedAreTold() throws Exception {
        String swap = pack(HEAD + "r[i] = a[i] - b[i]", HEAD + "r[i] = -b[i] + a[i]", "cost");
        Derivation met = derive("f(X: f32[i], Y: f32[i]) -> R; R[i] = X[i] - Y[i]", swap);
        assertThat(UnusedLaws.lines(met, read(swap).rules()))
                .containsExactly(
                        "the law 'one' was not used: met at R, where it lowers neither operations nor numbers moved");
        String log = HEAD + "r[i] = log(exp(a[i]) * (1 + exp(b[i])))";
        String apart = pack(log, HEAD + "r[i] = a[i] + log(1 + exp(b[i]))", "normalise");
        Derivation before =
                derive(
                        "f(X: f32[i], Y: f32[i]) -> R; R[i] = log(exp(X[i]) * (1 + exp(Y[i])))",
                        apart);
        assertThat(UnusedLaws.lines(before, read(apart).rules()))
                .containsExactly(
                        "the law 'one' was not used: met at R, which separate-logarithms rewrote");
        String given = root(", \"given\": { \"a\": \">= 0\" }");
        Derivation missed = derive("f(X: f32[i]) -> R; R[i] = sqrt(X[i] * X[i])", given);
        assertThat(UnusedLaws.lines(missed, read(given).rules()))
                .containsExactly(
                        "the law 'positive-root' was not used: its left side, with what is demanded of its inputs, is met nowhere");
        Derivation used =
                derive("f(X: f32[i]) -> R; R[i] = 1 + sqrt(abs(X[i]) * abs(X[i]))", given);
        assertThat(UnusedLaws.lines(used, read(given).rules())).isEmpty();
    }

    /// The example of the documentation is read, holds, and is used.
    @Test
    void theDocumentedPackIsUsed() throws Exception {
        String page = Files.readString(Path.of("../docs/rules/packs.md"));
        Matcher json = Pattern.compile("(?s)```json\n(.*?)```").matcher(page);
        assertThat(json.find()).isTrue();
        Derivation derivation =
                derive(
                        "g(x: f32[i], y: f32[i]) -> z; z[i] = y[i] * y[i] + x[i] * x[i] + x[i] * y[i] * 2",
                        json.group(1));
        assertThat(derivation.steps()).extracting(Step::rule).contains("square-of-sum");
    }

    @Test
    void aFalseLawIsRefusedWithAnInput() {
        DiagnosticException refused =
                catchThrowableOfType(
                        DiagnosticException.class,
                        () ->
                                read(
                                        pack(
                                                HEAD + "r[i] = max(a[i], b[i])",
                                                HEAD + "r[i] = where(a[i] > 0, a[i], b[i])",
                                                "cost")));
        assertThat(refused.diagnostics()).singleElement().matches(d -> d.code() == Code.R713);
        assertThat(refused.diagnostics().getFirst().message()).contains("on the left");
    }

    /// True but far from 0.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    r[i] = exp(a[i]) + b[i]                 ~ r[i] = exp(min(a[i], 80)) + b[i]
                    r[i] = exp(min(a[i], 80)) + b[i]        ~ r[i] = exp(a[i]) + b[i]
                    r[i] = where(a[i] > 1000000, 0, a[i]) * b[i] ~ r[i] = a[i] * b[i]
                    r[i] = min(a[i], 1000000) * b[i]        ~ r[i] = a[i] * b[i]
                    """)
    void aLawThatFailsFarFromZeroIsRefused(String left, String right) {
        DiagnosticException refused =
                catchThrowableOfType(
                        DiagnosticException.class,
                        () -> read(pack(HEAD + left, HEAD + right, "normalise")));
        assertThat(refused.diagnostics().getFirst().code()).isEqualTo(Code.R713);
    }

    /// True but for an empty axis.
    @Test
    void aLawThatFailsOnAnEmptyAxisIsRefused() {
        String head = "f(a: f32[i, x]) -> r; ";
        DiagnosticException refused =
                catchThrowableOfType(
                        DiagnosticException.class,
                        () ->
                                read(
                                        pack(
                                                head
                                                        + "p[i, x] = exp(a[i, x]); r[i] = max[x](p[i, x])",
                                                head + "m[i] = max[x](a[i, x]); r[i] = exp(m[i])",
                                                "cost")));
        assertThat(refused.diagnostics().getFirst().message()).contains("x=0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    "use": "cost"      ~ "use": "often"              ~ cost or normalise
                    "name": "one"      ~ "name": "One"               ~ is no name of a law
                    "law": "left       ~ "laws": "left               ~ unknown key 'laws'
                    heddle-pack/1      ~ heddle-pack/2               ~ the format is
                    r[i] = b[i] + a[i] ~ r[i] = b[j] + a[i]          ~ the right side is wrong
                    r[i] = a[i] + b[i] ~ r[i] = a[i] + a[i]          ~ the left side reads all inputs
                    """)
    void malformedPacksAreRefused(String from, String to, String why) {
        String good = pack(HEAD + "r[i] = a[i] + b[i]", HEAD + "r[i] = b[i] + a[i]", "cost");
        assertThat(good).contains(from);
        DiagnosticException refused =
                catchThrowableOfType(DiagnosticException.class, () -> read(good.replace(from, to)));
        assertThat(refused.diagnostics()).allMatch(d -> d.code() == Code.R712);
        assertThat(refused.diagnostics().getFirst().message()).contains(why);
    }

    /// Two laws that undo each other: no diagram is visited twice.
    @Test
    void normalisationsThatUndoEachOtherEnd() throws Exception {
        String both =
                """
                { "format": "heddle-pack/1", "name": "p", "rules": [
                  { "name": "there", "law": "-a = a·(-1)", "left": "%1$sr[i] = -a[i]", "right": "%1$sr[i] = a[i] * (0 - 1)", "use": "normalise" },
                  { "name": "back", "law": "a·(-1) = -a", "left": "%1$sr[i] = a[i] * (0 - 1)", "right": "%1$sr[i] = -a[i]", "use": "normalise" }] }
                """
                        .formatted("f(a: f32[i]) -> r; ");
        Derivation derivation = derive("g(x: f32[i]) -> z; z[i] = -x[i]", both);
        assertThat(derivation.steps().stream().filter(s -> s.rule().equals("there"))).hasSize(1);
    }

    /// Several axes play the part of one, and another is woven.
    @Test
    void axesMatchTogether() throws Exception {
        PatternRule rule =
                Pack.standard().rules().stream()
                        .filter(r -> r.name().equals("sum-of-offset"))
                        .findFirst()
                        .orElseThrow();
        Diagram diagram =
                diagram(
                        "g(A: f32[h, q, x, y], D: f32[h, q]) -> S; S[h, q] = sum[x, y](D[h, q] + A[h, q, x, y])");
        Rewrite rewrite = rule.apply(diagram, diagram.box("S")).orElseThrow();
        assertThat(rewrite.after().toString()).contains("|x| * |y|");
        Diagram other = diagram("g(A: f32[q, x], D: f32[x]) -> S; S[q] = sum[x](D[x] + A[q, x])");
        assertThat(rule.apply(other, other.box("S"))).isEmpty();
    }
}
