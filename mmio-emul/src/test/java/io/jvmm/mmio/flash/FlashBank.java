package io.jvmm.mmio.flash;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.jvmm.vmm.mmio.Access;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A bank of 1 MiB, and a driver that takes it for two chips of 16 bits, as edk2 and Linux do. */
final class FlashBank {
  static final int SIZE = 1 << 20;
  static final int READY = both(0x80);

  final MemorySegment memory = Arena.ofAuto().allocate(SIZE, 4096);
  final RecordingMapping mapping = new RecordingMapping();
  final CfiFlash flash;

  FlashBank(FlashStore store) {
    flash = new CfiFlash("flash0", memory, store, mapping);
  }

  /** The same in the words of both chips. */
  static int both(int chipWord) {
    return chipWord << 16 | chipWord;
  }

  /** Sends a command to both chips. */
  void command(long offset, int code) {
    write(offset, both(code));
  }

  void write(long offset, int value) {
    flash.write(new Access(offset, 4), Integer.toUnsignedLong(value));
  }

  int read(long offset) {
    return (int) flash.read(new Access(offset, 4));
  }

  /** What the guest loads as memory. */
  int array(long offset) {
    return memory.get(JAVA_INT, offset);
  }

  int status() {
    command(0, 0x70);
    return read(0);
  }

  void clearStatus() {
    command(0, 0x50);
  }

  void readArray() {
    command(0, 0xff);
  }

  void program(long offset, int value) {
    command(offset, 0x40);
    write(offset, value);
  }

  void erase(long offset) {
    command(offset, 0x20);
    command(offset, 0xd0);
  }

  /** Programs words by the buffer, at consecutive addresses. */
  void programBuffer(long offset, int... words) {
    fillBuffer(offset, words);
    command(offset, 0xd0);
  }

  /** Does all of that but confirm it. */
  void fillBuffer(long offset, int... words) {
    command(offset, 0xe8);
    command(offset, words.length - 1);
    for (int i = 0; i < words.length; i++) {
      write(offset + i * 4L, words[i]);
    }
  }
}
