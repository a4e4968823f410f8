package org.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import org.heddle.cli.report.VerdictJson;
import org.heddle.cli.report.VerdictText;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Relation;
import org.heddle.model.equal.Verdict;
import org.heddle.model.json.ReadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Compares what two diagrams mean.
@Command(
        name = "equal",
        description =
                "Compare what two diagrams mean: in f64, and modulo primes where that applies.",
        footer = {
            "",
            "Inputs and outputs are matched by name where both diagrams have the same names, else by position. Exit 0 where no",
            "difference is found, 1 where they differ: an input is shown, as small as it can be made, and both values.",
            "JSON: format (heddle-verdict/1), verdict (equal, unequal), relation, seed, trials, compared, worst, tolerance, field:",
            "verdict, trials, compared, missProbability, beyond, told; counterExample: sizes, inputs, output, index, left, right"
        })
final class EqualCommand extends DiagramCommand {
    @Parameters(arity = "0..2", paramLabel = "A B", description = DiagramArgument.DESCRIPTION)
    private List<String> files = List.of();

    @Option(
            names = "-e",
            paramLabel = "TEXT",
            description =
                    "In place of A or B: a diagram in the text notation. Comes after the files.")
    private List<String> texts = List.of();

    @Mixin private final SizeOption sizes = SizeOption.one();

    @Option(
            names = "--refines",
            description =
                    "B may also be finite where A is not, because it overflows or divides 0 by 0.")
    private boolean refines;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "40",
            description = "Try at least so many inputs in f64. Default: ${DEFAULT-VALUE}.")
    private int trials = 40;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the random inputs. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    EqualCommand(Session session) {
        super(session);
    }

    @Override
    public void check(Faults faults) {
        super.check(faults);
        if (files.size() + texts.size() != 2) {
            faults.add("equal compares two diagrams, given are " + (files.size() + texts.size()));
        }
        if (trials < 1) {
            faults.add("--trials is " + trials + ", it must be 1 or more");
        }
    }

    @Override
    int execute() throws DiagnosticException {
        Faults faults = new Faults();
        List<Diagram> diagrams = new ArrayList<>();
        for (String file : files) {
            faults.get(() -> checked(DiagramArgument.read(file, session))).ifPresent(diagrams::add);
        }
        for (String text : texts) {
            faults.get(() -> checked(DiagramArgument.inline(text, session)))
                    .ifPresent(diagrams::add);
        }
        faults.raise();
        Relation relation = refines ? Relation.REFINES : Relation.EQUAL;
        Equality.Options options = new Equality.Options(seed, trials, relation, sizes.single());
        Diagram left = diagrams.getFirst();
        Diagram right = diagrams.getLast();
        Verdict verdict = Equality.compare(left, right, options);
        if (verdict instanceof Verdict.Incomparable(var problems)) {
            throw new DiagnosticException(problems);
        }
        if (isJson()) {
            print(VerdictJson.of(verdict, relation));
        } else {
            print(VerdictText.of(verdict, left, right));
        }
        return verdict.holds() ? Exit.OK : Exit.WRONG;
    }

    private Diagram checked(ReadResult result) throws DiagnosticException {
        Diagram diagram = result.orThrow();
        warn(result.diagnostics());
        return diagram;
    }
}
