package org.heddle.model.diagnose;

/// Every diagnostic that Heddle can give. A code never changes its meaning; its page explains it.
///
/// ```
/// U0xx the call of the command
/// E0xx syntax      E1xx names   E2xx wiring, axes, types   E3xx sizes   E4xx expressions   E5xx definitions   E6xx data
/// R7xx derivation  S8xx schedule and lowering              D9xx devices and tools
/// ```
public enum Code {
    U001("a call that makes no sense"),

    E001("the text is not JSON"),
    E002("the file ends too early"),
    E003("text after the end of the diagram"),
    E004("a key occurs twice"),
    E005("unknown key"),
    E006("wrong kind of value"),
    E007("missing key"),
    E008("unknown format"),
    E009("nested too deeply"),
    E010("the file is too large"),
    E011("the text is not UTF-8"),
    E012("malformed port"),
    E013("malformed wire type"),
    E014("too many problems to list"),
    E015("a file cannot be read"),
    E016("a file cannot be written"),
    E017("a position that is not affine"),
    E018("unknown storage"),
    E020("text that the notation does not expect here"),
    E021("a bracket is never closed"),
    E022("a sign that the notation does not have"),
    E023("a reduction that does not fit its line"),
    E024("several results inside an expression"),
    E025("a product that could be summed in two ways"),

    E101("unknown wire"),
    E102("unknown axis"),
    E103("unknown operation"),
    E104("unknown number format"),
    E105("unknown semiring"),
    E106("unknown monoid"),
    E107("not an identifier"),
    E108("reserved name"),
    E109("a name occurs twice"),
    E110("two names for one definition"),

    E201("a wire is written twice"),
    E202("a wire is never written"),
    E203("an input is written"),
    E204("boxes depend on each other in a cycle"),
    E205("wrong number of ports"),
    E206("a port has the wrong number of axes"),
    E207("an axis is lost"),
    E208("an output axis comes from no input"),
    E209("an axis is named twice"),
    E210("a number would be cut"),
    E211("the diagram has no output"),
    E212("a reduction reduces nothing"),
    E213("a wire is never read"),
    E214("an axis is never used"),
    E215("a port may read outside its wire"),
    E216("an output computes positions"),
    E217("a gather through a wire that does not hold integers"),
    E218("a fill that is never used"),
    E219("a scan does not fit its axis"),
    E220("a reduction along the wrong axes"),
    E221("a symmetry that the wire cannot have"),
    E222("storage that does not fit the wire"),

    E301("two fixed sizes are made equal"),
    E302("malformed size expression"),
    E303("sizes depend on each other in a cycle"),
    E304("a size is missing"),
    E305("a size is negative"),
    E306("a size is too large"),
    E307("a derived size is not an integer"),
    E308("two sizes contradict each other"),
    E309("a default for an axis that has a size"),

    E401("malformed expression"),
    E402("unknown function"),
    E403("unknown argument"),
    E404("parameters and inputs differ in number"),
    E405("an index of an axis that the box does not run along"),
    E406("the expression is too large"),
    E407("a parameter is never used"),
    E408("wrong number of results"),

    E501("a call does not fit the definition"),
    E502("the axes of a call do not fit the definition"),
    E503("definitions call each other in a cycle"),
    E504("a definition that needs a single axis is called with several"),
    E505("definitions inside a definition"),
    E506("an interface that calls cannot meet"),
    E507("the ports of a block do not fit its body"),
    E508("definitions unfold into too many boxes"),
    E509("a monoid's operation is not associative or its unit not neutral"),
    E510("malformed monoid"),
    E511("a monoid is never used"),

    R702("a box has no gradient"),
    R703("nothing to differentiate, or not by this"),
    R711("a derivation that does not replay"),
    R712("malformed rule pack"),
    R713("a law that does not hold"),
    R714("two diagrams whose interfaces differ"),

    E601("an input has no array"),
    E602("an array for no input"),
    E603("an array file cannot be read"),
    E604("a file holds no array"),
    E605("an array of elements that cannot be used"),
    E606("an array has the wrong number of axes"),
    E607("arrays give an axis two sizes"),
    E608("an element that the wire cannot hold"),
    E609("a wire is read where it has no element"),
    E610("an integer that is not held exactly"),
    E611("an array without the symmetry of its wire"),

    S801("the tiles do not fit the local memory"),
    S802("a tile is read before it is written"),
    S803("a load or store does not fit its array"),
    S804("an expression does not fit its step"),
    S805("an output is not stored exactly once"),
    S806("a loop inside a loop over the same axis"),
    S807("a tile is used outside the loop that it belongs to"),
    S808("groups are not independent"),
    S809("a reduction does not see every item once"),

    S821("no schedule fits the hardware"),
    S822("a number format that kernels cannot load or store"),
    S823("an axis is too long for a kernel"),
    S824("the evaluator's memory bound is reached"),
    S825("a count exceeds 64 bits"),

    D901("unknown hardware"),
    D902("a device or tool is missing"),
    D903("a device that cannot run a kernel"),
    D904("memory does not suffice"),
    D905("hardware that a target cannot be written for"),
    D999("a bug of Heddle");

    private final String title;

    Code(String title) {
        this.title = title;
    }

    /// A few words on what is wrong, without the particulars.
    public String title() {
        return title;
    }
}
