package org.heddle.model.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosticPrinterTest {
    private static final Location PLACE =
            new Location(Optional.of(new Position("a.json", 2, 5)), "/wires/S");

    @Test
    void showsTheLineAndACaret() {
        Diagnostic d = Diagnostic.error(Code.E101, "no wire", PLACE, "first", "second");
        assertThat(DiagnosticPrinter.text(List.of(d), _ -> Optional.of("one\n\tabcdef\nthree")))
                .isEqualTo(
                        """
                        error[E101]: no wire
                          --> a.json:2:5 (/wires/S)
                           |
                         2 |  abcdef
                           |     ^
                           help: first
                           help: second
                        """);
    }

    @Test
    void doesWithoutTextOrPlace() {
        Diagnostic d = Diagnostic.warning(Code.E213, "idle", PLACE);
        Diagnostic e = Diagnostic.error(Code.E304, "no size", Location.at("/axes/q"));
        Diagnostic f = Diagnostic.error(Code.E010, "large", Location.DOCUMENT);
        assertThat(DiagnosticPrinter.text(List.of(d, e, f), _ -> Optional.empty()))
                .isEqualTo(
                        """
                        warning[E213]: idle
                          --> a.json:2:5 (/wires/S)

                        error[E304]: no size
                          --> (/axes/q)

                        error[E010]: large
                        """);
    }

    @Test
    void cutsLongLinesAroundTheCaret() {
        Location far = new Location(Optional.of(new Position("a.json", 1, 1001)), "");
        String line = "x".repeat(1000) + "!" + "y".repeat(1000);
        List<String> lines =
                DiagnosticPrinter.text(
                                List.of(Diagnostic.error(Code.E001, "m", far)),
                                _ -> Optional.of(line))
                        .lines()
                        .toList();
        assertThat(lines.get(3)).hasSizeLessThan(180);
        assertThat(lines.get(3).charAt(lines.get(4).indexOf('^'))).isEqualTo('!');
    }

    @Test
    void jsonQuotes() {
        Diagnostic d = Diagnostic.error(Code.E101, "a \"b\"\n\u0001", PLACE, "h");
        assertThat(DiagnosticPrinter.json(List.of(d)))
                .isEqualTo(
                        """
                        [
                          { "code": "E101", "title": "unknown wire", "severity": "error", "message": "a \\"b\\"\\n\\u0001", \
                        "file": "a.json", "line": 2, "column": 5, "pointer": "/wires/S", "notes": ["h"] }
                        ]
                        """);
        assertThat(DiagnosticPrinter.json(List.of())).isEqualTo("[]\n");
    }

    @Test
    void pointersAreEscaped() {
        assertThat(Location.step("a/b~c")).isEqualTo("/a~1b~0c");
    }
}
