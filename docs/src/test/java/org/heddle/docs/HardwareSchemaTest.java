package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema of hardware descriptions accepts those that ship, as they are and as they are written, and the documented one, and finds mistakes of structure. The
/// page tells of every key.
final class HardwareSchemaTest {
    private static final Path ROOT = Checkout.here().root();
    private static final Path FOLDER =
            ROOT.resolve("diagram-rules/src/main/resources/org/heddle/rules/hardware");
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(HardwareReader.schema());

    static List<String> names() {
        return HardwareReader.shipped();
    }

    private static List<String> mistakes(String description) {
        return SCHEMA.validate(description, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static String page() throws Exception {
        return Files.readString(ROOT.resolve("docs/hardware.md"));
    }

    private static String documented() throws Exception {
        Matcher json = Pattern.compile("(?s)```json\n(.*?)```").matcher(page());
        assertThat(json.find()).isTrue();
        return json.group(1);
    }

    @ParameterizedTest
    @MethodSource("names")
    void acceptsWhatShips(String name) throws Exception {
        assertThat(mistakes(Files.readString(FOLDER.resolve(name + ".json")))).isEmpty();
        Hardware hardware = HardwareReader.shipped(name).orElseThrow();
        assertThat(mistakes(HardwareReader.write(hardware))).isEmpty();
    }

    @Test
    void everyFileShips() throws Exception {
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(file -> !file.endsWith(".schema.json"))
                    .map(file -> file.replace(".json", ""))
                    .containsExactlyInAnyOrderElementsOf(names());
        }
    }

    @Test
    void acceptsTheDocumentedOne() throws Exception {
        assertThat(mistakes(documented())).isEmpty();
        Hardware hardware = HardwareReader.parse(documented(), "docs/hardware.md");
        assertThat(hardware.local().name()).isEqualTo("shared");
        assertThat(page()).contains("--hardware " + hardware.name() + ".json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"units\": 82, > ",
                "\"units\": 82 > \"units\": 0",
                "\"GROUP\" > \"BLOCK\"",
                "\"matrix\" > \"tensor\"",
                "hardware/1 > hardware/2",
                "\"step\" > \"by\"",
                "\"f32\" > \"f31\"",
                "\"threads\": 32 > \"threads\": \"a warp\"",
                "\"threads are scalar\" > \"\""
            })
    void findsMistakes(String change) throws Exception {
        String[] parts = change.split(" > ", -1);
        assertThat(documented()).contains(parts[0]);
        assertThat(mistakes(documented().replace(parts[0], parts[1]))).isNotEmpty();
    }

    @Test
    void thePageTellsOfEveryKey() throws Exception {
        JsonNode schema = JsonMapper.shared().readTree(HardwareReader.schema());
        String page = page();
        for (JsonNode properties : schema.findValues("properties")) {
            for (String key : properties.propertyNames()) {
                assertThat(page).contains("`" + key + "`");
            }
        }
    }
}
