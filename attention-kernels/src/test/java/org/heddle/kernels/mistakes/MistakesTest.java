package org.heddle.kernels.mistakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.kernels.Catalogue;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Position;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.model.text.TextWriter;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every deliberate mistake in the catalogue is told at its line; what is accepted is a diagram by the language.
class MistakesTest {
    private static final Map<Kind, List<Mutant>> MUTANTS =
            Catalogue.names().stream()
                    .flatMap(MistakesTest::mutants)
                    .collect(
                            Collectors.groupingBy(
                                    Mutant::kind,
                                    () -> new EnumMap<>(Kind.class),
                                    Collectors.toList()));

    private static Stream<Mutant> mutants(String name) {
        SourceText source = Catalogue.find(name).orElseThrow();
        Diagram diagram = DiagramReader.read(source).diagram().orElseThrow();
        SourceText notation = new SourceText(name + ".hd", TextWriter.write(diagram));
        return Stream.concat(
                Mistakes.of(new Page(source)).stream(),
                Mistakes.ofNotation(new Page(notation)).stream());
    }

    private static List<Diagnostic> errors(Mutant mutant) {
        SourceText source = new SourceText(mutant.file(), mutant.text());
        ReadResult result =
                mutant.file().endsWith(".hd")
                        ? TextReader.read(source)
                        : DiagramReader.read(source);
        return result.diagnostics().stream().filter(Diagnostic::isError).toList();
    }

    private static int line(Diagnostic diagnostic) {
        return diagnostic.where().position().map(Position::line).orElse(0);
    }

    @ParameterizedTest
    @EnumSource
    void isToldAtItsLine(Kind kind) {
        for (Mutant mutant : MUTANTS.getOrDefault(kind, List.of())) {
            List<Diagnostic> errors = errors(mutant);
            String which = mutant.file() + ", " + mutant.what() + "\n" + errors;
            if (mutant.isValid()) {
                assertThat(errors).as(which).isEmpty();
            } else {
                assertThat(errors)
                        .as(which)
                        .anyMatch(
                                error ->
                                        mutant.codes().contains(error.code())
                                                && mutant.lines().contains(line(error)));
            }
        }
    }

    @Test
    void whatIsAcceptedSaysWhy() {
        MUTANTS.forEach(
                (kind, mutants) ->
                        assertThat(mutants)
                                .as(kind.name())
                                .allMatch(mutant -> mutant.isValid() != kind.whyValid().isEmpty()));
    }

    /// How many mistakes there are of each kind, and the codes that they get.
    @Test
    void everyKindIsMade() {
        StringBuilder table =
                new StringBuilder(
                        "| kind | what was done | mutants | told as |\n| --- | --- | --- | --- |\n");
        int invalid = 0;
        int valid = 0;
        for (Kind kind : Kind.values()) {
            List<Mutant> mutants = MUTANTS.getOrDefault(kind, List.of());
            TreeSet<String> codes = new TreeSet<>();
            mutants.forEach(mutant -> mutant.codes().forEach(code -> codes.add(code.name())));
            String told =
                    kind.whyValid().isEmpty()
                            ? String.join(", ", codes)
                            : "accepted: " + kind.whyValid();
            table.append("| ")
                    .append(kind)
                    .append(" | ")
                    .append(kind.what())
                    .append(" | ")
                    .append(mutants.size())
                    .append(" | ")
                    .append(told)
                    .append(" |\n");
            invalid += kind.whyValid().isEmpty() ? mutants.size() : 0;
            valid += kind.whyValid().isEmpty() ? 0 : mutants.size();
        }
        table.append('\n')
                .append(invalid)
                .append(" mistakes told at their lines, ")
                .append(valid)
                .append(" changes accepted for the reasons given.\n");
        Golden.check(MistakesTest.class, "mistakes.md", table.toString());
        assertThat(MUTANTS.keySet()).containsExactly(Kind.values());
    }
}
