package io.jvmm.nested;

import io.jvmm.provisioning.Tool;
import io.jvmm.provisioning.Toolbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's ssh client, told how to reach one host and nobody else.
 *
 * @param program the words that start ssh
 * @param configuration the file with the host's address and keys
 * @param forwards sockets that lead to the host's while a command runs
 */
record SshClient(List<String> program, Path configuration, List<SocketForward> forwards) {
  private static final Tool SSH = new Tool("ssh", "openssh-client", "usr/bin/ssh");
  private static final Tool SETPRIV = new Tool("setpriv", "util-linux", "usr/bin/setpriv");
  private static final String HOST = "nested";

  /** What ssh itself exits with when it has no status from the other side. */
  static final int NO_STATUS = 255;

  SshClient {
    program = List.copyOf(program);
    forwards = List.copyOf(forwards);
  }

  /** This machine's client for a host. */
  static SshClient of(Toolbox toolbox, HostDirectory directory) {
    return new SshClient(toolbox.command(SSH), directory.sshConfiguration(), List.of());
  }

  /**
   * The same that the kernel kills when the thread ends that started it: also if the process was
   * killed, what runs in the host is to follow it.
   */
  static SshClient tied(Toolbox toolbox, HostDirectory directory) {
    List<String> words = new ArrayList<>(toolbox.command(SETPRIV));
    words.addAll(List.of("--pdeathsig", "KILL"));
    words.addAll(toolbox.command(SSH));
    return new SshClient(words, directory.sshConfiguration(), List.of());
  }

  /** The same with sockets that lead there. */
  SshClient with(List<SocketForward> sockets) {
    return new SshClient(program, configuration, sockets);
  }

  /**
   * The words that run a command.
   *
   * @param terminal whether it gets a terminal of its own there
   */
  List<String> words(RemoteCommand command, boolean terminal) {
    List<String> words = new ArrayList<>(program);
    words.addAll(List.of("-F", configuration.toString(), terminal ? "-tt" : "-T"));
    forwards.forEach(each -> words.addAll(List.of("-L", each.here() + ":" + each.there())));
    words.add(HOST);
    words.add(command.shellText());
    return words;
  }

  /**
   * Writes what ssh reads, with fresh keys, and returns what the host has to know.
   *
   * @param port the TCP port of this machine's loopback where the host's server is
   */
  static HostKeys configure(HostDirectory directory, int port) {
    SshKey user = SshKey.generate();
    SshKey host = SshKey.generate();
    String knownHost = "[127.0.0.1]:%d %s%n".formatted(port, host.publicLine());
    directory.write("id", bytes(user.openSshFile()));
    directory.write("known_hosts", bytes(knownHost));
    directory.write("ssh_config", bytes(configuration(directory.path(), port)));
    return new HostKeys(bytes(user.publicLine() + "\n"), host.dropbearFile());
  }

  private static String configuration(Path directory, int port) {
    return """
        Host %s
          HostName 127.0.0.1
          Port %d
          User root
          IdentityFile "%s/id"
          IdentitiesOnly yes
          IdentityAgent none
          PreferredAuthentications publickey
          UserKnownHostsFile "%s/known_hosts"
          GlobalKnownHostsFile /dev/null
          StrictHostKeyChecking yes
          UpdateHostKeys no
          KexAlgorithms curve25519-sha256
          EscapeChar none
          StreamLocalBindUnlink yes
          LogLevel ERROR
        """
        .formatted(HOST, port, directory, directory);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The host's side of the keys.
   *
   * @param authorizedKeys who may log in
   * @param hostKey the private key by which the host is known
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
  record HostKeys(byte[] authorizedKeys, byte[] hostKey) {}
}
