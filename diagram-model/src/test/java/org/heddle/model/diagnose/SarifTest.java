package org.heddle.model.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the schema of SARIF 2.1.0 demands of a log, and what a reader needs to show a problem in its place.
final class SarifTest {
    private static final Diagnostic LOCATED =
            Diagnostic.error(
                    Code.E101,
                    "box 'S' reads wire 'q', which does not exist",
                    new Location(
                            Optional.of(new Position("a dir/bad.json", 7, 32)), "/boxes/0/in/0"),
                    "did you mean 'Q'?");

    private static final Diagnostic POINTED =
            Diagnostic.warning(Code.E214, "axis 'k' is never used", Location.at("/axes/k"));

    private static final Diagnostic NOWHERE =
            Diagnostic.error(Code.D901, "no hardware is called 'h20'", Location.DOCUMENT);

    private static final JsonNode LOG =
            JsonMapper.shared()
                    .readTree(Sarif.write(List.of(LOCATED, POINTED, NOWHERE, POINTED), "1.2.3"));

    @Test
    void theLogHasWhatTheSchemaRequires() {
        assertThat(LOG.get("version").asString()).isEqualTo("2.1.0");
        assertThat(LOG.get("$schema").asString()).contains("sarif-2.1.0");
        assertThat(LOG.get("runs").size()).isEqualTo(1);
        JsonNode run = LOG.get("runs").get(0);
        assertThat(run.get("columnKind").asString()).isEqualTo("utf16CodeUnits");
        JsonNode driver = run.get("tool").get("driver");
        assertThat(driver.get("name").asString()).isEqualTo("heddle");
        assertThat(driver.get("version").asString()).isEqualTo("1.2.3");
        assertThat(driver.get("rules"))
                .allSatisfy(
                        rule -> {
                            for (String text :
                                    List.of("shortDescription", "fullDescription", "help")) {
                                assertThat(rule.get(text).get("text").asString()).isNotBlank();
                            }
                            Code code = Code.valueOf(rule.get("id").asString());
                            assertThat(rule.get("help").get("markdown").asString())
                                    .isEqualTo(Page.of(code).markdown());
                        });
    }

    @Test
    void everyResultHasMessageLevelAndItsRule() {
        JsonNode run = LOG.get("runs").get(0);
        JsonNode rules = run.get("tool").get("driver").get("rules");
        assertThat(rules.size()).as("each code once").isEqualTo(3);
        assertThat(run.get("results").size()).isEqualTo(4);
        assertThat(run.get("results"))
                .allSatisfy(
                        result -> {
                            assertThat(result.get("message").get("text").asString()).isNotBlank();
                            assertThat(result.get("level").asString())
                                    .isIn("error", "warning", "note");
                            assertThat(rules.get(result.get("ruleIndex").asInt()).get("id"))
                                    .isEqualTo(result.get("ruleId"));
                        });
    }

    @Test
    void placesAreOneBasedAndFilesAreUris() {
        JsonNode location = result(0).get("locations").get(0);
        JsonNode physical = location.get("physicalLocation");
        String uri = physical.get("artifactLocation").get("uri").asString();
        assertThat(URI.create(uri).getPath()).isEqualTo("a dir/bad.json");
        assertThat(physical.get("region").get("startLine").asInt()).isEqualTo(7);
        assertThat(physical.get("region").get("startColumn").asInt()).isEqualTo(32);
        assertThat(pointer(location)).isEqualTo("/boxes/0/in/0");
        assertThat(result(0).get("message").get("text").asString())
                .isEqualTo(LOCATED.message() + "\nhelp: did you mean 'Q'?");
    }

    /// SARIF 2.1.0, 3.4.3: an artifact location is a valid URI reference (RFC 3986).
    @ParameterizedTest
    @CsvSource({
        "a dir/bad.json, a%20dir/bad.json",
        "/tmp/a b.hd, file:///tmp/a%20b.hd",
        "//tmp/x.hd, file:////tmp/x.hd",
        "1:b.hd, ./1:b.hd",
        "é.hd, %C3%A9.hd",
        "<stdin>, %3Cstdin%3E",
        "a%20b#c?.hd, a%2520b%23c%3F.hd",
        "dir\\x.hd, dir/x.hd"
    })
    void fileNamesAreUriReferences(String file, String uri) {
        Location where = new Location(Optional.of(new Position(file, 1, 1)), "");
        JsonNode log =
                JsonMapper.shared()
                        .readTree(
                                Sarif.write(List.of(Diagnostic.error(Code.E002, "m", where)), "1"));
        JsonNode result = log.get("runs").get(0).get("results").get(0);
        JsonNode location = result.get("locations").get(0);
        assertThat(location.get("physicalLocation").get("artifactLocation").get("uri").asString())
                .isEqualTo(uri)
                .satisfies(URI::create);
        assertThat(location.has("logicalLocations")).isFalse();
    }

    @Test
    void withoutATextThereIsThePointerOrNothing() {
        JsonNode location = result(1).get("locations").get(0);
        assertThat(location.get("physicalLocation")).isNull();
        assertThat(pointer(location)).isEqualTo("/axes/k");
        assertThat(result(2).get("locations").size()).isZero();
    }

    @Test
    void nothingWrongIsALogWithoutResults() {
        JsonNode run = JsonMapper.shared().readTree(Sarif.write(List.of(), "1")).get("runs").get(0);
        assertThat(run.get("results").isArray()).isTrue();
        assertThat(run.get("results").size()).isZero();
    }

    private static JsonNode result(int index) {
        return LOG.get("runs").get(0).get("results").get(index);
    }

    private static String pointer(JsonNode location) {
        return location.get("logicalLocations").get(0).get("fullyQualifiedName").asString();
    }
}
