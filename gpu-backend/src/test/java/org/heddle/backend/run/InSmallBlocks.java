package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.RunOptions;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.model.text.TextReader;

/// What the kernels of a diagram give for some inputs, on the interpreter and through OpenCL, where few items fit local memory at once.
///
/// @param byDevice outputs by name, by device
record InSmallBlocks(
        Diagram diagram,
        Compiled compiled,
        Map<String, Tensor> inputs,
        List<Map<String, Tensor>> byDevice) {
    /// A diagram in the textual form.
    static Diagram read(String text) throws Exception {
        return TextReader.read(new SourceText("rows.hd", text)).orThrow();
    }

    /// @param inputs with axes `q` and `x` first, in this order; further axes have the diagram's default sizes
    static InSmallBlocks run(Diagram diagram, Map<String, Long> sizes, Map<String, Tensor> inputs)
            throws Exception {
        Compiled compiled =
                Compiler.compile(diagram, new Sizes(sizes), Machines.tight(), Target.OPENCL_SIMD);
        List<Map<String, Tensor>> outputs = new ArrayList<>();
        try (Device interpreter = new InterpretDevice(compiled.derivation().hardware());
                Device pocl = Machines.pocl()) {
            for (Device device : List.of(interpreter, pocl)) {
                outputs.add(device.run(compiled, inputs, RunOptions.ONCE).outputs());
            }
        }
        return new InSmallBlocks(diagram, compiled, inputs, outputs);
    }

    InSmallBlocks inOnePass() {
        assertThat(compiled.derivation().onePass()).isTrue();
        return this;
    }

    /// The judge finds nothing wrong.
    ///
    /// @param determined so many elements of each output at least could have been found wrong
    void areRight(int determined) throws Exception {
        Referee referee = Referee.of(compiled, inputs, Comparer.Options.DEFAULT);
        for (Map<String, Tensor> outputs : byDevice) {
            assertThat(referee.judge(outputs))
                    .allSatisfy(
                            output -> {
                                assertThat(output.ok()).as("%s", output).isTrue();
                                assertThat(output.error().determined())
                                        .isGreaterThanOrEqualTo(determined);
                            });
        }
    }

    /// Compares the only output with the evaluator's, on each device.
    void agree(Agreement agreement) throws Exception {
        String output = diagram.outputs().getFirst();
        Tensor expected =
                Evaluator.of(Unfold.all(diagram), compiled.derivation().sizes(), inputs)
                        .evaluate()
                        .get(output);
        for (Map<String, Tensor> outputs : byDevice) {
            agreement.check(expected, outputs.get(output));
        }
    }

    /// Says how near two results must be.
    interface Agreement {
        void check(Tensor expected, Tensor actual);
    }
}
