package org.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import org.heddle.backend.run.Compiler;
import org.heddle.cli.report.CostJson;
import org.heddle.cli.report.CostLatex;
import org.heddle.cli.report.CostText;
import org.heddle.cli.report.HypothesisReport;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hypothesis.Assumption;
import org.heddle.rules.hypothesis.Hypothesis;
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
            "M is what a group holds, H what is moved from and to global memory, in bytes. The formula is",
            "H* = Σ α·M^(-β): β = 0 is moved once, β = 1/2 is moved again for blocks of two operands, β = 1",
            "for blocks of one. Axes without a size, given or by default, are taken to have 1024 elements.",
            "",
            "With --assume the time of each kernel is predicted from what its steps ask of each pipe, products",
            "by matrix instructions where the machine has some for their formats: as described, and assumed.",
            "  hbm=3T, special=2x     resources as `heddle codesign` has them, and matrix; x: times what it is",
            "  overlap=0.8            part of the time of all pipes that is hidden behind the others; 0.75",
            "  overlap.special=1/3    the same of one: matrix, fma, special, smem, hbm",
            "  overlap=turns          teams, the threads that issue an instruction together, take turns",
            "  teams=3, g_q=384       teams of a group, block lengths; otherwise the fastest that fit",
            "  buffers=2              blocks in local memory, at a time, of what goes by",
            "  registers=20, kept=2   registers of a thread beside tiles; bytes of an element kept in one",
            "One may have several values: overlap=0..1, special=1x..8x, hbm=1T..8T:5, teams=1|2|3.",
            "",
            "JSON: format (heddle-cost/1), diagram, sizes, hardware, kernels: kernel, labels, columns,",
            "scheduledBytes, bound, scheduledOverLeast, closedForm, here, levels, exact (levels: level, fold, instruction, rows, blocks,",
            "order, bytes, seconds, heldBytes, capacityBytes, bindings, runnerUp; seconds, complete, gap, scheduled, …),",
            "passing, halved, devices, computingSeconds, exchanges, enough. With --assume: format (heddle-hypothesis/1), diagram, sizes, hardware, assumed, seconds,",
            "plainSeconds, kernels: kernel, derivedSeconds, plain, assumed (each: seconds, blocks, teams,",
            "round, pipes, bound, productsPerSecond), configurations, least, sensitivity; curve: value,",
            "seconds, bound, blocks. Seconds are null where the blocks do not fit."
        })
final class CostCommand extends DiagramCommand {
    @Mixin private final DerivationOptions options = new DerivationOptions();

    @Option(
            names = "--latex",
            description =
                    "Print the table and the formulas as LaTeX (packages booktabs and amsmath).")
    private boolean latex;

    @Option(
            names = "--assume",
            paramLabel = "WHAT=VALUE",
            split = ",",
            description =
                    "Predict the time under assumptions, several apart by commas, such as overlap=0.8,special=2x,hbm=3T.")
    private List<String> assume = List.of();

    CostCommand(Session session) {
        super(session);
    }

    @Override
    public void check(Faults faults) {
        super.check(faults);
        if (latex && isJson()) {
            faults.add("--json and --latex each give the form of the result: give one of them");
        }
        if (latex && !assume.isEmpty()) {
            faults.add("--latex gives tables of costs, --assume predicts times: give one of them");
        }
        assumptions(faults);
    }

    private List<Assumption> assumptions(Faults faults) {
        List<Assumption> assumptions = new ArrayList<>();
        for (String text : assume) {
            switch (Assumption.parse(text)) {
                case Assumption.Valid(Assumption a) -> {
                    if (assumptions.stream().anyMatch(b -> b.isAbout(a))) {
                        faults.add("--assume gives " + a.subject().text() + " twice");
                    } else {
                        assumptions.add(a);
                    }
                }
                case Assumption.Invalid(String why) -> faults.add("--assume: " + why);
            }
        }
        if (assumptions.stream().filter(Assumption::isRange).count() > 1) {
            faults.add("--assume gives several values of more than one thing: vary one at a time");
        }
        return assumptions;
    }

    @Override
    int execute() throws DiagnosticException {
        DerivationOptions.Given given = options.read(this);
        Derivation derivation =
                Compiler.derive(given.diagram(), given.sizes(), given.hardware(), given.laws());
        if (!assume.isEmpty()) {
            HypothesisReport report = new HypothesisReport(derivation, hypothesis(derivation));
            if (isJson()) {
                print(report.json());
            } else {
                print(report.text());
            }
        } else if (isJson()) {
            print(CostJson.of(derivation));
        } else {
            print(latex ? CostLatex.of(derivation) : CostText.of(derivation));
        }
        return Exit.OK;
    }

    private Hypothesis hypothesis(Derivation derivation) throws DiagnosticException {
        List<Assumption> assumptions = assumptions(new Faults());
        Faults faults = new Faults();
        for (Assumption assumption : assumptions) {
            assumption.nothingOf(derivation).ifPresent(why -> faults.add("--assume: " + why));
        }
        faults.raise();
        try {
            return Hypothesis.of(derivation, assumptions);
        } catch (ArithmeticException _) {
            throw Compiler.tooLarge(derivation.source());
        }
    }
}
