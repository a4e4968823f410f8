/// Pictures of diagrams: string diagrams in which every axis is a line.
///
/// ```
///   Diagram ─PictureBuilder─► Picture ─LineOrders─► ─Glyphs─► ─Layout─► Scene ─SvgPrinter, TikzPrinter─► text
///                                └─DotPrinter─► text
/// ```
///
/// An array is a bundle of lines, one per axis, with the axis's name where the line begins; dashed lines stand between arrays that are used together.
/// What is woven over an axis lets its line pass. The style is that of Neural Circuit Diagrams (Abbott, arXiv 2402.05424) and of the paper on deriving fused kernels from diagrams
/// (Abbott and Zardini, arXiv 2412.03317), whose level colours it follows.
///
/// Layout is an interface ({@link org.heddle.model.draw.layout.Layout}) whose only implementation, in `org.heddle.model.draw.elk`, has dependencies that
/// who compiles need not have. Read next: {@link org.heddle.model.draw.Drawing}.
@NullMarked
package org.heddle.model.draw;

import org.jspecify.annotations.NullMarked;
