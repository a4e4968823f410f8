package org.heddle.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void columnsAreAlignedAndLongCellsWrapped() {
        Table table = new Table("  ").right("#").left("rule", 6).rest("why");
        table.row("1", "a long rule", "x");
        table.row("10", "b", "word ".repeat(30).strip());
        assertThat(table.toString().lines().map(String::stripTrailing))
                .startsWith(
                        "   #  rule    why",
                        "   1  a long  x",
                        "      rule",
                        "  10  b       " + "word ".repeat(17).strip())
                .allMatch(line -> line.length() <= Wrap.COLUMNS);
    }

    @Test
    void wordsBreakOnlyWhereTheyMust() {
        assertThat(Wrap.lines("one two three", 7)).containsExactly("one two", "three");
        assertThat(Wrap.lines("incomprehensible", 7)).containsExactly("incompr", "ehensib", "le");
        assertThat(Wrap.lines("a\n\nb", 7)).containsExactly("a", "", "b");
        assertThat(Wrap.lines("", 7)).containsExactly("");
    }

    @Test
    void codePointsCountOnce() {
        assertThat(Wrap.lines("𝛗𝛗𝛗 𝛗𝛗", 4)).containsExactly("𝛗𝛗𝛗", "𝛗𝛗");
    }

    @Test
    void quantitiesHaveThreeDigits() {
        assertThat(Quantity.bytes(0)).isEqualTo("0 B");
        assertThat(Quantity.bytes(999)).isEqualTo("999 B");
        assertThat(Quantity.bytes(999_999)).isEqualTo("1.00 MB");
        assertThat(Quantity.bytes(13_107_200)).isEqualTo("13.1 MB");
        assertThat(Quantity.seconds(0.00596)).isEqualTo("5.96 ms");
        assertThat(Quantity.seconds(0.9999)).isEqualTo("1.00 s");
        assertThat(Quantity.seconds(Double.NaN)).isEqualTo("–");
        assertThat(Quantity.exact(5_242_880)).isEqualTo("5,242,880");
        assertThat(Quantity.ratio(1.0801)).isEqualTo("1.08×");
        assertThat(Quantity.error(0)).isEqualTo("0");
        assertThat(Quantity.error(1.6e-6)).isEqualTo("1.6e-06");
    }
}
