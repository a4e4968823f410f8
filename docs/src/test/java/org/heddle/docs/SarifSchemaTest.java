package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Position;
import org.heddle.model.diagnose.Sarif;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.junit.jupiter.api.Test;

/// What `--diagnostics sarif` writes is valid by the schema of the OASIS committee for SARIF 2.1.0.
final class SarifSchemaTest {
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream text =
                Objects.requireNonNull(
                        SarifSchemaTest.class.getResourceAsStream(
                                "/schema/sarif-schema-2.1.0.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> mistakes(String log) {
        return SCHEMA
                .validate(
                        log,
                        InputFormat.JSON,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void everyBadFileGivesAValidLog() throws IOException {
        Path invalid = Checkout.here().root().resolve("test-data/invalid");
        try (Stream<Path> files = Files.walk(invalid)) {
            List<Path> found =
                    files.filter(file -> file.toString().matches(".*\\.(json|hd)"))
                            .sorted()
                            .toList();
            assertThat(found).hasSizeGreaterThan(100);
            for (Path file : found) {
                assertThat(mistakes(Sarif.write(problems(file), "1.2.3"))).as("%s", file).isEmpty();
            }
        }
    }

    private static List<Diagnostic> problems(Path file) throws IOException {
        try {
            SourceText source = SourceText.decode(file.toString(), Files.readAllBytes(file));
            return (file.toString().endsWith(".hd")
                            ? TextReader.read(source)
                            : DiagramReader.read(source))
                    .diagnostics();
        } catch (DiagnosticException e) {
            return e.diagnostics();
        }
    }

    @Test
    void everyCodeAndPlaceGivesAValidLog() {
        List<Location> places =
                List.of(
                        Location.DOCUMENT,
                        Location.at("/axes/a~1b"),
                        new Location(Optional.of(new Position("a dir/é:\\\"<%>.hd", 1, 1)), ""),
                        new Location(Optional.of(new Position("<stdin>", 7, 40_000)), "/boxes/0"));
        List<Diagnostic> all = new ArrayList<>();
        for (Location where : places) {
            Arrays.stream(Code.values())
                    .forEach(
                            code -> all.add(Diagnostic.error(code, "a \n message", where, "help")));
            all.add(Diagnostic.warning(Code.E213, "", where));
        }
        assertThat(mistakes(Sarif.write(all, "0.1.0-SNAPSHOT"))).isEmpty();
        assertThat(mistakes(Sarif.write(List.of(), "1"))).isEmpty();
    }

    /// A schema that accepts everything says nothing.
    @Test
    void whatIsNoLogIsRefused() {
        Location where = new Location(Optional.of(new Position("a.hd", 3, 5)), "/boxes/0");
        String log = Sarif.write(List.of(Diagnostic.error(Code.E101, "message", where)), "1");
        assertThat(mistakes(log)).isEmpty();
        for (String[] change :
                new String[][] {
                    {"\"version\" : \"2.1.0\"", "\"version\" : \"2.1.1\""},
                    {"\"tool\"", "\"tools\""},
                    {"\"startLine\" : 3", "\"startLine\" : 0"},
                    {"\"level\" : \"error\"", "\"level\" : \"fatal\""},
                    {"\"uri\" : \"a.hd\"", "\"uri\" : \"a b.hd\""},
                    {"\"ruleIndex\" : 0", "\"ruleIndex\" : -2"},
                    {"utf16CodeUnits", "bytes"},
                    {"\"message\"", "\"messages\""}
                }) {
            assertThat(log).contains(change[0]);
            assertThat(mistakes(log.replace(change[0], change[1]))).as(change[1]).isNotEmpty();
        }
    }
}
