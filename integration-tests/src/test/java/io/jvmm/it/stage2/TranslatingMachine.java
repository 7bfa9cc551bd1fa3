package io.jvmm.it.stage2;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.it.guest.A64;
import io.jvmm.lpae.TableMemory;
import io.jvmm.vmm.error.GuestException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * An emulated machine whose program at EL2 does nothing but translate addresses. Its RAM is a file
 * that the test shares: tables and questions go in, answers come out.
 *
 * <p>A question is a regime, a number of addresses, where they are, and where the answers go: for
 * each address what AT S12E1R, S12E1W, S12E0R and S12E0W leave in PAR_EL1. A question about no
 * addresses is the last one.
 */
final class TranslatingMachine {
  /** How many answers there are to an address. */
  static final int ANSWERS = 4;

  /** Where the RAM of QEMU's {@code virt} board starts; its device tree is there. */
  private static final long RAM = 0x4000_0000L;

  private static final long RAM_SIZE = 512L << 20;
  private static final long PROGRAM = RAM + 0x20_0000;
  private static final long QUESTIONS = RAM + 0x30_0000;
  private static final long FREE = RAM + 0x40_0000;

  private final Path directory;
  private final MemorySegment ram;
  private long nextQuestion = QUESTIONS;
  private long free = FREE;

  /** What is asked about an address, in the order of the answers. */
  enum Probe {
    /** A load at EL1. */
    READ(0),
    /** A store at EL1. */
    WRITE(1),
    /** A load at EL0. */
    UNPRIVILEGED_READ(2),
    /** A store at EL0. */
    UNPRIVILEGED_WRITE(3);

    private final int index;

    Probe(int index) {
      this.index = index;
    }

    boolean writes() {
      return this == WRITE || this == UNPRIVILEGED_WRITE;
    }

    boolean isUnprivileged() {
      return this == UNPRIVILEGED_READ || this == UNPRIVILEGED_WRITE;
    }
  }

  /**
   * The answers to a question.
   *
   * @param addresses what was asked about
   * @param values of PAR_EL1
   */
  record Answers(MemorySegment addresses, MemorySegment values) {
    int count() {
      return (int) (addresses.byteSize() / Long.BYTES);
    }

    long address(int index) {
      return addresses.getAtIndex(JAVA_LONG, index);
    }

    long par(int index, Probe probe) {
      return values.getAtIndex(JAVA_LONG, (long) index * ANSWERS + probe.index);
    }
  }

  TranslatingMachine(Path directory, Arena arena) throws IOException {
    this.directory = directory;
    try (FileChannel file =
        FileChannel.open(
            ramFile(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      this.ram = file.map(MapMode.READ_WRITE, 0, RAM_SIZE, arena);
    }
  }

  /** Takes some RAM, and gives its address. */
  long allocate(long bytes, long alignment) {
    long address = (free + alignment - 1) & -alignment;
    free = address + bytes;
    return address;
  }

  /** RAM at an address. */
  MemorySegment at(long address, long bytes) {
    return ram.asSlice(address - RAM, bytes);
  }

  /** The RAM as walks see it. */
  TableMemory tables() {
    return address -> {
      if (Long.compareUnsigned(address - RAM, RAM_SIZE) >= 0) {
        throw new GuestException("no RAM is at 0x%x".formatted(address));
      }
      return ram.get(JAVA_LONG, address - RAM);
    };
  }

  /** Adds a question; its answers are there once the machine has run. */
  Answers ask(Regime regime, List<Long> addresses) {
    long size = (long) addresses.size() * Long.BYTES;
    long asked = allocate(size, Long.BYTES);
    long answers = allocate(size * ANSWERS, Long.BYTES);
    append(addresses.size());
    append(asked);
    append(answers);
    regime.values().forEach(this::append);
    MemorySegment list = at(asked, size);
    for (int i = 0; i < addresses.size(); i++) {
      list.setAtIndex(JAVA_LONG, i, addresses.get(i));
    }
    return new Answers(list, at(answers, size * ANSWERS));
  }

  /** Runs the machine until it has answered everything. */
  void run(String cpu) throws IOException, InterruptedException {
    MemorySegment code = MemorySegment.ofArray(program());
    at(PROGRAM, code.byteSize()).copyFrom(code);
    String size = RAM_SIZE / (1 << 20) + "M";
    Qemu.run(
        List.of(
            "-M",
            "virt,virtualization=on,memory-backend=ram",
            "-cpu",
            cpu,
            "-m",
            size,
            "-object",
            "memory-backend-file,id=ram,share=on,size=" + size + ",mem-path=" + ramFile(),
            "-device",
            "loader,cpu-num=0,addr=" + PROGRAM,
            "-display",
            "none",
            "-serial",
            "none",
            "-monitor",
            "none",
            "-nic",
            "none"),
        directory);
  }

  private void append(long value) {
    at(nextQuestion, Long.BYTES).set(JAVA_LONG, 0, value);
    nextQuestion += Long.BYTES;
  }

  private Path ramFile() {
    return directory.resolve("ram");
  }

  /** x20 runs through the questions, x21 counts, x22 and x23 run through addresses and answers. */
  private static byte[] program() {
    A64 code = new A64();
    code.address(0, "vectors").writeSystem(0, 3, 4, 12, 0, 0); // VBAR_EL2
    code.mov(20, QUESTIONS).label("question");
    for (int register = 21; register <= 23; register++) {
      code.load(8, register, 20).add(20, 20, Long.BYTES);
    }
    code.branchIfZero(21, "off");
    Regime.load(code, 20, 0);
    code.barrier().systemInstruction(A64.ZERO, 4, 8, 7, 4); // TLBI ALLE1
    code.barrier().synchronise().label("address");
    code.load(8, 1, 22).add(22, 22, Long.BYTES);
    for (int i = 0; i < ANSWERS; i++) {
      code.systemInstruction(1, 4, 7, 8, 4 + i).synchronise(); // AT S12E1R and its neighbours
      code.readSystem(2, 3, 0, 7, 4, 0).store(8, 2, 23).add(23, 23, Long.BYTES); // PAR_EL1
    }
    code.subtract(21, 21, 1).branchIfNotZero(21, "address").branch("question");
    code.label("off").mov(0, A64.SYSTEM_OFF).secureMonitorCall();
    code.align(2048).label("vectors"); // an exception ends it: answers stay 0, and PAR_EL1 is not
    for (int vector = 0; vector < 16; vector++) {
      code.branch("off").align(128);
    }
    return code.bytes();
  }
}
