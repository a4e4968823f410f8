package org.heddle.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;
import org.junit.jupiter.api.Test;

/// Promised symmetries are looked for in every element, whichever axes they exchange.
final class AsymmetryTest {
    private static final int SIZE = 4;

    private static Wire wire(Symmetry.Kind kind, String... axes) {
        Symmetry symmetry = new Symmetry(kind, List.of(axes));
        return new Wire("A", DType.F64, List.of("b", "i", "j", "k"), List.of(symmetry), List.of());
    }

    /// Axes b of size 2 and i, j, k of one size, filled by a function of the latter.
    private static Tensor filled(Element element) {
        List<Long> shape = List.of(2L, (long) SIZE, (long) SIZE, (long) SIZE);
        Tensor tensor = Tensor.allocate(DType.F64, shape);
        for (int flat = 0; flat < tensor.elements(); flat++) {
            tensor.set(
                    flat, element.at(flat / SIZE / SIZE % SIZE, flat / SIZE % SIZE, flat % SIZE));
        }
        return tensor;
    }

    private interface Element {
        double at(int i, int j, int k);
    }

    @Test
    void everyBrokenElementOfASymmetricArrayIsFound() {
        Wire wire = wire(Symmetry.Kind.SYMMETRIC, "k", "i", "j");
        Element symmetric = (i, j, k) -> i * j * k + i + j + k;
        assertThat(Asymmetry.find(wire, filled(symmetric))).isEmpty();
        for (int flat = 0; flat < 2 * SIZE * SIZE * SIZE; flat++) {
            int i = flat / SIZE / SIZE % SIZE;
            int j = flat / SIZE % SIZE;
            Tensor broken = filled(symmetric);
            broken.set(flat, 99);
            boolean diagonal = i == j && j == flat % SIZE;
            assertThat(Asymmetry.find(wire, broken).isEmpty()).isEqualTo(diagonal);
        }
    }

    @Test
    void twoAxesMayBeSymmetricWithoutTheThird() {
        Wire wire = wire(Symmetry.Kind.SYMMETRIC, "i", "k");
        assertThat(Asymmetry.find(wire, filled((i, j, k) -> i * k + 10 * j))).isEmpty();
        assertThat(Asymmetry.find(wire, filled((i, j, k) -> i * j)).map(Asymmetry::toString))
                .contains("A[0, 0, 1, 1] = 0.0, A[0, 1, 1, 0] = 1.0");
    }

    @Test
    void antisymmetricArraysVanishOnTheirDiagonals() {
        Wire wire = wire(Symmetry.Kind.ANTISYMMETRIC, "i", "j", "k");
        Element alternating = (i, j, k) -> (i - j) * (j - k) * (k - i);
        assertThat(Asymmetry.find(wire, filled(alternating))).isEmpty();
        Tensor broken = filled(alternating);
        broken.set(1, 3); // A[0, 0, 0, 1]
        Optional<Asymmetry> found = Asymmetry.find(wire, broken);
        assertThat(found.map(Asymmetry::toString)).contains("A[0, 0, 0, 1] = 3.0");
    }

    @Test
    void aNanEqualsANan() {
        Wire wire = wire(Symmetry.Kind.SYMMETRIC, "i", "j", "k");
        assertThat(Asymmetry.find(wire, filled((_, _, _) -> Double.NaN))).isEmpty();
    }
}
