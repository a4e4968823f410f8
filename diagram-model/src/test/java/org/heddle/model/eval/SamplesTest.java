package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void smallArraysAreTakenWhole() {
        assertThat(SampleIndices.choose(List.of(4L, 5L), 20, 1))
                .isEqualTo(LongStream.range(0, 20).toArray());
        assertThat(SampleIndices.choose(List.of(), 1000, 1)).containsExactly(0);
        assertThat(SampleIndices.choose(List.of(3L, 0L), 1000, 1)).isEmpty();
    }

    @Test
    void atLeastAsManyDistinctElementsAsAskedFor() {
        for (List<Long> shape :
                List.of(
                        List.of(1001L),
                        List.of(4000L),
                        List.of(2L, 4L, 8192L, 64L),
                        List.of(1L << 40, 3L),
                        List.of(11L, 91L, 1L))) {
            long elements = shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
            long[] indices = SampleIndices.choose(shape, 1000, 7);
            assertThat(indices.length).isGreaterThanOrEqualTo(1000).isLessThan(1400);
            assertThat(LongStream.of(indices).distinct().count()).isEqualTo(indices.length);
            assertThat(LongStream.of(indices))
                    .isSorted()
                    .allMatch(index -> index >= 0 && index < elements);
        }
    }

    @Test
    void bordersAndTailsAreAmongThem() {
        List<Long> shape = List.of(777L, 100L);
        Set<Long> rows = new TreeSet<>();
        Set<Long> columns = new TreeSet<>();
        long[] indices = SampleIndices.choose(shape, 1000, 3);
        for (long flat : indices) {
            long[] index = SampleIndices.unravel(flat, shape);
            rows.add(index[0]);
            columns.add(index[1]);
        }
        assertThat(rows)
                .contains(
                        0L, 1L, 15L, 16L, 17L, 63L, 64L, 65L, 127L, 128L, 129L, 767L, 768L, 769L,
                        775L, 776L);
        assertThat(columns).contains(0L, 1L, 15L, 16L, 17L, 63L, 64L, 65L, 95L, 96L, 97L, 98L, 99L);
        assertThat(indices).contains(0, 99, 776 * 100, 776 * 100 + 99);
        assertThat(rows.size()).as("random rows too").isGreaterThan(100);
    }

    @Test
    void theSeedDecides() {
        List<Long> shape = List.of(50L, 700L);
        assertThat(SampleIndices.choose(shape, 100, 1))
                .isEqualTo(SampleIndices.choose(shape, 100, 1))
                .isNotEqualTo(SampleIndices.choose(shape, 100, 2));
    }

    @Test
    void aWrongElementIsFoundWhereItIs() throws EvaluationException {
        Sketch sketch = Sketch.weightedMean(1, 30, 20, 8);
        Tensor output = sketch.evaluator().evaluate().get("O");
        Samples samples = sketch.evaluator().sample("O", 100, 9);
        assertThat(samples.against(output).maxRelative()).isZero();
        assertThat(samples.against(output).worstIndex()).isEqualTo(-1);
        output.set(239, output.get(239) + 1);
        ErrorMeasure measure = samples.against(output);
        assertThat(measure.worstIndex()).as("the last element is a border").isEqualTo(239);
        assertThat(measure.maxAbsolute())
                .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-12));
        assertThatThrownBy(() -> samples.against(Tensor.allocate(DType.F32, List.of(240L))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
