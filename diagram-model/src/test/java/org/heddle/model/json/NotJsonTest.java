package org.heddle.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A text that is no JSON is told at the word that is to blame, in words that say what to write.
final class NotJsonTest {
    private static Diagnostic only(String text) {
        List<Diagnostic> all = DiagramReader.read(new SourceText("t", text)).diagnostics();
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().code()).isEqualTo(Code.E001);
        return all.getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = { // ⏎ for the end of a line
                "{\"a\": NaN}         ~ 7  ~ 'NaN' is not a JSON value",
                "{\"a\": -Infinity}   ~ 7  ~ '-Infinity' is not a JSON value",
                "{\"a\": [1, inf]}    ~ 11 ~ 'inf' is not a JSON value",
                "{\"a\": 1, // no⏎}  ~ 10 ~ JSON has no comments",
                "{\"a\": /* no */ 1}  ~ 7  ~ JSON has no comments",
                "{\"a\": 1/2}         ~ 8  ~ JSON has no sign '/' here",
                "{ # no⏎}            ~ 3  ~ JSON has no comments",
                "{\"a\": 'x'}         ~ 7  ~ a string in single quotes",
                "{a: 1}               ~ 2  ~ 'a' stands without quotes",
                "{\"a\": True}        ~ 7  ~ 'True' stands without quotes",
                "{\"a\": 01}          ~ 7  ~ '01' is not a JSON number",
                "{\"a\": 1.}          ~ 7  ~ '1.' is not a JSON number",
                "{\"a\": .5}          ~ 7  ~ '.5' is not a JSON number",
                "{\"a\": +5}          ~ 7  ~ '+5' is not a JSON number",
                "{\"a\": 0x10}        ~ 7  ~ '0x10' is not a JSON number",
                "{\"a\" 1}            ~ 6  ~ a key has no colon behind it",
                "{\"a\": 1 \"b\": 2}  ~ 9  ~ no comma stands before '\"'",
                "[1 2]                ~ 4  ~ no comma stands before '2'",
                "{\"a\": 1,}          ~ 9  ~ a comma stands before '}'",
                "[1, 2, ]             ~ 8  ~ a comma stands before ']'",
                "{\"a\": }            ~ 7  ~ something is missing before '}'",
                "[1, , 2]             ~ 5  ~ something is missing before ','",
                "{\"a\": [1}}         ~ 9  ~ '}' stands where '[' is not closed",
                "]                    ~ 1  ~ ']' closes nothing",
                "{\"a\": \"x\ty\"}    ~ 9  ~ a string holds a control character",
                "{\"a\": \"x⏎y\"}    ~ 9  ~ a string goes on over the end of its line",
                "{\"a\": \"x\\qy\"}   ~ 9  ~ a backslash in a string stands before something that it does not escape"
            })
    void isToldAtTheWordToBlame(String text, int column, String message) {
        Diagnostic found = only(text.replace('⏎', '\n'));
        assertThat(found.message()).isEqualTo(message);
        Position at = found.where().position().orElseThrow();
        assertThat(at.column()).isEqualTo(column);
        assertThat(found.notes()).hasSize(1).noneMatch(String::isBlank);
    }

    @Test
    void numbersThatJsonLacksAreWrittenAsExpressions() {
        assertThat(only("{\"fill\": NaN}").notes().getFirst()).contains("\"nan\"", "\"-inf\"");
    }

    @Test
    void tellsWhereCommentsMayStand() {
        assertThat(only("{ // c\n}").notes().getFirst()).contains("the text notation has them: --");
    }

    @Test
    void aLongWordIsCut() {
        assertThat(only("[" + "x".repeat(5000) + "]").message()).hasSizeLessThan(100);
    }
}
