package org.heddle.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.heddle.model.diagnose.DiagnosticException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// The `heddle` command: all its subcommands in one table.
@Command(
        name = "heddle",
        description = {
            "From a diagram of an algorithm to a derived, predicted and measured GPU kernel.",
            ""
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        usageHelpAutoWidth = false,
        usageHelpWidth = 100,
        footer = {
            "",
            "Exit: 0 ok, 1 the input is wrong or a comparison failed, 2 usage, 3 device or tool missing,",
            "4 derived, but some reduction needs more than one pass, 70 bug."
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    private Main() {}

    /// Runs one command and exits with its code.
    public static void main(String[] arguments) {
        ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));
        PrintStream out = stream(new BufferedOutputStream(results), false);
        PrintStream err = stream(new FileOutputStream(FileDescriptor.err), true);
        Session session = new Session(System.in, out, err, Ansi.AUTO, List.of(arguments));
        int exit = run(session);
        out.flush();
        if (results.failure().isPresent()) {
            DiagnosticException lost =
                    FileProblems.unwritable("to standard output", results.failure().get());
            err.print(DiagnosticsForm.asked(session.arguments()).of(lost.diagnostics(), session));
            exit = exit == Exit.OK ? Exit.WRONG : exit;
        }
        System.exit(exit);
    }

    /// Runs one command and stays in this process, without colours.
    ///
    /// @param out what the command prints, UTF-8
    /// @param err what it says beside that; may be the same stream
    /// @return the exit code
    public static int run(InputStream in, PrintStream out, PrintStream err, String... arguments) {
        return run(new Session(in, out, err, Ansi.OFF, List.of(arguments)));
    }

    /// UTF-8 whatever the locale says.
    private static PrintStream stream(OutputStream to, boolean everyLine) {
        return new PrintStream(to, everyLine, StandardCharsets.UTF_8);
    }

    /// Runs one command.
    ///
    /// @return the exit code
    static int run(Session session) {
        Failures failures = new Failures(session);
        CommandLine line =
                new CommandLine(new Main())
                        .addSubcommand(new CheckCommand(session))
                        .addSubcommand(new ShowCommand(session))
                        .addSubcommand(new DrawCommand(session))
                        .addSubcommand(new DeriveCommand(session))
                        .addSubcommand(new CostCommand(session))
                        .addSubcommand(new CodesignCommand(session))
                        .addSubcommand(new GradCommand(session))
                        .addSubcommand(new ReplayCommand(session))
                        .addSubcommand(new CompileCommand(session))
                        .addSubcommand(new RunCommand(session))
                        .addSubcommand(new EvalCommand(session))
                        .addSubcommand(new CompareCommand(session))
                        .addSubcommand(new EqualCommand(session))
                        .addSubcommand(new DevicesCommand(session))
                        .addSubcommand(HardwareCommand.line(session))
                        .addSubcommand(new CalibrateCommand(session))
                        .addSubcommand(new RulesCommand(session))
                        .addSubcommand(new ExplainCommand(session))
                        .addSubcommand(new SchemaCommand(session))
                        .addSubcommand(new AutoComplete.GenerateCompletion())
                        .setExpandAtFiles(false)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setParameterExceptionHandler(failures)
                        .setExecutionStrategy(new Execution(failures))
                        .registerConverter(Integer.TYPE, Main::whole)
                        .registerConverter(Long.TYPE, Main::wholeLong)
                        .setExecutionExceptionHandler(failures)
                        .setColorScheme(CommandLine.Help.defaultColorScheme(session.ansi()))
                        .setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
                        .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8));
        collectErrors(line);
        return line.execute(session.arguments().toArray(String[]::new));
    }

    private static int whole(String text) {
        return Math.toIntExact(whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static long wholeLong(String text) {
        return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long whole(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (least <= number && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below, as numbers out of range are
        }
        throw new TypeConversionException(
                "'" + text + "' is no whole number from " + least + " to " + most);
    }

    private static void collectErrors(CommandLine line) {
        line.getCommandSpec().parser().collectErrors(true);
        line.getSubcommands().values().forEach(Main::collectErrors);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
