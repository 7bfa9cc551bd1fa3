package io.jvmm.vmm.spec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the host listens: an address of its own and a port. Names are not looked up.
 *
 * @param address an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record HostEndpoint(String address, int port) {
  /** What {@link #parse} accepts at most, as a regular expression of the JSON Schema's dialect. */
  public static final String PATTERN =
      "^([0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]*\\]):[0-9]{1,5}$";

  private static final Pattern SYNTAX = Pattern.compile("(?:\\[(.+)\\]|([^\\[\\]]+)):([0-9]{1,5})");
  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final int MAX_PORT = 65535;

  /**
   * Parses an address and a port, such as {@code 127.0.0.1:2222} or {@code [::1]:2222}.
   *
   * @throws IllegalArgumentException with a line for the user, if it is none
   */
  public static HostEndpoint parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!FORM.matcher(text).matches() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no address and port: write them as 127.0.0.1:2222 or [::1]:2222"
              .formatted(text));
    }
    String address = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    int port = Integer.parseInt(matcher.group(3));
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "'%s' has no such port: write 1 to %d".formatted(text, MAX_PORT));
    }
    checkAddress(address);
    return new HostEndpoint(address, port);
  }

  private static void checkAddress(String address) {
    try {
      InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'%s' is no IP address".formatted(address), e);
    }
  }

  /** As a socket's address. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  @Override
  public String toString() {
    return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
  }
}
