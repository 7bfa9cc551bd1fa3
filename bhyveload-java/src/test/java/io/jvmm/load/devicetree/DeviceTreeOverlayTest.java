package io.jvmm.load.devicetree;

import static io.jvmm.load.testkit.TestOverlay.at;
import static io.jvmm.load.testkit.TestOverlay.content;
import static io.jvmm.load.testkit.TestOverlay.fixups;
import static io.jvmm.load.testkit.TestOverlay.localFixups;
import static io.jvmm.load.testkit.TestOverlay.unresolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.DeviceTreeBlob;
import io.jvmm.load.source.BytesSource;
import io.jvmm.load.testkit.BlobReader;
import io.jvmm.load.testkit.TestOverlay;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTreeOverlayTest {
  /** A GIC with phandle 1, a serial port without one, and labels for both. */
  private static DeviceTreeNode base() {
    return DeviceTreeNode.named("")
        .cells("interrupt-parent", 1)
        .child(DeviceTreeNode.named("gic@8000000").cells("phandle", 1).build())
        .child(DeviceTreeNode.named("serial@9000000").strings("status", "okay").build())
        .child(
            DeviceTreeNode.named("__symbols__")
                .strings("gic", "/gic@8000000")
                .strings("serial0", "/serial@9000000")
                .build())
        .build();
  }

  private static byte[] blob(DeviceTreeNode... parts) {
    return DeviceTreeBlob.of(TestOverlay.of(parts));
  }

  private static DeviceTreeOverlay read(byte... blob) {
    return DeviceTreeOverlay.read(new BytesSource("overlay", "board.dtbo", blob));
  }

  private static List<String> applied(DeviceTreeNode... parts) {
    return BlobReader.lines(read(blob(parts)).applyTo(base()));
  }

  private static void refuses(String words, DeviceTreeNode... parts) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> applied(parts))
        .withMessageStartingWith("overlay board.dtbo ")
        .withMessageContaining(words);
  }

  @Test
  void aNodeOfAPathGetsPropertiesAndChildren() {
    List<String> tree =
        applied(
            at(
                "/serial@9000000",
                content()
                    .strings("status", "disabled")
                    .child(DeviceTreeNode.named("modem").flag("loud").build())));

    assertThat(tree)
        .contains("/serial@9000000/status=64697361626c656400", "/serial@9000000/modem/loud=")
        .doesNotContain("/serial@9000000/status=6f6b617900");
  }

  @Test
  void theTreeItselfStaysAsItIs() {
    DeviceTreeNode base = base();

    read(blob(at("/serial@9000000", content().strings("status", "disabled")))).applyTo(base);

    assertThat(BlobReader.lines(base)).isEqualTo(BlobReader.lines(base()));
  }

  @Test
  void aPathMayLeaveOutTheUnitAddress() {
    assertThat(applied(at("/serial", content().flag("seen")))).contains("/serial@9000000/seen=");
  }

  @Test
  void theRootIsANodeToo() {
    assertThat(applied(at("/", content().child(DeviceTreeNode.named("leds").build()))))
        .contains("/leds/");
  }

  @Test
  void aLabelIsATarget() {
    assertThat(applied(unresolved(content().flag("seen")), fixups("gic", "/fragment@0:target:0")))
        .contains("/gic@8000000/seen=");
  }

  @Test
  void aNodeWithoutPhandleGetsTheNextOneWhenItIsReferredTo() {
    List<String> tree =
        applied(
            unresolved(content().cells("port", 7, -1)),
            fixups("serial0", "/fragment@0:target:0", "/fragment@0/__overlay__:port:4"));

    assertThat(tree)
        .contains("/serial@9000000/phandle=00000002", "/serial@9000000/port=0000000700000002");
  }

  @Test
  void ownPhandlesMoveBehindTheTreesAndReferencesFollow() {
    List<String> tree =
        applied(
            at(
                "/",
                content()
                    .child(DeviceTreeNode.named("clock").cells("phandle", 1).build())
                    .child(DeviceTreeNode.named("user").cells("clocks", 9, 1).build())),
            localFixups(DeviceTreeNode.named("user").cells("clocks", 4).build()));

    assertThat(tree).contains("/clock/phandle=00000002", "/user/clocks=0000000900000002");
  }

  @Test
  void aNodeKeepsItsPhandleWhereTheOverlayHasAnotherForIt() {
    List<String> tree =
        applied(
            at(
                "/",
                content()
                    .child(DeviceTreeNode.named("gic@8000000").cells("phandle", 5).build())
                    .child(DeviceTreeNode.named("user").cells("parent", 5).build())),
            localFixups(DeviceTreeNode.named("user").cells("parent", 0).build()));

    assertThat(tree).contains("/gic@8000000/phandle=00000001", "/user/parent=00000001");
  }

  @Test
  void aFragmentMayChangeWhatAnEarlierOneMade() {
    DeviceTreeNode second =
        DeviceTreeNode.named("fragment@1")
            .strings("target-path", "/leds")
            .child(content().flag("lit").build())
            .build();

    assertThat(applied(at("/", content().child(DeviceTreeNode.named("leds").build())), second))
        .contains("/leds/lit=");
  }

  @Test
  void labelsOfOneOverlayServeTheNext() {
    DeviceTreeNode symbols =
        DeviceTreeNode.named("__symbols__")
            .strings("modem", "/fragment@0/__overlay__/modem")
            .strings("port", "/fragment@0/__overlay__")
            .strings("inside", "/__symbols__")
            .build();
    DeviceTreeNode first =
        read(blob(at("/serial", content().child(DeviceTreeNode.named("modem").build())), symbols))
            .applyTo(base());

    DeviceTreeNode both =
        read(blob(unresolved(content().flag("lit")), fixups("modem", "/fragment@0:target:0")))
            .applyTo(first);

    assertThat(BlobReader.lines(both))
        .contains(
            "/serial@9000000/modem/lit=", "/__symbols__/port=2f73657269616c403930303030303000")
        .noneMatch(line -> line.startsWith("/__symbols__/inside"));
  }

  @Test
  void anUnknownLabelIsNamedWithTheKnownOnes() {
    refuses(
        "refers to the label 'uart9', which this machine has not got; it has: gic, serial0",
        unresolved(content()),
        fixups("uart9", "/fragment@0:target:0"));
  }

  @Test
  void aNodeThatTheTreeHasNotGotIsNamed() {
    refuses(
        "has '/fragment@0' for a node that this machine's tree has not got: '/i2c@1'",
        at("/i2c@1", content()));
  }

  @Test
  void aFragmentWithoutTargetIsNamed() {
    refuses(
        "has a '/fragment@0' with neither a target nor a target-path",
        DeviceTreeNode.named("fragment@0").child(content().build()).build());
  }

  @Test
  void aTreeThatIsNoOverlayIsCalledSo() {
    refuses(
        "is no overlay: none of its nodes has an __overlay__", DeviceTreeNode.named("a").build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/fragment@0:target            | '/__fixups__' has no place for 'gic'",
        "fragment@0:target:0           | '/__fixups__' has no place for 'gic'",
        "/fragment@0:target:x          | '/__fixups__' has no place for 'gic'",
        "/fragment@0:target:-1         | '/__fixups__' has no place for 'gic'",
        "/fragment@0:target:1          | 'target' with 4 bytes at 1",
        "/fragment@0:target:999999999  | 'target' with 4 bytes at 999999999",
        "/fragment@0:absent:0          | 'absent' with 4 bytes at 0",
        "/fragment@1:target:0          | '/__fixups__' speaks of /fragment@1"
      })
  void aPlaceThatIsNoneIsAnError(String place, String words) {
    refuses(words, unresolved(content()), fixups("gic", place));
  }

  @Test
  void ownReferencesOutsideTheOverlayAreErrors() {
    DeviceTreeNode user = DeviceTreeNode.named("user").cells("clocks", 1).build();

    refuses(
        "'clocks' with 4 bytes at 4294967295",
        at("/", content().child(user)),
        localFixups(DeviceTreeNode.named("user").cells("clocks", -1).build()));
    refuses(
        "speaks of other, which is not there",
        at("/", content().child(user)),
        localFixups(DeviceTreeNode.named("other").cells("clocks", 0).build()));
    refuses(
        "/user' is no list",
        at("/", content().child(user)),
        localFixups(DeviceTreeNode.named("user").bytes("clocks", (byte) 0).build()));
  }

  @Test
  void phandlesWithoutSenseAreErrors() {
    refuses(
        "has 1 bytes, not 4",
        at("/", content().child(DeviceTreeNode.named("a").bytes("phandle", (byte) 0).build())));
    refuses(
        "is larger than makes sense",
        at("/", content().child(DeviceTreeNode.named("a").cells("phandle", -2).build())));
    refuses(
        "it leaves no phandle for '/serial@9000000'",
        at("/", content().child(DeviceTreeNode.named("a").cells("phandle", -3).build())),
        fixups("serial0", "/fragment@0:target-path:0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a b", "a\"", ""})
  void namesThatHaveNoSourceFormAreErrors(String name) {
    refuses(
        "has a name with characters that names do not have",
        at("/", content().child(DeviceTreeNode.named(name).build())));
  }

  @Test
  void aSecondNodeOfOneNameIsAnError() {
    refuses("has a second node 'fragment@0' in '/'", at("/", content()), at("/", content()));
  }

  @Test
  void aFileThatIsTooLargeIsRefusedUnread() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(new byte[(1 << 20) + 1]))
        .withMessageContaining("has 1048577 bytes, and an overlay has at most 1048576");
  }

  @Test
  void overlaysOnOverlaysDoNotNestWithoutEnd() {
    DeviceTreeNode tree = base();
    String path = "/";
    DeviceTreeNode deep = DeviceTreeNode.named("d").build();
    for (int i = 1; i < 25; i++) {
      deep = DeviceTreeNode.named("d").child(deep).build();
    }
    for (int i = 0; i < 2; i++) {
      tree = read(blob(at(path, content().child(deep)))).applyTo(tree);
      path += (i == 0 ? "" : "/") + "d" + "/d".repeat(24);
    }
    DeviceTreeOverlay third = read(blob(at(path, content().child(deep))));
    DeviceTreeNode full = tree;

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> third.applyTo(full))
        .withMessageContaining("puts nodes more than 64 deep into the tree");
  }

  private static byte[] rich() {
    return blob(
        unresolved(
            content()
                .cells("port", 7, -1)
                .child(DeviceTreeNode.named("clock").cells("phandle", 1).build())
                .child(DeviceTreeNode.named("user").cells("clocks", 1).build())),
        fixups("gic", "/fragment@0:target:0", "/fragment@0/__overlay__:port:4"),
        localFixups(DeviceTreeNode.named("user").cells("clocks", 0).build()),
        DeviceTreeNode.named("__symbols__").strings("c", "/fragment@0/__overlay__/clock").build());
  }

  @Test
  void anOverlayCutOffAnywhereIsRefused() {
    byte[] whole = rich();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> read(cut));
    }
  }

  @Test
  void damageNeverCausesAnythingButAnErrorOfItsOwn() {
    SplittableRandom random = new SplittableRandom(20260101);
    byte[] whole = rich();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        read(damaged).applyTo(base());
      } catch (ConfigurationException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(5_000, 20_000);
  }
}
