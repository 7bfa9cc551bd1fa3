package io.jvmm.cli.bhyve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.cli.bhyve.BhyveImport.Imported;
import io.jvmm.vmm.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BhyveImportTest {
  private static Imported imported(String lines) {
    return BhyveImport.of(BhyveConfig.parse("vm.conf", lines), "vm");
  }

  private static JsonNode json(String text) {
    return new JsonMapper().readTree(text.replace('\'', '"'));
  }

  /** As bhyve's own manual would describe a machine on ARM64. */
  @Test
  void aMachineOfManyDevicesIsCarriedOver() {
    Imported imported =
        imported(
            """
            name=builder
            cpus=2
            memory.size=2G
            bootrom=/usr/local/share/u-boot/u-boot-bhyve-arm64/u-boot.bin
            console=stdio
            vcpu.1.cpuset=4-5
            pci.0.0.0.device=hostbridge
            pci.0.3.0.device=virtio-blk
            pci.0.3.0.path=/vm/%(name)/disk.img
            pci.0.3.0.ser=ROOT
            pci.0.3.0.sectorsize=4096
            pci.0.4.0.device=virtio-blk
            pci.0.4.0.path=/vm/tools.img
            pci.0.4.0.ro=true
            pci.0.4.0.nocache=true
            pci.0.5.0.device=virtio-net
            pci.0.5.0.backend=tap3
            pci.0.5.0.mac=02:00:00:12:34:56
            pci.0.6.0.device=virtio-net
            pci.0.6.0.backend=slirp
            pci.0.6.0.hostfwd=tcp:127.0.0.1:2222-:22;udp::5353-:53
            pci.0.7.0.device=virtio-rnd
            pci.0.8.0.device=virtio-console
            pci.0.8.0.port.0.name=org.example.agent
            pci.0.8.0.port.0.path=/var/run/agent.sock
            """);

    assertThat(imported.specification())
        .isEqualTo(
            json(
                """
                {'name': 'builder', 'cpus': 2, 'memory': '2GiB', 'transport': 'pci',
                 'cpu': {'pinning': [[], [4, 5]]},
                 'boot': {'firmware': {'code': 'image:u-boot/u-boot.bin'}},
                 'disks': [
                   {'path': '/vm/builder/disk.img', 'format': 'raw', 'blockSize': 4096,
                    'serial': 'ROOT'},
                   {'path': '/vm/tools.img', 'format': 'raw', 'readOnly': true, 'cache': 'none'}],
                 'networks': [
                   {'type': 'tap', 'tap': {'name': 'tap3'}, 'mac': '02:00:00:12:34:56'},
                   {'type': 'user', 'forwards': [
                     {'protocol': 'tcp', 'host': '127.0.0.1:2222', 'guest': 22},
                     {'protocol': 'udp', 'host': '0.0.0.0:5353', 'guest': 53}]}],
                 'console': {'ports': [
                   {'name': 'org.example.agent', 'connect': 'unix:/var/run/agent.sock'}]}}
                """));
    assertThat(imported.remarks()).singleElement().asString().startsWith("bootrom=");
  }

  @Test
  void withoutFirmwareTheDiskOfTheLowestIndexIsBooted() {
    Imported imported =
        imported(
            """
            pci.0.3.0.device=virtio-blk
            pci.0.3.0.path=a.img
            pci.0.3.0.bootindex=2
            pci.0.4.0.device=virtio-blk
            pci.0.4.0.path=b.img
            pci.0.4.0.bootindex=1
            """);

    assertThat(imported.specification().path("boot")).isEqualTo(json("{'disk': 1}"));
    assertThat(imported.specification().path("name").asString()).isEqualTo("vm");
    assertThat(imported.specification().path("memory").asString()).isEqualTo("256MiB");
    assertThat(imported.remarks()).isEmpty();
  }

  @Test
  void otherControllersDisksBecomeVirtioDisks() {
    Imported imported =
        imported(
            """
            pci.0.3.0.device=ahci
            pci.0.3.0.port.0.type=hd
            pci.0.3.0.port.0.path=a.img
            pci.0.3.0.port.1.type=cd
            pci.0.3.0.port.1.path=b.iso
            pci.0.4.0.device=nvme
            pci.0.4.0.path=c.img
            """);

    assertThat(imported.specification().path("disks"))
        .isEqualTo(
            json(
                """
                [{'path': 'a.img', 'format': 'raw'},
                 {'path': 'b.iso', 'format': 'raw', 'readOnly': true},
                 {'path': 'c.img', 'format': 'raw'}]
                """));
    assertThat(imported.remarks()).hasSize(2).allMatch(line -> line.contains("controller"));
  }

  @Test
  void anAmd64MachineGetsFirmwareOfArm64AndIsToldSo() {
    Imported imported =
        imported("acpi_tables=true\nlpc.bootrom=/BHYVE_UEFI.fd\nlpc.com1.path=stdio\n");

    assertThat(imported.specification().path("boot").path("firmware").path("acpi").asBoolean())
        .isTrue();
    assertThat(imported.remarks())
        .hasSize(2)
        .anyMatch(line -> line.contains("this is an amd64 machine"))
        .anyMatch(line -> line.equals("lpc.com1.path=stdio: for amd64, left out"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gdb.port=1234",
        "uuid=a",
        "x86.strictmsr=true",
        "memory.wired=true",
        "pci.0.5.0.device=fbuf",
        "pci.0.5.0.device=virtio-net\npci.0.5.0.backend=netgraph",
        "pci.0.5.0.device=virtio-blk",
        "console=/dev/nmdm0A",
        "console=tcp=192.0.2.1:99",
        "threads=2",
        "name=a b"
      })
  void whatCannotBeCarriedOverIsListed(String lines) {
    assertThat(imported("bootrom=u-boot.bin\n" + lines).remarks()).hasSize(2);
  }

  @Test
  void aConsoleOnTheLoopbackStaysThere() {
    assertThat(imported("bootrom=u\nconsole=tcp=127.0.0.1:99").specification().path("console"))
        .isEqualTo(json("{'connect': 'tcp:127.0.0.1:99'}"));
  }

  @ParameterizedTest
  @CsvSource({"512, 512MiB", "1G, 1GiB", "1536m, 1536MiB", "2097152, 2MiB", "1T, 1TiB"})
  void memoryIsReadAsBhyveDoes(String text, String size) {
    assertThat(imported("bootrom=u\nmemory.size=" + text).specification().path("memory").asString())
        .isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory.size=much",
        "memory.size=0",
        "cpus=0",
        "cpus=513",
        "memory.size=99999999T"
      })
  void whatMakesNoSenseIsAnError(String line) {
    assertThatThrownBy(() -> imported("bootrom=u\n" + line))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(line.substring(0, line.indexOf('=')));
  }

  @Test
  void socketsCoresAndThreadsMakeTheNumberOfCpus() {
    assertThat(
            imported("bootrom=u\nsockets=2\ncores=3\nthreads=2")
                .specification()
                .path("cpus")
                .asInt())
        .isEqualTo(12);
  }

  @Test
  void aMachineWithNothingToBootIsAnError() {
    assertThatThrownBy(() -> imported("name=a")).hasMessageContaining("nothing to boot");
  }
}
