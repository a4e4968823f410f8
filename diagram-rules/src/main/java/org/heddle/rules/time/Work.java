package org.heddle.rules.time;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// What some groups ask, by {@link Need}.
public final class Work {
    /// Nothing.
    public static final Work NONE = new Work(new double[Need.values().length]);

    private final double[] amounts;

    private Work(double[] amounts) {
        this.amounts = amounts;
    }

    /// Work of some amounts.
    ///
    /// @param amounts by the places of needs
    public static Work of(double[] amounts) {
        return new Work(amounts.clone());
    }

    /// Work of some amounts.
    ///
    /// @param amounts what is absent is 0
    public static Work of(Map<Need, Double> amounts) {
        double[] all = new double[Need.values().length];
        amounts.forEach((need, amount) -> all[need.place()] = amount);
        return new Work(all);
    }

    public double of(Need need) {
        return amounts[need.place()];
    }

    public Work plus(Work other) {
        double[] sum = amounts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.amounts[i];
        }
        return new Work(sum);
    }

    public Work times(double factor) {
        double[] product = amounts.clone();
        for (int i = 0; i < product.length; i++) {
            product[i] *= factor;
        }
        return new Work(product);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Work that && Arrays.equals(amounts, that.amounts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(amounts);
    }

    @Override
    public String toString() {
        Map<Need, Double> present = new EnumMap<>(Need.class);
        for (Need need : Need.values()) {
            if (of(need) != 0) {
                present.put(need, of(need));
            }
        }
        return present.toString();
    }
}
