package org.heddle.cli;

import org.heddle.model.diagnose.DiagnosticException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// Runs a command if its call makes sense; else tells everything that is wrong of the call, and does nothing.
///
/// ```
/// arguments ─picocli→ values, mistakes ─every CheckedOption→ more mistakes ─none?→ the command
/// ```
final class Execution implements IExecutionStrategy {
    private final Failures failures;

    Execution(Failures failures) {
        this.failures = failures;
    }

    @Override
    public int execute(ParseResult parsed) {
        Faults faults = new Faults();
        ParseResult last = parsed;
        boolean help = isHelp(last);
        UsageErrors.addTo(faults, last);
        while (last.hasSubcommand()) {
            last = last.subcommand();
            help |= isHelp(last);
            UsageErrors.addTo(faults, last);
        }
        CommandSpec command = last.commandSpec();
        if (help && !isUnknownCommand(last)) {
            return new RunLast().execute(parsed);
        }
        check(command, faults);
        try {
            faults.raise();
            return new RunLast().execute(parsed);
        } catch (DiagnosticException | Error e) {
            return failures.report(e, command);
        }
    }

    private static boolean isHelp(ParseResult parsed) {
        return parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
    }

    /// Help on a command that does not exist would be that on another one.
    private static boolean isUnknownCommand(ParseResult parsed) {
        return !parsed.commandSpec().subcommands().isEmpty()
                && parsed.unmatched().stream().anyMatch(argument -> !argument.startsWith("-"));
    }

    private static void check(CommandSpec command, Faults faults) {
        command.mixins().values().forEach(mixin -> check(mixin, faults));
        if (command.userObject() instanceof CheckedOption option) {
            option.check(faults);
        }
    }
}
