package org.heddle.cli.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.backend.run.Comparison;
import org.heddle.cli.report.ComparisonJson;
import org.heddle.cli.report.Inputs;
import org.heddle.cli.report.Json;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.print.SvgPrinter;

/// The report of a call of `compare`: one HTML file that fetches nothing.
public final class Page {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)\\}\\}");

    private Page() {}

    /// The file's text.
    ///
    /// @param comparisons of one diagram on one device, at least one
    /// @param drawing lays out the pictures
    public static String of(
            List<Comparison> comparisons,
            Inputs inputs,
            Circumstances circumstances,
            Drawing drawing) {
        Settings settings = new Settings(comparisons);
        Comparison first = comparisons.getFirst();
        String name = first.derivation().source().name();
        SizesTable table = new SizesTable(settings);
        String style = style(settings);
        String script = resource("page.js");
        Map<String, String> places = new LinkedHashMap<>();
        places.put("title", Markup.escape(name + " on " + first.device()));
        places.put("policy", "default-src 'none'; " + hashes(style, script));
        places.put("style", style);
        places.put("script", script);
        places.put("name", Markup.escape(name));
        places.put("headline", new Headline(comparisons).markup().toString());
        places.put("settings", settings.choice().toString());
        places.put("memory", MemorySection.of(settings).toString());
        places.put("roofline", RooflineSection.of(settings).toString());
        places.put("derivation", DerivationStrip.of(settings, drawing).toString());
        places.put("source", SourceSection.of(settings, drawing).toString());
        places.put("table", table.markup().toString());
        places.put("csv", data("text/csv", table.csv()));
        places.put("file", Markup.escape(name.replaceAll("[^A-Za-z0-9_-]", "_")));
        places.put("json", json(Json.text(ComparisonJson.of(comparisons, inputs))));
        places.put("provenance", ProvenanceSection.of(first, inputs, circumstances).toString());
        return filled(resource("page.html"), places);
    }

    private static String style(Settings settings) {
        String dark = resource("dark.css");
        return filled(
                resource("page.css"),
                Map.of(
                        "light",
                        resource("light.css"),
                        "chart",
                        resource("chart.css"),
                        "dark-if-preferred",
                        scoped(":root:not(:has(#theme-light:checked))", dark),
                        "dark-if-chosen",
                        scoped(":root:has(#theme-dark:checked)", dark),
                        "pictures",
                        SvgPrinter.light("svg.diagram"),
                        "settings",
                        settings.rules()));
    }

    /// Colours where the root is as said; those of pictures weigh no more than the light ones, so that what is lit stands out of both.
    private static String scoped(String root, String dark) {
        return root + " {\n" + dark + "}\n" + SvgPrinter.dark(":where(" + root + ") svg.diagram");
    }

    /// Puts texts into the places of a template, each as it is.
    ///
    /// @throws IllegalArgumentException where a place has no text
    private static String filled(String template, Map<String, String> places) {
        Matcher place = PLACE.matcher(template);
        return place.replaceAll(
                found -> {
                    String text = places.get(found.group(1));
                    if (text == null) {
                        throw new IllegalArgumentException("nothing for " + found.group());
                    }
                    return Matcher.quoteReplacement(text);
                });
    }

    /// Only the script and the style sheet of the page are let in.
    private static String hashes(String style, String script) {
        return "style-src 'sha256-"
                + hash(style)
                + "'; script-src 'sha256-"
                + hash(script)
                + "'; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// A text as an address that holds it.
    private static String data(String type, String text) {
        return "data:"
                + type
                + ";charset=utf-8;base64,"
                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A document that may stand in a script element: it means the same, and cannot end the element.
    private static String json(String document) {
        return document.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    /// A file beside this class.
    static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
