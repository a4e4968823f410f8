package org.heddle.rules.codesign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A resource and the values that it takes.
///
/// ```
///   smem=64K..512K        64, 128, 256, 512 KiB: twice as much each time, and the last
///   hbm=1T..8T:5          five values, each the same multiple of the one before
///   units=66|132|264      these
/// ```
///
/// @param values ascending, each once
public record Variation(Resource resource, List<Double> values) {
    private static final int MOST_VALUES = 64;

    private static final Pattern NUMBER =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,15})?)([KMGTP]?)");

    private static final String PREFIXES = "KMGTP";

    public Variation {
        values = values.stream().sorted().distinct().toList();
    }

    /// What came of a text.
    public sealed interface Parsed {}

    /// A variation.
    public record Valid(Variation variation) implements Parsed {}

    /// What is wrong of a text.
    public record Invalid(String why) implements Parsed {}

    /// Reads a variation such as `smem=64K..512K`.
    public static Parsed parse(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        Optional<Resource> resource = Resource.named(name.strip());
        if (resource.isEmpty()) {
            return new Invalid(
                    "'"
                            + name
                            + "' is nothing that can be varied; there are "
                            + String.join(
                                    ", ",
                                    Arrays.stream(Resource.values())
                                            .filter(Resource::isScheduled)
                                            .map(Resource::text)
                                            .toList()));
        }
        String values = equals < 0 ? "" : text.substring(equals + 1).strip();
        return parse(resource.get(), values, resource.get().isCount());
    }

    /// Reads the factors of a resource, such as `0.5..2:3`: these need not be whole, whatever they multiply.
    public static Parsed parseFactors(Resource resource, String values) {
        return parse(resource, values, false);
    }

    private static Parsed parse(Resource resource, String values, boolean isWhole) {
        String name = resource.text();
        Optional<List<Double>> given =
                values.contains("..") ? range(values, resource) : list(values, resource);
        boolean isPart =
                isWhole
                        && given.isPresent()
                        && ends(values, resource).anyMatch(v -> v != Math.rint(v));
        if (isPart) {
            return new Invalid(name + " expects whole numbers, not '" + values + "'");
        }
        Optional<List<Double>> found =
                given.map(all -> isWhole ? all.stream().map(Math::rint).distinct().toList() : all);
        if (found.isPresent()
                && isWhole
                && found.get().size() < given.get().stream().distinct().count()) {
            return new Invalid(
                    name
                            + " has "
                            + found.get().size()
                            + " whole numbers of the "
                            + given.get().size()
                            + " asked for in '"
                            + values
                            + "': ask for fewer, or give them, such as "
                            + found.get().stream()
                                    .map(v -> String.valueOf(v.longValue()))
                                    .collect(Collectors.joining("|")));
        }
        return found.<Parsed>map(v -> new Valid(new Variation(resource, v)))
                .orElseGet(
                        () ->
                                new Invalid(
                                        name
                                                + " expects positive values such as 64K..512K, 1T..8T:5 or 66|132, at most "
                                                + MOST_VALUES
                                                + " of them, not '"
                                                + values
                                                + "'"));
    }

    /// The numbers that a text gives, without those between.
    private static Stream<Double> ends(String text, Resource resource) {
        return Arrays.stream(text.replaceFirst(":.*", "").split("\\.\\.|\\|", -1))
                .flatMap(each -> number(each, resource).stream());
    }

    private static Optional<List<Double>> list(String text, Resource resource) {
        List<Double> values = new ArrayList<>();
        for (String each : text.split("\\|", -1)) {
            Optional<Double> value = number(each, resource);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return values.size() > MOST_VALUES ? Optional.empty() : Optional.of(values);
    }

    private static Optional<List<Double>> range(String text, Resource resource) {
        String[] ends = text.split("\\.\\.", -1);
        String[] last = ends[ends.length - 1].split(":", -1);
        Optional<Double> from = number(ends[0], resource);
        Optional<Double> to = number(last[0], resource);
        if (ends.length != 2
                || last.length > 2
                || from.isEmpty()
                || to.isEmpty()
                || from.get() > to.get()) {
            return Optional.empty();
        }
        return last.length == 2
                ? count(last[1]).map(n -> even(from.get(), to.get(), n))
                : doubling(from.get(), to.get());
    }

    private static Optional<Integer> count(String text) {
        return text.matches("[0-9]{1,3}")
                ? Optional.of(Integer.parseInt(text)).filter(n -> n >= 2 && n <= MOST_VALUES)
                : Optional.empty();
    }

    private static List<Double> even(double from, double to, int count) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(from * Math.pow(to / from, (double) i / (count - 1)));
        }
        return values;
    }

    private static Optional<List<Double>> doubling(double from, double to) {
        List<Double> values = new ArrayList<>();
        for (double value = from; value < to && values.size() <= MOST_VALUES; value *= 2) {
            values.add(value);
        }
        values.add(to);
        return values.size() > MOST_VALUES ? Optional.empty() : Optional.of(values);
    }

    private static Optional<Double> number(String text, Resource resource) {
        Matcher number = NUMBER.matcher(text.strip());
        if (!number.matches()) {
            return Optional.empty();
        }
        int power = number.group(2).isEmpty() ? 0 : PREFIXES.indexOf(number.group(2)) + 1;
        double value =
                Double.parseDouble(number.group(1))
                        * Math.pow(resource.isBinary() ? 1024 : 1000, power);
        return value > 0 ? Optional.of(value) : Optional.empty();
    }
}
