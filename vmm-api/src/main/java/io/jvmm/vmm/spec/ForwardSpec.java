package io.jvmm.vmm.spec;

/**
 * A port of the host that leads into the guest.
 *
 * @param protocol the transport protocol
 * @param host where the host listens
 * @param guest the guest's port
 */
public record ForwardSpec(
    @Key(value = "The transport protocol.", ifAbsent = "\"tcp\"") Protocol protocol,
    @Key("Where this machine listens, such as \"127.0.0.1:2222\".") HostEndpoint host,
    @Key(value = "The port in the guest.", min = 1, max = 65535) int guest) {
  /** The transport protocols; in JSON in lower case. */
  public enum Protocol {
    /** A stream of bytes. */
    TCP,
    /** Datagrams. */
    UDP
  }
}
