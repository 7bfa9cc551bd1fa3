package io.jvmm.linux.tap;

import static io.jvmm.linux.libc.Diagnosis.row;

import io.jvmm.linux.libc.Diagnosis;
import io.jvmm.linux.libc.Errno;
import java.util.Map;

/** What a failed call about network interfaces most likely means, and what to do about it. */
final class TapDiagnosis {
  private static final String NO_DRIVER = "this host has no TUN/TAP driver: load it (modprobe tun)";
  private static final String PRIVILEGE =
      "this takes CAP_NET_ADMIN: have the administrator make the interface for this user"
          + " (ip tuntap add dev NAME mode tap user USER), and name no address or bridge here";

  static final Diagnosis TABLE =
      new Diagnosis(
          Map.ofEntries(
              row("open", Errno.ENOENT, NO_DRIVER),
              row("open", Errno.ENXIO, NO_DRIVER),
              row("open", Errno.ENODEV, NO_DRIVER),
              row("open", Errno.EACCES, "this user may not use it: its mode is 0666 as a rule"),
              row(
                  "TUNSETIFF",
                  Errno.EBUSY,
                  "it is in use, by another virtual machine perhaps: choose another interface"),
              row(
                  "TUNSETIFF",
                  Errno.EINVAL,
                  "an interface of this name exists and is no tap, or was made without"
                      + " \"multi_queue\": choose another name, or one queue"),
              row("TUNSETIFF", Errno.E2BIG, "the host allows fewer queues: ask for fewer"),
              row("SIOCGIFINDEX", Errno.ENODEV, "there is no such interface"),
              row("SIOCBRADDIF", Errno.EOPNOTSUPP, "it is no bridge: name one"),
              row("SIOCBRADDIF", Errno.ENODEV, "it is no bridge: name one"),
              row("SIOCSIFMTU", Errno.EINVAL, "the host allows no such MTU: choose a smaller one"),
              row("read", Errno.EBADFD, "somebody has removed the interface"),
              row("write", Errno.EBADFD, "somebody has removed the interface"),
              row(Errno.EPERM, PRIVILEGE)));

  private TapDiagnosis() {}
}
