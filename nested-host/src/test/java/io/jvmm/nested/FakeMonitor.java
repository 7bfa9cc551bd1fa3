package io.jvmm.nested;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** QEMU's side of QMP: remembers the human monitor's commands, and refuses some. */
final class FakeMonitor implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final ServerSocketChannel server;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private volatile String refused = "nothing";

  private FakeMonitor(ServerSocketChannel server) {
    this.server = server;
  }

  /** One that listens. */
  static FakeMonitor at(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    FakeMonitor monitor = new FakeMonitor(server.bind(UnixDomainSocketAddress.of(socket)));
    Thread.ofVirtual().start(monitor::serve);
    return monitor;
  }

  /** Commands that start so fail from now on. */
  void refuse(String start) {
    refused = start;
  }

  /** What it was told, in order. */
  List<String> commands() {
    return List.copyOf(commands);
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        say(client, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}");
        BufferedReader requests = new BufferedReader(Channels.newReader(client, UTF_8));
        @Nullable String line;
        while ((line = requests.readLine()) != null) {
          answer(client, JSON.readTree(line));
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void answer(SocketChannel client, JsonNode request) throws IOException {
    if (request.path("execute").stringValue().equals("qmp_capabilities")) {
      say(client, "{\"return\": {}}");
      return;
    }
    String command = request.path("arguments").path("command-line").stringValue();
    commands.add(command);
    say(client, "{\"timestamp\": {}, \"event\": \"SOMETHING\"}");
    String text = command.startsWith(refused) ? "Could not set up host forwarding rule\\r\\n" : "";
    say(client, "{\"return\": \"" + text + "\"}");
  }

  private static void say(SocketChannel client, String line) throws IOException {
    client.write(ByteBuffer.wrap((line + "\r\n").getBytes(UTF_8)));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
