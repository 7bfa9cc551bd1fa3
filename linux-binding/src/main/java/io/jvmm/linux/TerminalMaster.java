package io.jvmm.linux;

import static io.jvmm.linux.libc.Errno.EACCES;
import static io.jvmm.linux.libc.Errno.EIO;
import static io.jvmm.linux.libc.Errno.ENOENT;
import static io.jvmm.linux.libc.Errno.ENOSPC;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.jvmm.linux.libc.Diagnosis;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.uapi.Linux;
import io.jvmm.linux.uapi.termios;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The end of a pseudoterminal that makes it: pts(4), and under the same names ioctl_tty(2).
 *
 * @param file never blocks
 */
record TerminalMaster(OpenFile file) implements AutoCloseable {
  private static final String MULTIPLEXER = "/dev/ptmx";
  private static final int NOT_OURS = Linux.O_NOCTTY(); // opening it gives us no terminal

  private static final Diagnosis DIAGNOSIS =
      new Diagnosis(
          Map.ofEntries(
              Diagnosis.row(
                  "open",
                  ENOENT,
                  "there are no pseudoterminals here: mount devpts at /dev/pts, with /dev/ptmx"),
              Diagnosis.row(
                  "open", EACCES, "it is not open to this user: /dev/ptmx should have mode 0666"),
              Diagnosis.row(
                  "open",
                  ENOSPC,
                  "all pseudoterminals are in use: close some, or raise kernel.pty.max"),
              Diagnosis.row(EIO, "the other end of the pseudoterminal is closed or locked")));

  /** Takes a new one from the system. Its slave is locked: nobody can open it. */
  static TerminalMaster open() {
    int flags = Linux.O_RDWR() | Linux.O_NONBLOCK() | NOT_OURS;
    return new TerminalMaster(OpenFile.open(MULTIPLEXER, flags, DIAGNOSIS));
  }

  /** The slave's device. */
  Path slave() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment index = arena.allocate(JAVA_INT);
      require("TIOCGPTN", ioctl(Linux.TIOCGPTN(), index));
      return Path.of("/dev/pts/" + index.get(JAVA_INT, 0));
    }
  }

  /** Opens the slave, without waiting for anything. */
  OpenFile openSlave() {
    int flags = Linux.O_RDWR() | Linux.O_NONBLOCK() | NOT_OURS;
    return OpenFile.open(slave().toString(), flags, DIAGNOSIS);
  }

  /** Keeps the group from the slave: by default it can write to it (mode 0620). */
  void keepToOwner() {
    Path slave = slave();
    try {
      Files.setPosixFilePermissions(slave, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new HostException(
          "cannot keep '%s' to its owner (%s): is /dev/pts the devpts of /dev/ptmx?"
              .formatted(slave, e),
          e);
    }
  }

  /** Lets the slave be opened. */
  void unlock() {
    try (Arena arena = Arena.ofConfined()) {
      require("TIOCSPTLCK", ioctl(Linux.TIOCSPTLCK(), arena.allocateFrom(JAVA_INT, 0)));
    }
  }

  /**
   * Has bytes pass unchanged between the ends: no echo, no lines, no signals, eight bits
   * (termios(3), raw mode). The settings are the slave's, and Linux takes them at either end.
   */
  void makeRaw() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = termios.allocate(arena);
      require("tcgetattr", Libc.tcgetattr(file.number(), settings));
      Libc.cfmakeraw(settings);
      require("tcsetattr", Libc.tcsetattr(file.number(), Linux.TCSANOW(), settings));
    }
  }

  private int ioctl(long request, MemorySegment argument) {
    return Libc.ioctl(file.number(), request, argument.address());
  }

  private static void require(String call, int result) {
    if (result < 0) {
      throw failed(call, result);
    }
  }

  static HostException failed(String call, long result) {
    return DIAGNOSIS.failed(call, MULTIPLEXER, result);
  }

  @Override
  public void close() {
    file.close();
  }
}
