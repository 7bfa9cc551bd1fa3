package io.jvmm.it.browser;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.DebianMirror;
import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A browser without a screen: this machine's own, or Debian's from the cache. That one cannot be
 * run by its dynamic loader, as other programs of the cache are, for it starts itself again as
 * {@code /proc/self/exe}; it gets a root directory of its own instead, which takes no privileges
 * where users may make namespaces.
 *
 * @param driver the program that Selenium starts
 * @param browser the program that this starts, as it sees it
 */
record Chromium(Path driver, Path browser) {
  private static final PackageRequest PACKAGES =
      PackageRequest.withDependencies(
          "trixie",
          Architecture.ofThisMachine(),
          "chromium",
          "chromium-driver",
          "fonts-dejavu-core");

  /**
   * Finds one.
   *
   * @param directory where its root directory may be put, and a program to enter that
   * @throws io.jvmm.vmm.error.HostException if there is none, and none can be fetched
   */
  static Chromium find(Path directory) throws IOException {
    Map<String, String> environment = System.getenv();
    Optional<Path> driver = ExternalProgram.find("chromedriver", environment);
    Optional<Path> browser = ExternalProgram.find("chromium", environment);
    return driver.isPresent() && browser.isPresent()
        ? new Chromium(driver.get(), browser.get())
        : ofDebian(directory, environment);
  }

  private static Chromium ofDebian(Path directory, Map<String, String> environment)
      throws IOException {
    PackageStore packages =
        new PackageStore(
            CacheDirectory.ofEnvironment(environment),
            () -> DebianMirror.ofThisMachine(environment),
            Progress.SILENT);
    Path script = directory.resolve("chromedriver");
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.writeString(script, script(packages.tree(PACKAGES), root));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    new ExternalProgram(
            List.of(script.toString(), "--version"),
            "install chromium and chromium-driver, or let users make namespaces"
                + " (sysctl kernel.unprivileged_userns_clone=1)")
        .run();
    return new Chromium(script, Path.of("/usr/lib/chromium/chromium"));
  }

  /**
   * A program that enters a root directory with Debian's programs, and this machine's processes,
   * devices and temporary files. It is in memory, since the cache does not change: the driver wants
   * {@code /etc/hosts} for the name of its own machine.
   */
  private static String script(Path tree, Path root) {
    return """
        #!/bin/sh
        exec unshare --user --map-root-user --mount sh -euc '
          tree=$1 root=$2
          shift 2
          mount -t tmpfs tmpfs "$root"
          cp -a "$tree/bin" "$tree/lib" "$tree/lib64" "$tree/etc" "$root"
          cp /etc/hosts "$root/etc"
          mkdir "$root/usr" "$root/run"
          mount --bind "$tree/usr" "$root/usr"
          for place in proc dev sys tmp; do
            mkdir "$root/$place"
            mount --rbind "/$place" "$root/$place"
          done
          exec chroot "$root" "$@"' sh '%s' '%s' /usr/bin/chromedriver "$@"
        """
        .formatted(tree, root);
  }

  /**
   * Starts it.
   *
   * @param profile an empty directory below {@code /tmp}
   */
  ChromeDriver start(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toString());
    options.addArguments(
        "--headless",
        "--no-sandbox", // what it looks at is ours, and a container may have no sandbox to give
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.toFile())
            .usingAnyFreePort()
            .build();
    return new ChromeDriver(service, options);
  }
}
