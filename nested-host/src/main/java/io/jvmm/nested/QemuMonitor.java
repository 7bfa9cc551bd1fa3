package io.jvmm.nested;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.vmm.error.HostException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Talks to QEMU while it runs, by its QMP (docs/interop/qmp-spec.rst in QEMU). QEMU serves one
 * client at a time, so each command is a connection of its own.
 *
 * @param socket where QEMU listens
 */
record QemuMonitor(Path socket) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Gives a command of QEMU's human monitor: some have no other form.
   *
   * @return what that prints; nothing, for most, where all is well
   * @throws HostException if QEMU cannot be reached
   */
  String command(String line) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        BufferedReader replies = new BufferedReader(Channels.newReader(channel, UTF_8))) {
      request(channel, replies, "qmp_capabilities", JSON.createObjectNode());
      JsonNode arguments = JSON.createObjectNode().put("command-line", line);
      return request(channel, replies, "human-monitor-command", arguments).asString("").strip();
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw new HostException(
          "cannot reach the nested host's QEMU at '%s': %s".formatted(socket, e.getMessage()), e);
    }
  }

  private static JsonNode request(
      SocketChannel channel, BufferedReader replies, String name, JsonNode arguments)
      throws IOException {
    JsonNode request = JSON.createObjectNode().put("execute", name).set("arguments", arguments);
    ByteBuffer bytes = ByteBuffer.wrap((request + "\n").getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return reply(replies);
  }

  /** The next reply; greetings and events come between. */
  private static JsonNode reply(BufferedReader replies) throws IOException {
    @Nullable String line;
    while ((line = replies.readLine()) != null) {
      JsonNode message = JSON.readTree(line);
      if (message.has("error")) {
        throw new IOException(message.path("error").path("desc").asString(line));
      }
      if (message.has("return")) {
        return message.path("return");
      }
    }
    throw new IOException("it closed the connection");
  }
}
