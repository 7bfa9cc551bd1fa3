package io.jvmm.cli.bhyve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.ConfigurationException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BhyveConfigTest {
  private static BhyveConfig config(String... lines) {
    return BhyveConfig.parse("vm.conf", String.join("\n", lines));
  }

  @Test
  void ofTwoLinesOfOneKeyTheLaterCounts() {
    BhyveConfig config = config("# a machine", "", "name=a", "name=b=c");

    assertThat(config.take("name")).contains("b=c");
    assertThat(config.take("cpus")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/vm/%(name).img, /vm/m.img",
    "%(dir)/disk, /vm/m/disk",
    "100%%, 100%",
    "%%(name), %(name)",
    "50% of %(name), 50% of m"
  })
  void othersAreInThePlaceOfTheirNames(String value, String expanded) {
    assertThat(config("name=m", "dir=/vm/%(name)", "path=" + value).take("path"))
        .contains(expanded);
  }

  @Test
  void whoIsReferredToCountsAsUnderstood() {
    BhyveConfig config = config("pool=tank", "path=/%(pool)", "more=1");
    config.take("path");

    assertThat(config.left()).containsExactly("more=1");
  }

  @Test
  void aReferenceToNothingIsAnError() {
    assertThatThrownBy(() -> config("path=%(nothing)").take("path"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("path: there is no variable 'nothing'");
  }

  @Test
  void aReferenceToItselfIsAnError() {
    assertThatThrownBy(() -> config("a=%(b)", "b=%(a)").take("a"))
        .hasMessageContaining("refers to itself");
  }

  @Test
  void referencesThatMultiplyHaveAnEnd() {
    String lines =
        IntStream.range(0, 12)
            .mapToObj(i -> "v%d=%s".formatted(i, "%%(v%d)".formatted(i + 1).repeat(20)))
            .collect(Collectors.joining("\n"));

    assertThatThrownBy(() -> config(lines, "v12=xxxx").take("v0"))
        .hasMessageContaining("more than 65536 characters");
  }

  @Test
  void everyLineThatIsNoneIsTold() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> config("name=a", "cpus", "=1", "memory.size="))
        .satisfies(e -> assertThat(e.problems()).hasSize(3))
        .withMessageContaining("vm.conf:2: 'cpus' is no key=value");
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "0x10, 16", "010, 8", "0, 0"})
  void numbersAreReadAsStrtolDoes(String text, int number) {
    assertThat(config("n=" + text).takeNumber("n")).hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "a", "1.5", "99999999999", "1 1"})
  void whatIsNoNumberIsAnError(String text) {
    assertThatThrownBy(() -> config("n=" + text).takeNumber("n")).hasMessageContaining("n=");
  }

  @Test
  void flagsHaveManyWords() {
    assertThat(List.of("TRUE", "on", "Yes", "1"))
        .allMatch(word -> config("f=" + word).takeFlag("f"));
    assertThat(List.of("false", "Off", "no", "0"))
        .noneMatch(word -> config("f=" + word).takeFlag("f"));
    assertThatThrownBy(() -> config("f=perhaps").takeFlag("f")).hasMessageContaining("f=perhaps");
  }

  @Test
  void functionsAreInTheOrderOfTheirAddresses() {
    assertThat(
            config("pci.0.10.0.device=a", "pci.0.2.1.device=b", "pci.0.2.0.device=c", "pci.x=y")
                .pciFunctions())
        .containsExactly("pci.0.2.0", "pci.0.2.1", "pci.0.10.0");
  }

  @ParameterizedTest
  @CsvSource({"'0', '0'", "'0-3,8', '0 1 2 3 8'", "'5-5,5', '5'"})
  void cpusAreListedByRange(String list, String numbers) {
    assertThat(CpuList.parse(list))
        .extracting(Object::toString)
        .containsExactly(numbers.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "3-1", "1-", "-1", "1,,2", "99999"})
  void whatIsNoListOfCpusIsAnError(String list) {
    assertThatThrownBy(() -> CpuList.parse(list)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void whateverAFileHasItIsReadOrRefused() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      String text =
          random
              .ints(random.nextInt(80), 0, ALPHABET.length)
              .mapToObj(n -> ALPHABET[n])
              .collect(Collectors.joining());
      try {
        BhyveImport.of(BhyveConfig.parse("vm.conf", text), "m");
      } catch (ConfigurationException e) {
        assertThat(e.problems()).isNotEmpty();
      }
    }
  }

  private static final String[] ALPHABET = {
    "\n",
    "\n",
    "=",
    "=",
    "%(",
    ")",
    "%",
    "pci.0.3.0.",
    "pci.0.4.0.",
    "device=",
    "path=",
    "port.0.",
    "virtio-blk\n",
    "virtio-net\n",
    "ahci\n",
    "virtio-console\n",
    "backend=",
    "tap0\n",
    "slirp\n",
    "hostfwd=",
    "tcp:",
    ":22-",
    ":22",
    "memory.size=",
    "1",
    "9",
    "G\n",
    "cpus=",
    "vcpu.0.cpuset=",
    "0-",
    "name",
    "name=",
    "bootrom=x\n",
    "mac=",
    "mtu=",
    "ser=",
    "sectorsize=",
    "console=",
    "#"
  };
}
