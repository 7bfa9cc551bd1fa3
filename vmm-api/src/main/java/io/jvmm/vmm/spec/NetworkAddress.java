package io.jvmm.vmm.spec;

import java.net.Inet4Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 address in its network.
 *
 * @param address four numbers with dots between them
 * @param prefix how many bits name the network, 1 to 32
 */
public record NetworkAddress(String address, int prefix) {
  /** What {@link #parse} accepts at most, as a regular expression of the JSON Schema's dialect. */
  public static final String PATTERN = "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$";

  private static final Pattern SYNTAX = Pattern.compile("([0-9.]+)/([0-9]+)");
  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final int MAX_PREFIX = 32;

  /**
   * Parses an address and the length of its network's prefix, such as {@code 192.0.2.1/24}.
   *
   * @throws IllegalArgumentException with a line for the user, if it is none
   */
  public static NetworkAddress parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!FORM.matcher(text).matches() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no IPv4 address with its network: write it as 192.0.2.1/24".formatted(text));
    }
    int prefix = Integer.parseInt(matcher.group(2));
    if (prefix < 1 || prefix > MAX_PREFIX) {
      throw new IllegalArgumentException(
          "'%s' has no such network: write /1 to /%d".formatted(text, MAX_PREFIX));
    }
    return new NetworkAddress(checked(matcher.group(1)), prefix);
  }

  private static String checked(String address) {
    try {
      return Inet4Address.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'%s' is no IPv4 address".formatted(address), e);
    }
  }

  /** The address's four bytes. */
  public byte[] octets() {
    return Inet4Address.ofLiteral(address).getAddress();
  }

  @Override
  public String toString() {
    return address + "/" + prefix;
  }
}
