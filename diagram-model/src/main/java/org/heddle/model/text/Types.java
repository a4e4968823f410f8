package org.heddle.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Storage;
import org.heddle.model.diagram.Symmetry;

/// Parses what is said of a wire.
///
/// ```
/// declared ::= wire [ "[" [ axes ] "]" ] [ ":" type ]
/// type     ::= dtype [ "[" [ axes ] "]" ] { promise }
/// promise  ::= ( "symmetric" | "antisymmetric" ) "(" axes ")" | "storage" "(" format { "," format } ")"
/// format   ::= "dense" | "compressed" | "singleton" | "block" "(" integer ")"
/// ```
final class Types {
    private static final List<String> PROMISES = List.of("symmetric", "antisymmetric", "storage");
    private static final List<String> STORAGE =
            List.of("dense", "compressed", "singleton", "block(16)");

    private final Cursor cursor;

    Types(Cursor cursor) {
        this.cursor = cursor;
    }

    Sentence.Declared declared() throws Mistake {
        Named wire = cursor.name("a wire");
        Optional<Sentence.Type> type = Optional.empty();
        Span span = wire.span();
        if (cursor.peek().is("[")) {
            Span start = cursor.peek().span();
            List<Named> axes = cursor.names("[", "]", "an axis");
            Span all = axes.isEmpty() ? start : start.to(axes.getLast().span());
            type =
                    Optional.of(
                            new Sentence.Type(Optional.empty(), axes, List.of(), List.of(), all));
        }
        if (cursor.take(":")) {
            Sentence.Type written = type();
            type = Optional.of(type.isEmpty() ? written : joined(type.get(), written));
        }
        if (type.isPresent()) {
            span = span.to(type.get().span());
        }
        return new Sentence.Declared(wire, type, span);
    }

    private static Sentence.Type joined(Sentence.Type axes, Sentence.Type written) throws Mistake {
        if (!written.axes().isEmpty()) {
            throw new Mistake(
                    Code.E020,
                    "the axes are written twice",
                    written.axes().getFirst().span().start());
        }
        return new Sentence.Type(
                written.dtype(),
                axes.axes(),
                written.groups(),
                written.levels(),
                axes.span().to(written.span()));
    }

    Sentence.Type type() throws Mistake {
        Named format = cursor.name("a number format");
        DType dtype = dtype(format);
        List<Named> axes = cursor.peek().is("[") ? cursor.names("[", "]", "an axis") : List.of();
        Span span = axes.isEmpty() ? format.span() : format.span().to(axes.getLast().span());
        List<Sentence.Group> groups = new ArrayList<>();
        List<Sentence.Level> levels = new ArrayList<>();
        while (cursor.peek().kind() == Token.Kind.NAME) {
            Token word = cursor.peek();
            Optional<Symmetry.Kind> kind = kind(word.text());
            if (kind.isPresent()) {
                cursor.next();
                List<Named> group = cursor.names("(", ")", "an axis");
                groups.add(new Sentence.Group(kind.get(), group, word.span()));
            } else if (word.isWord("storage")) {
                cursor.next();
                levels.addAll(levels());
            } else {
                String message =
                        "expected symmetric, antisymmetric or storage, not '" + word.text() + "'";
                Named name = new Named(word.text(), word.span());
                throw Mistake.unknown(Code.E020, message, name, () -> PROMISES);
            }
        }
        return new Sentence.Type(Optional.of(dtype), axes, groups, levels, span);
    }

    DType dtype(Named format) throws Mistake {
        List<String> known = List.of(DType.values()).stream().map(DType::text).toList();
        return DType.named(format.text())
                .orElseThrow(
                        () ->
                                Mistake.unknown(
                                        Code.E104,
                                        "there is no number format '" + format.text() + "'",
                                        format,
                                        () -> known));
    }

    private static Optional<Symmetry.Kind> kind(String word) {
        for (Symmetry.Kind kind : Symmetry.Kind.values()) {
            if (kind.text().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private List<Sentence.Level> levels() throws Mistake {
        Span open = cursor.open("(", "behind 'storage'");
        List<Sentence.Level> levels = new ArrayList<>();
        do {
            Named name = cursor.name("a storage format");
            String text = name.text();
            if (cursor.peek().is("(")) {
                Span inner = cursor.open("(", "");
                text += "(" + cursor.next().text() + ")";
                cursor.close(")", inner);
            }
            Storage storage =
                    Storage.named(text)
                            .orElseThrow(
                                    () ->
                                            Mistake.unknown(
                                                    Code.E018,
                                                    "there is no storage format '"
                                                            + name.text()
                                                            + "'",
                                                    name,
                                                    () -> STORAGE));
            levels.add(new Sentence.Level(storage, name.span()));
        } while (cursor.take(","));
        cursor.close(")", open);
        return levels;
    }
}
