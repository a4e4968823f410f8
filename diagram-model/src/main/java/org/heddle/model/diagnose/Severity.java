package org.heddle.model.diagnose;

import java.util.Locale;

/// How bad it is. Only errors stop a command.
public enum Severity {
    ERROR,
    WARNING,
    NOTE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
