package org.heddle.model.text;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Storage;
import org.heddle.model.diagram.Symmetry;

/// A line of the notation, as written.
///
/// ```
/// Sentence ::= Axes(items)          axis h default 8, d = 64, w = 2 * d + 1
///            | Wires(declared)      wire A: f64[i, j] symmetric(i, j)
///            | OwnMonoid(user)      monoid welford { n: f64 = 0 merge n + n' … }
///            | Definition(body)     def norm[x](v: f32[x]) -> y { … }
///            | Line(left, right)    P[q, x] = exp(S[q, x] - m[q])  @name(s, m)
/// ```
sealed interface Sentence {
    record Axes(List<Item> items) implements Sentence {}

    /// An axis and what it says of its size.
    ///
    /// @param size an integer as written, or an expression of axis names
    record Item(
            Named axis, Optional<Token> number, Optional<Term> size, OptionalLong defaultSize) {}

    record Wires(List<Declared> declared) implements Sentence {}

    /// A wire with what is said of it.
    record Declared(Named wire, Optional<Type> type, Span span) {}

    record Type(
            Optional<DType> dtype,
            List<Named> axes,
            List<Group> groups,
            List<Level> levels,
            Span span) {
        List<Symmetry> symmetries() {
            return groups.stream().map(Group::symmetry).toList();
        }

        List<Storage> storage() {
            return levels.stream().map(Level::storage).toList();
        }
    }

    /// Axes that may change places.
    ///
    /// @param span of the word before them
    record Group(Symmetry.Kind kind, List<Named> axes, Span span) {
        Symmetry symmetry() {
            return new Symmetry(kind, Named.texts(axes));
        }
    }

    /// How one axis is stored.
    record Level(Storage storage, Span span) {}

    record OwnMonoid(Named name, Monoid.User monoid) implements Sentence {}

    record Definition(Named name, Body body) implements Sentence {}

    /// What is computed: ports, an equals sign, a term.
    ///
    /// @param right empty where it was not understood
    record Line(
            List<Left> left,
            Optional<Term> right,
            Optional<Named> name,
            Optional<List<Named>> parameters,
            Span span)
            implements Sentence {}

    /// A port to the left of an equals sign.
    ///
    /// @param bare without brackets
    /// @param annotation number format and more behind a colon; its axes are those of the port
    record Left(Port port, boolean bare, Optional<Type> annotation, Span span) {}

    /// `title[over](parameters) -> outputs`.
    ///
    /// @param outputs empty where no arrow is written
    record Header(
            Optional<Named> title,
            List<Named> over,
            List<Declared> parameters,
            Optional<List<Named>> outputs,
            Span span) {}

    /// A diagram: a text, what stands in the braces of a definition, or of a block.
    ///
    /// @param holes sections (`axes`, `wires`, …) of which some part was not understood
    record Body(Optional<Header> header, List<Sentence> sentences, List<String> holes, Span span) {}
}
