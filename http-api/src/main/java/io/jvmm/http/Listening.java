package io.jvmm.http;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.HostEndpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the server listens, and who is let in there. */
public sealed interface Listening {
  /**
   * At a UNIX socket, which its owner alone may use.
   *
   * @param path its place in the file system
   */
  record AtSocket(Path path) implements Listening {}

  /**
   * At a TCP port, for whoever has the token: everybody on this machine reaches its loopback
   * addresses.
   *
   * @param endpoint a loopback address, unless there is TLS
   * @param tokenFile has the token as its only line; readable by its owner alone
   * @param tls what the server proves itself with; empty for plain HTTP
   */
  record AtPort(HostEndpoint endpoint, Path tokenFile, Optional<TlsFiles> tls)
      implements Listening {
    /**
     * Refuses plain HTTP on a network.
     *
     * @throws ConfigurationException if the address is no loopback address and there is no TLS
     */
    public AtPort {
      if (tls.isEmpty() && !endpoint.toSocketAddress().getAddress().isLoopbackAddress()) {
        throw new ConfigurationException(
            "%s is reached from other machines: give --tls-cert and --tls-key too, or listen at 127.0.0.1"
                .formatted(endpoint));
      }
    }
  }

  /**
   * A certificate and its key, as PEM.
   *
   * @param certificates the server's, then those that lead to a root
   * @param key in PKCS #8, not encrypted
   */
  record TlsFiles(Path certificates, Path key) {}

  /**
   * The user's own socket: in the directory for such things, by the XDG base directory
   * specification, else beside the machines.
   */
  static AtSocket ofEnvironment(Map<String, String> environment, Path machines) {
    return new AtSocket(
        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
            .filter(text -> text.startsWith("/"))
            .map(runtime -> Path.of(runtime, "jvmm", "api.sock"))
            .orElseGet(() -> machines.resolveSibling("api.sock")));
  }
}
