package io.jvmm.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jvmm.it.Checkout;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;

/** The web console, used as a person does. */
class WebConsoleIT {
  private static final String HELLO = "[data-machine=hello] ";
  private static final String BROKEN =
      """
      {"name": "broken", "memory": "1KiB", "boot": {"kernel": "nowhere"}}\
      """;

  @TempDir private static Path directory;
  private static Chromium chromium;
  private static ServedMachines served;

  @TempDir private Path profile;
  private ChromeDriver browser;
  private ConsolePage page;

  @BeforeAll
  static void serve() throws IOException {
    chromium = chromium();
    served = ServedMachines.start(directory);
  }

  private static Chromium chromium() throws IOException {
    try {
      return Chromium.find(directory);
    } catch (HostException e) {
      if (Boolean.getBoolean("require.browser")) {
        throw e;
      }
      return abort("there is no browser: " + e.getMessage());
    }
  }

  @AfterAll
  static void nothingRunsOn() throws Exception {
    if (served != null) {
      served.kill("hello");
      served.close();
    }
  }

  @BeforeEach
  void open() {
    browser = chromium.start(profile);
    page = new ConsolePage(browser);
    page.resize(1280, 900);
  }

  @AfterEach
  void theBrowserHasFoundNothingWrong() {
    try {
      page.assertNoErrors();
    } finally {
      browser.quit();
    }
  }

  @Test
  void onlyTheTokenLetsIn() throws IOException {
    page.open(served.address());
    page.logIn("x".repeat(32));
    page.awaitText("#login-problem", "That is not the token.");
    page.screenshot("log-in");

    page.logIn(ServedMachines.TOKEN);
    page.find(".machines, .empty");
    page.click("#log-out");

    page.find("#token");
  }

  @Test
  void aLinkWithTheTokenLetsInAndDoesNotShowIt() {
    page.open(served.address() + "#token=" + ServedMachines.TOKEN);

    page.find("[data-action=create]");
    assertThat(browser.getCurrentUrl()).doesNotContain(ServedMachines.TOKEN);
  }

  @Test
  void whatIsWrongWithASpecificationIsShownWithItsPath() throws IOException {
    logIn();
    page.create(BROKEN, directory);

    assertThat(page.problems()).contains("$.memory").contains("$.boot.kernel");
    page.screenshot("problems");
  }

  @Test
  void theKeyboardAloneMakesAMachineAndDestroysIt() throws IOException {
    String hello = Files.readString(Checkout.prepared("hello"));
    logIn();

    page.tabTo("[data-action=create]");
    page.type(Keys.ENTER);
    page.tabTo("#spec");
    page.type(hello.strip().replace("\"hello\"", "\"keys\""));
    page.tabTo("#directory");
    page.press(Keys.CONTROL, "a");
    page.type(directory.toString(), Keys.ENTER);
    page.find("[data-machine=keys]");
    page.tabTo("[data-machine=keys] summary");
    page.type(Keys.ENTER);
    page.tabTo("[data-machine=keys] [data-action=destroy]");
    page.type(Keys.ENTER);
    page.tabTo("dialog button.primary");
    page.type(Keys.ENTER);

    page.awaitGone("[data-machine=keys]");
  }

  @Test
  void aMachineLivesItsLifeInTheBrowser() throws IOException {
    logIn();
    page.create(Files.readString(Checkout.prepared("hello")), directory);
    page.click(HELLO + "[data-action=start]");
    page.awaitState("running");
    page.screenshot("machines");

    page.click(HELLO + "th a");
    plotsMove();
    theTerminalAnswers();
    theMemoryMapIsThere();
    pauseAndResume();
    darkAndNarrow();

    page.click("[data-action=kill]");
    page.awaitState("lost");
    page.click("[data-action=destroy]");
    page.click("dialog button.primary");
    page.awaitText("main", "There is no such machine.");
  }

  private void plotsMove() throws IOException {
    page.find(".plot");
    int before = points();
    page.await(_ -> points() > before);
    assertThat(page.text("figcaption")).contains("Exits", "CPU", "Memory");
    page.screenshot("activity");
  }

  private int points() {
    return page.attribute(".plot polyline", "points").split(" ", -1).length;
  }

  private void theTerminalAnswers() throws IOException {
    page.click("#tab-console");
    page.awaitText(".console-state", "attached");
    page.type(Keys.ENTER);
    page.awaitText(".xterm-rows", "hello:~#");
    page.type("echo $((6 * 7))", Keys.ENTER);
    page.awaitText(".xterm-rows", "42");
    page.screenshot("console");
    page.press(Keys.CONTROL, "]"); // to the button, which detaches
    page.type(Keys.ENTER);
    page.awaitText(".console-state", "you have detached");
  }

  private void theMemoryMapIsThere() throws IOException {
    page.click("#tab-memory");
    page.awaitText(".regions", "normal write back");
    assertThat(page.text(".memory-column")).contains("RAM", "pl011", "256 MiB");
    page.screenshot("memory-map");
  }

  private void pauseAndResume() {
    page.click("[data-action=pause]");
    page.awaitState("paused");
    page.click("[data-action=resume]");
    page.awaitState("running");
    page.click("#tab-events");
    page.awaitText(".part", "resumed");
  }

  private void darkAndNarrow() throws IOException {
    page.click("#tab-activity");
    String light = page.colour("body");
    page.click("#theme");
    assertThat(page.colour("body")).isNotEqualTo(light);
    page.find(".plot");
    page.screenshot("activity-dark");
    page.resize(400, 800);
    page.screenshot("activity-narrow");
    assertThat(page.scrollsSideways()).isFalse();
    page.resize(1280, 900);
  }

  private void logIn() {
    page.open(served.address() + "#token=" + ServedMachines.TOKEN);
    page.find("[data-action=create]");
  }
}
