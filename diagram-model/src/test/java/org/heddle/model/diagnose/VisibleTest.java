package org.heddle.model.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// Nothing that a file says steers the terminal or hides from its reader.
class VisibleTest {
    private static final String HOSTILE =
            "a\u0000b\u001b[31mc\u007fd\u009be\u200bf\u202eg\u2066h\u2028i\ufeffj\ud800k\udb40\udc41l\nm";

    @Test
    void hiddenCharactersAreWrittenAsEscapes() {
        assertThat(Visible.of(HOSTILE))
                .isEqualTo(
                        "a\\u0000b\\u001B[31mc\\u007Fd\\u009Be\\u200Bf\\u202Eg\\u2066h\\u2028i\\uFEFFj\\uD800k\\uDB40\\uDC41l\\nm");
    }

    @Test
    void otherTextIsLeft() {
        String text = "S[h, q] = Q · K … — λ 漢字 é 𝔸 \\u202E";
        assertThat(Visible.of(text)).isEqualTo(text);
    }

    @Test
    void aDocumentMeansTheSame() {
        String document = JsonMapper.shared().writeValueAsString(List.of(HOSTILE, "漢\t字"));
        String shown = Visible.json(document);
        assertThat(shown).isEqualTo(Visible.of(shown)).contains("漢");
        assertThat(JsonMapper.shared().readTree(shown))
                .isEqualTo(JsonMapper.shared().readTree(document));
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "漢字, 4",
        "e\u0301, 1",
        "한글, 4",
        "🙂, 2",
        "𝔸, 1",
    })
    void columnsAreThoseOfATerminal(String text, int columns) {
        assertThat(Visible.columns(text)).isEqualTo(columns);
    }

    /// The caret stands under the `x`, whatever was escaped, wide or without width before it.
    @ParameterizedTest
    @CsvSource({
        "\u202e\u001b[2J x, 16",
        "漢字x, 4",
        "'\tx', 1",
        "e\u0301x, 1",
        "🙂🙂x, 4",
    })
    void theCaretStandsUnderItsCharacter(String line, int columns) {
        Position place = new Position("f", 1, line.indexOf('x') + 1);
        Diagnostic problem =
                Diagnostic.error(Code.E001, "no", new Location(Optional.of(place), ""));
        List<String> lines =
                DiagnosticPrinter.text(List.of(problem), _ -> Optional.of(line)).lines().toList();
        assertThat(lines.getLast()).isEqualTo("   | " + " ".repeat(columns) + "^");
        String quoted = lines.get(lines.size() - 2).substring(5);
        assertThat(Visible.columns(quoted.substring(0, quoted.indexOf('x')))).isEqualTo(columns);
        assertThat(quoted).isEqualTo(Visible.of(quoted));
    }

    @Test
    void namesOfFilesAndMessagesAreMadeVisible() {
        Position place = new Position("a\u001b]0;b.json", 7, 1);
        Diagnostic problem =
                Diagnostic.error(
                        Code.E101,
                        "no wire 'a\u202e'\nerror[E001]: forged",
                        new Location(Optional.of(place), ""),
                        "did you mean '\u0007'?");
        assertThat(DiagnosticPrinter.text(List.of(problem), _ -> Optional.empty()))
                .isEqualTo(
                        """
                        error[E101]: no wire 'a\\u202E'\\nerror[E001]: forged
                          --> a\\u001B]0;b.json:7:1
                           help: did you mean '\\u0007'?
                        """);
    }
}
