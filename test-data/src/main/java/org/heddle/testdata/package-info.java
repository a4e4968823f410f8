/// What the tests of all modules share: golden files, and diagram files that are wrong in one way each.
///
/// ```
///  actual text ─Golden.check─► equal to the file, or a failure that says how to accept
///  test-data/invalid/<Code>-<slug>.json ─► <Code>-<slug>.expected
/// ```
///
/// In test scope only. Read next: {@link org.heddle.testdata.Golden}.
@NullMarked
package org.heddle.testdata;

import org.jspecify.annotations.NullMarked;
