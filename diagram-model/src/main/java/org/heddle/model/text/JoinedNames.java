package org.heddle.model.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Names;

/// Finds names joined by `-` that mean nothing, of which a part is taken for a wire.
///
/// ```
/// P[q, x] = soft-max[x](S[q, x])       soft minus max? there is no wire soft, and softmax was meant
/// ```
final class JoinedNames {
    private final PlaceMap places;
    private final Surroundings around;
    private final Set<String> wires = new LinkedHashSet<>();

    private JoinedNames(Sentence.Body body, PlaceMap places, Surroundings around) {
        this.places = places;
        this.around = around;
        body.header().ifPresent(h -> h.parameters().forEach(d -> wires.add(d.wire().text())));
        for (Sentence sentence : body.sentences()) {
            if (sentence instanceof Sentence.Wires(List<Sentence.Declared> declared)) {
                declared.forEach(d -> wires.add(d.wire().text()));
            } else if (sentence instanceof Sentence.Line line) {
                line.left().forEach(left -> wires.add(left.port().wire()));
            }
        }
    }

    /// The body without the right sides in which such a name stands; each is reported.
    static Sentence.Body refuse(
            Sentence.Body body, String pointer, Surroundings around, BodyBuilder.Context context) {
        JoinedNames names = new JoinedNames(body, context.places(), around);
        List<Sentence> sentences = new ArrayList<>();
        List<String> holes = new ArrayList<>(body.holes());
        for (Sentence sentence : body.sentences()) {
            Optional<Mistake> mistake =
                    sentence instanceof Sentence.Line line
                            ? line.right().flatMap(names::mistake)
                            : Optional.empty();
            if (mistake.isPresent() && sentence instanceof Sentence.Line line) {
                context.report(mistake.get(), pointer + "/boxes");
                holes.add("boxes");
                sentences.add(
                        new Sentence.Line(
                                line.left(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                line.span()));
            } else {
                sentences.add(sentence);
            }
        }
        return new Sentence.Body(body.header(), sentences, holes, body.span());
    }

    private Optional<Mistake> mistake(Term term) {
        if (term instanceof Term.Read read && read.bare() && !wires.contains(read.port().wire())) {
            return mistake(read);
        }
        return term.parts().stream().map(this::mistake).flatMap(Optional::stream).findFirst();
    }

    /// A reserved word is no wire, so anything near is meant; else what is written without the `-`.
    private Optional<Mistake> mistake(Term.Read read) {
        String wire = read.port().wire();
        Optional<String> joined =
                places.joinedName(read.span().start()).filter(name -> !name.equals(wire));
        if (joined.isEmpty()) {
            return Optional.empty();
        }
        boolean reserved = !Names.reserved(wire).isEmpty();
        Optional<String> meant =
                reserved
                        ? Suggestion.nearest(joined.get(), around.applicable())
                        : around.applicable().stream()
                                .filter(name -> isSpelt(name, joined.get()))
                                .findFirst();
        return meant.map(
                name ->
                        new Mistake(
                                Code.E103,
                                Surroundings.nothingNamed(joined.get()),
                                read.span().start(),
                                "did you mean '" + name + "'?",
                                "a minus that is meant has blanks around it"));
    }

    private static boolean isSpelt(String name, String joined) {
        return name.replaceAll("[-._]", "").equalsIgnoreCase(joined.replaceAll("[-._]", ""));
    }
}
