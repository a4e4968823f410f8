package org.heddle.model.equal;

import java.util.SplittableRandom;

/// From what numbers the inputs of a trial are drawn.
sealed interface Numbers permits Draw, Around {
    /// The number for an element.
    ///
    /// @param mentioned by the diagrams
    /// @param input its position among those of the left diagram
    /// @param element of the input, in order
    double next(SplittableRandom random, Mentioned mentioned, int input, long element);
}
