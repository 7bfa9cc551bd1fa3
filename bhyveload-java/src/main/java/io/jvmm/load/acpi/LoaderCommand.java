package io.jvmm.load.acpi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A step by which firmware makes tables of files (QEMU, hw/acpi/bios-linker-loader.c): 128 bytes,
 * little-endian, of which the first four tell the kind. Names of files take 56, with their NUL.
 */
sealed interface LoaderCommand {
  /** How many bytes a command takes. */
  int SIZE = 128;

  /** How many a name takes. */
  int NAME_SIZE = 56;

  /** Its bytes. */
  byte[] encoded();

  /**
   * Copies a file to memory.
   *
   * @param file its name
   * @param alignment what its address is to be a multiple of: a power of two, up to 4096
   */
  record Allocate(String file, int alignment) implements LoaderCommand {
    private static final int KIND = 1;
    private static final byte ANYWHERE = 1; // the other zone is part of a PC's first MiB

    @Override
    public byte[] encoded() {
      return name(command(KIND), file).putInt(alignment).put(ANYWHERE).array();
    }
  }

  /**
   * Adds a file's address to a field of 64 bits, which so far has an offset in that file.
   *
   * @param file the file with the field
   * @param offset the field's
   * @param target the file whose address it is
   */
  record AddPointer(String file, int offset, String target) implements LoaderCommand {
    private static final int KIND = 2;

    @Override
    public byte[] encoded() {
      return name(name(command(KIND), file), target).putInt(offset).put((byte) Long.BYTES).array();
    }
  }

  /**
   * Sets a byte that was zero so that the sum of some bytes, it included, is zero, modulo 256.
   *
   * @param file the file with all of them
   * @param offset the byte's
   * @param start the first of them
   * @param length how many they are
   */
  record AddChecksum(String file, int offset, int start, int length) implements LoaderCommand {
    private static final int KIND = 3;

    @Override
    public byte[] encoded() {
      return name(command(KIND), file).putInt(offset).putInt(start).putInt(length).array();
    }
  }

  private static ByteBuffer command(int kind) {
    return ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN).putInt(kind);
  }

  private static ByteBuffer name(ByteBuffer command, String name) {
    int end = command.position() + NAME_SIZE;
    return command.put(name.getBytes(US_ASCII)).position(end);
  }
}
