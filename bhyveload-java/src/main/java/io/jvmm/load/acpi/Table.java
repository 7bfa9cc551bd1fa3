package io.jvmm.load.acpi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table as it is before firmware has placed it: its checksum is zero, and so are the fields with
 * the addresses of other tables.
 */
final class Table {
  /** Where a table's checksum is (ACPI 6.6, 5.2.6). */
  static final int CHECKSUM_OFFSET = 9;

  /** Who made it, in all tables; six bytes. */
  static final String OEM = "JVMM  ";

  private final String signature;
  private final byte[] bytes;
  private final Map<Integer, String> references;

  private Table(Builder builder) {
    this.signature = builder.signature;
    this.bytes = builder.content.toByteArray();
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(Builder.LENGTH_OFFSET, bytes.length);
    this.references = Map.copyOf(builder.references);
  }

  /** Starts a table with its header (ACPI 6.6, 5.2.6). */
  static Builder named(String signature, int revision) {
    return new Builder(signature, revision);
  }

  /** Four characters. */
  String signature() {
    return signature;
  }

  /** Its bytes; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** The fields of 64 bits with the addresses of other tables: offsets, and signatures of those. */
  Map<Integer, String> references() {
    return references;
  }

  /** Collects a table's fields, in their order. Numbers are little-endian. */
  static final class Builder {
    private static final int LENGTH_OFFSET = 4;
    private static final String OEM_TABLE = "JVMMVIRT";
    private static final String CREATOR = "JVMM";
    private static final int OUR_REVISION = 1;
    private static final int SYSTEM_MEMORY = 0;
    private static final int ACCESS_AS_DWORDS = 3;

    private final String signature;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final Map<Integer, String> references = new TreeMap<>();

    private Builder(String signature, int revision) {
      this.signature = signature;
      text(signature).dword(0).bytes(revision, 0);
      text(OEM).text(OEM_TABLE).dword(OUR_REVISION).text(CREATOR).dword(OUR_REVISION);
    }

    Builder bytes(int... values) {
      for (int value : values) {
        content.write(value);
      }
      return this;
    }

    Builder bytes(byte[] values) {
      content.writeBytes(values);
      return this;
    }

    Builder zeros(int count) {
      return bytes(new byte[count]);
    }

    Builder zerosUpTo(int offset) {
      return zeros(offset - content.size());
    }

    Builder text(String value) {
      return bytes(value.getBytes(US_ASCII));
    }

    Builder word(int value) {
      return number(value, Short.BYTES);
    }

    Builder dword(long value) {
      return number(value, Integer.BYTES);
    }

    Builder qword(long value) {
      return number(value, Long.BYTES);
    }

    /** Registers in memory of 32 bits (Generic Address Structure; ACPI 6.6, 5.2.3.2). */
    Builder registers(long address) {
      return bytes(SYSTEM_MEMORY, Integer.SIZE, 0, ACCESS_AS_DWORDS).qword(address);
    }

    /** The address of another table. */
    Builder reference(String table) {
      references.put(content.size(), table);
      return qword(0);
    }

    private Builder number(long value, int width) {
      for (int i = 0; i < width; i++) {
        content.write((int) (value >>> (i * Byte.SIZE)));
      }
      return this;
    }

    Table build() {
      return new Table(this);
    }
  }
}
