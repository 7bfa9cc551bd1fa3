/*
 * What jextract reads: the kernel's arm64 KVM interface, plus the few definitions that it needs
 * spelled out because it cannot see through them.
 */
#include <linux/kvm.h>
#include <stddef.h>

/*
 * struct kvm_run as an arm64 kernel fills it: the arms of its union that can occur there, with the
 * members that jvmm reads. The full struct would bring 9,000 lines of accessors, nearly all for
 * other architectures. Every member is checked against the kernel's own below.
 */
struct kvm_run_arm64 {
  __u8 request_interrupt_window;
  __u8 immediate_exit;
  __u8 padding1[6];
  __u32 exit_reason;
  __u8 ready_for_interrupt_injection;
  __u8 if_flag;
  __u16 flags;
  __u64 cr8;
  __u64 apic_base;
  union {
    struct {
      __u64 hardware_entry_failure_reason;
      __u32 cpu;
    } fail_entry;
    struct {
      struct kvm_debug_exit_arch arch;
    } debug;
    struct {
      __u64 phys_addr;
      __u64 data; /* __u8[8] in the kernel's: the value, in the host's byte order */
      __u32 len;
      __u8 is_write;
    } mmio;
    struct {
      __u64 nr;
      __u64 args[6];
      __u64 ret;
      __u64 flags;
    } hypercall;
    struct {
      __u32 suberror;
      __u32 ndata;
    } internal;
    struct {
      __u32 type;
      __u32 ndata;
      __u64 flags;
    } system_event;
    struct {
      __u64 esr_iss;
      __u64 fault_ipa;
    } arm_nisv;
    char padding[256];
  };
  __u64 kvm_valid_regs;
  __u64 kvm_dirty_regs;
  struct kvm_sync_regs regs; /* s.regs in the kernel's; what follows is padding */
};

#define SAME_PLACE(member, kernels)                             \
  _Static_assert(offsetof(struct kvm_run_arm64, member) ==      \
                     offsetof(struct kvm_run, kernels),         \
                 "kvm_run_arm64." #member " is elsewhere in struct kvm_run")

SAME_PLACE(immediate_exit, immediate_exit);
SAME_PLACE(exit_reason, exit_reason);
SAME_PLACE(fail_entry.hardware_entry_failure_reason, fail_entry.hardware_entry_failure_reason);
SAME_PLACE(fail_entry.cpu, fail_entry.cpu);
SAME_PLACE(debug.arch, debug.arch);
SAME_PLACE(mmio.phys_addr, mmio.phys_addr);
SAME_PLACE(mmio.data, mmio.data);
SAME_PLACE(mmio.len, mmio.len);
SAME_PLACE(mmio.is_write, mmio.is_write);
SAME_PLACE(hypercall.nr, hypercall.nr);
SAME_PLACE(hypercall.flags, hypercall.flags);
SAME_PLACE(internal.suberror, internal.suberror);
SAME_PLACE(internal.ndata, internal.ndata);
SAME_PLACE(system_event.type, system_event.type);
SAME_PLACE(system_event.ndata, system_event.ndata);
SAME_PLACE(system_event.flags, system_event.flags);
SAME_PLACE(arm_nisv.esr_iss, arm_nisv.esr_iss);
SAME_PLACE(arm_nisv.fault_ipa, arm_nisv.fault_ipa);
SAME_PLACE(kvm_valid_regs, kvm_valid_regs);
SAME_PLACE(kvm_dirty_regs, kvm_dirty_regs);
SAME_PLACE(regs, s.regs);

/*
 * struct kvm_irq_routing without its entries, and one of those with the arms of its union that arm64
 * has: inputs of the interrupt controller, and messages.
 */
struct kvm_irq_routing_head {
  __u32 nr;
  __u32 flags;
};

struct kvm_irq_routing_entry_arm64 {
  __u32 gsi;
  __u32 type;
  __u32 flags;
  __u32 pad;
  union {
    struct kvm_irq_routing_irqchip irqchip;
    struct {
      __u32 address_lo;
      __u32 address_hi;
      __u32 data;
      __u32 devid;
    } msi;
    __u32 padding[8];
  };
};

#define SAME_ROUTE(member, kernels)                                     \
  _Static_assert(offsetof(struct kvm_irq_routing_entry_arm64, member) == \
                     offsetof(struct kvm_irq_routing_entry, kernels),   \
                 "kvm_irq_routing_entry_arm64." #member " is elsewhere in the kernel's")

SAME_ROUTE(gsi, gsi);
SAME_ROUTE(type, type);
SAME_ROUTE(flags, flags);
SAME_ROUTE(irqchip.irqchip, u.irqchip.irqchip);
SAME_ROUTE(irqchip.pin, u.irqchip.pin);
SAME_ROUTE(msi.address_lo, u.msi.address_lo);
SAME_ROUTE(msi.address_hi, u.msi.address_hi);
SAME_ROUTE(msi.data, u.msi.data);
SAME_ROUTE(msi.devid, u.msi.devid);
_Static_assert(sizeof(struct kvm_irq_routing_entry_arm64) == sizeof(struct kvm_irq_routing_entry) &&
                   sizeof(struct kvm_irq_routing_head) == offsetof(struct kvm_irq_routing, entries) &&
                   offsetof(struct kvm_irq_routing_head, nr) == offsetof(struct kvm_irq_routing, nr),
               "a table of kvm_irq_routing_entry_arm64 is laid out otherwise in the kernel");

/* Function-like macros of the kernel headers, applied: jextract evaluates object-like ones only. */
#define JVMM_CORE_REG(size, member) \
  (KVM_REG_ARM64 | size | KVM_REG_ARM_CORE | KVM_REG_ARM_CORE_REG(member))
#define JVMM_REG_X0 JVMM_CORE_REG(KVM_REG_SIZE_U64, regs.regs[0])
#define JVMM_REG_SP_EL0 JVMM_CORE_REG(KVM_REG_SIZE_U64, regs.sp)
#define JVMM_REG_PC JVMM_CORE_REG(KVM_REG_SIZE_U64, regs.pc)
#define JVMM_REG_PSTATE JVMM_CORE_REG(KVM_REG_SIZE_U64, regs.pstate)
#define JVMM_REG_SP_EL1 JVMM_CORE_REG(KVM_REG_SIZE_U64, sp_el1)
#define JVMM_REG_ELR_EL1 JVMM_CORE_REG(KVM_REG_SIZE_U64, elr_el1)
#define JVMM_REG_V0 JVMM_CORE_REG(KVM_REG_SIZE_U128, fp_regs.vregs[0])
#define JVMM_REG_Z0 KVM_REG_ARM64_SVE_ZREG(0, 0)
#define JVMM_REG_MPIDR_EL1 ARM64_SYS_REG(3, 0, 0, 0, 5)
#define JVMM_REG_CNTVCT_EL0 KVM_REG_ARM_TIMER_CNT
