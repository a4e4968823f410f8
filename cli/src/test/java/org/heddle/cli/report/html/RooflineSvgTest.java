package org.heddle.cli.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.heddle.cli.report.chart.Area;
import org.heddle.cli.report.chart.Roofline;
import org.heddle.model.draw.scene.TextWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever points a roofline has, all of its labels are there and can be read.
final class RooflineSvgTest {
    private static final Pattern TEXT = Pattern.compile("<text ([^>]*)>([^<]*)</text>");
    private static final Pattern CIRCLE = Pattern.compile("<circle class=\"point ([^>]*)/>");
    private static final Pattern SQUARE = Pattern.compile("<rect class=\"point ([^>]*)/>");
    private static final int FONT = 12;

    /// Something in the picture.
    private record Drawn(String what, Area area) {}

    private static double attribute(String attributes, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(attributes);
        assertThat(found.find()).as(name + " of " + attributes).isTrue();
        return Double.parseDouble(found.group(1));
    }

    /// What the letters of a text cover: as high as digits, down to the line they stand on, and the descenders of names.
    private static Drawn text(MatchResult found) {
        String attributes = found.group(1);
        String text = found.group(2);
        boolean bold = attributes.contains("point-name");
        double width = TextWidth.of(text, FONT, bold);
        double x = attribute(attributes, "x");
        double y = attribute(attributes, "y");
        double middle = attributes.contains("anchor=\"end\"") ? x - width / 2 : x;
        Matcher turned = Pattern.compile("rotate\\((\\S+) (\\S+) (\\S+)\\)").matcher(attributes);
        if (!turned.find()) {
            return new Drawn(
                    text, Area.between(middle - width / 2, y - 9, middle + width / 2, y + 3));
        }
        assertThat(Double.parseDouble(turned.group(2))).isEqualTo(x);
        double centre = Double.parseDouble(turned.group(3));
        assertThat(y - centre).as("its middle is turned about").isBetween(2.9, 3.4);
        return new Drawn(
                text, new Area(x, centre, width, FONT, Double.parseDouble(turned.group(1))));
    }

    private static Stream<Drawn> texts(String svg) {
        return TEXT.matcher(svg).results().map(RooflineSvgTest::text);
    }

    private static Stream<Drawn> marks(String svg) {
        Stream<Area> circles =
                CIRCLE.matcher(svg)
                        .results()
                        .map(MatchResult::group)
                        .map(
                                a ->
                                        Area.upright(
                                                attribute(a, "cx"),
                                                attribute(a, "cy"),
                                                2 * attribute(a, "r"),
                                                2 * attribute(a, "r")));
        Stream<Area> squares =
                SQUARE.matcher(svg)
                        .results()
                        .map(MatchResult::group)
                        .map(
                                a ->
                                        Area.between(
                                                attribute(a, "x"),
                                                attribute(a, "y"),
                                                attribute(a, "x") + attribute(a, "width"),
                                                attribute(a, "y") + attribute(a, "height")));
        return Stream.concat(circles, squares).map(area -> new Drawn("mark " + area, area));
    }

    private static void canBeRead(String svg) {
        List<Drawn> texts = texts(svg).toList();
        Area picture = Area.between(0, 0, 960, 460);
        for (int i = 0; i < texts.size(); i++) {
            Drawn text = texts.get(i);
            assertThat(text.area().isWithin(picture)).as("%s is in the picture", text).isTrue();
            assertThat(Stream.concat(marks(svg), texts.subList(i + 1, texts.size()).stream()))
                    .as("nothing covers %s", text)
                    .noneMatch(other -> other.area().overlaps(text.area()));
        }
    }

    /// The numbers of settings that stand in the chart; those of predicted and of measured points are apart.
    private static void hasNumbers(String svg, int settings) {
        List<Integer> found = new ArrayList<>();
        for (MatchResult label : TEXT.matcher(svg).results().toList()) {
            if (label.group(1).contains("point-name")) {
                Stream.of(label.group(2).split(",", -1)).map(Integer::valueOf).forEach(found::add);
            }
        }
        for (int number = 1; number <= settings; number++) {
            int each = number;
            assertThat(found.stream().filter(n -> n == each).count())
                    .as("setting %s: a predicted and a measured point at least", each)
                    .isGreaterThanOrEqualTo(2);
        }
    }

    /// A machine at random, and settings that lie as near to each other as `spread` says.
    private static List<RooflineSvg.Numbered> random(Random random, int settings, double spread) {
        double peak = Math.pow(10, 9 + 6 * random.nextDouble());
        double global = peak / Math.pow(10, 2 * random.nextDouble());
        double cache = global * (1 + 2 * random.nextDouble());
        double local = cache * (1 + 2 * random.nextDouble());
        List<Roofline.Roof> roofs =
                List.of(
                        new Roofline.Roof("global", global),
                        new Roofline.Roof("last-level-cache", cache),
                        new Roofline.Roof("local", local));
        double far = Math.pow(10, 3 * random.nextDouble());
        double near = far / Math.pow(10, 2 * random.nextDouble());
        List<RooflineSvg.Numbered> rooflines = new ArrayList<>();
        for (int i = 1; i <= settings; i++) {
            List<Roofline.Ceiling> ceilings = new ArrayList<>();
            ceilings.add(new Roofline.Ceiling("fma f32", peak));
            double mixed = peak * (0.5 + random.nextDouble() / 2);
            ceilings.add(new Roofline.Ceiling("with its special operations", mixed));
            double rate = mixed * Math.pow(10, -spread * random.nextDouble());
            double ratio = Math.pow(10, -0.1 + spread * random.nextDouble());
            double moved = Math.pow(10, spread * (random.nextDouble() - 0.5));
            List<Roofline.Point> points =
                    List.of(
                            new Roofline.Point("global", false, far * moved, rate),
                            new Roofline.Point("global", true, far * moved, rate / ratio),
                            new Roofline.Point("local", false, near * moved, rate),
                            new Roofline.Point("local", true, near * moved, rate / ratio));
            rooflines.add(new RooflineSvg.Numbered(i, new Roofline("O", roofs, ceilings, points)));
        }
        return rooflines;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.1, 0.3, 1, 2})
    void noLabelCoversAnotherOneOrAMark(double spread) {
        for (int seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            int settings = 2 + random.nextInt(11);
            String svg = RooflineSvg.of(random(random, settings, spread)).toString();
            canBeRead(svg);
            hasNumbers(svg, settings);
            assertThat(texts(svg).map(Drawn::what))
                    .as("seed %s: names of roofs and ceilings", seed)
                    .anyMatch(name -> name.startsWith("local "))
                    .anyMatch(name -> name.startsWith("last-level-cache "))
                    .anyMatch(name -> name.startsWith("global "))
                    .anyMatch(name -> name.startsWith("fma f32 "))
                    .contains("with its special operations");
        }
    }

    /// Two settings, one under the other, measured at any part of what is predicted.
    @Test
    void anyRatioOfMeasuredAndPredictedCanBeRead() {
        for (double ratio = 0.4; ratio < 4; ratio *= 1.02) {
            List<RooflineSvg.Numbered> rooflines = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                List<Roofline.Point> points =
                        List.of(
                                new Roofline.Point("global", false, 30.0 * i, 1.3e11),
                                new Roofline.Point("global", true, 30.0 * i, 1.3e11 / ratio));
                Roofline roofline =
                        new Roofline(
                                "O",
                                List.of(
                                        new Roofline.Roof("global", 5.7e10),
                                        new Roofline.Roof("local", 1.8e11)),
                                List.of(new Roofline.Ceiling("fma f32", 1.87e11)),
                                points);
                rooflines.add(new RooflineSvg.Numbered(i, roofline));
            }
            String svg = RooflineSvg.of(rooflines).toString();
            canBeRead(svg);
            assertThat(new TreeSet<>(texts(svg).map(Drawn::what).filter("12"::contains).toList()))
                    .containsExactly("1", "2");
            hasNumbers(svg, 2);
        }
    }
}
