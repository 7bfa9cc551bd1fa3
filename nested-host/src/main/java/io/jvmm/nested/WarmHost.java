package io.jvmm.nested;

import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A nested host that a developer keeps running between commands, one of each variant. It outlives
 * the process that started it, and is ended by its process id.
 */
public final class WarmHost {
  private final HostDirectory directory;
  private final DetachedHost host;

  private WarmHost(HostDirectory directory) {
    this.directory = directory;
    this.host = new DetachedHost(directory);
  }

  /** This user's, of the variant that the environment names, whether it runs or not. */
  public static WarmHost ofUser(CacheDirectory cache, Map<String, String> environment) {
    Path parent = HostDirectory.parent(cache.root(), environment);
    String name = "warm-host-" + HostVariant.ofEnvironment(environment).label();
    return new WarmHost(new HostDirectory(parent.resolve(name)));
  }

  /** Whether it runs. */
  public boolean isUp() {
    return host.isUp();
  }

  /** Where its files are, the {@code ssh} script among them that reaches it. */
  public Path path() {
    return directory.path();
  }

  /**
   * Starts it.
   *
   * @throws ConfigurationException if it runs already
   * @throws io.jvmm.vmm.error.HostException if it does not come up
   */
  public void up(HostConfig config, HostImages images) {
    if (isUp()) {
      throw new ConfigurationException(
          "the warm host runs already (%s); end it first".formatted(directory.path()));
    }
    QemuCommand qemu = QemuCommand.of(config, images);
    new HostLauncher(qemu).launch(() -> HostDirectory.replace(directory.path()));
    writeScript(SshClient.of(images.toolbox(), directory));
  }

  /** A script that is ssh to this host, for tools that want a program's name. */
  private void writeScript(SshClient ssh) {
    String words =
        ssh.program().stream().map(word -> "'" + word + "' ").collect(Collectors.joining());
    String script = "#!/bin/sh%nexec %s-F '%s' \"$@\"%n".formatted(words, ssh.configuration());
    directory.write("ssh", script.getBytes(StandardCharsets.UTF_8));
    directory.permit("ssh", "rwx------");
  }

  /**
   * Runs a command in it on this process's standard input, output and error.
   *
   * @return the command's exit status
   * @throws ConfigurationException if it does not run
   */
  public int run(RemoteCommand command, HostImages images) {
    if (!isUp()) {
      throw new ConfigurationException("there is no warm host; start it with './dev host up'");
    }
    return new HostConnection(SshClient.of(images.toolbox(), directory), directory).run(command);
  }

  /**
   * Ends it, if it runs, and removes its files.
   *
   * @throws io.jvmm.vmm.error.HostException if it does not end
   */
  public void down() {
    host.end();
  }
}
