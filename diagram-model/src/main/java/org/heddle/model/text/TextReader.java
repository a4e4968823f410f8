package org.heddle.model.text;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.check.Checker;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.TextLines;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Library;
import org.heddle.model.syntax.Draft;
import org.heddle.model.syntax.Limits;

/// Reads a diagram in the text notation and checks it. Never throws, whatever the text: problems are values.
///
/// ```
/// product(A: f32[i, k], B: f32[k, j]) -> C
/// C[i, j] = A[i, k] * B[k, j]
/// ```
public final class TextReader {
    /// The name of a diagram whose text has no header.
    static final String DEFAULT_NAME = "diagram";

    private static final int WORDS_PER_VALUE = 4;

    private TextReader() {}

    public static ReadResult read(SourceText source) {
        return read(source, Limits.STANDARD);
    }

    /// Reads with other limits on the size of the text: four words for each value of JSON.
    public static ReadResult read(SourceText source, Limits limits) {
        Problems problems = new Problems();
        Draft draft = draft(source, limits, problems);
        if (!problems.hasErrors() || !draft.diagram().boxes().isEmpty()) {
            Checker.check(draft, problems);
        }
        Optional<Diagram> diagram =
                problems.hasErrors() ? Optional.empty() : Optional.of(draft.diagram());
        return ReadResult.inTextOrder(diagram, problems.list(), draft.map());
    }

    /// Reads without checking. Problems are added in the order found.
    public static Draft draft(SourceText source, Limits limits, Problems problems) {
        TextLines lines = new TextLines(source.file(), source.text());
        String text = source.text();
        if (text.length() > limits.characters()) {
            String message =
                    "the text has "
                            + text.length()
                            + " characters, "
                            + limits.characters()
                            + " are allowed";
            problems.error(Code.E010, message, lines.at(0, ""));
            text = "";
        } else if (text.isBlank()) {
            problems.error(Code.E002, "the text holds no diagram", lines.at(0, ""));
        }
        int words = limits.values() * WORDS_PER_VALUE;
        Lexer.Tokens tokens = new Lexer(text, lines, words, problems).read();
        SentenceParser parser =
                new SentenceParser(new Cursor(tokens), joinedNames(tokens), lines, problems);
        Sentence.Body body = parser.text();
        Set<String> holes = new LinkedHashSet<>();
        PlaceMap places = new PlaceMap(tokens.plain(), lines);
        Map<String, List<Monoid.User>> monoids = new LinkedHashMap<>();
        BodyBuilder.Context context = new BodyBuilder.Context(places, problems, holes, monoids);
        Diagram diagram = new BodyBuilder(body, "", Surroundings.NONE, context).build(DEFAULT_NAME);
        return new Draft(diagram, holes, monoids, places);
    }

    /// Names with `-` or `.` in them that the text or the library gives to boxes.
    private static Set<String> joinedNames(Lexer.Tokens tokens) {
        Set<String> names = new LinkedHashSet<>(Library.standard().names());
        for (Semiring semiring : Semiring.values()) {
            names.add(semiring.text());
        }
        List<Token> list = tokens.list();
        for (int i = 0; i + 1 < list.size(); i++) {
            if (list.get(i).isWord("def")) {
                var title =
                        Cursor.TITLE
                                .matcher(tokens.plain())
                                .region(list.get(i + 1).span().start(), tokens.plain().length());
                if (title.lookingAt()) {
                    names.add(title.group());
                }
            }
        }
        return names;
    }
}
