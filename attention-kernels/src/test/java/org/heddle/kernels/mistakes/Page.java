package org.heddle.kernels.mistakes;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.model.diagnose.Code;
import org.heddle.model.json.SourceText;

/// A file of the catalogue as lines, of which one is changed.
final class Page {
    private static final Pattern WIRE =
            Pattern.compile("\\s+\"(\\w+)\": \"(\\w+)\\[([\\w, ]*)]\",?");
    private static final Pattern BOX =
            Pattern.compile(
                    "\\s+\\{ \"op\": \"([\\w-]+)\".*\"in\": \\[(.*)], \"out\": \\[\"(\\w+)\"] },?");

    private final String file;
    private final List<String> lines;

    Page(SourceText source) {
        this.file = source.file();
        this.lines = source.text().lines().toList();
    }

    /// A line that declares a wire by its type.
    record WireLine(int number, String name, List<String> axes, boolean last) {}

    /// A line that holds a box, its wires by name.
    record BoxLine(int number, String op, List<String> inputs, String output, String text) {}

    String file() {
        return file;
    }

    int size() {
        return lines.size();
    }

    String line(int number) {
        return lines.get(number - 1);
    }

    List<WireLine> wires() {
        List<WireLine> wires = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            Matcher wire = WIRE.matcher(line(number));
            if (wire.matches()) {
                List<String> axes =
                        wire.group(3).isBlank() ? List.of() : List.of(wire.group(3).split(", "));
                wires.add(new WireLine(number, wire.group(1), axes, !line(number).endsWith(",")));
            }
        }
        return wires;
    }

    WireLine wire(String name) {
        return wires().stream().filter(wire -> wire.name().equals(name)).findFirst().orElseThrow();
    }

    /// Those whose wires have lines of their own.
    List<BoxLine> boxes() {
        Set<String> declared = wires().stream().map(WireLine::name).collect(Collectors.toSet());
        List<BoxLine> boxes = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            Matcher box = BOX.matcher(line(number));
            if (box.matches()) {
                List<String> inputs = List.of(box.group(2).replace("\"", "").split(", "));
                if (declared.containsAll(inputs) && declared.contains(box.group(3))) {
                    boxes.add(
                            new BoxLine(number, box.group(1), inputs, box.group(3), line(number)));
                }
            }
        }
        return boxes;
    }

    /// The first line that begins with a key of the diagram.
    int key(String key) {
        return numbers("\"" + key + "\":").first();
    }

    /// The axes of the first group in which a wire is symmetric; none where none is.
    List<String> symmetricAxes() {
        Matcher group =
                Pattern.compile("\"symmetric\": \\[\\[(.*?)]").matcher(String.join("\n", lines));
        return group.find() ? List.of(group.group(1).replace("\"", "").split(", ")) : List.of();
    }

    /// The wires that a key of the diagram lists.
    List<String> listed(String key) {
        Matcher list = Pattern.compile("\"" + key + "\": \\[([^]]*)]").matcher(line(key(key)));
        return list.find() ? List.of(list.group(1).replace("\"", "").split(", ")) : List.of();
    }

    /// Lines, other than the one that declares it, that speak of a wire.
    Set<Integer> usesOf(String wire) {
        Set<Integer> uses = numbers("\"" + wire + "\"");
        uses.removeAll(numbers("\"" + wire + "\":"));
        return uses;
    }

    NavigableSet<Integer> numbers(String text) {
        NavigableSet<Integer> found = new TreeSet<>();
        for (int number = 1; number <= lines.size(); number++) {
            if (line(number).contains(text)) {
                found.add(number);
            }
        }
        return found;
    }

    /// One line changed; nothing where that line does not hold the text.
    Optional<Mutant> change(
            Kind kind, int number, String from, String to, Set<Integer> where, Code... codes) {
        String changed = line(number).replace(from, to);
        if (changed.equals(line(number))) {
            return Optional.empty();
        }
        return Optional.of(
                mutant(
                        kind,
                        number + ": " + from + " => " + to,
                        with(number, List.of(changed)),
                        where,
                        codes));
    }

    /// One line changed, the mistake to be told there.
    Optional<Mutant> change(Kind kind, int number, String from, String to, Code... codes) {
        return change(kind, number, from, to, Set.of(number), codes);
    }

    /// The change made wherever a line has the text.
    Stream<Mutant> rewritten(Rewrite rewrite) {
        return IntStream.rangeClosed(1, lines.size())
                .boxed()
                .flatMap(number -> rewritten(rewrite, number).stream());
    }

    private Optional<Mutant> rewritten(Rewrite rewrite, int number) {
        Matcher matcher = rewrite.from().matcher(line(number));
        if (!matcher.find()) {
            return Optional.empty();
        }
        String first = matcher.groupCount() > 0 ? matcher.group(1) : "";
        Set<Integer> where =
                rewrite.told().isEmpty()
                        ? Set.of(number)
                        : matching(rewrite.told().replace("$1", first));
        String changed = matcher.replaceFirst(rewrite.to());
        boolean shows = !where.isEmpty() && !changed.equals(line(number));
        return shows
                ? Optional.of(
                        new Mutant(
                                file,
                                rewrite.kind(),
                                number + ": " + changed,
                                String.join("\n", with(number, List.of(changed))),
                                rewrite.codes(),
                                where))
                : Optional.empty();
    }

    private Set<Integer> matching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return IntStream.rangeClosed(1, lines.size())
                .filter(number -> pattern.matcher(line(number)).find())
                .boxed()
                .collect(Collectors.toSet());
    }

    /// A line left out; the numbers of those behind it, as they were, are corrected.
    Mutant drop(Kind kind, int number, Set<Integer> where, Code... codes) {
        Set<Integer> moved =
                where.stream()
                        .map(line -> line > number ? line - 1 : line)
                        .collect(Collectors.toSet());
        return mutant(kind, number + ": left out", with(number, List.of()), moved, codes);
    }

    /// A line there twice; told at the second.
    Mutant twice(Kind kind, int number, Code... codes) {
        String line = line(number);
        boolean ends = line.endsWith(",") || file.endsWith(".hd");
        List<String> both = List.of(ends ? line : line + ",", line);
        return mutant(kind, number + ": twice", with(number, both), Set.of(number + 1), codes);
    }

    /// The file up to so many characters of a line.
    Mutant cut(Kind kind, int number, int characters, Code... codes) {
        List<String> left = new ArrayList<>(lines.subList(0, number - 1));
        left.add(line(number).substring(0, characters));
        return mutant(kind, number + ": cut", left, Set.of(number), codes);
    }

    private List<String> with(int number, List<String> replacement) {
        List<String> changed = new ArrayList<>(lines.subList(0, number - 1));
        changed.addAll(replacement);
        changed.addAll(lines.subList(number, lines.size()));
        return changed;
    }

    private Mutant mutant(
            Kind kind, String what, List<String> text, Set<Integer> where, Code... codes) {
        return new Mutant(file, kind, what, String.join("\n", text), Set.of(codes), where);
    }
}
