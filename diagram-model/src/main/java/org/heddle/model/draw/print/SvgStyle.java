package org.heddle.model.draw.print;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The style sheet of every SVG file: a class per role, `inside` for what happens in a kernel.
final class SvgStyle {
    private static final String LIGHT =
            """
            text { font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif; fill: #1f2328; }
            .page { fill: #ffffff; }
            .axis, .item, .separator, .tie { fill: none; stroke-linecap: round; }
            .axis { stroke: #24292f; stroke-width: 1.5; }
            .item { stroke: #24292f; stroke-width: 2; stroke-dasharray: 0.1 4; }
            .separator { stroke: #8c959f; stroke-width: 1; stroke-dasharray: 4 4; }
            .tie { stroke: #57606a; stroke-width: 1; }
            .box, .hexagon, .triangle { fill: #f6f8fa; stroke: #24292f; stroke-width: 1.2; stroke-linejoin: round; }
            .triangle { fill: #d0d7de; }
            .hexagon { fill: #ffffff; }
            .mark, .dot { fill: #24292f; stroke: none; }
            .axis.inside, .item.inside, .tie.inside { stroke: #bc4c00; }
            .box.inside, .hexagon.inside, .triangle.inside { fill: #fffaf5; stroke: #bc4c00; }
            .triangle.inside { fill: #ffd8b5; }
            .mark.inside, .dot.inside { fill: #bc4c00; }
            .region { fill: #fff1e5; stroke: #fb8f44; stroke-width: 1; }
            .room { fill: none; pointer-events: all; }
            .load { fill: #1b7c83; }
            .save { fill: #bf3989; }
            .panel { fill: none; stroke: #d0d7de; stroke-width: 1; }
            .axis-name { font-size: 11px; font-style: italic; fill: #57606a; }
            .axis-name.inside { fill: #953800; }
            .wire-name { font-size: 11px; font-weight: 600; }
            .interface-name { font-size: 14px; font-weight: 600; }
            .box-text { font-size: 12px; }
            text.mark-text { font-size: 10px; fill: #ffffff; }
            .region-name { font-size: 12px; font-weight: 600; fill: #953800; }
            .relation { font-size: 24px; }
            .caption { font-size: 12px; fill: #57606a; }
            .title { font-size: 14px; font-weight: 600; }
            """;

    private static final String DARK =
            """
            text { fill: #e6edf3; }
            .page { fill: #0d1117; }
            .axis, .item { stroke: #d0d7de; }
            .separator { stroke: #6e7681; }
            .tie { stroke: #8d96a0; }
            .box, .hexagon, .triangle { fill: #161b22; stroke: #d0d7de; }
            .triangle { fill: #30363d; }
            .hexagon { fill: #0d1117; }
            .mark, .dot { fill: #d0d7de; }
            .axis.inside, .item.inside, .tie.inside { stroke: #ffa657; }
            .box.inside, .hexagon.inside, .triangle.inside { fill: #23180f; stroke: #ffa657; }
            .triangle.inside { fill: #5a3410; }
            .mark.inside, .dot.inside { fill: #ffa657; }
            .region { fill: #1c140d; stroke: #9e5a1f; }
            .load { fill: #39c5cf; }
            .save { fill: #f778ba; }
            .panel { stroke: #30363d; }
            .axis-name, .caption { fill: #8d96a0; }
            .axis-name.inside, .region-name { fill: #ffc680; }
            text.mark-text { fill: #0d1117; }
            """;

    /// Follows the reader's scheme.
    static final String SHEET = LIGHT + "@media (prefers-color-scheme: dark) {\n" + DARK + "}\n";

    private SvgStyle() {}

    /// The rules of the light scheme for pictures within a page.
    ///
    /// @param scope a selector that the pictures match
    static String light(String scope) {
        return scoped(LIGHT, scope);
    }

    /// What is different in the dark scheme.
    static String dark(String scope) {
        return scoped(DARK, scope);
    }

    /// Each rule of a sheet for what is inside of `scope` alone.
    private static String scoped(String sheet, String scope) {
        StringBuilder scoped = new StringBuilder();
        for (String rule : sheet.lines().toList()) {
            int body = rule.indexOf(" {");
            String selectors =
                    Arrays.stream(rule.substring(0, body).split(", ", -1))
                            .map(selector -> scope + " " + selector)
                            .collect(Collectors.joining(", "));
            scoped.append(selectors).append(rule.substring(body)).append('\n');
        }
        return scoped.toString();
    }
}
