package io.jvmm.mmio.bvmcons;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.RegisterMap;
import io.jvmm.vmm.testkit.GeneratedTable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BvmConsoleTest {
  private static final Access DATA = new Access(0, 4);
  private static final Access SIGNATURE = new Access(0, 2);

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final BvmConsole console = new BvmConsole(sent::write);

  @Test
  void aHalfwordIsTheSignature() {
    console.receive((byte) 'x');

    assertThat(console.read(SIGNATURE)).isEqualTo(0x6276);
    assertThat(console.read(DATA)).isEqualTo('x');
  }

  @Test
  void aStoredWordSendsItsLowestByte() {
    console.write(DATA, 0xffff_ff41L);

    assertThat(sent.toByteArray()).containsExactly('A');
  }

  @Test
  void aStoredHalfwordSendsNothing() {
    console.write(SIGNATURE, 'A');

    assertThat(sent.toByteArray()).isEmpty();
  }

  @Test
  void withoutInputALoadGivesAllOnes() {
    assertThat(console.read(DATA)).isEqualTo(0xffff_ffffL);
  }

  @Test
  void eachByteIsTakenOnceAndTheLargestIsNotNothing() {
    console.receive((byte) 0xff);

    assertThat(console.read(DATA)).isEqualTo(0xff);
    assertThat(console.read(DATA)).isEqualTo(0xffff_ffffL);
  }

  @Test
  void theNextByteWaitsUntilTheGuestHasTakenTheOneBefore() {
    AtomicInteger announced = new AtomicInteger();
    console.onReceiveReady(announced::incrementAndGet);
    assertThat(console.receive((byte) 1)).isTrue();
    assertThat(console.receive((byte) 2)).isFalse();

    console.read(DATA);
    console.read(DATA);

    assertThat(announced).hasValue(1);
    assertThat(console.receive((byte) 2)).isTrue();
  }

  @Test
  void onlyWordsAndTheSignatureAreAccepted() {
    assertThat(console.accepts(DATA)).isTrue();
    assertThat(console.accepts(SIGNATURE)).isTrue();
    assertThat(console.accepts(new Access(2, 2))).isFalse();
    assertThat(console.accepts(new Access(0, 1))).isFalse();
    assertThat(console.accepts(new Access(0, 8))).isFalse();
    assertThat(console.accepts(new Access(4, 4))).isFalse();
  }

  @Test
  void itsNodeHasACompatibleOfItsOwn() {
    DeviceTreeNode node = BvmConsole.describe(AddressRange.of(0x981_0000, BvmConsole.WINDOW_SIZE));

    assertThat(node.name()).isEqualTo("console@9810000");
    assertThat(node.properties().get("compatible"))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("jvmm,bvmcons\0");
  }

  @Test
  void theDocumentationHasItsRegister() throws Exception {
    GeneratedTable.ofDevice("bvmcons.md")
        .requireRegisters(RegisterMap.of(BvmConsoleRegister.class).rows());
  }
}
