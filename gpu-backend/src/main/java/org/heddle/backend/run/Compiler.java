package org.heddle.backend.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.backend.code.Identifiers;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.simd.SimdKernel;
import org.heddle.backend.simd.SimdLowering;
import org.heddle.backend.simt.Dialect;
import org.heddle.backend.simt.SimtKernel;
import org.heddle.backend.simt.SimtLowering;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.backend.tile.TileProgram;
import org.heddle.backend.tile.TileVerifier;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.pack.PatternRule;
import org.heddle.rules.stream.Region;

/// Compiles a checked diagram: derives its kernels, builds and verifies their tile programs, writes their source text.
public final class Compiler {
    private Compiler() {}

    /// Compiles for hardware that need not be present.
    ///
    /// @throws DiagnosticException where no schedule fits the hardware, a size or an element type is beyond what the target can address, or a tile program
    ///     does not verify
    public static Compiled compile(Diagram diagram, Sizes sizes, Hardware hardware, Target target)
            throws DiagnosticException {
        return lower(derive(diagram, sizes, hardware), target);
    }

    /// Derives the kernels alone.
    ///
    /// @throws DiagnosticException where no schedule fits
    public static Derivation derive(Diagram diagram, Sizes sizes, Hardware hardware)
            throws DiagnosticException {
        return derive(diagram, sizes, hardware, List.of());
    }

    /// The same by further laws, of packs.
    ///
    /// @throws DiagnosticException where no schedule fits
    public static Derivation derive(
            Diagram diagram, Sizes sizes, Hardware hardware, List<PatternRule> laws)
            throws DiagnosticException {
        try {
            return Deriver.derive(diagram, sizes, hardware, laws);
        } catch (Deriver.NoScheduleException e) {
            throw new DiagnosticException(
                    Diagnostic.error(
                            Code.S821,
                            String.valueOf(e.getMessage()),
                            Location.DOCUMENT,
                            "choose smaller axes, or hardware with more local memory"));
        } catch (ArithmeticException _) {
            throw tooLarge(diagram);
        }
    }

    /// What is told where counts exceed a long.
    public static DiagnosticException tooLarge(Diagram diagram) {
        return new DiagnosticException(
                Diagnostic.error(
                        Code.S825,
                        "what "
                                + diagram.name()
                                + " moves or computes at these sizes exceeds "
                                + Long.MAX_VALUE,
                        Location.DOCUMENT,
                        "choose smaller axes"));
    }

    /// Writes the kernels of a derivation for a target.
    public static Compiled lower(Derivation derivation, Target target) throws DiagnosticException {
        return lower(derivation, target, "");
    }

    /// The same with kernels of other names, so that several of one diagram fit one host program.
    ///
    /// @param suffix of every kernel's name, of letters, digits and underscores
    public static Compiled lower(Derivation derivation, Target target, String suffix)
            throws DiagnosticException {
        List<Diagnostic> obstacles = obstacles(derivation);
        if (!obstacles.isEmpty()) {
            throw new DiagnosticException(obstacles);
        }
        List<CompiledKernel> kernels = new ArrayList<>();
        Identifiers names = new Identifiers(List.of());
        for (Kernel kernel : derivation.kernels()) {
            TileProgram named = TileProgram.of(kernel, derivation.sizes());
            String name = names.claim(named.name() + suffix, "kernel", List.of("", "_kernel"));
            TileProgram program = new TileProgram(name, named.schedule(), named.sizes());
            List<Diagnostic> problems = new ArrayList<>(TileVerifier.verify(program));
            unlaunchable(program).ifPresent(problems::add);
            if (!problems.isEmpty()) {
                throw new DiagnosticException(problems);
            }
            kernels.add(kernel(kernel, program, target));
        }
        return new Compiled(derivation, target, kernels);
    }

    /// What stands between a derivation and kernels, whatever the target: number formats that no kernel loads or stores yet, axes too long to count. The derivation itself, and
    /// the bytes that it predicts, are right all the same.
    public static List<Diagnostic> obstacles(Derivation derivation) {
        Set<Diagnostic> problems = new LinkedHashSet<>();
        for (Kernel kernel : derivation.kernels()) {
            Region region = kernel.region();
            region.arrays().values().stream().flatMap(Compiler::unstorable).forEach(problems::add);
            region.axes()
                    .keySet()
                    .forEach(
                            axis -> uncountable(axis, region, derivation).ifPresent(problems::add));
        }
        return List.copyOf(problems);
    }

    private static Optional<Diagnostic> unlaunchable(TileProgram program) {
        double groups = 1;
        for (String axis : program.grid()) {
            groups *= program.groups(axis);
        }
        return groups <= Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(
                        Diagnostic.error(
                                Code.S823,
                                String.format(
                                        Locale.ROOT,
                                        "kernel %s has %.0f groups along %s, a launch counts to %d",
                                        program.name(),
                                        groups,
                                        program.grid(),
                                        Integer.MAX_VALUE),
                                Location.DOCUMENT,
                                "choose smaller axes"));
    }

    private static Stream<Diagnostic> unstorable(Region.Array array) {
        return switch (array.dtype()) {
            case F8E4M3, F8E5M2 ->
                    Stream.of(
                            Diagnostic.error(
                                    Code.S822,
                                    "wire "
                                            + array.wire()
                                            + " is "
                                            + array.dtype()
                                            + ", which no kernel of this version can load or store",
                                    Location.at("/wires" + Location.step(array.wire())),
                                    "use f16 or bf16"));
            case F64, F32, F16, BF16, I64, I32, I8, BOOL -> Stream.empty();
        };
    }

    private static Optional<Diagnostic> uncountable(
            String axis, Region region, Derivation derivation) {
        long size = region.size(axis, derivation.sizes());
        return size <= Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(
                        Diagnostic.error(
                                Code.S823,
                                "axis "
                                        + axis
                                        + " has "
                                        + size
                                        + " elements, kernels count to "
                                        + Integer.MAX_VALUE,
                                Location.at("/axes" + Location.step(region.sizeAxis(axis))),
                                "split the axis in two"));
    }

    private static CompiledKernel kernel(Kernel kernel, TileProgram program, Target target) {
        return switch (target) {
            case OPENCL_SIMD -> {
                SimdKernel simd = SimdLowering.lower(program);
                Optional<Launch> launch =
                        simd.groups() == 0
                                ? Optional.empty()
                                : Optional.of(
                                        new Launch(
                                                simd.entry(),
                                                Dim3.of(Math.toIntExact(simd.groups())),
                                                Dim3.of(1),
                                                0,
                                                arguments(program)));
                yield new CompiledKernel(
                        kernel,
                        program,
                        KernelText.openCl(simd.entry(), simd.source()),
                        simd.traced().origins(),
                        launch,
                        simd.localBytes());
            }
            case OPENCL_SIMT -> simt(kernel, program, SimtLowering.lower(program, Dialect.OPENCL));
            case CUDA -> simt(kernel, program, SimtLowering.lower(program, Dialect.CUDA));
        };
    }

    private static CompiledKernel simt(Kernel kernel, TileProgram program, SimtKernel simt) {
        Optional<Launch> launch =
                simt.groups() == 0
                        ? Optional.empty()
                        : Optional.of(simt.launch(name -> buffer(name, program)));
        return new CompiledKernel(
                kernel, program, simt.text(), simt.traced().origins(), launch, simt.sharedBytes());
    }

    private static List<Argument> arguments(TileProgram program) {
        List<Argument> arguments = new ArrayList<>();
        program.arrays().forEach(array -> arguments.add(new Argument.BufferArgument(array.wire())));
        for (ListedBlocks list : program.lists()) {
            arguments.add(new Argument.BufferArgument(buffer(list.rowsArray(), program)));
            arguments.add(new Argument.BufferArgument(buffer(list.listArray(), program)));
        }
        return arguments;
    }

    /// The buffer of an array: wires are those of the diagram, lists of blocks those of one kernel.
    public static String buffer(String array, TileProgram program) {
        return program.region().arrays().containsKey(array) ? array : program.name() + "." + array;
    }
}
