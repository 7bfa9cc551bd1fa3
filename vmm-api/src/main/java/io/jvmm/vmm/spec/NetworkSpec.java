package io.jvmm.vmm.spec;

import java.util.List;
import java.util.Optional;

/**
 * A virtio network interface and what it leads to.
 *
 * @param type what is at its other end
 * @param mac its hardware address; empty for one that follows from the machine's name
 * @param mtu the largest packet, 1280 (the least that IPv6 works with) to 65520 bytes
 * @param hostLoopback whether the guest reaches the services on the host's loopback
 * @param forwards ports of the host that lead into the guest
 * @param tap the host's interface; for type {@code tap}, and only for that
 * @param receiveLimit how much the guest gets in a second
 * @param transmitLimit how much the guest sends in a second
 */
public record NetworkSpec(
    @Key(
            "What the interface leads to. \"user\": this machine's networks, without privileges."
                + " \"tap\": an interface of this machine's.")
        Type type,
    @Key("The hardware address, such as \"02:00:00:12:34:56\"; absent for one by the name.")
        Optional<MacAddress> mac,
    @Key(
            value = "The largest packet, in bytes: large ones are fewer and so faster.",
            ifAbsent = "1500",
            min = 1280,
            max = 65520)
        int mtu,
    @Key(
            value = "Whether the guest reaches this machine's loopback, at its gateway's address.",
            ifAbsent = "false")
        boolean hostLoopback,
    @Key(value = "Ports of this machine that lead into the guest.", ifAbsent = "[]")
        List<ForwardSpec> forwards,
    @Key("The interface of this machine's, for the type \"tap\".") Optional<TapSpec> tap,
    @Key(value = "The most that the guest receives in a second.", ifAbsent = "{}")
        RateSpec receiveLimit,
    @Key(value = "The most that the guest transmits in a second.", ifAbsent = "{}")
        RateSpec transmitLimit) {
  /** What an interface leads to; in JSON in lower case. */
  public enum Type {
    /** The host's own networks, as an unprivileged user reaches them: passt(1). */
    USER,
    /** An interface of the host. */
    TAP
  }

  /** Copies the list. */
  public NetworkSpec {
    forwards = List.copyOf(forwards);
  }

  /** A user's network with nothing else asked for. */
  public static NetworkSpec user() {
    return new NetworkSpec(
        Type.USER,
        Optional.empty(),
        1500,
        false,
        List.of(),
        Optional.empty(),
        RateSpec.unlimited(),
        RateSpec.unlimited());
  }

  /** An interface of the host with nothing else asked for. */
  public static NetworkSpec tap(TapSpec tap) {
    return new NetworkSpec(
        Type.TAP,
        Optional.empty(),
        1500,
        false,
        List.of(),
        Optional.of(tap),
        RateSpec.unlimited(),
        RateSpec.unlimited());
  }

  /** The same interface with other forwards. */
  public NetworkSpec withForwards(List<ForwardSpec> others) {
    return new NetworkSpec(type, mac, mtu, hostLoopback, others, tap, receiveLimit, transmitLimit);
  }

  /** The same interface, whether or not the guest reaches the host's loopback. */
  public NetworkSpec withHostLoopback(boolean reachable) {
    return new NetworkSpec(type, mac, mtu, reachable, forwards, tap, receiveLimit, transmitLimit);
  }
}
