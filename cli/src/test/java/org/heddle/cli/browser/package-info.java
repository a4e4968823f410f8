/// The page of `compare --html` tried in a browser.
///
/// ```
///   compare --html ─► report.html ─► Chromium (headless, its own profile) ─► Tab ─► what is seen, pressed, asked for
/// ```
///
/// The browser is optional: without one the tests are skipped, visibly. Read next: {@link org.heddle.cli.browser.ReportInBrowserTest}.
@NullMarked
package org.heddle.cli.browser;

import org.jspecify.annotations.NullMarked;
