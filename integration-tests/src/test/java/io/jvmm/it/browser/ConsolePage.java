package io.jvmm.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openqa.selenium.support.ui.ExpectedConditions.elementToBeClickable;
import static org.openqa.selenium.support.ui.ExpectedConditions.invisibilityOfElementLocated;
import static org.openqa.selenium.support.ui.ExpectedConditions.presenceOfElementLocated;
import static org.openqa.selenium.support.ui.ExpectedConditions.textToBePresentInElementLocated;
import static org.openqa.selenium.support.ui.ExpectedConditions.visibilityOfElementLocated;

import io.jvmm.it.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The web console as a user sees it and uses it; waits for what is to come. */
final class ConsolePage {
  private static final Path SCREENSHOTS =
      Checkout.root().resolve("integration-tests/target/screenshots");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration STARTING = Duration.ofMinutes(6); // of an emulated host
  private static final By PROBLEMS = By.cssSelector("dialog .problems");

  private final ChromeDriver browser;

  ConsolePage(ChromeDriver browser) {
    this.browser = browser;
  }

  void open(String address) {
    browser.get(address);
  }

  /** Waits until an element is there, and shows. */
  WebElement find(String selector) {
    return await(visibilityOfElementLocated(By.cssSelector(selector)));
  }

  void click(String selector) {
    await(
        driver -> {
          try {
            driver.findElement(By.cssSelector(selector)).click();
            return true;
          } catch (StaleElementReferenceException e) {
            return false; // the list was shown anew at this moment
          }
        });
  }

  void awaitText(String selector, String text) {
    await(textToBePresentInElementLocated(By.cssSelector(selector), text));
  }

  void awaitGone(String selector) {
    await(invisibilityOfElementLocated(By.cssSelector(selector)));
  }

  <T> T await(ExpectedCondition<T> condition) {
    return await(PATIENCE, condition);
  }

  private <T> T await(Duration patience, ExpectedCondition<T> condition) {
    return new WebDriverWait(browser, patience)
        .ignoring(StaleElementReferenceException.class)
        .until(condition);
  }

  /** The text of all elements of a kind, together. */
  String text(String selector) {
    List<WebElement> found = browser.findElements(By.cssSelector(selector));
    return String.join("\n", found.stream().map(WebElement::getText).toList());
  }

  /** An attribute of the first element of a kind, also of one that does not show; may be empty. */
  String attribute(String selector, String name) {
    WebElement element = await(presenceOfElementLocated(By.cssSelector(selector)));
    return Objects.requireNonNullElse(element.getDomAttribute(name), "");
  }

  /** Types to what has the focus. */
  void type(CharSequence... keys) {
    new Actions(browser).sendKeys(keys).perform();
  }

  /** Presses a key while another one is held. */
  void press(Keys held, CharSequence key) {
    new Actions(browser).keyDown(held).sendKeys(key).keyUp(held).perform();
  }

  /** Presses the tabulator until an element has the focus. */
  void tabTo(String selector) {
    for (int i = 0; i < 40; i++) {
      if (browser
          .switchTo()
          .activeElement()
          .equals(browser.findElement(By.cssSelector(selector)))) {
        return;
      }
      type(Keys.TAB);
    }
    throw new AssertionError("the tabulator does not lead to " + selector);
  }

  void logIn(String token) {
    find("#token").sendKeys(token);
    click(".login button");
  }

  /** Fills in the dialog for a new machine, and sends it. */
  void create(String specification, Path directory) {
    click("[data-action=create]");
    set("#spec", specification);
    set("#directory", directory.toString());
    click("dialog button.primary");
  }

  private void set(String selector, String text) {
    WebElement field = await(elementToBeClickable(By.cssSelector(selector)));
    field.clear();
    field.sendKeys(text);
  }

  /** What the dialog says is wrong. */
  String problems() {
    await(driver -> !driver.findElement(PROBLEMS).getText().isEmpty());
    return browser.findElement(PROBLEMS).getText();
  }

  /** Waits for the machine that is shown to be in a state; it may have to start. */
  void awaitState(String state) {
    await(STARTING, textToBePresentInElementLocated(By.cssSelector(".state"), state));
  }

  /** Keeps what is seen, for people to look at. */
  void screenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  void resize(int width, int height) {
    browser.manage().window().setSize(new Dimension(width, height));
  }

  /** Whether the page is wider than its window. */
  boolean scrollsSideways() {
    return Boolean.TRUE.equals(
        browser.executeScript("return document.body.scrollWidth > document.body.clientWidth"));
  }

  String colour(String selector) {
    return find(selector).getCssValue("background-color");
  }

  /** Holds that the browser has found nothing wrong: no errors in scripts, no violated policy. */
  void assertNoErrors() {
    List<String> errors =
        browser.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
            .map(LogEntry::getMessage)
            .filter(message -> !message.contains("the server responded with a status of"))
            .toList();
    assertThat(errors).isEmpty();
  }
}
