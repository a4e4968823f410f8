package org.heddle.cli.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.cli.report.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A page in a browser.
public final class Tab {
    private static final Map<String, Integer> KEYS =
            Map.of(
                    "Tab",
                    9,
                    "Enter",
                    13,
                    "Escape",
                    27,
                    "End",
                    35,
                    "Home",
                    36,
                    "ArrowLeft",
                    37,
                    "ArrowUp",
                    38,
                    "ArrowRight",
                    39,
                    "ArrowDown",
                    40);

    private final Chromium browser;
    private final String session;

    Tab(Chromium browser, String session) throws IOException, InterruptedException {
        this.browser = browser;
        this.session = session;
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Json.object());
        }
    }

    private JsonNode send(String method, ObjectNode parameters)
            throws IOException, InterruptedException {
        return browser.send(session, method, parameters);
    }

    /// Loads a file and waits until it is there.
    public void load(Path file) throws IOException, InterruptedException {
        int before = browser.events(session, "Page.loadEventFired").size();
        send("Page.navigate", Json.object().put("url", file.toUri().toString()));
        for (int i = 0; i < 600; i++) {
            if (browser.events(session, "Page.loadEventFired").size() > before) {
                return;
            }
            Thread.sleep(50);
        }
        throw new IOException("the page was not loaded in 30 s");
    }

    /// The size of the window, in CSS pixels.
    public void size(int width, int height) throws IOException, InterruptedException {
        send(
                "Emulation.setDeviceMetricsOverride",
                Json.object()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /// What the reader prefers: `light` or `dark`.
    public void scheme(String scheme) throws IOException, InterruptedException {
        ObjectNode media = Json.object();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        send("Emulation.setEmulatedMedia", media);
    }

    /// Lets pages run scripts or not.
    public void scripts(boolean run) throws IOException, InterruptedException {
        send("Emulation.setScriptExecutionDisabled", Json.object().put("value", !run));
    }

    /// Where downloads go.
    public void downloads(Path folder) throws IOException, InterruptedException {
        send(
                "Page.setDownloadBehavior",
                Json.object().put("behavior", "allow").put("downloadPath", folder.toString()));
    }

    /// The value of an expression, as JSON; that of a promise when it is kept.
    ///
    /// @throws IOException where it throws
    public JsonNode evaluate(String expression) throws IOException, InterruptedException {
        JsonNode answer =
                send(
                        "Runtime.evaluate",
                        Json.object()
                                .put("expression", expression)
                                .put("returnByValue", true)
                                .put("awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    public String text(String expression) throws IOException, InterruptedException {
        return evaluate(expression).asString("");
    }

    public boolean holds(String expression) throws IOException, InterruptedException {
        return evaluate("Boolean(" + expression + ")").booleanValue();
    }

    /// Presses and releases a key, as `Tab` or `ArrowDown`.
    public void press(String key) throws IOException, InterruptedException {
        int code = KEYS.getOrDefault(key, 0);
        ObjectNode down = Json.object().put("type", "keyDown").put("key", key).put("code", key);
        down.put("windowsVirtualKeyCode", code);
        if (key.equals("Enter")) {
            down.put("text", "\r");
        }
        send("Input.dispatchKeyEvent", down);
        ObjectNode up = Json.object().put("type", "keyUp").put("key", key).put("code", key);
        send("Input.dispatchKeyEvent", up.put("windowsVirtualKeyCode", code));
    }

    /// Clicks the middle of the first element that an expression gives, after scrolling it into view.
    public void click(String element) throws IOException, InterruptedException {
        JsonNode at =
                evaluate(
                        "(() => { const e = "
                                + element
                                + "; e.scrollIntoView({ block: 'center', inline: 'center' });"
                                + " const r = e.getBoundingClientRect();"
                                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            ObjectNode event = Json.object().put("type", type);
            event.put("x", at.get(0).doubleValue()).put("y", at.get(1).doubleValue());
            if (!type.equals("mouseMoved")) {
                event.put("button", "left").put("clickCount", 1);
            }
            send("Input.dispatchMouseEvent", event);
        }
    }

    /// What the page complained of: errors and warnings on the console, exceptions, what its policy blocked.
    public List<String> complaints() {
        List<String> found = new ArrayList<>();
        browser.events(session, "Runtime.exceptionThrown").forEach(e -> found.add(e.toString()));
        browser.events(session, "Runtime.consoleAPICalled").forEach(e -> found.add(e.toString()));
        browser.events(session, "Log.entryAdded").forEach(e -> found.add(e.toString()));
        return found;
    }

    /// What was asked for, by address.
    public List<String> requests() {
        return browser.events(session, "Network.requestWillBeSent").stream()
                .map(event -> event.path("request").path("url").asString(""))
                .toList();
    }
}
