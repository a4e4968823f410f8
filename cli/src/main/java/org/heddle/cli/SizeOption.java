package org.heddle.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The option `--size`: sizes by axis, several settings apart by `;`. Repeats multiply: each setting of one with each of the other.
final class SizeOption {
    private static final Pattern ENTRY =
            Pattern.compile("\\s*([^=\\s]+)\\s*=\\s*(-?[0-9]{1,18})\\s*");

    @Option(
            names = "--size",
            paramLabel = "AXIS=N[,AXIS=N...]",
            description =
                    "Sizes of axes; without it the file's defaults. May be given several times.")
    private List<String> sizes = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    boolean isGiven() {
        return !sizes.isEmpty();
    }

    /// All settings; one empty one where the option is not given.
    List<Map<String, Long>> settings() {
        List<Map<String, Long>> settings = List.of(Map.of());
        for (String option : sizes) {
            List<Map<String, Long>> product = new ArrayList<>();
            for (Map<String, Long> before : settings) {
                for (String setting : option.split(";", -1)) {
                    product.add(with(before, setting));
                }
            }
            settings = product;
        }
        return settings;
    }

    /// The only setting, for commands that take one.
    Map<String, Long> single() {
        List<Map<String, Long>> settings = settings();
        if (settings.size() > 1) {
            throw usage(
                    "--size gives "
                            + settings.size()
                            + " settings, only `heddle compare` takes several");
        }
        return settings.getFirst();
    }

    private Map<String, Long> with(Map<String, Long> before, String setting) {
        Map<String, Long> sizes = new LinkedHashMap<>(before);
        for (String entry : setting.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry);
            if (!matcher.matches()) {
                throw usage("--size expects AXIS=NUMBER, apart by commas, not '" + entry + "'");
            }
            String axis = matcher.group(1);
            Long size = Long.valueOf(matcher.group(2));
            Long other = sizes.putIfAbsent(axis, size);
            if (other != null && !other.equals(size)) {
                throw usage("--size gives axis '" + axis + "' the sizes " + other + " and " + size);
            }
        }
        return sizes;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
