package org.heddle.cli.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.heddle.cli.report.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A headless Chromium of the test's own, steered by its DevTools protocol over a socket of this machine.
///
/// ```
///   test ─ Runtime.evaluate, Input.dispatchKeyEvent, … ─► WebSocket 127.0.0.1 ─► chromium --headless
///        ◄─ answers, and events: console, exceptions, requests ─────────────────
/// ```
public final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final long SECONDS = 30;

    private final Process process;
    private final HttpClient http;
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private Chromium(Process process, URI address) throws IOException, InterruptedException {
        this.process = process;
        this.http = HttpClient.newHttpClient();
        this.socket = get(http.newWebSocketBuilder().buildAsync(address, new Listener()));
    }

    /// The browser on the PATH, if there is one.
    public static Optional<Path> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(
                        name ->
                                Arrays.stream(path.split(":", -1))
                                        .map(folder -> Path.of(folder).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Starts the browser.
    ///
    /// @param profile an empty folder
    public static Chromium start(Path program, Path profile)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--headless",
                                "--no-sandbox", // in containers tests run as root
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-extensions",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TMPDIR", profile.toString());
        Process process = builder.start();
        try {
            return new Chromium(process, address(process));
        } catch (IOException | InterruptedException e) {
            end(process);
            throw e;
        }
    }

    /// Where it listens, which it says on standard error.
    private static URI address(Process process) throws IOException {
        String sign = "DevTools listening on ";
        StringBuilder said = new StringBuilder();
        BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
        String line = errors.readLine();
        while (line != null) {
            if (line.startsWith(sign)) {
                Thread.ofVirtual().start(() -> errors.lines().forEach(_ -> {}));
                return URI.create(line.substring(sign.length()).strip());
            }
            said.append(line).append('\n');
            line = errors.readLine();
        }
        throw new IOException("chromium ended before it listened:\n" + said);
    }

    /// Opens an empty tab.
    public Tab tab() throws IOException, InterruptedException {
        String target =
                send("", "Target.createTarget", Json.object().put("url", "about:blank"))
                        .path("targetId")
                        .stringValue();
        ObjectNode flat = Json.object().put("targetId", target).put("flatten", true);
        return new Tab(
                this, send("", "Target.attachToTarget", flat).path("sessionId").stringValue());
    }

    /// Carries out a method.
    ///
    /// @param session of a tab; empty for the browser
    /// @throws IOException where it answers with an error, or not in time
    JsonNode send(String session, String method, ObjectNode parameters)
            throws IOException, InterruptedException {
        int id = last.incrementAndGet();
        ObjectNode message = Json.object().put("id", id).put("method", method);
        message.set("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        get(socket.sendText(message.toString(), true));
        JsonNode found = get(answer);
        if (found.has("error")) {
            throw new IOException(method + ": " + found.get("error"));
        }
        return found.path("result");
    }

    /// The events of a tab so far, by their method.
    List<JsonNode> events(String session, String method) {
        return events.stream()
                .filter(event -> event.path("sessionId").asString("").equals(session))
                .filter(event -> event.path("method").asString("").equals(method))
                .map(event -> event.path("params"))
                .toList();
    }

    private static <T> T get(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer from chromium", e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
            text.append(part);
            if (whole) {
                JsonNode message = Json.parse(text.toString());
                text.setLength(0);
                CompletableFuture<JsonNode> answer = open.remove(message.path("id").asInt(0));
                if (answer != null) {
                    answer.complete(message);
                } else {
                    events.add(message);
                }
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    /// Ends the browser that this started, with the processes that it started itself.
    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
        end(process);
    }

    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join());
    }
}
