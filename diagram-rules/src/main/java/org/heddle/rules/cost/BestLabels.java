package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.heddle.model.size.Size;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.linear.SingularValueDecomposition;

/// The labels that move the fewest bytes at given sizes and memory, as real numbers between 1 and the size of their axis, or in their range: the exact optimum of which {@link ClosedForm} is the limit.
///
/// In the logarithms of the labels both sums are convex; Newton's method follows the path of a logarithmic barrier (Boyd and Vandenberghe, Convex Optimization, §11.3).
///
/// @param labels by name
/// @param fixed labels at an end of their range, and what that is; the size of an axis that is not cut
/// @param bytes moved
public record BestLabels(
        SequencedMap<String, Double> labels, SequencedMap<String, Size> fixed, double bytes) {
    private static final double SHARPEST = 1e10;
    private static final int STEPS = 100;

    /// A label this near to an end of its range is that.
    private static final double AT_THE_END = 1e-6;

    public BestLabels {
        labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
        fixed = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fixed));
    }

    /// Empty where blocks of one element do not fit.
    ///
    /// @param memory bytes of one group
    /// @param sizes of the diagram's axes, by name
    public static Optional<BestLabels> of(
            Transfers transfers, double memory, ToLongFunction<String> sizes) {
        return of(transfers, memory, Double.POSITIVE_INFINITY, sizes);
    }

    /// The same of a cache.
    ///
    /// @param memory bytes of the cache
    /// @param below bytes of the memories of all groups that it feeds
    static Optional<BestLabels> of(
            Transfers transfers, double memory, double below, ToLongFunction<String> sizes) {
        return new Search(transfers.thin(), memory, below, sizes)
                .found()
                .map(found -> found.withShortest(transfers));
    }

    /// With the labels that nothing moved depends on where the shortest block is not one element.
    private BestLabels withShortest(Transfers transfers) {
        SequencedMap<String, Double> all = new LinkedHashMap<>(labels);
        SequencedMap<String, Size> ends = new LinkedHashMap<>(fixed);
        transfers
                .ranges()
                .forEach(
                        (label, range) -> {
                            if (range.least() > 1 && !labels.containsKey(label)) {
                                all.put(label, (double) range.least());
                                ends.put(label, Size.of(range.least()));
                            }
                        });
        return new BestLabels(all, ends, bytes);
    }

    /// What has to fit a memory.
    private record Room(List<Exponential> tiles, double memory) {
        double used(double[] y) {
            return sum(tiles, y) / memory;
        }
    }

    private static double sum(List<Exponential> terms, double[] y) {
        return terms.stream().mapToDouble(term -> term.at(y)).sum();
    }

    /// `coefficient · exp(± Σ y)`.
    private static final class Exponential {
        private final double coefficient;
        private final int[] along;
        private final int sign;

        Exponential(double coefficient, int[] along, int sign) {
            this.coefficient = coefficient;
            this.along = along;
            this.sign = sign;
        }

        double at(double[] y) {
            double exponent = 0;
            for (int i : along) {
                exponent += y[i];
            }
            return coefficient * Math.exp(sign * exponent);
        }
    }

    private static final class Search {
        private final Transfers transfers;
        private final ToLongFunction<String> sizes;
        private final List<String> names = new ArrayList<>();
        private final List<Exponential> moved = new ArrayList<>();
        private final List<Room> rooms = new ArrayList<>();
        private final double[] starts;
        private final double[] ends;

        Search(Transfers transfers, double memory, double below, ToLongFunction<String> sizes) {
            this.transfers = transfers;
            this.sizes = sizes;
            for (String label : transfers.sizes().keySet()) {
                if (transfers.most(label, sizes) > 1) {
                    names.add(label);
                }
            }
            this.starts =
                    names.stream()
                            .mapToDouble(label -> Math.log((double) transfers.least(label)))
                            .toArray();
            this.ends =
                    names.stream()
                            .mapToDouble(label -> Math.log((double) transfers.most(label, sizes)))
                            .toArray();
            for (Transfers.Moved m : transfers.moved()) {
                double bytes = transfers.coefficient(m).at(sizes);
                moved.add(new Exponential(bytes, positions(m.repeated()), -1));
            }
            addRoom(transfers.held(), memory);
            addRoom(transfers.kept(), below);
        }

        private void addRoom(List<Transfers.Held> tiles, double memory) {
            List<Exponential> all = new ArrayList<>();
            for (Transfers.Held tile : tiles) {
                double bytes = (double) tile.bytes().at(sizes);
                all.add(new Exponential(bytes, positions(tile.labels()), 1));
            }
            if (!all.isEmpty() && memory < Double.POSITIVE_INFINITY) {
                rooms.add(new Room(all, memory));
            }
        }

        private int[] positions(Set<String> labels) {
            return labels.stream().mapToInt(names::indexOf).filter(i -> i >= 0).toArray();
        }

        /// The part that is used of the fullest memory.
        private double used(double[] y) {
            return rooms.stream().mapToDouble(room -> room.used(y)).max().orElse(0);
        }

        Optional<BestLabels> found() {
            double[] y = starts.clone();
            if (used(y) > 1) {
                return Optional.empty();
            }
            double[] top = ends.clone();
            if (used(top) <= 1) {
                return Optional.of(result(top));
            }
            double inside = 0.5;
            do {
                for (int i = 0; i < y.length; i++) {
                    y[i] = starts[i] + inside * (ends[i] - starts[i]);
                }
                inside /= 2;
            } while (used(y) >= 1 && inside > 1e-12);
            if (used(y) >= 1) {
                return Optional.of(result(starts));
            }
            for (double sharp = 1; sharp <= SHARPEST; sharp *= 8) {
                y = centre(y, sharp / Math.max(Double.MIN_NORMAL, sum(moved, y)));
            }
            return Optional.of(result(y));
        }

        private BestLabels result(double[] y) {
            SequencedMap<String, Double> labels = new LinkedHashMap<>();
            SequencedMap<String, Size> fixed = new LinkedHashMap<>();
            for (int i = 0; i < y.length; i++) {
                String label = names.get(i);
                if (ends[i] - y[i] < AT_THE_END) {
                    labels.put(label, (double) transfers.most(label, sizes));
                    fixed.put(label, transfers.most(label));
                } else if (starts[i] > 0 && y[i] - starts[i] < AT_THE_END) {
                    labels.put(label, (double) transfers.least(label));
                    fixed.put(label, Size.of(transfers.least(label)));
                } else {
                    labels.put(label, Math.exp(y[i]));
                }
            }
            for (String label : transfers.sizes().keySet()) {
                if (labels.putIfAbsent(label, 1.0) == null) {
                    fixed.put(label, transfers.most(label));
                }
            }
            return new BestLabels(labels, fixed, sum(moved, y));
        }

        private double[] centre(double[] from, double sharp) {
            double[] y = from;
            for (int step = 0; step < STEPS; step++) {
                double value = barrier(y, sharp);
                RealVector gradient = new ArrayRealVector(y.length);
                RealMatrix curvature = MatrixUtils.createRealMatrix(y.length, y.length);
                differentiate(y, sharp, gradient, curvature);
                RealVector newton =
                        new SingularValueDecomposition(curvature)
                                .getSolver()
                                .solve(gradient.mapMultiply(-1));
                double descent = -gradient.dotProduct(newton);
                if (!(descent > 1e-12)) {
                    return y;
                }
                double length = 1;
                double[] next = moved(y, newton, length);
                while (length > 1e-12 && !(barrier(next, sharp) < value - 0.1 * length * descent)) {
                    length /= 2;
                    next = moved(y, newton, length);
                }
                if (length <= 1e-12) {
                    return y;
                }
                y = next;
            }
            return y;
        }

        private static double[] moved(double[] y, RealVector direction, double length) {
            double[] next = y.clone();
            Arrays.setAll(next, i -> y[i] + length * direction.getEntry(i));
            return next;
        }

        private double barrier(double[] y, double sharp) {
            double value = sharp * sum(moved, y);
            for (Room room : rooms) {
                value -= Math.log(1 - room.used(y));
            }
            for (int i = 0; i < y.length; i++) {
                value -= Math.log(y[i] - starts[i]) + Math.log(ends[i] - y[i]);
            }
            return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
        }

        private void differentiate(
                double[] y, double sharp, RealVector gradient, RealMatrix curvature) {
            for (Exponential term : moved) {
                add(term, sharp * term.at(y), gradient, curvature);
            }
            for (Room room : rooms) {
                add(room, y, gradient, curvature);
            }
            for (int i = 0; i < y.length; i++) {
                double above = y[i] - starts[i];
                double below = ends[i] - y[i];
                gradient.addToEntry(i, 1 / below - 1 / above);
                curvature.addToEntry(i, i, 1 / (below * below) + 1 / (above * above));
            }
        }

        private static void add(Room room, double[] y, RealVector gradient, RealMatrix curvature) {
            double left = (1 - room.used(y)) * room.memory();
            RealVector slope = new ArrayRealVector(y.length);
            for (Exponential term : room.tiles()) {
                double value = term.at(y) / left;
                add(term, value, gradient, curvature);
                for (int i : term.along) {
                    slope.addToEntry(i, value);
                }
            }
            for (int i = 0; i < y.length; i++) {
                for (int j = 0; j < y.length; j++) {
                    curvature.addToEntry(i, j, slope.getEntry(i) * slope.getEntry(j));
                }
            }
        }

        private static void add(
                Exponential term, double value, RealVector gradient, RealMatrix curvature) {
            for (int i : term.along) {
                gradient.addToEntry(i, term.sign * value);
                for (int j : term.along) {
                    curvature.addToEntry(i, j, value);
                }
            }
        }
    }
}
