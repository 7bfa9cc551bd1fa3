package io.jvmm.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.linux.PseudoTerminal.Event;
import io.jvmm.linux.libc.Diagnosis;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.uapi.Linux;
import io.jvmm.linux.uapi.termios;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PseudoTerminalTest {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int SETTLED_MILLIS = 200;
  private static final int MEGABYTE = 1 << 20;
  private static final int LINES_AND_ECHO = 0x2 | 0x8; // ICANON, ECHO of asm-generic/termbits.h

  private final PseudoTerminal terminal = PseudoTerminal.open();

  @AfterEach
  void close() {
    terminal.close();
  }

  @Test
  void theSlaveIsADeviceForItsOwnerOnly() throws IOException {
    assertThat(terminal.path().toString()).matches("/dev/pts/[0-9]+");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(terminal.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void theSlaveEchoesNothingWaitsForNoLineAndHearsNoSignalKey() {
    try (OpenFile slave = slave();
        Arena arena = Arena.ofConfined()) {
      MemorySegment expected = settings(slave, arena);
      Libc.cfmakeraw(expected);

      assertThat(hex(settings(slave, arena))).isEqualTo(hex(expected));
    }
  }

  @Test
  void everyByteOfAMegabyteArrivesUnchangedAtTheSlave() throws Exception {
    byte[] sent = everyByte();
    try (OpenFile slave = slave()) {
      CompletableFuture<byte[]> received =
          CompletableFuture.supplyAsync(() -> readSlave(slave, sent.length));

      writeAll(ByteBuffer.wrap(sent));

      assertThat(received.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(sent);
    }
  }

  @Test
  void everyByteOfAMegabyteArrivesUnchangedFromTheSlave() throws IOException {
    byte[] sent = everyByte();
    try (OpenFile slave = slave()) {
      Thread.ofPlatform().daemon().start(() -> writeSlave(slave, sent));

      assertThat(readAll(sent.length)).isEqualTo(sent);
    }
  }

  @Test
  void nobodyIsThereFromTheStart() throws IOException {
    assertThat(terminal.isOpened()).isFalse();
    assertThat(terminal.await(Set.of(Event.INPUT), PATIENCE_MILLIS)).containsOnly(Event.HANGUP);
  }

  @Test
  void whoOpensTheSlaveIsThereUntilHeClosesIt() {
    try (OpenFile _ = slave()) {
      assertThat(terminal.isOpened()).isTrue();
    }

    assertThat(terminal.isOpened()).isFalse();
  }

  @Test
  void aReaderThatWaitsIsToldOfTheHangup() throws Exception {
    OpenFile slave = slave();
    CompletableFuture<Set<Event>> waiting = await(Event.INPUT);

    slave.close();

    assertThat(waiting.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).containsOnly(Event.HANGUP);
    assertThat(terminal.read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void whatWasSentBeforeTheHangupIsReadFirst() throws IOException {
    try (OpenFile slave = slave()) {
      writeSlave(slave, new byte[] {1, 2, 3});
    }

    assertThat(terminal.await(Set.of(Event.INPUT), 0)).contains(Event.INPUT, Event.HANGUP);
    assertThat(terminal.read(ByteBuffer.allocate(10))).isEqualTo(3);
    assertThat(terminal.read(ByteBuffer.allocate(10))).isEqualTo(-1);
  }

  @Test
  void aFullTerminalTakesNothingMoreUntilItIsRead() throws IOException {
    try (OpenFile slave = slave()) {
      int taken = fill();
      assertThat(taken).isBetween(4096, 65_536);
      assertThat(terminal.write(ByteBuffer.allocate(1))).isZero();
      assertThat(terminal.isDrained()).isFalse();

      readSlave(slave, taken);

      assertThat(terminal.await(Set.of(Event.ROOM), PATIENCE_MILLIS)).contains(Event.ROOM);
      assertThat(terminal.isDrained()).isTrue();
    }
  }

  @Test
  void closingWakesWhoWaitsForInput() throws Exception {
    try (OpenFile _ = slave()) {
      CompletableFuture<Set<Event>> waiting = await(Event.INPUT);

      terminal.close();

      assertThat(waiting.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).contains(Event.CLOSED);
    }
  }

  @Test
  void closingWakesWhoWaitsForRoom() throws Exception {
    try (OpenFile _ = slave()) {
      fill();
      CompletableFuture<Set<Event>> waiting = await(Event.ROOM);

      terminal.close();

      assertThat(waiting.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).contains(Event.CLOSED);
    }
  }

  @Test
  void aClosedTerminalHasNobodyAndTakesNothing() throws IOException {
    terminal.close();
    terminal.close();

    assertThat(terminal.isOpened()).isFalse();
    assertThat(terminal.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    assertThat(terminal.write(ByteBuffer.allocate(1))).isZero();
    terminal.reset();
  }

  @Test
  void whatSomebodySetIsResetForTheNext() throws IOException {
    try (Arena arena = Arena.ofConfined();
        OpenFile slave = slave()) {
      MemorySegment raw = settings(slave, arena);
      MemorySegment changed = settings(slave, arena);
      termios.c_lflag(changed, termios.c_lflag(raw) | LINES_AND_ECHO);
      Libc.tcsetattr(slave.number(), Linux.TCSANOW(), changed);

      terminal.reset();

      assertThat(termios.c_lflag(settings(slave, arena))).isEqualTo(termios.c_lflag(raw));
    }
  }

  private CompletableFuture<Set<Event>> await(Event event) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return terminal.await(Set.of(event), PATIENCE_MILLIS);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Writes until there is no more room: the kernel makes some a moment later, once. */
  private int fill() throws IOException {
    int taken = 0;
    while (!terminal.await(Set.of(Event.ROOM), SETTLED_MILLIS).isEmpty()) {
      taken += terminal.write(ByteBuffer.allocate(MEGABYTE));
    }
    return taken;
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      terminal.await(Set.of(Event.ROOM), PATIENCE_MILLIS);
      terminal.write(bytes);
    }
  }

  private byte[] readAll(int length) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(length);
    while (all.hasRemaining()) {
      terminal.await(Set.of(Event.INPUT), PATIENCE_MILLIS);
      assertThat(terminal.read(all)).isNotNegative();
    }
    return all.array();
  }

  /** All values, in an order in which none is always followed by the same. */
  private static byte[] everyByte() {
    byte[] bytes = new byte[MEGABYTE];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }

  private OpenFile slave() {
    int flags = Linux.O_RDWR() | Linux.O_NOCTTY();
    return OpenFile.open(terminal.path().toString(), flags, Diagnosis.GENERAL);
  }

  private static byte[] readSlave(OpenFile slave, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(length);
      long done = 0;
      while (done < length) {
        long read = Libc.read(slave.number(), bytes.asSlice(done));
        assertThat(read).isPositive();
        done += read;
      }
      return bytes.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static void writeSlave(OpenFile slave, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rest = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      while (rest.byteSize() > 0) {
        long written = Libc.write(slave.number(), rest);
        assertThat(written).isPositive();
        rest = rest.asSlice(written);
      }
    }
  }

  private static MemorySegment settings(OpenFile slave, Arena arena) {
    MemorySegment settings = termios.allocate(arena);
    assertThat(Libc.tcgetattr(slave.number(), settings)).isZero();
    return settings;
  }

  private static String hex(MemorySegment settings) {
    return HexFormat.of().formatHex(settings.toArray(ValueLayout.JAVA_BYTE));
  }
}
