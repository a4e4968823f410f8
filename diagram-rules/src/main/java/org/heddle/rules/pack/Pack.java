package org.heddle.rules.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Relation;
import org.heddle.model.equal.Verdict;
import org.heddle.model.json.SourceText;

/// Laws as data, in the order in which they are tried.
///
/// @param rules names of their own
public record Pack(String name, String description, List<PatternRule> rules) {
    /// Name of the format of files.
    public static final String FORMAT = "heddle-pack/1";

    private static final Equality.Options CHECK =
            new Equality.Options(1, 60, Relation.REFINES, Map.of());

    private static final Pack STANDARD = load();

    public Pack {
        rules = List.copyOf(rules);
    }

    /// The pack that ships with Heddle; tests have tried its laws.
    public static Pack standard() {
        return STANDARD;
    }

    /// Reads a pack and tries each of its laws.
    ///
    /// @throws DiagnosticException where it cannot be read (R712), or the right side of a law does not mean what the left one does (R713)
    public static Pack checked(SourceText source) throws DiagnosticException {
        Pack pack = PackReader.read(source);
        List<Diagnostic> problems = new ArrayList<>();
        for (int i = 0; i < pack.rules().size(); i++) {
            PatternRule rule = pack.rules().get(i);
            Location where = Location.at("/rules/" + i);
            switch (check(rule)) {
                case Verdict.Equal _ -> {}
                case Verdict.Unequal(_, var found) ->
                        problems.add(
                                Diagnostic.error(
                                        Code.R713,
                                        "the law '" + rule.name() + "' does not hold: " + found,
                                        where,
                                        found.inputs().isEmpty()
                                                ? "residues differ, see docs/equal.md"
                                                : "with " + numbers(found.inputs())));
                case Verdict.Incomparable(List<Diagnostic> why) ->
                        problems.add(
                                Diagnostic.error(
                                        Code.R712,
                                        "the law '"
                                                + rule.name()
                                                + "' has two interfaces: "
                                                + why.getFirst().message(),
                                        where));
            }
        }
        if (!problems.isEmpty()) {
            throw new DiagnosticException(problems);
        }
        return pack;
    }

    private static String numbers(Map<String, org.heddle.model.data.Tensor> inputs) {
        List<String> told = new ArrayList<>();
        inputs.forEach(
                (name, tensor) ->
                        told.add(name + " = " + java.util.Arrays.toString(tensor.toDoubles())));
        return String.join(", ", told);
    }

    /// Whether the right side of a law means what the left one does, on numbers and modulo primes.
    static Verdict check(PatternRule rule) {
        return Equality.compare(
                Assumptions.on(rule.left(), rule.given()),
                Assumptions.on(rule.right(), rule.given()),
                CHECK);
    }

    /// The JSON Schema (draft 2020-12) of packs.
    public static String schema() {
        return resource("heddle-pack-1.schema.json");
    }

    private static Pack load() {
        try {
            return PackReader.read(new SourceText("standard.json", resource("standard.json")));
        } catch (DiagnosticException e) {
            throw new IllegalStateException("cannot read the standard pack", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Pack.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the resource " + name, e);
        }
    }
}
