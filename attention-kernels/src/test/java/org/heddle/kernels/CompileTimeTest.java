package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Target;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Deriving and emitting computes for less than two seconds in a warm JVM, whatever else the machine is doing.
class CompileTimeTest {
    static java.util.List<String> names() throws Exception {
        return CatalogueTest.names();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void derivesAndEmitsInTwoSeconds(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        compile(diagram);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        Compiled compiled = compile(diagram);
        double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
        System.out.printf("%s: derived and emitted in %.3f s%n", name, seconds);
        assertThat(compiled.kernels()).isNotEmpty();
        assertThat(seconds).isLessThan(2);
    }

    private static Compiled compile(Diagram diagram) throws Exception {
        return Compiler.compile(
                diagram,
                SizeBinder.bind(diagram, Map.of()),
                HardwareReader.shipped("cpu").orElseThrow(),
                Target.OPENCL_SIMD);
    }
}
