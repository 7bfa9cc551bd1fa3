package io.jvmm.http;

import io.jvmm.control.MachineHome;
import io.jvmm.control.MachineStore;
import io.jvmm.control.StoredMachine;
import io.jvmm.http.server.Limits;
import io.jvmm.monitor.control.ControlHandler;
import io.jvmm.monitor.control.ControlSocket;
import io.jvmm.monitor.spec.GuestImages;
import io.jvmm.vmm.spec.FileReference.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A server in this process, with machines in a directory; those that run are fakes. */
final class TestSite implements AutoCloseable {
  static final String SPEC =
      "{\"name\": \"%s\", \"memory\": \"64MiB\", \"boot\": {\"kernel\": \"guest.Image\"}}";

  private final Path directory;
  private final MachineStore store;
  private final Path socket;
  private final Deque<Runnable> endings = new ArrayDeque<>();

  /** A site in an empty directory. */
  TestSite(Path directory) throws IOException {
    this(directory, Limits.normal());
  }

  TestSite(Path directory, Limits limits) throws IOException {
    this.directory = directory;
    this.store = new MachineStore(directory.resolve("vms"));
    this.socket = directory.resolve("api.sock");
    Files.writeString(directory.resolve("guest.Image"), "a kernel");
    ApiServer server = ApiServer.start(service(), new Listening.AtSocket(socket), limits);
    endings.push(server::close);
  }

  /** What any server here serves; machines are started by a program that says why it cannot. */
  Service service() {
    List<String> refusing = List.of("sh", "-c", "echo 'jvmm: no /dev/kvm here' >&2; exit 4");
    return new Service(store, new NoImages(), _ -> refusing, "1.2.3");
  }

  TestClient client() {
    return new TestClient(socket);
  }

  Path directory() {
    return directory;
  }

  Path socket() {
    return socket;
  }

  MachineStore store() {
    return store;
  }

  /** A machine that was created. */
  StoredMachine created(String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name + ".json"), SPEC.formatted(name));
    return store.create(name, file, directory);
  }

  /** A machine that seems to run. */
  StoredMachine running(String name, ControlHandler handler) throws IOException {
    StoredMachine machine = created(name);
    MachineHome home = machine.home();
    endings.push(home.lock()::close);
    endings.push(ControlSocket.open(home.controlSocket(), name, handler)::close);
    return machine;
  }

  /** Closed in the end. */
  void keep(ControlSocket socket) {
    endings.push(socket::close);
  }

  @Override
  public void close() {
    while (!endings.isEmpty()) {
      endings.pop().run();
    }
  }

  private record NoImages() implements GuestImages {
    @Override
    public Optional<String> problem(ImageFile file) {
      return Optional.of("there are no guest images here");
    }

    @Override
    public Path locate(ImageFile file) {
      throw new AssertionError("nobody asks for " + file);
    }
  }
}
