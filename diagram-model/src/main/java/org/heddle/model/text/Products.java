package org.heddle.model.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.expr.Fun;

/// Which products are contracted: those with axes that the left side lacks.
///
/// ```
/// C[i, j] = A[i, k] * B[k, j]               k is summed
/// y[i] = A[i, k] * x[k] + b[i]              in a term, too
/// y[i] = A[i, k] * (B[k, j] * x[j] + c[k])  j inside, k outside
/// ```
///
/// An axis that is summed in a product inside a product, and occurs beside it as well, is an error: both readings are
/// possible.
final class Products {
    private final Surroundings around;
    private final Wires wires;
    private final IdentityHashMap<Term, Map<Set<String>, Facts>> known = new IdentityHashMap<>();

    Products(Surroundings around, Wires wires) {
        this.around = around;
        this.wires = wires;
    }

    /// @param divides stands behind a `/`
    record Factor(Term term, boolean divides) {}

    /// @param missing the axes to sum over
    record Product(List<Factor> factors, Set<String> missing) {}

    /// @param axes along which a term runs when its products are contracted
    /// @param summed axes that products inside it are summed over
    private record Facts(Set<String> axes, Set<String> summed, Product product) {}

    /// The factors of a product with axes outside of `target`; an empty list where there is none.
    Product contracted(Term term, Set<String> target) throws Mistake {
        return facts(term, target).product();
    }

    /// Axes along which a term runs when its products are contracted.
    Set<String> axes(Term term, Set<String> target) throws Mistake {
        return facts(term, target).axes();
    }

    /// Computed once for a term and the axes it is wanted along: contractions nest.
    private Facts facts(Term term, Set<String> target) throws Mistake {
        Map<Set<String>, Facts> ofTerm = known.computeIfAbsent(term, _ -> new HashMap<>());
        Facts facts = ofTerm.get(target);
        if (facts == null) {
            facts = compute(term, target);
            ofTerm.put(Set.copyOf(target), facts);
        }
        return facts;
    }

    private Facts compute(Term term, Set<String> target) throws Mistake {
        Set<String> axes = new LinkedHashSet<>();
        Set<String> summed = new LinkedHashSet<>();
        Product product = new Product(List.of(), Set.of());
        switch (term) {
            case Term.Literal _, Term.IndexOf _, Term.SizeOf _ -> {}
            case Term.Read read -> axes.addAll(wires.resolve(read.port(), read.bare()).runsAlong());
            case Term.Apply apply -> {
                for (Term arg : apply.args()) {
                    axes.addAll(facts(arg, target).axes());
                    summed.addAll(facts(arg, target).summed());
                }
                product = product(apply, target);
                if (!product.factors().isEmpty()) {
                    axes.retainAll(target);
                    summed.addAll(product.missing());
                }
            }
            case Term.Application application -> axes.addAll(axesOf(application, target));
            case Term.Lambda _, Term.InPlace _ -> {
                for (Term arg : term.parts()) {
                    axes.addAll(facts(arg, target).axes());
                }
            }
        }
        return new Facts(axes, summed, product);
    }

    private Product product(Term.Apply term, Set<String> target) throws Mistake {
        List<Factor> factors = new ArrayList<>();
        if (term.fun() == Fun.MUL || term.fun() == Fun.DIV) {
            flatten(term, factors);
        }
        Set<String> missing = new LinkedHashSet<>();
        if (factors.stream().filter(f -> !f.divides()).count() < 2) {
            return new Product(List.of(), missing);
        }
        Set<String> summedInside = new LinkedHashSet<>();
        for (Factor factor : factors) {
            missing.addAll(facts(factor.term(), target).axes());
            summedInside.addAll(facts(factor.term(), target).summed());
        }
        missing.removeAll(target);
        for (String axis : missing) {
            if (summedInside.contains(axis)) {
                throw new Mistake(
                        Code.E025,
                        "axis '" + axis + "' is missing on the left, in a product and inside it",
                        term.span().start(),
                        "write sum[" + axis + "](…) where the sum is meant");
            }
        }
        return new Product(missing.isEmpty() ? List.of() : factors, missing);
    }

    private static void flatten(Term term, List<Factor> factors) {
        if (term instanceof Term.Apply apply && apply.fun() == Fun.MUL) {
            flatten(apply.args().get(0), factors);
            flatten(apply.args().get(1), factors);
        } else if (term instanceof Term.Apply apply && apply.fun() == Fun.DIV) {
            flatten(apply.args().get(0), factors);
            factors.add(new Factor(apply.args().get(1), true));
        } else {
            factors.add(new Factor(term, false));
        }
    }

    private Set<String> axesOf(Term.Application application, Set<String> target) throws Mistake {
        List<String> over = Named.texts(application.axes());
        Set<String> inner = new LinkedHashSet<>(target);
        inner.addAll(over);
        Set<String> axes = new LinkedHashSet<>();
        for (Term arg : application.args()) {
            axes.addAll(axes(arg, inner));
        }
        String name = application.name().text();
        boolean call =
                application.kind() == Term.Plain.CALL
                        || (application.kind() == Term.Plain.ANY && around.defines(name));
        if (call) {
            return around.outputAxes(name, over, axes).orElse(axes);
        }
        if (!(application.kind() instanceof Term.Scan)) {
            over.forEach(axes::remove);
        }
        boolean contraction = application.over().isEmpty();
        if (contraction) {
            axes.retainAll(target);
        }
        return axes;
    }

    /// Whether a factor takes part in a sum over the axes.
    boolean meets(Term term, Set<String> missing, Set<String> target) throws Mistake {
        for (String axis : axes(term, target)) {
            if (missing.contains(axis)) {
                return true;
            }
        }
        return readsIndex(term, missing);
    }

    private static boolean readsIndex(Term term, Set<String> axes) {
        if (term instanceof Term.IndexOf(String axis, _)) {
            return axes.contains(axis);
        }
        return term instanceof Term.Apply apply
                && apply.args().stream().anyMatch(arg -> readsIndex(arg, axes));
    }
}
