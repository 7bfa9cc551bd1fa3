package io.jvmm.load.disk.volume;

import io.jvmm.load.disk.block.Section;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A partition.
 *
 * @param number as Linux numbers it, from 1
 * @param table what kind of table it is in
 * @param role what it is for, if its type is one that matters for booting
 * @param uuid as Linux writes it after {@code PARTUUID=}
 * @param section its bytes
 */
public record Partition(
    int number, Table table, Role role, Optional<String> uuid, Section section) {
  /** Kinds of partition tables, by what GRUB calls them. */
  public enum Table {
    /** GUID partition tables. */
    GPT,
    /** Those in the master boot record. */
    MSDOS;

    /** As in {@code hd0,gpt1}. */
    public String grubName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What partitions are for (Boot Loader Specification, "The Partitions", among others). */
  public enum Role {
    /** The EFI system partition. */
    ESP("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", 0xef),
    /** An extended boot loader partition. */
    XBOOTLDR("bc13c2ff-59e6-4262-a352-b275fd6f7172", 0xea),
    /** An arm64 root file system (Discoverable Partitions Specification). */
    ROOT("b921b045-1df0-41c3-af44-4c6f280d3fae"),
    /** Any other. */
    OTHER("");

    private final String guid;
    private final OptionalInt code;

    Role(String guid) {
      this.guid = guid;
      this.code = OptionalInt.empty();
    }

    Role(String guid, int code) {
      this.guid = guid;
      this.code = OptionalInt.of(code);
    }

    static Role ofGuid(String guid) {
      for (Role role : values()) {
        if (role.guid.equals(guid)) {
          return role;
        }
      }
      return OTHER;
    }

    static Role ofCode(int code) {
      for (Role role : values()) {
        if (role.code.isPresent() && role.code.getAsInt() == code) {
          return role;
        }
      }
      return OTHER;
    }
  }
}
