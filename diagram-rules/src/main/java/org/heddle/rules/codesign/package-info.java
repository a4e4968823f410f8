/// What other hardware would do for a diagram.
///
/// ```
///   Hardware × { Resource: values } ──► Variant …  ──Deriver──►  Design …  ──►  those that none is better than in everything
/// ```
///
/// Every variant is derived for anew: with more memory or bandwidth other kernels, cut otherwise, may be best.
@org.jspecify.annotations.NullMarked
package org.heddle.rules.codesign;
