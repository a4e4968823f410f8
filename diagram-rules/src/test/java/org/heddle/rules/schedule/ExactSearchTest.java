package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.schedule.Scheduler.Effort;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.heddle.testdata.RandomCascades;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// On small diagrams nobody thought of, the search finds what costing every blocking of every form finds.
final class ExactSearchTest {
    private static final int DIAGRAMS = Integer.getInteger("heddle.schedules", 50);

    /// A body, its sizes, and a machine on which not every blocking fits.
    record Case(Diagram body, Sizes sizes, Hardware hardware) {
        @Override
        public String toString() {
            return body.name() + " " + sizes.byAxis() + " " + hardware.local().capacityBytes();
        }
    }

    static Stream<Case> cases() {
        SplittableRandom random = new SplittableRandom(3);
        List<Diagram> cascades =
                RandomCascades.of(DIAGRAMS, 5).map(RandomCascades.Cascade::diagram).toList();
        return IntStream.range(0, DIAGRAMS).mapToObj(i -> draw(random, cascades.get(i)));
    }

    private static Case draw(SplittableRandom random, Diagram cascade) {
        Diagram body = random.nextInt(3) == 0 ? Chains.random(random) : cascade;
        Map<String, Long> sizes = new LinkedHashMap<>();
        body.axes().keySet().forEach(axis -> sizes.put(axis, (long) random.nextInt(2, 20)));
        String name = random.nextBoolean() ? "cpu" : "h200";
        long capacity = random.nextLong(600, 6000);
        Hardware shipped = HardwareReader.shipped(name).orElseThrow();
        Hardware small =
                HardwareBuilder.of(shipped)
                        .local(level -> level.withCapacity(capacity))
                        .launchSeconds(0)
                        .build();
        return new Case(body, new Sizes(sizes), small);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theWinnerIsThatOfAllBlockings(Case each) {
        List<Region> regions = Streams.regions(each.body());
        List<Cost> all =
                new Blockings(each.hardware(), ExactSearchTest::every).costs(regions, each.sizes());
        Scheduler.Result result =
                Scheduler.schedule(regions, each.sizes(), each.hardware(), Effort.FULL);
        if (all.isEmpty()) {
            assertThat(result).isInstanceOf(Scheduler.NothingFits.class);
            return;
        }
        Schedule found = ((Scheduler.Found) result).schedule();
        Cost winner = found.cost();
        assertThat(String.join("\n", found.reasons()))
                .contains(isFew(each, regions) ? "of all lengths there are" : "schedules tried");
        Cost best = all.stream().min(Scheduler.BETTER).orElseThrow();
        assertThat(Scheduler.BETTER.compare(winner, best))
                .as("%s of %d: %s\nbest %s", each, all.size(), winner, best)
                .isNotPositive();
    }

    private static boolean isFew(Case each, List<Region> regions) {
        return regions.stream()
                .allMatch(
                        region ->
                                region.axes().keySet().stream()
                                                .mapToLong(
                                                        Blocking.whole(region, each.sizes())::size)
                                                .reduce(1, (a, b) -> a * b)
                                        <= 20_000);
    }

    private static List<Long> every(StreamForm form, String axis, long size) {
        boolean isFree =
                form.region().parallelAxes().contains(axis)
                        || NestBuilder.cuttable(form).contains(axis);
        boolean isSequential = form.isSequential(axis) || form.single().contains(axis);
        return LongStream.rangeClosed(isFree ? 1 : size, isSequential ? 1 : size).boxed().toList();
    }
}
