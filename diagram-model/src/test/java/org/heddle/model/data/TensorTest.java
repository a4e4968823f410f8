package org.heddle.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    @ParameterizedTest
    @EnumSource(DType.class)
    void holdsSmallIntegersExactly(DType dtype) {
        double[] values =
                dtype == DType.BOOL
                        ? new double[] {0, 1, 1, 0, 1, 0}
                        : new double[] {0, 1, 3, 2, 4, 6};
        Tensor tensor = Tensor.of(dtype, List.of(2L, 3L), values);
        assertThat(tensor.toDoubles()).isEqualTo(values);
        assertThat(tensor.bytes()).isEqualTo(6L * dtype.bytes());
        assertThat(tensor.at(1, 2)).isEqualTo(values[5]);
        tensor.set(4, 1);
        assertThat(tensor.get(4)).isEqualTo(1);
    }

    @Test
    void storesLittleEndianBytesOfItsType() {
        Tensor halves = Tensor.of(DType.F16, List.of(2L), new double[] {1, -2});
        assertThat(halves.segment().toArray(ValueLayout.JAVA_BYTE))
                .containsExactly(0x00, 0x3C, 0x00, 0xC0);
        Tensor floats = Tensor.of(DType.F32, List.of(), new double[] {1});
        assertThat(floats.segment().toArray(ValueLayout.JAVA_BYTE))
                .containsExactly(0x00, 0x00, 0x80, 0x3F);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void randomValuesAreThoseOfTheTypeAndOfTheSeed(DType dtype) {
        for (Distribution distribution : Distribution.values()) {
            Tensor tensor = Tensor.random(dtype, List.of(20L, 50L), 5, distribution);
            assertThat(tensor.toDoubles())
                    .isEqualTo(Tensor.random(dtype, List.of(20L, 50L), 5, distribution).toDoubles())
                    .isNotEqualTo(
                            Tensor.random(dtype, List.of(20L, 50L), 6, distribution).toDoubles());
            for (double value : tensor.toDoubles()) {
                assertThat(Numbers.round(dtype, value)).isEqualTo(value);
            }
        }
    }

    @Test
    void integerDistributionIsExactInEveryTypeButBool() {
        double[] exact =
                Tensor.random(DType.F64, List.of(500L), 1, Distribution.INTEGER).toDoubles();
        assertThat(exact).contains(-4, -3, -2, -1, 0, 1, 2, 3, 4);
        for (DType dtype : DType.values()) {
            double[] values =
                    Tensor.random(dtype, List.of(500L), 1, Distribution.INTEGER).toDoubles();
            assertThat(values).as(dtype.text()).isEqualTo(dtype == DType.BOOL ? values : exact);
        }
    }

    @Test
    void convertsByRounding() {
        Tensor tensor = Tensor.of(DType.F64, List.of(2L), new double[] {1.0001, 70000});
        assertThat(tensor.to(DType.F16).toDoubles()).containsExactly(1, Double.POSITIVE_INFINITY);
        assertThat(tensor.to(DType.F64)).isSameAs(tensor);
    }

    @Test
    void emptyAndScalarShapes() {
        assertThat(Tensor.allocate(DType.F32, List.of(3L, 0L)).elements()).isZero();
        assertThat(Tensor.allocate(DType.F32, List.of(3L, 0L)).toDoubles()).isEmpty();
        assertThat(Tensor.of(DType.F32, List.of(), new double[] {2}).at()).isEqualTo(2);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Tensor.of(DType.F32, List.of(3L), new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [3] has 3 elements, not 2");
        assertThatThrownBy(
                        () ->
                                Tensor.over(
                                        DType.F32, List.of(3L), MemorySegment.ofArray(new byte[8])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("f32[3] takes 12 bytes, the segment has 8");
        assertThatThrownBy(() -> Tensor.allocate(DType.F32, List.of(-1L)))
                .isInstanceOf(IllegalArgumentException.class);
        Tensor tensor = Tensor.allocate(DType.F32, List.of(2L, 2L));
        assertThatThrownBy(() -> tensor.get(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tensor.at(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tensor.at(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
