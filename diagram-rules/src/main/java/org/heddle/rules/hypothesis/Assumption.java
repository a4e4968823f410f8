package org.heddle.rules.hypothesis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.heddle.rules.codesign.Resource;
import org.heddle.rules.codesign.Variation;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.stage.Configuration;
import org.heddle.rules.stage.Pipe;

/// What is assumed, with one value or several.
///
/// ```
///   hbm=3T    special=2x    smem=128K..512K    fma=0.5x|1x        a resource, with the values of a Variation; x: times what it is
///   overlap=0.8    overlap.special=1/3    overlap=0..1:5          the part of a pipe's time that is hidden, evenly spaced
///   overlap=turns                                                 teams take turns
///   buffers=2    registers=20    kept=2    teams=2|3              layout, whole numbers
///   g_q=384    s_x=64                                             blocks, whole numbers
/// ```
///
/// @param values each once, ascending
/// @param relative whether values are times what the machine has
public record Assumption(Subject subject, List<Double> values, boolean relative) {
    private static final Pattern FRACTION =
            Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)(?:/([0-9]{1,6}))?");

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

    private static final Pattern LABEL = Pattern.compile("[gs]_\\w{1,60}");

    private static final int STEPS = 11;

    private static final int MOST_VALUES = 64;

    public Assumption {
        values = values.stream().sorted().distinct().toList();
    }

    /// What came of a text.
    public sealed interface Parsed {}

    /// An assumption.
    public record Valid(Assumption assumption) implements Parsed {}

    /// What is wrong of a text.
    public record Invalid(String why) implements Parsed {}

    /// Reads an assumption such as `overlap=0..1`.
    public static Parsed parse(String text) {
        int equals = text.indexOf('=');
        String name = (equals < 0 ? text : text.substring(0, equals)).strip();
        String values = equals < 0 ? "" : text.substring(equals + 1).strip();
        Optional<Resource> resource = Resource.named(name);
        if (resource.isPresent()) {
            return ofMachine(resource.get(), values);
        }
        if (name.equals("overlap") && values.equals("turns")) {
            return new Valid(new Assumption(new Subject.InTurns(), List.of(1.0), false));
        }
        Optional<Subject> hidden = hidden(name);
        if (hidden.isPresent()) {
            return parts(values)
                    .<Parsed>map(v -> new Valid(new Assumption(hidden.get(), v, false)))
                    .orElseGet(() -> invalid(name, "parts such as 0.8, 1/3 or 0..1:5", values));
        }
        Optional<Subject> counted = counted(name);
        if (counted.isEmpty()) {
            return new Invalid("'" + name + "' is nothing that can be assumed; there are " + all());
        }
        int least = counted.get() == Subject.Layout.REGISTERS ? 0 : 1;
        return whole(values, least)
                .<Parsed>map(v -> new Valid(new Assumption(counted.get(), v, false)))
                .orElseGet(() -> invalid(name, "whole numbers such as 2 or 64|128", values));
    }

    private static Invalid invalid(String name, String expected, String values) {
        return new Invalid(name + " expects " + expected + ", not '" + values + "'");
    }

    private static String all() {
        return String.join(
                ", ",
                Stream.of(
                                Arrays.stream(Resource.values()).map(Resource::text),
                                Stream.of("overlap"),
                                Arrays.stream(Pipe.values()).map(p -> "overlap." + p.text()),
                                Arrays.stream(Subject.Layout.values()).map(Subject::text),
                                Stream.of("labels such as g_i and s_k"))
                        .flatMap(names -> names)
                        .toList());
    }

    private static Parsed ofMachine(Resource resource, String values) {
        boolean relative = values.contains("x");
        String[] each = values.split("\\.\\.|\\||:\\d+$", -1);
        boolean mixed =
                relative
                        && Arrays.stream(each)
                                .anyMatch(v -> !v.isEmpty() && !v.matches("[0-9.]+x"));
        String plain = relative ? values.replace("x", "") : values;
        if (mixed) {
            return invalid(resource.text(), "factors such as 2x or 0.5x..4x", values);
        }
        return switch (relative
                ? Variation.parseFactors(resource, plain)
                : Variation.parse(resource.text() + "=" + plain)) {
            case Variation.Valid(Variation v) ->
                    new Valid(
                            new Assumption(new Subject.OfMachine(resource), v.values(), relative));
            case Variation.Invalid(String why) -> new Invalid(why);
        };
    }

    private static Optional<Subject> hidden(String name) {
        return name.equals("overlap")
                ? Optional.of(new Subject.Hidden(Optional.empty()))
                : name.startsWith("overlap.")
                        ? Pipe.named(name.substring("overlap.".length()))
                                .map(pipe -> new Subject.Hidden(Optional.of(pipe)))
                        : Optional.empty();
    }

    private static Optional<Subject> counted(String name) {
        return LABEL.matcher(name).matches()
                ? Optional.of(new Subject.Block(name))
                : Arrays.stream(Subject.Layout.values())
                        .<Subject>map(layout -> layout)
                        .filter(layout -> layout.text().equals(name))
                        .findFirst();
    }

    private static Optional<List<Double>> parts(String text) {
        if (!text.contains("..")) {
            List<Double> values = new ArrayList<>();
            for (String each : text.split("\\|", -1)) {
                part(each).ifPresent(values::add);
            }
            return Optional.of(values)
                    .filter(v -> v.size() == text.split("\\|", -1).length)
                    .filter(v -> v.size() <= MOST_VALUES);
        }
        String[] ends = text.split("\\.\\.", -1);
        String[] last = ends[ends.length - 1].split(":", -1);
        Optional<Double> from = part(ends[0]);
        Optional<Double> to = part(last[0]);
        boolean counted = last.length == 2 && last[1].matches("[0-9]{1,2}");
        int count = counted ? Integer.parseInt(last[1]) : STEPS;
        boolean wrong =
                ends.length != 2
                        || last.length > 2
                        || (last.length == 2 && !counted)
                        || count < 2
                        || count > MOST_VALUES;
        return wrong || from.isEmpty() || to.isEmpty() || from.get() >= to.get()
                ? Optional.empty()
                : Optional.of(even(from.get(), to.get(), count));
    }

    private static List<Double> even(double from, double to, int count) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(from + (to - from) * i / (count - 1));
        }
        return values;
    }

    private static Optional<Double> part(String text) {
        Matcher matcher = FRACTION.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double below = matcher.group(2) == null ? 1 : Double.parseDouble(matcher.group(2));
        double value = Double.parseDouble(matcher.group(1)) / below;
        return Optional.of(value).filter(v -> v >= 0 && v <= 1);
    }

    private static Optional<List<Double>> whole(String text, int least) {
        String[] each = text.split("\\|", -1);
        boolean valid =
                each.length <= MOST_VALUES
                        && Arrays.stream(each)
                                .map(String::strip)
                                .allMatch(
                                        v ->
                                                WHOLE.matcher(v).matches()
                                                        && Integer.parseInt(v) >= least);
        return valid
                ? Optional.of(Arrays.stream(each).map(v -> Double.parseDouble(v.strip())).toList())
                : Optional.empty();
    }

    /// Whether it has several values.
    public boolean isRange() {
        return values.size() > 1;
    }

    /// Whether another one is about the same.
    public boolean isAbout(Assumption other) {
        return subject.text().equals(other.subject.text());
    }

    /// Why a derivation has nothing that this is about: a label of no kernel, a pipe that the machine lacks.
    public Optional<String> nothingOf(Derivation derivation) {
        return switch (subject) {
            case Subject.OfMachine(Resource resource) ->
                    resource.of(derivation.hardware()) > 0
                            ? Optional.empty()
                            : Optional.of(
                                    derivation.hardware().name() + " has no " + resource.text());
            case Subject.Block(String label) -> {
                List<String> labels =
                        derivation.kernels().stream()
                                .flatMap(kernel -> Configuration.labels(kernel.schedule()).stream())
                                .distinct()
                                .toList();
                yield labels.contains(label)
                        ? Optional.empty()
                        : Optional.of(
                                "no kernel has blocks "
                                        + label
                                        + "; there are "
                                        + String.join(", ", labels));
            }
            case Subject.Hidden _, Subject.InTurns _, Subject.Layout _ -> Optional.empty();
        };
    }

    /// A scenario with one of the values.
    Scenario with(Scenario scenario, double value) {
        return subject instanceof Subject.OfMachine(Resource resource) && relative
                ? subject.with(scenario, value * resource.of(scenario.hardware()))
                : subject.with(scenario, value);
    }
}
