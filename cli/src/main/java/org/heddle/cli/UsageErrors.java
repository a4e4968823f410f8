package org.heddle.cli;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Suggestion;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What picocli finds wrong of a call, as diagnostics: one for each mistake, with what was probably meant.
final class UsageErrors {
    private UsageErrors() {}

    /// Adds the mistakes in the arguments of one command.
    static void addTo(Faults faults, ParseResult parsed) {
        Set<ArgSpec> told = new LinkedHashSet<>();
        for (Exception error : parsed.errors()) {
            switch (error) {
                case UnmatchedArgumentException _ -> {} // told below, also beside --help
                case MissingParameterException missing -> {
                    if (told.addAll(missing.getMissing())) {
                        faults.add(String.valueOf(missing.getMessage()));
                    }
                }
                default -> faults.add(String.valueOf(error.getMessage()));
            }
        }
        unmatched(parsed.unmatched(), parsed.commandSpec(), faults);
    }

    /// Of a command that does not exist nothing that follows is understood; what follows an unknown option may be its value.
    private static void unmatched(List<String> arguments, CommandSpec command, Faults faults) {
        boolean value = false;
        for (String argument : arguments) {
            boolean option = argument.length() > 1 && argument.startsWith("-");
            if (option) {
                String name = argument.replaceFirst("=.*", "");
                faults.add(
                        "there is no option '" + name + "'",
                        meant(name, command.optionsMap().keySet()));
                value = !argument.contains("=");
            } else if (!command.subcommands().isEmpty()) {
                faults.add(
                        "there is no command '" + argument + "'",
                        meant(argument, command.subcommands().keySet()));
                return;
            } else {
                if (!value) {
                    faults.add("'" + argument + "' is one argument too many");
                }
                value = false;
            }
        }
    }

    private static String[] meant(String name, Collection<String> known) {
        Optional<String> near = Suggestion.nearest(name, known);
        return near.map(likely -> new String[] {"did you mean '" + likely + "'?"})
                .orElse(new String[0]);
    }
}
