package io.jvmm.load.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.DeviceTreeBlob;
import io.jvmm.load.source.BytesSource;
import io.jvmm.load.testkit.BlobReader;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlattenedTreeTest {
  private static final int STRUCTURE = 56;

  private static DeviceTreeNode tree() {
    return DeviceTreeNode.named("")
        .strings("compatible", "a,b", "c,d")
        .flag("empty")
        .child(
            DeviceTreeNode.named("node@1000")
                .cells("cell", -1)
                .longs("number", 1L << 40)
                .bytes("odd", (byte) 1, (byte) 2, (byte) 3)
                .child(DeviceTreeNode.named("leaf").bytes("large", new byte[20_000]).build())
                .build())
        .child(DeviceTreeNode.named("other").strings("text", "x").build())
        .build();
  }

  private static FlattenedTree read(byte... blob) {
    return FlattenedTree.read(new BytesSource("kernel", "a.itb", blob));
  }

  private static void refuses(byte[] blob, String words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(blob))
        .withMessageContaining(words);
  }

  private static byte[] changed(int offset, int value) {
    byte[] blob = DeviceTreeBlob.of(tree());
    ByteBuffer.wrap(blob).putInt(offset, value);
    return blob;
  }

  @Test
  void whatWasWrittenIsRead() {
    DeviceTreeNode read = read(DeviceTreeBlob.of(tree())).root().toDeviceTreeNode();

    assertThat(BlobReader.lines(read)).isEqualTo(BlobReader.lines(tree()));
  }

  @Test
  void valuesAreTakenForWhatTheyAre() {
    FlattenedNode root = read(DeviceTreeBlob.of(tree())).root();
    FlattenedNode node = root.child("node@1000").orElseThrow();

    assertThat(root.strings("compatible")).containsExactly("a,b", "c,d");
    assertThat(root.string("compatible")).hasValue("a,b");
    assertThat(root.strings("absent")).isEmpty();
    assertThat(node.number("cell")).hasValue(0xffff_ffffL);
    assertThat(node.number("number")).hasValue(1L << 40);
    assertThat(node.number("odd")).isEmpty();
    assertThat(node.bytes("odd")).hasValueSatisfying(v -> assertThat(v).containsExactly(1, 2, 3));
  }

  @Test
  void whatFollowsTheBlobIsNoneOfItsBusiness() {
    byte[] blob = DeviceTreeBlob.of(tree());

    FlattenedTree tree = read(Arrays.copyOf(blob, blob.length + 100));

    assertThat(tree.size()).isEqualTo(blob.length);
  }

  @Test
  void tokensThatSayNothingArePassedOver() {
    byte[] blob = DeviceTreeBlob.of(DeviceTreeNode.named("").flag("a").build());
    ByteBuffer.wrap(blob).putInt(STRUCTURE + 8, 4).putInt(STRUCTURE + 12, 4);
    ByteBuffer.wrap(blob).putInt(STRUCTURE + 16, 4);

    assertThat(read(blob).root().properties()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, offset 0x0 of its header",
    "4, -1, offset 0x4 of its header",
    "4, 39, offset 0x4 of its header",
    "8, -4, offset 0x8 of its header",
    "8, 57, offset 0x8 of its header",
    "12, -1, offset 0xc of its header",
    "24, 18, offset 0x18 of its header",
    "32, -1, offset 0x20 of its header",
    "56, 2, there is no root node",
    "64, 9, there is a token 9",
    "68, -1, a value of 4294967295 bytes ends beyond it",
    "72, -1, a property's name is outside the strings"
  })
  void aFieldThatLiesIsFoundWithItsOffset(int offset, int value, String words) {
    refuses(changed(offset, value), words);
  }

  @Test
  void nodesWithoutEndAreRefused() {
    DeviceTreeNode node = DeviceTreeNode.named("x").build();
    for (int i = 0; i < 40; i++) {
      node = DeviceTreeNode.named(i == 39 ? "" : "x").child(node).build();
    }

    refuses(DeviceTreeBlob.of(node), "nodes are more than 32 deep");
  }

  @Test
  void moreNodesThanAnyTreeHasAreRefused() {
    byte[] blob = new byte[1 << 20];
    byte[] small = DeviceTreeBlob.of(DeviceTreeNode.named("").build());
    ByteBuffer tree = ByteBuffer.wrap(blob).put(small).putInt(4, blob.length);
    for (int at = STRUCTURE + 8; at < blob.length; at += 4) {
      tree.putInt(at, 4);
    }

    refuses(blob, "more than 100000 nodes and properties");
  }

  @Test
  void aSecondPropertyOfOneNameIsRefused() {
    byte[] blob = DeviceTreeBlob.of(DeviceTreeNode.named("").flag("a").flag("b").build());
    ByteBuffer.wrap(blob).putInt(STRUCTURE + 8 + 12 + 8, 0);

    refuses(blob, "a second a");
  }

  @Test
  void aTreeCutOffAnywhereIsRefused() {
    byte[] blob = DeviceTreeBlob.of(tree());
    for (int length = 0; length < blob.length; length += length < 400 ? 1 : 531) {
      byte[] cut = Arrays.copyOf(blob, length);
      assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> read(cut));
      if (length >= 8) {
        ByteBuffer.wrap(cut).putInt(4, length);
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> read(cut));
      }
    }
  }

  @Test
  void damageNeverCausesAnythingButAnErrorOfItsOwn() {
    SplittableRandom random = new SplittableRandom(20260101);
    byte[] blob = DeviceTreeBlob.of(tree());
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = blob.clone();
      for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
        int at = random.nextBoolean() ? random.nextInt(300) : random.nextInt(blob.length);
        damaged[at] = (byte) random.nextInt();
      }
      try {
        read(damaged).root().toDeviceTreeNode();
      } catch (ConfigurationException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(500, 3000);
  }
}
