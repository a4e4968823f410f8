package org.heddle.model.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Fun;
import org.heddle.model.library.Library;

/// What the lines of a diagram may name beside its wires: definitions and monoids, of the diagram and of those around it.
///
/// @param outer what the diagram around it names, which its own hide
record Surroundings(
        Optional<Surroundings> outer,
        Map<String, Sentence.Body> definitions,
        Map<String, Monoid.User> monoids) {
    static final Surroundings NONE = new Surroundings(Optional.empty(), Map.of(), Map.of());

    /// The same with those that a body brings; its own win.
    Surroundings within(Sentence.Body body) {
        Map<String, Sentence.Body> inner = new LinkedHashMap<>();
        Map<String, Monoid.User> own = new LinkedHashMap<>();
        for (Sentence sentence : body.sentences()) {
            if (sentence instanceof Sentence.Definition(Named name, Sentence.Body definition)) {
                inner.put(name.text(), definition);
            } else if (sentence instanceof Sentence.OwnMonoid(Named name, Monoid.User monoid)) {
                own.put(name.text(), monoid);
            }
        }
        return inner.isEmpty() && own.isEmpty()
                ? this
                : new Surroundings(Optional.of(this), inner, own);
    }

    /// This and what is around it, from the inside out.
    private Stream<Surroundings> layers() {
        return Stream.concat(Stream.of(this), outer.stream().flatMap(Surroundings::layers));
    }

    private Optional<Sentence.Body> definition(String name) {
        return layers().filter(layer -> layer.definitions.containsKey(name))
                .findFirst()
                .map(layer -> layer.definitions.get(name));
    }

    boolean defines(String name) {
        return definition(name).isPresent() || Library.standard().names().contains(name);
    }

    /// An application of a name that stands for nothing that can be applied.
    Mistake unknown(Term.Application term) {
        Named name = term.name();
        if (name.text().equals(Monoid.TopK.WORD)) {
            return withoutNewAxis(name);
        }
        boolean likeRead =
                term.over().isEmpty()
                        && !term.args().isEmpty()
                        && term.args().stream()
                                .allMatch(arg -> arg instanceof Term.Read read && read.bare());
        return Mistake.helped(
                Code.E103,
                nothingNamed(name.text()),
                name.span().start(),
                () -> {
                    String[] help = Suggestion.help(name.text(), applicable());
                    return help.length == 0 && likeRead
                            ? new String[] {"a wire is read in square brackets: x[i]"}
                            : help;
                });
    }

    static String nothingNamed(String name) {
        return "there is no function, definition or monoid '" + name + "'";
    }

    Mistake unknownMonoid(Named name) {
        return name.text().equals(Monoid.TopK.WORD)
                ? withoutNewAxis(name)
                : Mistake.unknown(
                        Code.E106,
                        "there is no monoid '" + name.text() + "'",
                        name,
                        this::knownMonoids);
    }

    private static Mistake withoutNewAxis(Named name) {
        return new Mistake(
                Code.E023,
                "'topk' does not say along which new axis its results run",
                name.span().start(),
                "write topk(k)[x](…): the |k| largest along x, in order along k");
    }

    /// What may stand before arguments.
    List<String> applicable() {
        List<String> known = new ArrayList<>();
        layers().forEach(layer -> known.addAll(layer.definitions.keySet()));
        layers().forEach(layer -> known.addAll(layer.monoids.keySet()));
        known.addAll(Library.standard().names());
        Arrays.stream(Monoid.Scalar.values()).map(Monoid::text).forEach(known::add);
        Arrays.stream(Monoid.Extremum.values()).map(Monoid::text).forEach(known::add);
        known.add(new Monoid.LogAddExp().text());
        Arrays.stream(Semiring.values()).map(Semiring::text).forEach(known::add);
        known.addAll(List.of("contract", "reindex"));
        Arrays.stream(Fun.values())
                .map(Fun::symbol)
                .filter(s -> s.matches("\\w+"))
                .forEach(known::add);
        return known;
    }

    private List<String> knownMonoids() {
        List<String> known = new ArrayList<>();
        layers().forEach(layer -> known.addAll(layer.monoids.keySet()));
        Arrays.stream(Monoid.Scalar.values()).map(Monoid::text).forEach(known::add);
        Arrays.stream(Monoid.Extremum.values()).map(Monoid::text).forEach(known::add);
        known.add(new Monoid.LogAddExp().text());
        return known;
    }

    Optional<Monoid> monoid(String name, Optional<Named> newAxis) {
        if (newAxis.isPresent()) {
            return Optional.of(new Monoid.TopK(newAxis.get().text()));
        }
        return layers().filter(layer -> layer.monoids.containsKey(name))
                .findFirst()
                .<Monoid>map(layer -> layer.monoids.get(name))
                .or(() -> Monoid.named(name));
    }

    /// Along which axes a call's only output runs: those of its inputs, but for the called ones that the definition's
    /// output lacks. Empty where the definition has not exactly one output.
    Optional<Set<String>> outputAxes(String definition, List<String> over, Set<String> inputs) {
        Optional<Sentence.Body> found = definition(definition);
        Set<String> kept = new LinkedHashSet<>();
        List<String> formal;
        if (found.isPresent()) {
            Sentence.Body own = found.get();
            List<String> outputs =
                    own.header()
                            .flatMap(Sentence.Header::outputs)
                            .map(Named::texts)
                            .orElse(List.of());
            if (outputs.size() != 1) {
                return Optional.empty();
            }
            formal = own.header().map(h -> Named.texts(h.over())).orElse(List.of());
            kept.addAll(axesOf(outputs.getFirst(), own));
        } else {
            Optional<Diagram> library = Library.standard().find(definition);
            if (library.isEmpty()) {
                return Optional.of(inputs);
            }
            if (library.get().outputs().size() != 1) {
                return Optional.empty();
            }
            formal = library.get().over();
            kept.addAll(library.get().wire(library.get().outputs().getFirst()).axes());
        }
        Set<String> axes = new LinkedHashSet<>(inputs);
        for (int i = 0; i < over.size(); i++) {
            int position = formal.size() == over.size() ? i : 0;
            if (position >= formal.size() || !kept.contains(formal.get(position))) {
                axes.remove(over.get(i));
            }
        }
        return Optional.of(axes);
    }

    private static List<String> axesOf(String wire, Sentence.Body body) {
        for (Sentence sentence : body.sentences()) {
            if (sentence instanceof Sentence.Line line) {
                for (Sentence.Left left : line.left()) {
                    if (left.port().wire().equals(wire) && left.port().isPlain()) {
                        return left.port().axes();
                    }
                }
            }
        }
        return List.of();
    }
}
