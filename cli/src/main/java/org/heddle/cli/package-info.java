/// The `heddle` command.
///
/// ```
///   arguments ─Main─► one HeddleCommand ─► text or one JSON document on stdout, talk on stderr, an exit code
///                          │
///                      Failures: diagnostics, missing devices, bugs ─► what to print, and the code
/// ```
///
/// Every command reads its input whole before it writes anything, and takes all it knows from the packages below. Read next:
/// {@link org.heddle.cli.Main}, {@link org.heddle.cli.Failures}.
@NullMarked
package org.heddle.cli;

import org.jspecify.annotations.NullMarked;
