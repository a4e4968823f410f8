package org.heddle.rules.law;

/// A law that makes kernels. A {@link Rule} fires wherever its left-hand side matches; of these there are many instances at every place, and which one is used
/// is decided by what it is predicted to cost.
public record KernelLaw(String name, String law, String condition) implements Law {
    /// What is larger than what it is made of is computed wherever it is needed.
    public static final KernelLaw RECOMPUTE =
            new KernelLaw(
                    "recompute",
                    "f ; copy = copy ; (f ⊗ f)",
                    "f's result has more bytes than what it is made of, and no file's monoid, scan or position makes it");

    /// Boxes become one block, whose inner wires stay near.
    public static final KernelLaw FUSE =
            new KernelLaw(
                    "fuse",
                    "f ; g = block(f ; g)",
                    "no path leaves the union and comes back; its boxes share one loop nest");

    /// A reduced axis goes by in blocks.
    public static final KernelLaw STREAM =
            new KernelLaw(
                    "stream",
                    "f(x ++ y) = merge(f(x), f(y))",
                    "every reduction along the axis can be rebased, by a factor or a matrix free of the axis");

    /// The accumulators of parts of a streamed axis are found in parallel, then merged.
    public static final KernelLaw SPLIT =
            new KernelLaw(
                    "split",
                    "finish(f(x_1 ++ … ++ x_n)) = finish(merge(f(x_1), …, f(x_n)))",
                    "the largest blocks of one kernel do not fill the device's units; its items go by once, and it keeps nothing per item");

    /// A woven axis is divided into independent groups.
    public static final KernelLaw GROUP =
            new KernelLaw(
                    "group",
                    "f weaved over a = f on each block of a, joined",
                    "no result combines items along the axis");
}
