/*
 * What jextract reads: what of the C library and of the kernel's interface to programs jvmm uses
 * besides KVM, plus the few definitions that it needs spelled out because it cannot see through them.
 */
#define _GNU_SOURCE /* MAP_NORESERVE */

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/in.h>
#include <linux/io_uring.h>
#include <linux/sockios.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#define SAME_SIZE(ours, kernels) \
  _Static_assert(sizeof(struct ours) == sizeof(struct kernels), #ours " has another size")
#define SAME_PLACE(ours, member, kernels, its)                           \
  _Static_assert(offsetof(struct ours, member) ==                        \
                     offsetof(struct kernels, its),                      \
                 #ours "." #member " is elsewhere in struct " #kernels)

/* struct ifreq with those arms of its union that jvmm uses. */
struct interface_request {
  char name[IFNAMSIZ];
  union {
    short flags;
    int index;
    int mtu;
    struct {
      __u16 family; /* struct sockaddr_in */
      __u16 port;
      __u8 octets[4];
    } address;
    char padding[sizeof(struct ifreq) - IFNAMSIZ];
  };
};
SAME_SIZE(interface_request, ifreq);
SAME_PLACE(interface_request, name, ifreq, ifr_name);
SAME_PLACE(interface_request, flags, ifreq, ifr_flags);
SAME_PLACE(interface_request, index, ifreq, ifr_ifindex);
SAME_PLACE(interface_request, mtu, ifreq, ifr_mtu);
SAME_PLACE(interface_request, address.family, ifreq, ifr_addr.sa_family);
_Static_assert(offsetof(struct interface_request, address.octets) ==
                   offsetof(struct ifreq, ifr_addr) + offsetof(struct sockaddr_in, sin_addr),
               "interface_request.address.octets is elsewhere in struct ifreq");

/* struct io_uring_sqe with those arms of its unions that jvmm uses. */
struct uring_submission {
  __u8 opcode;
  __u8 flags;
  __u16 ioprio;
  __s32 fd;
  __u64 off;
  __u64 addr;
  __u32 len;
  __u32 op_flags; /* fsync_flags and the like */
  __u64 user_data;
  __u16 buf_index;
  __u16 personality;
  __s32 file_index;
  __u64 addr3;
  __u64 padding;
};
SAME_SIZE(uring_submission, io_uring_sqe);
SAME_PLACE(uring_submission, opcode, io_uring_sqe, opcode);
SAME_PLACE(uring_submission, flags, io_uring_sqe, flags);
SAME_PLACE(uring_submission, ioprio, io_uring_sqe, ioprio);
SAME_PLACE(uring_submission, fd, io_uring_sqe, fd);
SAME_PLACE(uring_submission, off, io_uring_sqe, off);
SAME_PLACE(uring_submission, addr, io_uring_sqe, addr);
SAME_PLACE(uring_submission, len, io_uring_sqe, len);
SAME_PLACE(uring_submission, op_flags, io_uring_sqe, fsync_flags);
SAME_PLACE(uring_submission, user_data, io_uring_sqe, user_data);
SAME_PLACE(uring_submission, buf_index, io_uring_sqe, buf_index);
SAME_PLACE(uring_submission, personality, io_uring_sqe, personality);
SAME_PLACE(uring_submission, file_index, io_uring_sqe, file_index);
SAME_PLACE(uring_submission, addr3, io_uring_sqe, addr3);

/* struct io_uring_cqe of a ring that was made without IORING_SETUP_CQE32. */
struct uring_completion {
  __u64 user_data;
  __s32 res;
  __u32 flags;
};
SAME_SIZE(uring_completion, io_uring_cqe);
SAME_PLACE(uring_completion, user_data, io_uring_cqe, user_data);
SAME_PLACE(uring_completion, res, io_uring_cqe, res);
SAME_PLACE(uring_completion, flags, io_uring_cqe, flags);
