package org.heddle.model.diagnose;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// The page of a diagnostic code: what is wrong, why that is a rule, the smallest file or command that gives it with what it
/// prints, and the same one mended.
///
/// ```
/// # E101: unknown wire
/// what is wrong
/// ## Why        ## Wrong (json, console)        ## Mended (json)        ## See also
/// ```
///
/// Pages are resources beside this class, one for each code, in Markdown.
///
/// @param markdown the whole page, ending in a line break
public record Page(Code code, String markdown) {

    /// The page of a code.
    public static Page of(Code code) {
        String name = "pages/" + code.name() + ".md";
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return new Page(code, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read resource " + name, e);
        }
    }

    /// What is wrong, in the page's first paragraph, on one line.
    public String summary() {
        List<String> lines = markdown.lines().toList();
        return lines.stream()
                .skip(1)
                .dropWhile(String::isBlank)
                .takeWhile(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
    }

    /// The page as it is read in a terminal: links are their texts.
    public String text() {
        return markdown.replaceAll("\\[([^\\]\\n]+)\\]\\([^)\\n]*\\.md\\)", "$1");
    }
}
