package org.heddle.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/// Standard output, whose reader may go away (`heddle … | head`): what comes then is dropped. Any other failure, such as a full disk, is kept to be told.
final class ResultStream extends OutputStream {
    private final OutputStream to;
    private boolean open = true;
    private Optional<String> failure = Optional.empty();

    ResultStream(OutputStream to) {
        this.to = to;
    }

    /// Why not all was written; empty where all was, or where nobody reads any more.
    Optional<String> failure() {
        return failure;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (open) {
            attempt(() -> to.write(bytes, offset, length));
        }
    }

    @Override
    public void flush() {
        if (open) {
            attempt(to::flush);
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private void attempt(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            open = false;
            String reason = String.valueOf(e.getMessage());
            boolean gone = reason.toLowerCase(Locale.ROOT).contains("pipe");
            failure = gone ? Optional.empty() : Optional.of(reason);
        }
    }
}
