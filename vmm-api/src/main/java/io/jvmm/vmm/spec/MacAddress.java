package io.jvmm.vmm.spec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The hardware address of one Ethernet interface (IEEE 802, EUI-48).
 *
 * @param value its 48 bits, the first octet uppermost; never a group address, never all zero
 */
public record MacAddress(long value) {
  /** How many octets it has. */
  public static final int BYTES = 6;

  /** What {@link #parse} accepts, as a regular expression of the JSON Schema's dialect. */
  public static final String PATTERN = "^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$";

  private static final Pattern SYNTAX = Pattern.compile(PATTERN);
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
  private static final long GROUP = 1L << 40;
  private static final long LOCAL = 1L << 41;

  /** Refuses what no interface can have as its own. */
  public MacAddress {
    if (value == 0 || (value & GROUP) != 0 || value >>> (BYTES * Byte.SIZE) != 0) {
      throw new IllegalArgumentException("0x%x is no interface's MAC address".formatted(value));
    }
  }

  /**
   * Parses six octets in hexadecimal with colons between them, such as {@code 02:00:00:12:34:56}.
   *
   * @throws IllegalArgumentException with a line for the user, if it is none of one interface
   */
  public static MacAddress parse(String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no MAC address: write six octets such as 02:00:00:12:34:56".formatted(text));
    }
    long value = HexFormat.fromHexDigitsToLong(text.replace(":", ""));
    if ((value & GROUP) != 0) {
      throw new IllegalArgumentException(
          "'%s' is a group's MAC address: the first octet must be even".formatted(text));
    }
    if (value == 0) {
      throw new IllegalArgumentException("'%s' is no interface's MAC address".formatted(text));
    }
    return new MacAddress(value);
  }

  /**
   * The address of a machine's interface that was given none: locally administered, and always the
   * same, so that what a guest or a DHCP server remembers of it stays true.
   *
   * @param machine the machine's name
   * @param index which of its interfaces, from 0
   */
  public static MacAddress derived(String machine, int index) {
    byte[] digest = sha256("%s/%d".formatted(machine, index));
    long value = 0;
    for (int i = 0; i < BYTES; i++) {
      value = (value << Byte.SIZE) | Byte.toUnsignedLong(digest[i]);
    }
    return new MacAddress((value & ~GROUP) | LOCAL);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Its octets, in the order in which they are sent. */
  public byte[] octets() {
    byte[] octets = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      octets[i] = (byte) (value >>> (Byte.SIZE * (BYTES - 1 - i)));
    }
    return octets;
  }

  @Override
  public String toString() {
    return COLONS.formatHex(octets());
  }
}
