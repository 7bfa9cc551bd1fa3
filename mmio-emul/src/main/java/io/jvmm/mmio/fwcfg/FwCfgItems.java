package io.jvmm.mmio.fwcfg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a guest finds behind the keys of the device: a few numbered items, and files with names. */
public final class FwCfgItems {
  private static final int TRADITIONAL_AND_DMA = 0b11;
  private static final int ENTRY_SIZE = 64;
  private static final int NAME_SIZE = 56; // with its NUL
  private static final int MAX_FILES = 0x4000 - FwCfgKey.FIRST_FILE;

  /** What is behind a key that nobody gave a meaning. */
  private static final FwCfgContent NOTHING = FwCfgContent.of(new byte[0]);

  private final Map<Integer, FwCfgContent> byKey;

  private FwCfgItems(Builder builder) {
    byKey = new HashMap<>(builder.numbered);
    byKey.put(FwCfgKey.SIGNATURE.key(), FwCfgContent.of("QEMU".getBytes(US_ASCII)));
    byKey.put(FwCfgKey.ID.key(), FwCfgContent.of(Builder.word(TRADITIONAL_AND_DMA)));
    byKey.put(FwCfgKey.FILE_DIRECTORY.key(), FwCfgContent.of(directory(builder.files)));
    int key = FwCfgKey.FIRST_FILE;
    for (FwCfgContent file : builder.files.values()) {
      byKey.put(key++, file);
    }
  }

  private static byte[] directory(SortedMap<String, FwCfgContent> files) {
    ByteBuffer directory = ByteBuffer.allocate(Integer.BYTES + files.size() * ENTRY_SIZE);
    directory.putInt(files.size());
    int key = FwCfgKey.FIRST_FILE;
    for (Map.Entry<String, FwCfgContent> file : files.entrySet()) {
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
  FwCfgContent find(int key) {
    return byKey.getOrDefault(key, NOTHING);
  }

  /** Collects items. */
  public static final class Builder {
    private final Map<Integer, FwCfgContent> numbered = new HashMap<>();
    private final SortedMap<String, FwCfgContent> files = new TreeMap<>(); // keys go by name

    private Builder() {}

    /**
     * A file.
     *
     * @param name 1 to 55 characters of ASCII, such as {@code bootorder}
     * @throws IllegalArgumentException if it is no such name, or one that is there already
     */
    public Builder file(String name, byte[] content) {
      return file(name, FwCfgContent.of(content));
    }

    /**
     * A file that is kept elsewhere.
     *
     * @param name 1 to 55 characters of ASCII
     * @throws IllegalArgumentException if it is no such name, or one that is there already
     */
    public Builder file(String name, FwCfgContent file) {
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
     * The kernel that the firmware is to start before it looks for anything else: for edk2 an EFI
     * program, that is, an arm64 Image with an EFI stub or an EFI zboot image.
     */
    public Builder kernel(FwCfgContent image) {
      return sized(FwCfgKey.KERNEL_SIZE, FwCfgKey.KERNEL_DATA, image);
    }

    /** The initial RAM file system for that kernel. */
    public Builder initrd(FwCfgContent image) {
      return sized(FwCfgKey.INITRD_SIZE, FwCfgKey.INITRD_DATA, image);
    }

    /** The command line for that kernel. */
    public Builder commandLine(String line) {
      return sized(
          FwCfgKey.COMMAND_LINE_SIZE,
          FwCfgKey.COMMAND_LINE_DATA,
          FwCfgContent.of(terminated(line, StandardCharsets.UTF_8)));
    }

    /**
     * What the firmware is to boot from, first things first; edk2 then boots from no other disk.
     */
    public Builder bootOrder(List<BootDevice> devices) {
      String paths = devices.stream().map(BootDevice::path).collect(Collectors.joining("\n"));
      return file("bootorder", terminated(paths, US_ASCII));
    }

    private Builder sized(FwCfgKey size, FwCfgKey data, FwCfgContent item) {
      numbered.put(size.key(), FwCfgContent.of(word(item.length())));
      numbered.put(data.key(), item);
      return this;
    }

    private static byte[] terminated(String text, Charset charset) {
      return (text + "\0").getBytes(charset);
    }

    private static byte[] word(int value) {
      return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }

    /** The items. */
    public FwCfgItems build() {
      return new FwCfgItems(this);
    }
  }
}
