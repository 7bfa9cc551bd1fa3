package io.jvmm.monitor.spec;

import static io.jvmm.vmm.spec.CpuSpec.Choice.OFF;
import static io.jvmm.vmm.spec.CpuSpec.Choice.ON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.CpuSpec;
import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.FileReference.ImageFile;
import io.jvmm.vmm.spec.FileReference.VmFile;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.PortConnection;
import io.jvmm.vmm.spec.PortSpec;
import io.jvmm.vmm.spec.TransportChoice;
import io.jvmm.vmm.spec.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  @TempDir private Path directory;

  private SpecReader reader;

  @BeforeEach
  void aKernelAndADiskLieBesideTheSpecification() throws IOException {
    Files.writeString(directory.resolve("Image"), "kernel");
    Files.writeString(directory.resolve("disk.img"), "disk");
    reader = new SpecReader(_ -> new SpecFiles(directory, directory.resolve("vm"), new OneImage()));
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    VmSpec spec = read("{'name': 'a', 'boot': {'kernel': 'Image'}}");

    assertThat(spec.cpus()).isEqualTo(1);
    assertThat(spec.memory()).isEqualTo(MemorySize.parse("512MiB"));
    assertThat(spec.transport()).isEqualTo(TransportChoice.MMIO);
    assertThat(spec.boot().initrd()).isEmpty();
    assertThat(spec.boot().cmdline()).isEmpty();
    assertThat(spec.disks()).isEmpty();
    assertThat(spec.cpu()).isEqualTo(CpuSpec.automatic());
    assertThat(spec.console()).isEqualTo(new ConsoleSpec(ConsoleSpec.Input.AUTO, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "`overlayOf`: `disk.img`                    | overlayOf: an overlay is a qcow2 image",
        "`overlayOf`: `disk.img`, `format`: `raw`   | overlayOf: an overlay is a qcow2 image",
        "`overlayOf`: `disk.img`, `copyOf`: `disk.img`, `format`: `qcow2` | not both",
        "`overlayOf`: `no.img`, `format`: `qcow2`   | overlayOf: there is no file",
        "`copyOf`: `no.img`                         | copyOf: there is no file",
        "`format`: `vmdk`                           | format: this is a text",
        "`queues`: 0                                | queues: 0 makes no sense",
        "`queues`: 17                               | queues: 17 makes no sense",
        "`cache`: `none`                            | cache: only a raw image does without",
        "`cache`: `none`, `format`: `qcow2`         | cache: only a raw image does without",
        "`engine`: `io-uring`, `format`: `qcow2`    | engine: only a raw image is served by",
        "`engine`: `io_uring`                       | engine: this is a text",
        "`blockSize`: 1024                          | blockSize: 1024 makes no sense: write 512 or 4096"
      })
  void aDiskThatCannotBeMadeIsReportedAtItsKey(String keys, String problem) {
    String disk = "{'path': 'vm:new.img', " + keys.replace('`', '\'') + "}";

    assertThat(problems("{'name': 'a', 'boot': {'kernel': 'Image'}, 'disks': [" + disk + "]}"))
        .anyMatch(line -> line.contains(problem));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 62, 4_000_000_000L})
  void aFrequencyThatNoTimerHasIsReportedAtItsKey(long hertz) {
    String cpu = "{'timerFrequency': %d}".formatted(hertz);

    assertThat(problems("{'name': 'a', 'boot': {'kernel': 'Image'}, 'cpu': " + cpu + "}"))
        .anyMatch(line -> line.contains("timerFrequency: %d makes no sense".formatted(hertz)));
  }

  @Test
  void aFrequencyThatNoAcpiTableTellsIsReportedAtItsKey() {
    String boot = "{'firmware': {'code': 'Image', 'acpi': true}}";
    String spec = "{'name': 'a', 'boot': %s, 'cpu': {'timerFrequency': 250000000}}".formatted(boot);

    assertThat(problems(spec))
        .singleElement()
        .asString()
        .contains("$.cpu.timerFrequency: only the device tree tells this");
  }

  @Test
  void everyKeyReachesTheSpecification() {
    VmSpec spec =
        read(
            """
            {'$schema': 'x', 'name': 'a', 'cpus': 2, 'memory': '1GiB', 'transport': 'pci',
             'cpu': {'pmu': 'on', 'sve': 'off', 'maxVectorBits': 256,
                     'pointerAuthentication': 'on', 'pinning': [[0, 1], []],
                     'timerFrequency': 250000000},
             'boot': {'kernel': 'image:known/vmlinuz', 'initrd': 'Image', 'cmdline': 'quiet'},
             'disks': [{'path': 'vm:root.img', 'copyOf': 'disk.img', 'serial': 'r00t'},
                       {'path': 'vm:a.qcow2', 'format': 'qcow2', 'overlayOf': 'disk.img', 'queues': 4,
                        'blockSize': 4096},
                       {'path': 'disk.img', 'readOnly': true, 'format': 'raw', 'cache': 'none',
                        'engine': 'io-uring',
                        'limit': {'bytesPerSecond': '100MiB', 'operationsPerSecond': 500}}],
             'console': {'input': 'pl011', 'inputAfter': '# '}}""");

    assertThat(spec.cpus()).isEqualTo(2);
    assertThat(spec.cpu())
        .isEqualTo(
            new CpuSpec(
                ON,
                OFF,
                Optional.of(256),
                ON,
                List.of(List.of(0, 1), List.of()),
                Optional.of(250_000_000)));
    assertThat(spec.transport()).isEqualTo(TransportChoice.PCI);
    assertThat(spec.boot().kernel()).contains(new ImageFile("known", "vmlinuz"));
    assertThat(spec.disks().getFirst().path()).isEqualTo(new VmFile("root.img"));
    assertThat(spec.disks().getFirst().serial()).contains("r00t");
    assertThat(spec.disks().getFirst().format()).isEmpty();
    assertThat(spec.disks().get(1).format()).contains(DiskSpec.Format.QCOW2);
    assertThat(spec.disks().get(1).queues()).isEqualTo(4);
    assertThat(spec.disks().get(1).blockSize()).isEqualTo(4096);
    assertThat(spec.disks().getLast().blockSize()).isEqualTo(512);
    assertThat(spec.disks().getLast().readOnly()).isTrue();
    assertThat(spec.disks().get(1).cache()).isEqualTo(DiskSpec.Cache.HOST);
    assertThat(spec.disks().getLast().cache()).isEqualTo(DiskSpec.Cache.NONE);
    assertThat(spec.disks().get(1).engine()).isEqualTo(DiskSpec.Engine.AUTO);
    assertThat(spec.disks().getLast().engine()).isEqualTo(DiskSpec.Engine.IO_URING);
    assertThat(spec.disks().get(1).limit()).isEqualTo(DiskLimitSpec.unlimited());
    assertThat(spec.disks().getLast().limit())
        .isEqualTo(new DiskLimitSpec(Optional.of(MemorySize.parse("100MiB")), Optional.of(500)));
    assertThat(spec.console())
        .isEqualTo(new ConsoleSpec(ConsoleSpec.Input.PL011, Optional.of("# ")));
  }

  @Test
  void everyKeyOfAConsoleReachesTheSpecification() {
    VmSpec spec =
        read(
            """
            {'name': 'a', 'boot': {'kernel': 'Image'},
             'console': {'connect': 'tcp:[::1]:4000',
                         'ports': [{'name': 'org.example.agent', 'connect': 'unix:agent.sock'},
                                   {'name': 'log', 'connect': 'pty:log', 'terminal': true}]}}""");

    assertThat(spec.console())
        .isEqualTo(
            new ConsoleSpec(
                ConsoleSpec.Input.AUTO,
                Optional.empty(),
                Optional.of(PortConnection.parse("tcp:[::1]:4000")),
                List.of(
                    new PortSpec(
                        "org.example.agent", PortConnection.parse("unix:agent.sock"), false),
                    new PortSpec("log", PortConnection.parse("pty:log"), true))));
  }

  @Test
  void everyProblemOfAConsolesPortsIsToldWithItsPath() {
    assertThat(
            problems(
                """
                {'name': 'a', 'boot': {'kernel': 'Image'},
                 'console': {'connect': 'tcp:0.0.0.0:4000',
                             'ports': [{'name': 'a b', 'connect': 'serial:'},
                                       {'connect': 'unix:agent.sock', 'terminal': 1}]}}"""))
        .satisfiesExactly(
            connect ->
                assertThat(connect)
                    .contains("$.console.connect: '0.0.0.0:4000' can be reached from other"),
            name -> assertThat(name).contains("$.console.ports[0].name: 'a b' does not match"),
            connect ->
                assertThat(connect)
                    .contains("$.console.ports[0].connect: 'serial:' is no connection"),
            name -> assertThat(name).contains("$.console.ports[1].name: this key is missing"),
            terminal -> assertThat(terminal).contains("$.console.ports[1].terminal: this is a"));
  }

  @Test
  void portsShareNeitherNamesNorPlaces() {
    assertThat(
            problems(
                """
                {'name': 'a', 'boot': {'kernel': 'Image'},
                 'console': {'connect': 'unix:agent.sock',
                             'ports': [{'name': 'a', 'connect': 'unix:./agent.sock'},
                                       {'name': 'a', 'connect': 'pty:./agent.sock'}]}}"""))
        .satisfiesExactly(
            place ->
                assertThat(place).contains("$.console.ports[0].connect: another port leads to '"),
            name ->
                assertThat(name)
                    .contains("$.console.ports[1].name: another port is called 'a' too"),
            sharedPlace ->
                assertThat(sharedPlace)
                    .contains("$.console.ports[1].connect: another port leads to '", "agent.sock"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unix:nowhere/agent.sock | which is no directory: create it",
        "file:nowhere/log        | which is no directory: create it",
        "pty:nowhere/console     | which is no directory: create it",
        "file:.                  | is a directory: name a file"
      })
  void aPlaceWhereAPortCannotLeadToIsReported(String connect, String problem) {
    assertThat(
            problems(
                "{'name': 'a', 'boot': {'kernel': 'Image'}, 'console': {'connect': '%s'}}"
                    .formatted(connect)))
        .singleElement()
        .asString()
        .contains("$.console.connect: ", problem);
  }

  @Test
  void aSocketsPathThatIsTooLongIsReportedWithItsLength() {
    String name = "s".repeat(108 - directory.resolve("x").toString().length() + 1);

    assertThat(
            problems(
                "{'name': 'a', 'boot': {'kernel': 'Image'}, 'console': {'connect': 'unix:%s'}}"
                    .formatted(name)))
        .singleElement()
        .asString()
        .contains("has 108 bytes, and a socket's can have 107: choose a shorter one");
  }

  @Test
  void aConsoleHasRoomForFifteenPorts() {
    String ports =
        IntStream.range(0, 16)
            .mapToObj("{'name': 'p%1$d', 'connect': 'file:log%1$d'}"::formatted)
            .collect(Collectors.joining(", "));

    assertThat(
            problems(
                "{'name': 'a', 'boot': {'kernel': 'Image'}, 'console': {'ports': [%s]}}"
                    .formatted(ports)))
        .singleElement()
        .asString()
        .contains("$.console.ports: 16 ports are more than the 15");
  }

  @Test
  void aProblemDeepInListsIsToldWithItsPath() {
    assertThat(
            problems(
                "{'name': 'a', 'boot': {'kernel': 'Image'}, 'cpu': {'pinning': [[0], [-1, 'x']]}}"))
        .hasSize(2)
        .allMatch(problem -> problem.contains("$.cpu.pinning[1]["));
  }

  @Test
  void memoryMayBeANumberOfBytes() {
    VmSpec spec = read("{'name': 'a', 'memory': 33554432, 'boot': {'kernel': 'Image'}}");

    assertThat(spec.memory()).isEqualTo(MemorySize.parse("32MiB"));
  }

  @Test
  void allProblemsAreReportedAtOnceWithTheirLinesAndPaths() {
    List<String> problems =
        problems(
            """
            {
              "name": "a b",
              "cpus": 0,
              "memory": "lots",
              "boot": {
                "kernel": "missing",
                "initrd": 7
              },
              "disks": [
                {"path": "disk.img", "readOnly": "yes"}
              ],
              "memori": 2
            }""");

    assertThat(problems)
        .anyMatch(line -> line.startsWith("vm.json:2: $.name: 'a b' does not match"))
        .anyMatch(line -> line.startsWith("vm.json:3: $.cpus: 0 makes no sense: write 1 to 512"))
        .anyMatch(line -> line.startsWith("vm.json:4: $.memory: 'lots' is no size"))
        .anyMatch(line -> line.startsWith("vm.json:7: $.boot.initrd: this is a number"))
        .anyMatch(line -> line.startsWith("vm.json:10: $.disks[0].readOnly: this is a text"))
        .anyMatch(
            line ->
                line.equals("vm.json:12: $.memori: there is no such key: did you mean 'memory'?"))
        .hasSize(6);
  }

  @Test
  void aMissingKernelIsReportedWhereItIsNamed() {
    assertThat(problems("{'name': 'a',\n'boot': {'kernel': 'missing'}}"))
        .singleElement()
        .asString()
        .startsWith("vm.json:2: $.boot.kernel: there is no file '" + directory.resolve("missing"));
  }

  @Test
  void aMissingKeyIsReportedWithItsMeaning() {
    assertThat(problems("{'boot': {'kernel': 'Image'}}"))
        .containsExactly(
            "vm.json:1: $.name: this key is missing:"
                + " The machine's name; its directory and its threads are named after it.");
  }

  @Test
  void aDiskThatIsADirectoryIsReported() {
    assertThat(problems("{'name': 'a', 'boot': {'kernel': 'Image'}, 'disks': [{'path': '.'}]}"))
        .singleElement()
        .asString()
        .contains("$.disks[0].path")
        .contains("is a directory");
  }

  @Test
  void anUnknownImageIsReported() {
    assertThat(problems("{'name': 'a', 'boot': {'kernel': 'image:other/vmlinuz'}}"))
        .containsExactly("vm.json:1: $.boot.kernel: known images are: known");
  }

  @Test
  void aGuestImageCannotBeADiskThatIsWrittenTo() {
    assertThat(
            problems(
                "{'name': 'a', 'boot': {'kernel': 'Image'}, 'disks': [{'path': 'image:known/x'}]}"))
        .singleElement()
        .asString()
        .contains("is shared by all machines")
        .contains("copyOf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the file is empty",
        "{|this is not JSON",
        "[]|this is an array, and should be an object",
        "{\"name\": \"a\"} x|this is not JSON",
        "{\"name\": \"a\"} {}|text after the end",
        "nul|this is not JSON"
      })
  void whatIsNotOneJsonObjectIsReported(String text, String message) {
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class, () -> reader.parse("vm.json", text == null ? "" : text));

    assertThat(thrown.problems()).anyMatch(line -> line.contains(message));
  }

  @Test
  void aKeyGivenTwiceIsReported() {
    assertThat(problems("{'name': 'a', 'boot': {'kernel': 'Image'}, 'name': 'b'}"))
        .containsExactly("vm.json:1: $.name: this key stands here twice: remove one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "null", "99999999999999999999", "'2'", "[1]", "10000", "-1"})
  void aNumberOfProcessorsWithoutSenseIsReported(String cpus) {
    assertThat(problems("{'name': 'a', 'boot': {'kernel': 'Image'}, 'cpus': " + cpus + "}"))
        .singleElement()
        .asString()
        .startsWith("vm.json:1: $.cpus: ");
  }

  @Test
  void aMissingSpecificationIsReportedByItsName() {
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class, () -> reader.read(directory.resolve("no.json")));

    assertThat(thrown).hasMessageContaining("no.json: there is no such file");
  }

  private VmSpec read(String json) {
    return reader.parse("vm.json", json.replace('\'', '"'));
  }

  private List<String> problems(String json) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(json)).problems();
  }

  private record OneImage() implements GuestImages {
    @Override
    public Optional<String> problem(ImageFile file) {
      return file.image().equals("known")
          ? Optional.empty()
          : Optional.of("known images are: known");
    }

    @Override
    public Path locate(ImageFile file) {
      throw new AssertionError("reading a specification builds no image");
    }
  }
}
