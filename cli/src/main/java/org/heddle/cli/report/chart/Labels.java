package org.heddle.cli.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds places for the labels of a picture, one after the other, such that none covers another one or a mark.
///
/// ```
///        8  4  7
///          ┌─┐           places around a mark: its sides first, from the preferred one (here below) both ways
///        3 │●│ 2         round, then its corners; then the same a step farther away, at more angles
///          └─┘
///        6  1  5
/// ```
///
/// Each label gets the first place that is free. Among places that are as good, one that crosses no line and is no nearer to a foreign mark than to its own comes first.
public final class Labels {
    /// Between a mark and a label beside it.
    private static final double GAP = 2.5;

    private static final double STEP = 7;
    private static final int SIDES = 8;

    private final Area frame;
    private final List<Area> marks = new ArrayList<>();
    private final List<Area> placed = new ArrayList<>();
    private final List<Area> lines = new ArrayList<>();

    /// @param frame where labels may stand
    public Labels(Area frame) {
        this.frame = frame;
    }

    /// Keeps labels away from a mark.
    public void keepOff(Area mark) {
        marks.add(mark);
    }

    /// Lets labels cross a line only where they must.
    public void avoid(Area line) {
        lines.add(line);
    }

    /// The first free place, which is taken from then on; empty where none is free.
    ///
    /// @param rounds places that are equally good together, the best first
    public Optional<Area> place(List<List<Area>> rounds) {
        Optional<Area> place =
                rounds.stream().flatMap(round -> inRound(round).stream()).findFirst();
        place.ifPresent(placed::add);
        return place;
    }

    private Optional<Area> inRound(List<Area> round) {
        List<Area> free = round.stream().filter(this::isFree).toList();
        return free.stream().filter(this::isClear).findFirst().or(() -> free.stream().findFirst());
    }

    private boolean isFree(Area place) {
        return place.isWithin(frame)
                && marks.stream().noneMatch(place::overlaps)
                && placed.stream().noneMatch(place::overlaps);
    }

    /// Beside no mark but its own, and on no line.
    private boolean isClear(Area place) {
        Area around = place.grown(GAP * 0.99);
        return marks.stream().noneMatch(around::overlaps)
                && lines.stream().noneMatch(place::overlaps);
    }

    /// Places for a label around a mark, beside it and then farther away, to the end of the frame.
    ///
    /// @param label its size; where it stands says nothing
    /// @param preferred the side that comes first, in degrees clockwise from the right
    public List<List<Area>> around(Area mark, Area label, double preferred) {
        List<List<Area>> rounds = new ArrayList<>();
        for (int ring = 0; ring * STEP < Math.max(frame.width(), frame.height()); ring++) {
            rounds.add(ring(mark, label, preferred, ring));
        }
        return rounds;
    }

    /// Whether a place is not beside a mark, so that a line must tell what it names.
    public static boolean isAside(Area mark, Area place) {
        return !place.grown(GAP * 1.01).overlaps(mark);
    }

    private static List<Area> ring(Area mark, Area label, double preferred, int ring) {
        double across = (mark.width() + label.width()) / 2 + GAP + ring * STEP;
        double down = (mark.height() + label.height()) / 2 + GAP + ring * STEP;
        return turns(SIDES * (ring + 1)).stream()
                .map(
                        turn -> {
                            double angle = Math.toRadians(preferred) - 2 * Math.PI * turn;
                            double x = Math.cos(angle);
                            double y = Math.sin(angle);
                            double longer = Math.max(Math.abs(x), Math.abs(y));
                            return Area.upright(
                                    mark.x() + across * x / longer,
                                    mark.y() + down * y / longer,
                                    label.width(),
                                    label.height());
                        })
                .toList();
    }

    /// Parts of a full turn, from -1/2 to 1/2: quarters before the others, and the smaller before the larger.
    ///
    /// @param count how many, a multiple of four
    private static List<Double> turns(int count) {
        return IntStream.rangeClosed(1 - count / 2, count / 2)
                .boxed()
                .sorted(
                        Comparator.comparing((Integer i) -> i % (count / 4) != 0)
                                .thenComparingInt(i -> Math.abs(i)))
                .map(i -> (double) i / count)
                .toList();
    }
}
