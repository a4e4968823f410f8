package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.kernels.Catalogue;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Names;
import org.heddle.model.expr.Fun;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramSchema;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.syntax.DiagramSyntax;
import org.heddle.testdata.RandomForms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The published JSON Schema accepts what the reader accepts, and finds mistakes of structure.
final class SchemaTest {
    private static final Path ROOT = Checkout.here().root();
    private static final Pattern JSON = Pattern.compile("(?ms)^```json\n(.*?)^```$");

    /// Codes of mistakes that a schema can see, where the text is JSON at all.
    private static final Set<String> STRUCTURE =
            Set.of("E005", "E006", "E007", "E008", "E013", "E018", "E105");

    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(DiagramSchema.text());

    private static List<String> mistakes(String diagram) {
        return SCHEMA.validate(diagram, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    static List<String> catalogue() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void acceptsTheCatalogue(String name) throws Exception {
        assertThat(mistakes(Catalogue.find(name).orElseThrow().text())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/language.md",
                "diagram-model/src/main/resources/org/heddle/model/diagnose/pages"
            })
    void acceptsEveryDiagramOfThePagesThatTheReaderAccepts(String where) throws Exception {
        int accepted = 0;
        for (String diagram : diagrams(ROOT.resolve(where))) {
            ReadResult result = DiagramReader.read(new SourceText("page", diagram));
            if (result.diagram().isPresent()) {
                assertThat(mistakes(diagram)).as(diagram).isEmpty();
                accepted++;
            }
        }
        assertThat(accepted).isPositive();
    }

    private static List<String> diagrams(Path where) throws IOException {
        List<String> diagrams = new ArrayList<>();
        try (Stream<Path> files = Files.walk(where)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Matcher block = JSON.matcher(Files.readString(file));
                while (block.find()) {
                    diagrams.add(block.group(1));
                }
            }
        }
        return diagrams.stream().filter(text -> text.contains("\"heddle/1\"")).toList();
    }

    @Test
    void acceptsTheLibrary() throws Exception {
        Path library = ROOT.resolve("diagram-model/src/main/resources/org/heddle/model/library");
        try (Stream<Path> files = Files.walk(library)) {
            List<Path> definitions = files.filter(f -> f.toString().endsWith(".json")).toList();
            assertThat(definitions).isNotEmpty();
            for (Path file : definitions) {
                assertThat(mistakes(Files.readString(file))).as(file.toString()).isEmpty();
            }
        }
    }

    /// What the schema rejects the reader rejects, too: all bad files, those of the newest forms among them, and whatever is
    /// drawn at random.
    @Test
    void rejectsNothingThatTheReaderAccepts() throws Exception {
        Path invalid = ROOT.resolve("test-data/invalid");
        int compared = 0;
        try (Stream<Path> files = Files.walk(invalid)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                if (file.getFileName().toString().startsWith("E0")) {
                    continue;
                }
                String text = Files.readString(file);
                if (DiagramReader.read(new SourceText("bad", text)).diagram().isPresent()) {
                    assertThat(mistakes(text)).as(file.toString()).isEmpty();
                    compared++;
                }
            }
        }
        assertThat(compared).as("files with warnings, or wrong once sizes are known").isPositive();
        for (long seed = 0; seed < 200; seed++) {
            String text = DiagramWriter.write(RandomForms.draw(seed, (int) (seed % 7)));
            assertThat(mistakes(text)).as(text).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("structural")
    void findsMistakesOfStructure(Path file) throws Exception {
        assertThat(mistakes(Files.readString(file, StandardCharsets.UTF_8))).isNotEmpty();
    }

    static Set<Path> structural() throws IOException {
        Path invalid = ROOT.resolve("test-data/invalid");
        try (Stream<Path> files = Files.walk(invalid)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(
                            file ->
                                    STRUCTURE.contains(
                                            file.getFileName().toString().substring(0, 4)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static final String SOUND =
            """
            { "format": "heddle/1", "name": "example", "$schema": "heddle-1.schema.json",
              "axes": { "i": 8, "j": null, "k": 2 }, "defaults": { "j": 4 },
              "wires": { "A": "f32[i, j]", "B": "f32[i, j]", "C": "f32[i, j]" },
              "inputs": ["A"], "outputs": ["C"],
              "monoids": { "total": { "state": { "n": "f32" }, "unit": { "n": 0 }, "merge": { "n": "n + n'" } } },
              "definitions": { "same": { "axes": {}, "wires": { "v": "f32[]", "y": "f32[]" }, "inputs": ["v"], "outputs": ["y"],
                "boxes": [ { "op": "map", "fn": "v -> v", "in": ["v"], "out": ["y"] } ] } },
              "boxes": [
                { "op": "reindex", "in": [{ "wire": "A[i - 1, j]", "fill": "-inf" }], "out": ["B"] },
                { "op": "scan", "monoid": "total", "over": ["j"], "in": ["B"], "out": ["C"] }
              ] }
            """;

    @Test
    void acceptsTheSoundDiagramOfWhichOthersAreMade() {
        assertThat(DiagramReader.read(new SourceText("sound", SOUND)).diagram()).isPresent();
        assertThat(mistakes(SOUND)).isEmpty();
    }

    static List<Arguments> replacements() {
        String longName = "n".repeat(129);
        return List.of(
                Arguments.of("\"fill\": \"-inf\"", "\"fill\": \"zero\""),
                Arguments.of("\"i\": 8", "\"i\": 1" + "0".repeat(30)),
                Arguments.of("{ \"j\": 4 }", "{ \"j\": 1" + "0".repeat(30) + " }"),
                Arguments.of("\"k\": 2", "\"" + longName + "\": 2"),
                Arguments.of("\"k\": 2", "\"exp\": 2"),
                Arguments.of("\"name\": \"example\"", "\"name\": \"" + longName + "\""),
                Arguments.of("\"same\"", "\"" + longName + "\""),
                Arguments.of("\"same\"", "\"map\""),
                Arguments.of("{ \"total\"", "{ \"logaddexp\""),
                Arguments.of("{ \"total\"", "{ \"sum\""),
                Arguments.of("\"monoid\": \"total\"", "\"monoid\": \"topk(k)\""),
                Arguments.of("\"monoid\": \"total\"", "\"monoid\": \"argmax\""),
                Arguments.of("\"heddle-1.schema.json\"", "1"));
    }

    @ParameterizedTest
    @MethodSource("replacements")
    void rejectsWhatTheReaderRejects(String sound, String wrong) {
        assertThat(SOUND).contains(sound);
        String text = SOUND.replace(sound, wrong);
        assertThat(DiagramReader.read(new SourceText("wrong", text)).diagram()).isEmpty();
        assertThat(mistakes(text)).isNotEmpty();
    }

    static Stream<String> words() {
        Stream<String> functions = Arrays.stream(Fun.values()).map(Fun::symbol);
        Stream<String> monoids =
                Stream.concat(
                        Arrays.stream(Monoid.Scalar.values()).map(Monoid::text),
                        Arrays.stream(Monoid.Extremum.values()).map(Monoid::text));
        Stream<String> others = Stream.of("inf", "nan", "topk", "logaddexp", "contract", "int");
        return Stream.concat(others, Stream.concat(functions, monoids))
                .filter(Names::isIdentifier)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("words")
    void knowsTheWordsThatNamesCannotBe(String word) {
        String text = SOUND.replace("\"k\": 2", "\"" + word + "\": 2");
        assertThat(mistakes(text).isEmpty()).isEqualTo(Names.reserved(word).isEmpty());
    }

    @Test
    void isOfTheFormatThatIsRead() {
        assertThat(DiagramSchema.text()).contains("\"const\": \"" + DiagramSyntax.FORMAT + "\"");
    }
}
