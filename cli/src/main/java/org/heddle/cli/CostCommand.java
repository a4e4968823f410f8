package org.heddle.cli;

import org.heddle.backend.run.Compiler;
import org.heddle.cli.report.CostJson;
import org.heddle.cli.report.CostLatex;
import org.heddle.cli.report.CostText;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.derive.Derivation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tells what the kernels of a diagram cost, step by step and as a formula.
@Command(
        name = "cost",
        description =
                "Tell what the derived kernels move, hold and compute: a column for every step, and the least transfers as a formula of the memory.",
        footer = {
            "",
            "M is what a group holds, H what is moved from and to global memory, in bytes. The formula is H* = Σ α·M^(-β):",
            "β = 0 is moved once, β = 1/2 is moved again for blocks of two operands, β = 1 for blocks of one.",
            "Axes without a size, given or by default, are taken to have 1024 elements.",
            "JSON: format (heddle-cost/1), diagram, sizes, hardware, kernels: kernel, labels, columns, scheduledBytes,",
            "closedForm, here, levels, passing, devices, computingSeconds, exchanges, enough"
        })
final class CostCommand extends DiagramCommand {
    @Mixin private final DerivationOptions options = new DerivationOptions();

    @Option(
            names = "--latex",
            description =
                    "Print the table and the formulas as LaTeX (packages booktabs and amsmath).")
    private boolean latex;

    CostCommand(Session session) {
        super(session);
    }

    @Override
    public void check(Faults faults) {
        super.check(faults);
        if (latex && isJson()) {
            faults.add("--json and --latex each give the form of the result: give one of them");
        }
    }

    @Override
    int execute() throws DiagnosticException {
        DerivationOptions.Given given = options.read(this);
        Derivation derivation =
                Compiler.derive(given.diagram(), given.sizes(), given.hardware(), given.laws());
        if (isJson()) {
            print(CostJson.of(derivation));
        } else {
            print(latex ? CostLatex.of(derivation) : CostText.of(derivation));
        }
        return Exit.OK;
    }
}
