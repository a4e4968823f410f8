package org.heddle.model.text;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;

/// Finds types for inputs that are not declared where they are read: the axes of a plain read are those of the wire.
///
/// ```
///   Y[i, d] = E[ids[i], d] + B[d]      ids: i64[i]   B: f32[d]   E: not to be told from `ids[i]`
/// ```
final class InferredInputs {
    private final Sentence.Body body;
    private final Wires wires;
    private final Set<String> parameters = new LinkedHashSet<>();
    private final Map<String, Read> untold = new LinkedHashMap<>();

    private record Read(Port port, Span span) {}

    private InferredInputs(Sentence.Body body, Wires wires) {
        this.body = body;
        this.wires = wires;
    }

    /// Infers what can be; tells of wires that are read, but at no place that says their axes.
    ///
    /// @param written wires that lines write
    static void infer(
            Sentence.Body body,
            Wires wires,
            Set<String> written,
            BodyBuilder.Context context,
            String pointer) {
        InferredInputs inputs = new InferredInputs(body, wires);
        inputs.infer();
        if (context.holes().contains(pointer + "/wires")) {
            return; // what declares them may be what was not understood
        }
        inputs.untold.forEach(
                (name, read) -> {
                    if (wires.find(name).isEmpty() && !written.contains(name)) {
                        context.report(mistake(name, read, wires), pointer + "/wires");
                        boolean listed = !context.problems().isFull();
                        String hole = listed ? Location.step(name) : ""; // few, however many wires
                        context.holes().add(pointer + "/wires" + hole);
                    }
                });
    }

    private static Mistake mistake(String name, Read read, Wires wires) {
        String why =
                read.port().isPlain()
                        ? "with an axis twice"
                        : "at computed positions, which do not tell its axes";
        String message = "wire '" + name + "' is not declared, and is only read " + why;
        List<String> axes =
                IntStream.rangeClosed(1, read.port().subscripts().size())
                        .mapToObj(i -> "a" + i)
                        .toList();
        String declare =
                "say its type on a line, as in: wire "
                        + name
                        + ": f32["
                        + String.join(", ", axes)
                        + "]";
        return Mistake.helped(
                Code.E101,
                message,
                read.span().start(),
                () ->
                        Suggestion.nearest(name, wires.names())
                                .map(near -> new String[] {"did you mean '" + near + "'?", declare})
                                .orElse(new String[] {declare}));
    }

    private void infer() {
        body.header().ifPresent(h -> h.parameters().forEach(d -> parameters.add(d.wire().text())));
        for (Sentence sentence : body.sentences()) {
            if (sentence instanceof Sentence.Line line) {
                line.right().ifPresent(this::infer);
            }
        }
    }

    private void infer(Term term) {
        if (term instanceof Term.Read(Port port, _, Span span)) {
            infer(port, DType.F32, span);
        }
        term.parts().forEach(this::infer);
    }

    private void infer(Port port, DType dtype, Span span) {
        if (body.header().isEmpty() || parameters.contains(port.wire())) {
            wires.infer(port, dtype, span);
            untold.putIfAbsent(port.wire(), new Read(port, span));
        }
        for (Subscript subscript : port.subscripts()) {
            if (subscript instanceof Subscript.Gather(Port index)) {
                infer(index, DType.I64, span);
            }
        }
    }
}
