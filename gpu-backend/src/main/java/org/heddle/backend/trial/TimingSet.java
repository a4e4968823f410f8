package org.heddle.backend.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;

/// What is timed: families of problems, some to train with and others held out.
///
/// @param families by name, each with its cases
public record TimingSet(List<Family> families) {
    public TimingSet {
        families = List.copyOf(families);
    }

    /// A diagram at a setting of sizes.
    public record Case(String family, Diagram diagram, Sizes sizes) {}

    /// Problems of one kind. No problem is in both lists: what is held out was never trained with.
    ///
    /// @param training to fit with
    /// @param heldOut to judge by
    public record Family(String name, List<Case> training, List<Case> heldOut) {
        public Family {
            training = List.copyOf(training);
            heldOut = List.copyOf(heldOut);
            for (Case one : heldOut) {
                if (training.stream().anyMatch(other -> isSame(one, other))) {
                    throw new IllegalArgumentException(
                            "family '"
                                    + name
                                    + "' trains with "
                                    + one.diagram().name()
                                    + " at "
                                    + one.sizes().byAxis()
                                    + ", which is held out: leave it out of one of the lists");
                }
            }
        }

        private static boolean isSame(Case a, Case b) {
            return a.diagram().equals(b.diagram()) && a.sizes().equals(b.sizes());
        }
    }

    /// A family of one diagram.
    ///
    /// @param training settings of sizes, by axis
    /// @param heldOut likewise
    /// @throws DiagnosticException where sizes do not fit the diagram
    public static Family family(
            String name,
            Diagram diagram,
            List<Map<String, Long>> training,
            List<Map<String, Long>> heldOut)
            throws DiagnosticException {
        return new Family(name, cases(name, diagram, training), cases(name, diagram, heldOut));
    }

    private static List<Case> cases(String name, Diagram diagram, List<Map<String, Long>> settings)
            throws DiagnosticException {
        List<Case> cases = new ArrayList<>();
        for (Map<String, Long> setting : settings) {
            Sizes sizes = SizeBinder.bind(diagram, new LinkedHashMap<>(setting));
            cases.add(new Case(name, diagram, sizes));
        }
        return cases;
    }

    /// All cases to fit with.
    public List<Case> training() {
        return families.stream().flatMap(family -> family.training().stream()).toList();
    }

    /// All cases to judge by.
    public List<Case> heldOut() {
        return families.stream().flatMap(family -> family.heldOut().stream()).toList();
    }
}
