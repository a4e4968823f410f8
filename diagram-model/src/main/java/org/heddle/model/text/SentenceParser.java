package org.heddle.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.TextLines;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;

/// Parses the lines of a diagram. A line with a mistake is reported and passed over; what its left side says is kept.
///
/// ```
/// diagram    ::= [ header ] { sentence }                       apart by ends of lines or ";"
/// header     ::= [ title ] [ "[" axes "]" ] "(" [ declared { "," declared } ] ")" [ "->" names ]
/// sentence   ::= "axis" item { "," item } | "wire" declared { "," declared } | monoid | definition | line
/// item       ::= axis [ "=" size ] [ "default" integer ]
/// definition ::= "def" header "{" diagram "}"
/// monoid     ::= "monoid" title "{" { component ":" dtype "=" unit "merge" expression } "}"
/// line       ::= left { "," left } "=" term [ "@" [ title ] [ "(" names ")" ] ]
/// left       ::= read [ ":" type ]
/// ```
final class SentenceParser {
    private static final String BETWEEN = "between what is written and what is computed";
    private static final String POSITIONS = "positions stand in square brackets: y[i] = x[i]";

    private final Cursor cursor;
    private final Types types;
    private final TermParser terms;
    private final TextLines lines;
    private final Problems problems;

    SentenceParser(Cursor cursor, Set<String> known, TextLines lines, Problems problems) {
        this.cursor = cursor;
        this.types = new Types(cursor);
        this.terms = new TermParser(cursor, this, known);
        this.lines = lines;
        this.problems = problems;
    }

    /// A whole text.
    Sentence.Body text() {
        return body(cursor.peek().span(), Optional.empty(), List.of());
    }

    /// A diagram in braces.
    Sentence.Body braces() throws Mistake {
        return braces(Optional.empty(), List.of());
    }

    private Sentence.Body braces(Optional<Sentence.Header> header, List<String> holes)
            throws Mistake {
        Span start = cursor.peek().span();
        int outside = cursor.enterBraces();
        Sentence.Body body = body(start, header, holes);
        if (!cursor.peek().is("}")) {
            throw new Mistake(Code.E021, "'{' is never closed", start.start());
        }
        Span end = cursor.next().span();
        cursor.leaveBraces(outside);
        return new Sentence.Body(body.header(), body.sentences(), body.holes(), start.to(end));
    }

    private Sentence.Body body(
            Span start, Optional<Sentence.Header> given, List<String> givenHoles) {
        boolean braces = cursor.nesting() > 0;
        Optional<Sentence.Header> header = given;
        List<Sentence> sentences = new ArrayList<>();
        List<String> holes = new ArrayList<>(givenHoles);
        boolean first = given.isEmpty();
        while (cursor.peek().kind() != Token.Kind.END && !(braces && cursor.peek().is("}"))) {
            Token.Kind kind = cursor.peek().kind();
            if (kind == Token.Kind.LINE || kind == Token.Kind.SEMICOLON) {
                cursor.next();
                continue;
            }
            int nesting = cursor.nesting();
            boolean isHeader = first && isHeader();
            first = false;
            Token word = cursor.peek();
            try {
                if (isHeader) {
                    header = Optional.of(header());
                    if (cursor.peek().is("=")) {
                        throw cursor.unexpected("the end of the line", POSITIONS);
                    }
                    end(braces);
                } else {
                    Sentence sentence = sentence(holes);
                    sentences.add(sentence);
                    boolean damaged =
                            sentence instanceof Sentence.Line line && line.right().isEmpty();
                    if (!damaged) {
                        end(braces);
                    }
                }
            } catch (Mistake e) {
                report(e);
                holes.addAll(
                        isHeader
                                ? List.of("inputs", "outputs", "wires", "boxes", "over")
                                : lost(word));
                cursor.recover(nesting);
                if (!braces && cursor.peek().is("}")) {
                    cursor.next();
                }
            }
        }
        return new Sentence.Body(header, sentences, holes, start.to(cursor.peek().span()));
    }

    private void end(boolean braces) throws Mistake {
        if (!cursor.peek().endsSentence() || (!braces && cursor.peek().is("}"))) {
            throw cursor.unexpected("the end of the line");
        }
    }

    /// The sections in which something is missing where a sentence is not understood.
    private static List<String> lost(Token word) {
        return switch (word.text()) {
            case "axis" -> List.of("axes");
            case "def" -> List.of("definitions");
            case "monoid" -> List.of("monoids", "boxes");
            default -> List.of("wires", "boxes");
        };
    }

    private void report(Mistake e) {
        e.tell(problems, lines.at(e.offset(), ""));
    }

    /// Whether a title with parameters stands here.
    private boolean isHeader() {
        int at = cursor.titleLength();
        if (cursor.peek(at).is("[")) {
            OptionalInt close = cursor.closing(at);
            at = close.isPresent() ? close.getAsInt() + 1 : at;
        }
        return cursor.peek(at).is("(");
    }

    private Sentence.Header header() throws Mistake {
        Span start = cursor.peek().span();
        boolean untitled = cursor.peek().is("(") || cursor.peek().is("[");
        Optional<Named> title =
                untitled ? Optional.empty() : Optional.of(cursor.title("the name of a diagram"));
        List<Named> over = cursor.peek().is("[") ? cursor.names("[", "]", "an axis") : List.of();
        Span open = cursor.open("(", "behind the name of the diagram");
        List<Sentence.Declared> parameters = new ArrayList<>();
        if (!cursor.peek().is(")")) {
            do {
                parameters.add(types.declared());
            } while (cursor.take(","));
        }
        Span end = cursor.close(")", open);
        Optional<List<Named>> outputs = Optional.empty();
        if (cursor.take("->")) {
            List<Named> names = new ArrayList<>();
            boolean none = cursor.peek().endsSentence() || cursor.peek().is("{");
            while (!none) {
                names.add(cursor.name("an output wire"));
                end = names.getLast().span();
                none = !cursor.take(",");
            }
            outputs = Optional.of(names);
        }
        return new Sentence.Header(title, over, parameters, outputs, start.to(end));
    }

    private Sentence sentence(List<String> holes) throws Mistake {
        Token word = cursor.peek();
        Token second = cursor.peek(1);
        if (second.kind() == Token.Kind.NAME || second.kind() == Token.Kind.STRING) {
            switch (word.text()) {
                case "axis" -> {
                    cursor.next();
                    return axes();
                }
                case "wire" -> {
                    cursor.next();
                    return wires();
                }
                case "monoid" -> {
                    cursor.next();
                    return monoid();
                }
                case "def" -> {
                    cursor.next();
                    return definition();
                }
                default -> {}
            }
        }
        return line(holes);
    }

    private Sentence axes() throws Mistake {
        List<Sentence.Item> items = new ArrayList<>();
        do {
            Named axis = cursor.name("an axis");
            Optional<Token> number = Optional.empty();
            Optional<Term> size = Optional.empty();
            if (cursor.take("=")) {
                number = integer();
                size = number.isPresent() ? Optional.empty() : Optional.of(terms.term());
            }
            OptionalLong defaultSize = OptionalLong.empty();
            if (cursor.takeWord("default")) {
                Token value = cursor.peek();
                Token written =
                        integer().orElseThrow(() -> cursor.unexpected("an integer, the default"));
                defaultSize = OptionalLong.of(AxisSizes.integer(written, value.span()));
            }
            items.add(new Sentence.Item(axis, number, size, defaultSize));
        } while (cursor.take(","));
        return new Sentence.Axes(items);
    }

    /// An integer literal that is all of a size, with its sign.
    private Optional<Token> integer() {
        int sign = cursor.peek().is("-") ? 1 : 0;
        Token number = cursor.peek(sign);
        Token behind = cursor.peek(sign + 1);
        boolean alone = behind.endsSentence() || behind.is(",") || behind.isWord("default");
        if (number.kind() != Token.Kind.NUMBER || !alone) {
            return Optional.empty();
        }
        Span span = cursor.next().span();
        if (sign == 1) {
            cursor.next();
        }
        String text = (sign == 1 ? "-" : "") + number.text();
        return Optional.of(new Token(Token.Kind.NUMBER, text, span.to(number.span())));
    }

    private Sentence wires() throws Mistake {
        List<Sentence.Declared> declared = new ArrayList<>();
        do {
            declared.add(types.declared());
        } while (cursor.take(","));
        return new Sentence.Wires(declared);
    }

    private Sentence definition() throws Mistake {
        Sentence.Header header = header();
        Named name =
                header.title().orElseThrow(() -> cursor.unexpected("the name of a definition"));
        return new Sentence.Definition(name, braces(Optional.of(header), List.of()));
    }

    private Sentence monoid() throws Mistake {
        Named name = cursor.title("the name of a monoid");
        Span brace = cursor.peek().span();
        int outside = cursor.enterBraces();
        List<Monoid.Component> components = new ArrayList<>();
        while (!cursor.peek().is("}")) {
            Token.Kind kind = cursor.peek().kind();
            if (kind == Token.Kind.END) {
                throw new Mistake(Code.E021, "'{' is never closed", brace.start());
            }
            if (kind == Token.Kind.LINE || kind == Token.Kind.SEMICOLON) {
                cursor.next();
                continue;
            }
            try {
                components.add(component());
                if (!cursor.peek().endsSentence()) {
                    throw cursor.unexpected("the end of the line");
                }
            } catch (Mistake e) {
                cursor.skipBraces(); // what follows would be misread, too
                cursor.leaveBraces(outside);
                throw e;
            }
        }
        cursor.next();
        cursor.leaveBraces(outside);
        if (components.isEmpty()) {
            throw new Mistake(Code.E510, "the state has no component", name.span().start());
        }
        return new Sentence.OwnMonoid(name, new Monoid.User(name.text(), components));
    }

    private Monoid.Component component() throws Mistake {
        Named name = cursor.name("a component of the state");
        cursor.expect(":", "behind the component");
        DType dtype = types.dtype(cursor.name("a number format"));
        cursor.expect("=", "and the unit");
        Expr unit = Scalars.of(terms.term(), Code.E510);
        if (!cursor.takeWord("merge")) {
            throw cursor.unexpected("'merge' and how two states are merged");
        }
        Expr merge = Scalars.of(terms.term(), Code.E510);
        return new Monoid.Component(name.text(), dtype, unit, merge);
    }

    private Sentence line(List<String> holes) throws Mistake {
        List<Sentence.Left> left = new ArrayList<>();
        Span start = cursor.peek().span();
        do {
            left.add(left());
        } while (cursor.take(","));
        if (cursor.peek().is("(")) {
            throw cursor.unexpected("'=' " + BETWEEN, POSITIONS);
        }
        cursor.expect("=", BETWEEN);
        int nesting = cursor.nesting();
        try {
            Term right = terms.term();
            Optional<Named> name = Optional.empty();
            Optional<List<Named>> parameters = Optional.empty();
            if (cursor.take("@")) {
                name =
                        cursor.peek().is("(")
                                ? Optional.empty()
                                : Optional.of(cursor.title("the name of the box"));
                parameters =
                        cursor.peek().is("(")
                                ? Optional.of(cursor.names("(", ")", "a parameter"))
                                : Optional.empty();
            }
            if (!cursor.peek().endsSentence()) {
                throw cursor.unexpected("an operator or the end of the line");
            }
            return new Sentence.Line(
                    left, Optional.of(right), name, parameters, start.to(right.span()));
        } catch (Mistake e) {
            report(e);
            holes.add("boxes");
            cursor.recover(nesting);
            return new Sentence.Line(
                    left, Optional.empty(), Optional.empty(), Optional.empty(), start);
        }
    }

    private Sentence.Left left() throws Mistake {
        Named wire = cursor.name("a wire");
        boolean bare = !cursor.peek().is("[");
        Term.Read port =
                bare
                        ? new Term.Read(new Port(wire.text(), List.of()), true, wire.span())
                        : new Ports(cursor).read(wire);
        Optional<Sentence.Type> annotation = Optional.empty();
        Span span = port.span();
        if (cursor.take(":")) {
            Sentence.Type type = types.type();
            annotation = Optional.of(type);
            span = span.to(type.span());
        }
        return new Sentence.Left(port.port(), bare, annotation, span);
    }
}
