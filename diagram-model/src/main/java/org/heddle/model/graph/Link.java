package org.heddle.model.graph;

import java.util.Optional;
import org.heddle.model.diagram.Port;

/// An edge of a diagram's graph: a port, or a place in the interface.
///
/// @param position among the inputs or outputs of the box or of the diagram, from 0
/// @param index for gathers, which of the port's gathered wires, from 0; else 0
/// @param port what a read or write names; empty at the boundary and for gathers, whose port is that of the read
public record Link(
        Role role, Vertex source, Vertex target, int position, int index, Optional<Port> port) {
    /// What meets at the edge.
    public enum Role {
        /// The diagram's interface to an input wire.
        INPUT,
        /// An output wire to the diagram's interface.
        OUTPUT,
        /// A wire to a box that reads it.
        READ,
        /// A wire to a box that reads another one at the positions found here.
        GATHER,
        /// A box to the wire that it writes.
        WRITE
    }
}
