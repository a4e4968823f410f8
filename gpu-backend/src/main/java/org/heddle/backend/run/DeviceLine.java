package org.heddle.backend.run;

/// One line of the list of devices.
///
/// @param id what opens it; a kind where none can be opened
/// @param description what it is, or why it cannot be opened
/// @param hint what to install; empty where it is available
public record DeviceLine(String id, boolean available, String description, String hint) {}
