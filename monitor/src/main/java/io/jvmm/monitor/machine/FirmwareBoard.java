package io.jvmm.monitor.machine;

import io.jvmm.mmio.DeviceBus;
import io.jvmm.mmio.flash.ArrayMapping;
import io.jvmm.mmio.flash.CfiFlash;
import io.jvmm.mmio.flash.FlashFile;
import io.jvmm.mmio.flash.FlashStore;
import io.jvmm.mmio.flash.VolatileFlash;
import io.jvmm.mmio.fwcfg.FwCfg;
import io.jvmm.mmio.fwcfg.FwCfgItems;
import io.jvmm.stage2.GuestRam;
import io.jvmm.stage2.Stage2Attributes;
import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What firmware finds on the board that kernels do without: two banks of flash, and the device that
 * tells it of the machine.
 *
 * @param ram gets the banks' memory
 * @param bus gets the devices
 * @param resources get what is open
 */
record FirmwareBoard(GuestRam ram, DeviceBus.Builder bus, Resources resources) {
  /**
   * Adds them to the board.
   *
   * @param code the firmware
   * @param variables what it keeps; without, it starts as new each time
   * @param items what it is told
   * @return their nodes
   */
  List<DeviceTreeNode> attach(Path code, Optional<Path> variables, FwCfgItems items) {
    long bank = GuestLayout.FLASH_CODE.size();
    add("flash-code", GuestLayout.FLASH_CODE, FlashFile.readOnly(code, bank));
    add(
        "flash-variables",
        GuestLayout.FLASH_VARIABLES,
        variables
            .<FlashStore>map(file -> FlashFile.persistent(file, bank))
            .orElseGet(() -> new VolatileFlash("variables")));
    bus.attach(GuestLayout.FW_CFG, new FwCfg(items, ram));
    return List.of(
        CfiFlash.describe(GuestLayout.FLASH_CODE, GuestLayout.FLASH_VARIABLES),
        FwCfg.describe(GuestLayout.FW_CFG));
  }

  private void add(String name, AddressRange window, FlashStore store) {
    resources.add(store);
    var memory = ram.map(window, Stage2Attributes.READ_ONLY_RAM);
    bus.attach(window, new CfiFlash(name, memory, store, mapping(window)));
  }

  /** Loads reach the memory as long as it may be read, and the device otherwise. */
  private ArrayMapping mapping(AddressRange window) {
    return new ArrayMapping() {
      @Override
      public void show() {
        ram.protect(window, Stage2Attributes.READ_ONLY_RAM);
      }

      @Override
      public void hide() {
        ram.protect(window, Stage2Attributes.READ_ONLY_RAM.with(Permissions.NONE));
      }
    };
  }
}
