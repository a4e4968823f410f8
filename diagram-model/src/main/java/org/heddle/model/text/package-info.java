/// The text notation of diagrams: one line a box, as one writes it on a board.
///
/// ```
///  text ─Lexer─► tokens ─SentenceParser, TermParser─► Body(Header, sentences of Terms) ─BodyBuilder, BoxBuilder─► Draft
///                             └ mistakes: one a line ─► Problems                             PlaceMap: pointer ─► text
///  Draft ─Checker─► Diagram           Diagram ─TextWriter─► text,  with read(write(d)) = d
/// ```
///
/// Out of scope: whether the diagram is well typed (`org.heddle.model.check`), which is asked for JSON and text alike. The
/// grammar with examples is in `docs/language.md`. Read next: {@link org.heddle.model.text.TextReader}.
@NullMarked
package org.heddle.model.text;

import org.jspecify.annotations.NullMarked;
