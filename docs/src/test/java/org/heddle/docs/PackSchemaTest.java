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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The JSON Schema of rule packs accepts the pack that ships and the documented one, and finds mistakes of structure.
final class PackSchemaTest {
    private static final Path ROOT = Checkout.here().root();
    private static final Path FOLDER =
            ROOT.resolve("diagram-rules/src/main/resources/org/heddle/rules/pack");

    private static List<String> mistakes(String pack) throws Exception {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(FOLDER.resolve("heddle-pack-1.schema.json")));
        return schema.validate(pack, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static String documented() throws Exception {
        Matcher json =
                Pattern.compile("(?s)```json\n(.*?)```")
                        .matcher(Files.readString(ROOT.resolve("docs/rules/packs.md")));
        assertThat(json.find()).isTrue();
        return json.group(1);
    }

    @Test
    void acceptsPacks() throws Exception {
        assertThat(mistakes(Files.readString(FOLDER.resolve("standard.json")))).isEmpty();
        assertThat(mistakes(documented())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cost\" > \"often\"",
                "\"law\" > \"laws\"",
                "pack/1 > pack/2",
                "square-of-sum > Square"
            })
    void findsMistakes(String change) throws Exception {
        String[] parts = change.split(" > ", -1);
        assertThat(documented()).contains(parts[0]);
        assertThat(mistakes(documented().replace(parts[0], parts[1]))).isNotEmpty();
    }
}
