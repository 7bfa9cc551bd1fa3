package io.jvmm.http;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Requests that no server should do anything for, made by chance. */
final class HostileRequests {
  private static final List<String> PATHS =
      List.of(
          "/v1/machines",
          "/v1/machines/a",
          "/v1/machines/a/start",
          "/v1/machines/a/log",
          "/v1/machines/a/console",
          "/v1/events",
          "/metrics");
  private static final List<String> TRAVERSALS =
      List.of(
          "..",
          "../a",
          "%2e%2e",
          "..%2f..%2fetc%2fpasswd",
          "a%00",
          "%2e",
          ".",
          "a;b",
          "a%5c..",
          "%c0%ae%c0%ae",
          "a%0d%0aX: y",
          "%",
          "%zz",
          "~root",
          "....//",
          "a%20",
          "-rf");
  private static final List<String> JUNK_HEADERS =
      List.of(
          "Content-Length: -1",
          "Content-Length: 1\r\nContent-Length: 2",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: gzip, x",
          "Transfer-Encoding: chunked\r\nContent-Length: 3",
          "Content-Length: 0x10",
          ": nameless",
          "no colon at all",
          "A\u0000B: c",
          "Host: a, b\r\nHost: c");

  private final RandomGenerator random;
  private final List<Supplier<String>> kinds =
      List.of(
          this::wrongMethod,
          this::nowhere,
          this::traversal,
          this::wrongName,
          this::noFile,
          this::junkHeader,
          this::hugeHeader,
          this::wrongType,
          this::wrongBody,
          this::wrongParameter,
          this::noVersion,
          this::bytes,
          this::hugeBody,
          this::noWebSocket);

  HostileRequests(RandomGenerator random) {
    this.random = random;
  }

  /** The next one. */
  String next() {
    return kinds.get(random.nextInt(kinds.size())).get();
  }

  private String wrongMethod() {
    List<String> methods = List.of("PUT", "PATCH", "OPTIONS", "TRACE", "BREW", "get", "DELETE");
    return request(pick(methods), pick(List.of("/v1/machines", "/metrics", "/v1/events")), "", "");
  }

  private String nowhere() {
    return request("GET", "/" + word(1 + random.nextInt(40)), "", "");
  }

  private String traversal() {
    return request(
        "GET", "/v1/machines/" + pick(TRAVERSALS) + pick(List.of("/spec", "/log")), "", "");
  }

  private String wrongName() {
    List<String> bodies =
        List.of(
            "{}",
            "[]",
            "1",
            "{\"name\": 1}",
            "{\"name\": \"../../x\"}",
            "{\"name\": \"a\"}",
            "{\"name\": \"b\", \"c\": 1}",
            "{\"name\": \"" + "a".repeat(70) + "\"}",
            "{\"name\": \"a\u0000b\"}");
    String verb = pick(List.of("clone", "rename"));
    return post("/v1/machines/a/" + verb, "application/json", pick(bodies));
  }

  private String noFile() {
    return request(
        "GET", "/" + pick(TRAVERSALS) + pick(List.of(".js", "/main.js", "/x.css")), "", "");
  }

  private String junkHeader() {
    return request("GET", "/v1/nothing", pick(JUNK_HEADERS) + "\r\n", "");
  }

  private String hugeHeader() {
    return request("GET", "/v1/nothing", "X: " + word(8_000 + random.nextInt(20_000)) + "\r\n", "");
  }

  private String wrongType() {
    List<String> types =
        List.of("text/plain", "multipart/form-data; boundary=x", "application/xml", "", "json");
    return post("/v1/machines", pick(types), "{}");
  }

  private String wrongBody() {
    List<String> bodies =
        List.of(
            "{",
            "[]",
            "null",
            "1",
            "\"a\"",
            "{\"spec\": {}}",
            "{\"spec\": {}, \"directory\": 1}",
            "{\"spec\": {\"name\": \"..\"}, \"directory\": \"/\"}",
            "[".repeat(2_000),
            "\u00ff\u00fe",
            "{\"spec\": {\"name\": \"../../x\"}, \"directory\": \"/etc\"}",
            "1e999999999",
            word(300));
    return post("/v1/machines", "application/json", pick(bodies));
  }

  private String wrongParameter() {
    List<String> queries =
        List.of(
            "tail=-1",
            "tail=x",
            "a=b",
            "tail=%",
            "tail=1&tail=2",
            "force=yes",
            "wait=999999999999");
    return request("GET", "/v1/machines/a/log?" + pick(queries), "", "");
  }

  private String noVersion() {
    List<String> versions = List.of("HTTP/3.0", "HTTP/0.9", "HTTP/1.1.1", "ICY", "HTTP/9.9", "");
    return "GET " + pick(PATHS) + " " + pick(versions) + "\r\n\r\n";
  }

  private String bytes() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(200); i >= 0; i--) {
      text.append((char) random.nextInt(256));
    }
    return text + "\r\n\r\n";
  }

  private String hugeBody() {
    return random.nextInt(50) > 0
        ? wrongMethod()
        : post("/v1/machines", "application/json", "\"" + "a".repeat(1_100_000));
  }

  private String noWebSocket() {
    return request(
        "GET", "/v1/machines/a/console", "Upgrade: websocket\r\nConnection: Upgrade\r\n", "");
  }

  private String post(String path, String type, String body) {
    return request(
        "POST",
        path,
        "Content-Type: %s\r\nContent-Length: %d\r\n".formatted(type, body.length()),
        body);
  }

  private static String request(String method, String path, String headers, String body) {
    return "%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s".formatted(method, path, headers, body);
  }

  private String word(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
