package org.heddle.rules.hypothesis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.heddle.rules.codesign.Resource;
import org.heddle.rules.stage.Overlap;
import org.heddle.rules.stage.Pipe;
import org.heddle.rules.stage.Premises;

/// What an assumption is about.
public sealed interface Subject {
    /// As it is written before `=`.
    String text();

    /// The scenario with another value; one that is no number of it is rounded or bounded.
    Scenario with(Scenario scenario, double value);

    /// A number of the machine.
    record OfMachine(Resource resource) implements Subject {
        @Override
        public String text() {
            return resource.text();
        }

        @Override
        public Scenario with(Scenario scenario, double value) {
            return new Scenario(resource.with(scenario.hardware(), value), scenario.premises());
        }
    }

    /// The part of the time of all pipes, or of one, that is hidden behind the others.
    record Hidden(Optional<Pipe> pipe) implements Subject {
        @Override
        public String text() {
            return "overlap" + pipe.map(p -> "." + p.text()).orElse("");
        }

        @Override
        public Scenario with(Scenario scenario, double value) {
            Overlap.Fraction before =
                    scenario.premises().overlap() instanceof Overlap.Fraction fraction
                            ? fraction
                            : Overlap.SCHEDULED;
            return scenario.overlapping(
                    pipe.map(p -> before.with(p, value))
                            .orElseGet(() -> new Overlap.Fraction(value, before.own())));
        }
    }

    /// That teams take turns.
    record InTurns() implements Subject {
        @Override
        public String text() {
            return "overlap";
        }

        @Override
        public Scenario with(Scenario scenario, double value) {
            return scenario.overlapping(new Overlap.Turns());
        }
    }

    /// How a kernel is laid out.
    enum Layout implements Subject {
        /// Blocks in local memory at a time of what goes by.
        BUFFERS("buffers"),
        /// Registers of a thread beside those of tiles.
        REGISTERS("registers"),
        /// Bytes of an element that is computed and kept in registers.
        KEPT("kept"),
        /// Teams of a group.
        TEAMS("teams");

        private final String text;

        Layout(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public Scenario with(Scenario scenario, double value) {
            Premises p = scenario.premises();
            int number = Math.toIntExact(Math.round(value));
            OptionalInt some = OptionalInt.of(number);
            int buffers = this == BUFFERS ? number : p.buffers();
            int registers = this == REGISTERS ? number : p.spareRegisters();
            OptionalInt kept = this == KEPT ? some : p.keptBytes();
            OptionalInt teams = this == TEAMS ? some : p.teams();
            return scenario.laidOut(
                    new Premises(p.overlap(), buffers, registers, kept, teams, p.blocks()));
        }
    }

    /// The extent of a label.
    record Block(String label) implements Subject {
        @Override
        public String text() {
            return label;
        }

        @Override
        public Scenario with(Scenario scenario, double value) {
            Premises p = scenario.premises();
            Map<String, Long> blocks = new LinkedHashMap<>(p.blocks());
            blocks.put(label, Math.round(value));
            return scenario.laidOut(
                    new Premises(
                            p.overlap(),
                            p.buffers(),
                            p.spareRegisters(),
                            p.keptBytes(),
                            p.teams(),
                            blocks));
        }
    }
}
