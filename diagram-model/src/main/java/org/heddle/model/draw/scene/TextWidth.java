package org.heddle.model.draw.scene;

/// Widths of characters, so that room for labels is known without a font.
///
/// The figures are those of a wide sans serif (DejaVu Sans), in hundredths of the font size. Narrower fonts, such as Helvetica or Arial, leave some room over.
public final class TextWidth {
    /// From the space to the tilde.
    private static final int[] REGULAR = {
        32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, // to /
        64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, // to ?
        100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, // to O
        60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, // to _
        50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, // to o
        63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84
    };

    private static final int OTHER = 84;
    private static final double BOLD = 1.12;

    private TextWidth() {}

    /// Width of a text in pixels.
    public static double of(String text, double fontSize, boolean bold) {
        double hundredths = text.codePoints().mapToDouble(TextWidth::hundredths).sum();
        return hundredths / 100 * fontSize * (bold ? BOLD : 1);
    }

    private static double hundredths(int character) {
        int index = character - ' ';
        return index >= 0 && index < REGULAR.length ? REGULAR[index] : OTHER;
    }
}
