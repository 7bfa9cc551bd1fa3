package io.jvmm.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that says what it is told to: one request on each connection.
 *
 * @param socket where the server listens
 */
public record TestClient(Path socket) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What came back.
   *
   * @param headers by their names in lower case
   */
  public record Response(int status, Map<String, String> headers, String body) {
    /** The body, as JSON. */
    public JsonNode json() {
      return JSON.readTree(body);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    String mediaType() {
      return header("content-type").replaceFirst(";.*", "");
    }
  }

  /** Looks at something. */
  public Response get(String path) throws IOException {
    return send("GET", path, "");
  }

  /** Does something. */
  public Response post(String path) throws IOException {
    return send("POST", path, "Content-Length: 0\r\n");
  }

  /** Does something with JSON. */
  public Response post(String path, String json) throws IOException {
    int length = json.getBytes(UTF_8).length;
    return send(
        "POST", path, "Content-Type: application/json\r\nContent-Length: " + length + "\r\n", json);
  }

  /** Removes something. */
  public Response delete(String path) throws IOException {
    return send("DELETE", path, "");
  }

  Response send(String method, String path, String headers) throws IOException {
    return send(method, path, headers, "");
  }

  private Response send(String method, String path, String headers, String body)
      throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n%s"
            .formatted(method, path, headers, body);
    try (SocketChannel connection = connect()) {
      connection.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
      return read(Channels.newInputStream(connection));
    }
  }

  SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  /** Reads a response to its end, or to the end of the connection. */
  static Response read(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).split(" ", -1)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Response(status, headers, status < 200 ? "" : body(in, headers));
  }

  private static String body(InputStream in, Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return chunks(in);
    }
    String length = headers.get("content-length");
    byte[] bytes = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    return new String(bytes, UTF_8);
  }

  private static String chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16);
        size > 0;
        size = Integer.parseInt(line(in), 16)) {
      all.write(in.readNBytes(size));
      line(in);
    }
    return all.toString(UTF_8);
  }

  /** A line without its end; empty at the end of the connection. */
  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
