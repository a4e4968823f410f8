package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.heddle.model.data.Numbers;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What boxes give is rounded to the formats of wires where that is asked for, and only there.
class RoundingTest {
    private static double[] rounded(DType dtype, double... values) throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", values.length)
                        .input("x[i]", values)
                        .wire(dtype, "y[i]")
                        .map("y[i]", "x -> x", "x[i]")
                        .wire(DType.F64, "z[i]")
                        .map("z[i]", "y -> y", "y[i]")
                        .output("z")
                        .wire(DType.F64, "x[i]");
        assertThat(sketch.evaluate()).isEqualTo(values);
        return Evaluator.rounding(sketch.diagram(), sketch.sizes(), sketch.inputs())
                .evaluate()
                .get("z")
                .toDoubles();
    }

    /// Every finite number of the format, what lies a third of the way to the next, and the midpoint, which goes to the
    /// number whose last bit is 0.
    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16", "F8E4M3", "F8E5M2"})
    void everyNumberAndMidpointOfASmallFormat(DType dtype) throws EvaluationException {
        TreeSet<Double> numbers = new TreeSet<>();
        for (int bits = 0; bits < 1 << (8 * dtype.bytes()); bits++) {
            double number = Numbers.decode(dtype, bits);
            if (Double.isFinite(number)) {
                numbers.add(number == 0 ? 0.0 : number);
            }
        }
        List<Double> given = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        double before = numbers.first();
        for (double number : numbers.tailSet(before, false)) {
            boolean evenBefore = Numbers.encode(dtype, before) % 2 == 0;
            given.addAll(
                    List.of(
                            number,
                            before + (number - before) / 3,
                            before + (number - before) / 2));
            expected.addAll(List.of(number, before, evenBefore ? before : number));
            before = number;
        }
        double[] found = rounded(dtype, given.stream().mapToDouble(Double::doubleValue).toArray());
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i] + 0.0)
                    .as("%s of %s", dtype, given.get(i))
                    .isEqualTo(expected.get(i) + 0.0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "F16, 65519, 65504",
        "F16, 65520, Infinity",
        "BF16, -1e39, -Infinity",
        "F8E5M2, 61439, 57344",
        "F8E5M2, 61440, Infinity",
        "F8E4M3, 1000, 448",
        "F8E4M3, -Infinity, -448",
        "F32, 3.5e38, Infinity",
        "F32, 0.1, 0.10000000149011612",
        "F64, 1e300, 1e300",
        "I8, 300, 127",
        "I32, -3e9, -2147483648",
        "BOOL, 0.5, 1"
    })
    void beyondTheLargestNumber(DType dtype, double value, double expected)
            throws EvaluationException {
        assertThat(rounded(dtype, value)[0]).isEqualTo(expected);
    }

    /// Nothing but the result of a box is rounded: 2051 ones, added one by one in f16, would stay at 2048.
    @Test
    void sumsAreAccumulatedBeforeTheyAreRounded() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("x", 2051)
                        .map("u[x]", "-> 1")
                        .wire(DType.F16, "s[]")
                        .reduce(Monoid.Scalar.SUM, "u -> u", "s[]", "u[x]")
                        .output("s");
        assertThat(sketch.evaluate()).containsExactly(2051);
        Evaluator rounding = Evaluator.rounding(sketch.diagram(), sketch.sizes(), sketch.inputs());
        assertThat(rounding.evaluate().get("s").at()).isEqualTo(2052);
        assertThat(rounding.element("s")).isEqualTo(2052);
    }

    @Test
    void inputsAreRoundedToTheirWires() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 1)
                        .input("x[i]", 0.1)
                        .wire(DType.F64, "y[i]")
                        .map("y[i]", "x -> x", "x[i]")
                        .output("y");
        Evaluator rounding = Evaluator.rounding(sketch.diagram(), sketch.sizes(), sketch.inputs());
        assertThat(rounding.evaluate().get("y").at(0)).isEqualTo((double) 0.1f);
    }
}
