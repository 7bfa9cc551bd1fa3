package io.jvmm.mmio.fwcfg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a guest finds behind the keys of the device: a few numbered items, and files with names. */
public final class FwCfgItems {
  private static final int TRADITIONAL_AND_DMA = 0b11;
  private static final int ENTRY_SIZE = 64;
  private static final int NAME_SIZE = 56; // with its NUL
  private static final int MAX_FILES = 0x4000 - FwCfgKey.FIRST_FILE;

  private final Map<Integer, FwCfgItem> byKey;

  private FwCfgItems(Builder builder) {
    byKey = new HashMap<>(builder.numbered);
    byKey.put(FwCfgKey.SIGNATURE.key(), FwCfgItem.of("QEMU".getBytes(US_ASCII)));
    byKey.put(FwCfgKey.ID.key(), FwCfgItem.of(Builder.word(TRADITIONAL_AND_DMA)));
    byKey.put(FwCfgKey.FILE_DIRECTORY.key(), FwCfgItem.of(directory(builder.files)));
    int key = FwCfgKey.FIRST_FILE;
    for (FwCfgItem file : builder.files.values()) {
      byKey.put(key++, file);
    }
  }

  private static byte[] directory(SortedMap<String, FwCfgItem> files) {
    ByteBuffer directory = ByteBuffer.allocate(Integer.BYTES + files.size() * ENTRY_SIZE);
    directory.putInt(files.size());
    int key = FwCfgKey.FIRST_FILE;
    for (Map.Entry<String, FwCfgItem> file : files.entrySet()) {
      directory.putInt(file.getValue().length()).putShort((short) key++).putShort((short) 0);
      directory.put(ByteBuffer.allocate(NAME_SIZE).put(file.getKey().getBytes(US_ASCII)).rewind());
    }
    return directory.array();
  }

  /** Starts with what every such device has. */
  public static Builder builder() {
    return new Builder();
  }

  /** The item of a key, 0 to 0xffff; an empty one if there is none. */
  FwCfgItem find(int key) {
    return byKey.getOrDefault(key, FwCfgItem.NONE);
  }

  /** Collects items. */
  public static final class Builder {
    private final Map<Integer, FwCfgItem> numbered = new HashMap<>();
    private final SortedMap<String, FwCfgItem> files = new TreeMap<>(); // keys go by name

    private Builder() {}

    /**
     * A file.
     *
     * @param name 1 to 55 characters of ASCII, such as {@code etc/boot-menu-wait}
     * @throws IllegalArgumentException if it is no such name, or one that is there already
     */
    public Builder file(String name, byte[] content) {
      return file(name, FwCfgItem.of(content));
    }

    /**
     * A file whose content is not looked up before the guest reads it.
     *
     * @param name 1 to 55 characters of ASCII
     * @param length the content's length in bytes
     * @param content asked once, on a vCPU's thread
     * @throws IllegalArgumentException if it is no such name, or one that is there already
     */
    public Builder file(String name, int length, Supplier<byte[]> content) {
      return file(name, new FwCfgItem(length, content));
    }

    private Builder file(String name, FwCfgItem file) {
      if (name.isEmpty() || name.length() >= NAME_SIZE || !isPrintable(name)) {
        throw new IllegalArgumentException("'%s' cannot name a file of fw_cfg".formatted(name));
      }
      if (files.size() == MAX_FILES) {
        throw new IllegalArgumentException("fw_cfg has no room for '%s'".formatted(name));
      }
      if (files.putIfAbsent(name, file) != null) {
        throw new IllegalArgumentException("fw_cfg already has a file '%s'".formatted(name));
      }
      return this;
    }

    private static boolean isPrintable(String name) {
      return name.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * The kernel that the firmware is to start before it looks for anything else.
     *
     * @param length its length in bytes
     * @param image asked once, on a vCPU's thread: an arm64 Image with an EFI stub, or an EFI zboot
     *     image
     */
    public Builder kernel(int length, Supplier<byte[]> image) {
      return sized(FwCfgKey.KERNEL_SIZE, FwCfgKey.KERNEL_DATA, new FwCfgItem(length, image));
    }

    /**
     * The initial RAM file system for that kernel.
     *
     * @param length its length in bytes
     * @param image asked once, on a vCPU's thread
     */
    public Builder initrd(int length, Supplier<byte[]> image) {
      return sized(FwCfgKey.INITRD_SIZE, FwCfgKey.INITRD_DATA, new FwCfgItem(length, image));
    }

    /** The command line for that kernel. */
    public Builder commandLine(String line) {
      return sized(
          FwCfgKey.COMMAND_LINE_SIZE,
          FwCfgKey.COMMAND_LINE_DATA,
          FwCfgItem.of(terminated(line, StandardCharsets.UTF_8)));
    }

    /**
     * What the firmware is to boot from, first things first, as {@link BootDevice} names it. edk2
     * then boots from no other disk or network.
     */
    public Builder bootOrder(List<String> devices) {
      return file("bootorder", terminated(String.join("\n", devices), US_ASCII));
    }

    /** How long the firmware waits for a key that leads to its menu, up to 65 seconds. */
    public Builder bootMenuWait(Duration wait) {
      numbered.put(FwCfgKey.BOOT_MENU.key(), FwCfgItem.of(half(1)));
      return file("etc/boot-menu-wait", half(Math.toIntExact(wait.toMillis())));
    }

    private Builder sized(FwCfgKey size, FwCfgKey data, FwCfgItem item) {
      numbered.put(size.key(), FwCfgItem.of(word(item.length())));
      numbered.put(data.key(), item);
      return this;
    }

    private static byte[] terminated(String text, Charset charset) {
      return (text + "\0").getBytes(charset);
    }

    private static byte[] word(int value) {
      return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }

    private static byte[] half(int value) {
      return ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) value).array();
    }

    /** The items. */
    public FwCfgItems build() {
      return new FwCfgItems(this);
    }
  }
}
