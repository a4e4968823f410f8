package org.heddle.cli.report;

import org.heddle.rules.levels.Binding;
import org.heddle.rules.levels.Level;
import org.heddle.rules.levels.Levels;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The best blocks of all levels as JSON.
final class LevelsJson {
    private LevelsJson() {}

    static ObjectNode of(Levels levels) {
        ObjectNode node =
                Json.object()
                        .put("seconds", levels.seconds())
                        .put("computingSeconds", levels.computing())
                        .put("groupsAtATime", levels.atATime())
                        .put("drawn", levels.drawn())
                        .put("working", levels.working())
                        .put("ofWholeInstructions", levels.isOfInstructions())
                        .put("tried", levels.tried())
                        .put("among", levels.among())
                        .put("complete", levels.isComplete())
                        .put("gap", levels.gap());
        ArrayNode each = node.putArray("levels");
        levels.levels().forEach(level -> each.add(level(level)));
        node.putObject("steps")
                .put("memory", levels.steps().memory())
                .put("bytes", levels.steps().bytes())
                .put("seconds", levels.steps().seconds());
        levels.scheduled().ifPresent(scheduled -> node.set("scheduled", scheduled(scheduled)));
        return node;
    }

    private static ObjectNode scheduled(Levels.Scheduled scheduled) {
        ObjectNode node = Json.object();
        return switch (scheduled) {
            case Levels.Scheduled.Costed(boolean isBest, long bytes, double more) ->
                    node.put("best", isBest).put("bytes", bytes).put("more", more);
            case Levels.Scheduled.NoRoom(String memory, long needed, long capacity) ->
                    node.put("limit", "room")
                            .put("memory", memory)
                            .put("neededBytes", needed)
                            .put("capacityBytes", capacity);
            case Levels.Scheduled.NotWhole(String fold) ->
                    node.put("limit", "shape").put("fold", fold);
        };
    }

    private static ObjectNode level(Level level) {
        ObjectNode node = Json.object().put("level", level.name());
        level.of().ifPresent(fold -> node.put("fold", fold));
        level.by().ifPresent(instruction -> node.put("instruction", instruction));
        if (!level.rows().isEmpty()) {
            node.set("rows", Json.strings(level.rows()));
        }
        level.blocks().forEach(node.putObject("blocks")::put);
        node.set("order", Json.strings(level.order()));
        node.put("bytes", level.bytes())
                .put("seconds", level.seconds())
                .put("heldBytes", level.heldBytes())
                .put("capacityBytes", level.capacityBytes());
        ArrayNode bindings = node.putArray("bindings");
        level.bindings().forEach(binding -> bindings.add(binding(binding)));
        level.runnerUp()
                .ifPresent(
                        other -> {
                            ObjectNode second = node.putObject("runnerUp");
                            if (!other.rows().isEmpty()) {
                                second.set("rows", Json.strings(other.rows()));
                            }
                            other.blocks().forEach(second.putObject("blocks")::put);
                            second.set("order", Json.strings(other.order()));
                            second.put("bytes", other.bytes()).put("more", other.more());
                        });
        return node;
    }

    private static ObjectNode binding(Binding binding) {
        ObjectNode node = Json.object();
        switch (binding) {
            case Binding.Room(String memory, String label, long extent, long needed, long has) ->
                    next(node.put("limit", "room").put("memory", memory), label, extent)
                            .put("neededBytes", needed)
                            .put("capacityBytes", has);
            case Binding.AtATime(
                            String memory,
                            String label,
                            long extent,
                            long groups,
                            long most) ->
                    next(node.put("limit", "groups").put("memory", memory), label, extent)
                            .put("groups", groups)
                            .put("most", most);
            case Binding.Workers(String label, long extent, long pieces, long workers) ->
                    next(node.put("limit", "threads"), label, extent)
                            .put("pieces", pieces)
                            .put("least", workers);
            case Binding.Shape(String instruction) ->
                    node.put("limit", "shape").put("instruction", instruction);
            case Binding.Slower(String label, long extent, double more) ->
                    next(node.put("limit", "time"), label, extent).put("more", more);
            case Binding.Nothing() -> node.put("limit", "none");
        }
        return node.put("text", binding.text());
    }

    private static ObjectNode next(ObjectNode node, String label, long extent) {
        return node.put("label", label).put("extent", extent);
    }
}
