package org.heddle.cli.report.html;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heddle.backend.run.Comparison;
import org.heddle.cli.report.DerivationText;

/// The settings of sizes that a report shows, one at a time where they differ.
///
/// What belongs to setting `i` has the class `of-i`. A style rule for each hides what belongs to others while `i` is chosen, so that the choice works without a script.
record Settings(List<Comparison> comparisons) {
    Settings {
        comparisons = List.copyOf(comparisons);
    }

    int count() {
        return comparisons.size();
    }

    /// The sizes of a setting, as `q=64, x=64`; those alone that differ between settings where some do. An axis that only the derivation of one of them has is none.
    String name(int setting) {
        String differing =
                sizes(setting).entrySet().stream()
                        .filter(size -> isDiffering(size.getKey()))
                        .map(size -> size.getKey() + "=" + size.getValue())
                        .collect(Collectors.joining(", "));
        return differing.isEmpty() ? whole(setting) : differing;
    }

    private boolean isDiffering(String axis) {
        List<Map<String, Long>> all = IntStream.range(0, count()).mapToObj(this::sizes).toList();
        return all.stream().allMatch(sizes -> sizes.containsKey(axis))
                && all.stream().map(sizes -> sizes.get(axis)).distinct().count() > 1;
    }

    private Map<String, Long> sizes(int setting) {
        return comparisons.get(setting).derivation().sizes().byAxis();
    }

    /// All sizes of a setting.
    String whole(int setting) {
        String sizes = DerivationText.sizes(comparisons.get(setting).derivation().sizes());
        return sizes.isEmpty() ? "no axes" : sizes;
    }

    /// The class of what belongs to some settings.
    static String classOf(List<Integer> settings) {
        return "of" + settings.stream().map(i -> " of-" + i).collect(Collectors.joining());
    }

    static String classOf(int setting) {
        return classOf(List.of(setting));
    }

    /// The rules that hide what belongs to other settings than the chosen one.
    String rules() {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < count(); i++) {
            rules.append(
                    ":root:has(#setting-%d:checked) .of:not(.of-%d) { display: none; }\n"
                            .formatted(i, i));
        }
        return rules.toString();
    }

    /// The choice, as radio buttons; nothing where there is no choice.
    Markup choice() {
        Markup m = new Markup();
        if (count() < 2) {
            return m;
        }
        m.open("fieldset", "class", "choice settings").leaf("legend", "Sizes");
        for (int i = 0; i < count(); i++) {
            String id = "setting-" + i;
            m.open("span");
            if (i == 0) {
                m.empty("input", "type", "radio", "name", "setting", "id", id, "checked", "");
            } else {
                m.empty("input", "type", "radio", "name", "setting", "id", id);
            }
            m.open("label", "for", id).leaf("b", (i + 1) + " ").text(name(i)).close().close();
        }
        return m.end();
    }

    /// A heading that says of which setting something is, where there are several.
    Markup heading(int setting) {
        Markup m = new Markup();
        return count() < 2
                ? m
                : m.leaf("p", (setting + 1) + "  " + whole(setting), "class", "setting-name");
    }
}
