package io.jvmm.monitor.machine;

import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuLoop;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.error.HostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was in the registers of a machine's vCPUs.
 *
 * @param vcpus one after the other, by number
 */
public record RegisterDump(List<VcpuRegisters> vcpus) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * What was in the registers of one.
   *
   * @param id the vCPU
   * @param poweredOff whether the guest has turned it off: then they mean nothing
   * @param values by register
   */
  public record VcpuRegisters(VcpuId id, boolean poweredOff, Map<VcpuRegister, Long> values) {
    /** Copies the map. */
    public VcpuRegisters {
      values = Map.copyOf(values);
    }

    private static VcpuRegisters of(Vcpu vcpu) {
      Map<VcpuRegister, Long> values = new EnumMap<>(VcpuRegister.class);
      for (VcpuRegister register : VcpuRegister.values()) {
        values.put(register, vcpu.register(register));
      }
      return new VcpuRegisters(vcpu.id(), vcpu.isPoweredOff(), values);
    }
  }

  /** Copies the list. */
  public RegisterDump {
    vcpus = List.copyOf(vcpus);
  }

  /**
   * Has each vCPU's thread read them.
   *
   * @param send has something done by the thread of a vCPU
   * @throws HostException if one does not answer
   */
  static RegisterDump of(List<VcpuLoop> loops, BiConsumer<VcpuLoop, Consumer<Vcpu>> send) {
    List<CompletableFuture<VcpuRegisters>> asked = new ArrayList<>();
    for (VcpuLoop loop : loops) {
      CompletableFuture<VcpuRegisters> answer = new CompletableFuture<>();
      send.accept(loop, vcpu -> answer(answer, vcpu));
      asked.add(answer);
    }
    return new RegisterDump(asked.stream().map(RegisterDump::await).toList());
  }

  private static void answer(CompletableFuture<VcpuRegisters> answer, Vcpu vcpu) {
    try {
      answer.complete(VcpuRegisters.of(vcpu));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e); // whoever asked gets it, and the vCPU runs on
    }
  }

  private static VcpuRegisters await(CompletableFuture<VcpuRegisters> answer) {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new HostException(
          "a vCPU gives no answer: the machine is stopping, or was just paused; try again", e);
    } catch (ExecutionException e) {
      throw new HostException("cannot read the registers: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("interrupted", e);
    }
  }

  /** In a line: {@code {"vcpus": [{"poweredOff": false, "x0": "0x0", …, "pc": "0x40200000"}]}}. */
  public String toJson() {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode array = node.putArray("vcpus");
    vcpus.forEach(vcpu -> write(array.addObject(), vcpu));
    return node.toString();
  }

  private static void write(ObjectNode node, VcpuRegisters vcpu) {
    node.put("poweredOff", vcpu.poweredOff());
    for (VcpuRegister register : VcpuRegister.values()) {
      String value = "0x%x".formatted(vcpu.values().get(register));
      node.put(register.name().toLowerCase(Locale.ROOT), value);
    }
  }
}
