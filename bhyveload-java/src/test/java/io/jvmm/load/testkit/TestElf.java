package io.jvmm.load.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes 64-bit ELF files for AArch64 to order. */
public final class TestElf {
  public static final int HEADER = 64;
  public static final int PROGRAM_HEADER = 56;
  public static final int EXECUTABLE = 2;
  public static final int SHARED_OBJECT = 3;

  private static final int LOAD = 1;
  private static final int INTERPRETER = 3;

  private record Part(int type, long virtual, long physical, ByteBuffer content, long memorySize) {}

  private final List<Part> parts = new ArrayList<>();
  private final int type;
  private int osAbi;
  private long entry;

  private TestElf(int type) {
    this.type = type;
  }

  public static TestElf executable() {
    return new TestElf(EXECUTABLE);
  }

  public static TestElf positionIndependent() {
    return new TestElf(SHARED_OBJECT);
  }

  public TestElf segment(long virtual, long physical, byte[] content, long memorySize) {
    parts.add(new Part(LOAD, virtual, physical, ByteBuffer.wrap(content), memorySize));
    return this;
  }

  public TestElf interpreter(String name) {
    byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    parts.add(new Part(INTERPRETER, 0, 0, ByteBuffer.wrap(text), text.length));
    return this;
  }

  public TestElf osAbi(int value) {
    osAbi = value;
    return this;
  }

  public TestElf entry(long address) {
    entry = address;
    return this;
  }

  public byte[] bytes() {
    int content = HEADER + parts.size() * PROGRAM_HEADER;
    int size = content + parts.stream().mapToInt(part -> part.content.capacity()).sum();
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, (byte) osAbi}).position(16);
    file.putShort((short) type).putShort((short) 183).putInt(1).putLong(entry).putLong(HEADER);
    file.putShort(52, (short) HEADER).putShort(54, (short) PROGRAM_HEADER);
    file.putShort(56, (short) parts.size()).position(HEADER);
    int offset = content;
    for (Part part : parts) {
      file.putInt(part.type).putInt(0).putLong(offset);
      file.putLong(part.virtual).putLong(part.physical);
      file.putLong(part.content.capacity()).putLong(part.memorySize).putLong(1);
      offset += part.content.capacity();
    }
    parts.forEach(part -> file.put(part.content.duplicate()));
    return file.array();
  }
}
