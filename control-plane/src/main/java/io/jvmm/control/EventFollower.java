package io.jvmm.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.control.MachineEvent.Kind;
import io.jvmm.vmm.error.HostException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a store's machines, from the oldest that is kept to those that are yet to
 * happen. A process that was killed writes no event: that its machine is lost is found out here.
 * For one thread.
 */
public final class EventFollower implements AutoCloseable {
  private static final int CHUNK = 64 << 10;

  private final MachineStore store;
  private final EventLog log;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // what there is of it
  private final Set<String> running = new TreeSet<>(); // by what was read so far
  private final Set<String> missing = new TreeSet<>(); // of those, without a process last time
  private @Nullable FileChannel open; // what the log's name led to when it was opened
  private @Nullable Object key; // which file that is
  private boolean begun;

  /** A follower at the oldest event. */
  public EventFollower(MachineStore store) {
    this.store = store;
    this.log = store.events();
  }

  /**
   * What happened since it was last asked, in order. Does not wait.
   *
   * @throws HostException if the log cannot be read
   */
  public List<MachineEvent> poll() {
    List<MachineEvent> events = read();
    missing.retainAll(running);
    missing.stream().map(EventFollower::lost).forEach(events::add);
    running.removeAll(missing);
    missing.clear();
    // Whoever killed one gets until next time to say so.
    running.stream().filter(name -> store.home(name).holder().isEmpty()).forEach(missing::add);
    return events;
  }

  private static MachineEvent lost(String name) {
    return new MachineEvent(
        Instant.now(), name, Kind.LOST, Optional.of("its process is gone and has left no word"));
  }

  private List<MachineEvent> read() {
    List<MachineEvent> events = new ArrayList<>();
    try {
      if (!begun) {
        begun = true;
        readFormer(events);
      }
      readOn(events);
      while (isBegunAnew()) {
        readOn(events); // what was added to the file before it was moved
        close();
        readOn(events);
      }
    } catch (IOException e) {
      throw new HostException("cannot read '%s': %s".formatted(log.file(), e.getMessage()), e);
    }
    events.forEach(this::follow);
    return events;
  }

  private void readFormer(List<MachineEvent> events) throws IOException {
    try (FileChannel former = FileChannel.open(log.former())) {
      readAll(former, events);
    } catch (NoSuchFileException e) {
      line.reset(); // there were never that many
    }
  }

  private void readOn(List<MachineEvent> events) throws IOException {
    FileChannel file = open == null ? open() : open;
    if (file != null) {
      readAll(file, events);
    }
  }

  private @Nullable FileChannel open() throws IOException {
    try {
      key = key(log.file());
      open = FileChannel.open(log.file());
      if (isBegunAnew()) {
        close();
        return open(); // nobody knows which of the two it is
      }
    } catch (NoSuchFileException e) {
      close(); // nothing has happened yet
    }
    return open;
  }

  private boolean isBegunAnew() throws IOException {
    try {
      return open != null && !key(log.file()).equals(key);
    } catch (NoSuchFileException e) {
      return false; // it is, and nothing has happened since
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  private void readAll(FileChannel file, List<MachineEvent> events) throws IOException {
    while (file.read(chunk.clear()) > 0) {
      chunk.flip();
      while (chunk.hasRemaining()) {
        take(chunk.get(), events);
      }
    }
  }

  private void take(byte octet, List<MachineEvent> events) {
    if (octet != '\n') {
      line.write(octet);
      return;
    }
    MachineEvent.parse(line.toString(UTF_8)).ifPresent(events::add);
    line.reset();
  }

  private void follow(MachineEvent event) {
    if (event.kind() == Kind.STARTED) {
      running.add(event.machine());
    } else if (event.kind().isEnd()) {
      running.remove(event.machine());
    }
  }

  @Override
  public void close() {
    try {
      if (open != null) {
        open.close();
        open = null;
      }
    } catch (IOException e) {
      throw new HostException("cannot close '%s': %s".formatted(log.file(), e.getMessage()), e);
    }
  }
}
