package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
import org.heddle.rules.schedule.Bench.Candidate;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.heddle.testdata.RandomCascades;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// On small diagrams nobody thought of, the search finds what costing every blocking of every form finds.
final class ExactSearchTest {
    private static final int DIAGRAMS = Integer.getInteger("heddle.schedules", 50);

    /// Two neighbouring times of a search that counts those within 2% as one.
    private static final double SLOWER = 1.04;

    private static final long MOST = 300_000;

    /// A body, its sizes, and a machine on which not every blocking fits.
    record Case(Diagram body, Sizes sizes, Hardware hardware) {
        @Override
        public String toString() {
            return body.name() + " " + sizes.byAxis() + " " + hardware.local().capacityBytes();
        }
    }

    static Stream<Case> small() {
        return cases(20, 600, 6000);
    }

    static Stream<Case> large() {
        return cases(400, 4000, 200_000);
    }

    private static Stream<Case> cases(int longest, long least, long most) {
        SplittableRandom random = new SplittableRandom(3);
        List<Diagram> cascades =
                RandomCascades.of(DIAGRAMS, 5).map(RandomCascades.Cascade::diagram).toList();
        return IntStream.range(0, DIAGRAMS)
                .mapToObj(
                        i -> draw(random, cascades.get(i), longest, random.nextLong(least, most)));
    }

    private static Case draw(SplittableRandom random, Diagram cascade, int longest, long capacity) {
        Diagram body =
                switch (random.nextInt(4)) {
                    case 0 -> Chains.random(random);
                    case 1 -> Rescalings.random(random);
                    default -> cascade;
                };
        Map<String, Long> sizes = new LinkedHashMap<>();
        body.axes().keySet().forEach(axis -> sizes.put(axis, (long) random.nextInt(2, longest)));
        String name = random.nextBoolean() ? "cpu" : "h200";
        Hardware shipped = HardwareReader.shipped(name).orElseThrow();
        Hardware small =
                HardwareBuilder.of(shipped)
                        .local(level -> level.withCapacity(capacity))
                        .launchSeconds(0)
                        .build();
        return new Case(body, new Sizes(sizes), small);
    }

    @ParameterizedTest
    @MethodSource("small")
    void theWinnerIsThatOfAllBlockings(Case each) {
        List<Region> regions = Streams.regions(each.body());
        List<Candidate> all =
                new Blockings(each.hardware(), ExactSearchTest::every).all(regions, each.sizes());
        Scheduler.Result result = Scheduler.schedule(regions, each.sizes(), each.hardware());
        if (all.isEmpty()) {
            assertThat(result).isInstanceOf(Scheduler.NothingFits.class);
            return;
        }
        Schedule found = ((Scheduler.Found) result).schedule();
        assertThat(String.join("\n", found.reasons()))
                .contains(isFew(each, regions) ? "of all lengths there are" : "schedules tried");
        Candidate best = all.stream().min(Blockings.BETTER).orElseThrow();
        if (isFew(each, regions)) {
            Blockings.assertWins(found, best);
        }
        Blockings.assertNearlyWins(found, best, SLOWER);
    }

    /// Where not all lengths can be costed: of those of all magnitudes none is faster, or as fast with clearly fewer bytes.
    @ParameterizedTest
    @MethodSource("large")
    void nothingOfAnyMagnitudeIsBetter(Case each) {
        for (Region region : Streams.regions(each.body())) {
            for (StreamForm form : StreamAnalyzer.candidates(region)) {
                List<Candidate> all = spread(form, each);
                Scheduler.Result result = Scheduler.schedule(form, each.sizes(), each.hardware());
                if (all.isEmpty()) {
                    continue;
                }
                Blockings.assertNearlyWins(
                        ((Scheduler.Found) result).schedule(),
                        all.stream().min(Blockings.BETTER).orElseThrow(),
                        SLOWER);
            }
        }
    }

    private static List<Candidate> spread(StreamForm form, Case each) {
        Benches benches = new Benches(form, each.sizes(), each.hardware());
        List<Blocking> blockings = List.of(benches.whole());
        List<String> axes = new ArrayList<>(form.region().parallelAxes());
        axes.addAll(benches.loops());
        for (String axis : axes) {
            boolean isOne = form.isSequential(axis) || form.single().contains(axis);
            List<Long> extents = isOne ? List.of(1L) : Extents.spread(benches.whole().size(axis));
            if ((long) blockings.size() * extents.size() > MOST) {
                return List.of();
            }
            blockings =
                    blockings.stream()
                            .flatMap(b -> extents.stream().map(e -> b.with(axis, e)))
                            .toList();
        }
        return blockings.stream()
                .filter(b -> benches.at(b).least(b) <= each.hardware().local().capacityBytes())
                .map(b -> benches.at(b).at(b))
                .filter(c -> c.cost().localMemoryBytes() <= each.hardware().local().capacityBytes())
                .toList();
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
