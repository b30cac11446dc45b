// deny ERRNO CALL[,CALL...] COMMAND...: runs a command whose system calls of these names fail.
//
// The way containers and hardened services forbid a call: a seccomp filter that all children
// inherit.
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
  const char* name;
  unsigned number;
} calls[] = {
    {"bind", SYS_bind},
    {"eventfd2", SYS_eventfd2},
    {"flock", SYS_flock},
    {"futex", SYS_futex},
    {"getrandom", SYS_getrandom},
    {"ioctl", SYS_ioctl},
    {"memfd_create", SYS_memfd_create},
    {"mknodat", SYS_mknodat},
#ifdef SYS_mknod
    {"mknod", SYS_mknod},
#endif
    {"mq_open", SYS_mq_open},
    {"msgget", SYS_msgget},
    {"msgsnd", SYS_msgsnd},
    {"perf_event_open", SYS_perf_event_open},
    {"pidfd_open", SYS_pidfd_open},
    {"pipe2", SYS_pipe2},
    {"prctl", SYS_prctl},
    {"ptrace", SYS_ptrace},
    {"sched_getaffinity", SYS_sched_getaffinity},
    {"sched_setaffinity", SYS_sched_setaffinity},
    {"semget", SYS_semget},
    {"semop", SYS_semop},
#ifdef SYS_semtimedop
    {"semtimedop", SYS_semtimedop},
#endif
    {"setpgid", SYS_setpgid},
    {"shmat", SYS_shmat},
    {"shmget", SYS_shmget},
    {"socket", SYS_socket},
    {"socketpair", SYS_socketpair},
};

static unsigned number_of(const char* name) {
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; ++i) {
    if (strcmp(calls[i].name, name) == 0) return calls[i].number;
  }
  fprintf(stderr, "deny: no call '%s'\n", name);
  exit(99);
}

int main(int argc, char** argv) {
  if (argc < 4) {
    fprintf(stderr, "usage: deny ERRNO CALL[,CALL...] COMMAND...\n");
    return 99;
  }
  enum { most_calls = 16 };
  struct sock_filter program[2 * most_calls + 2];
  unsigned short length = 0;
  const unsigned code = (unsigned)atoi(argv[1]) & SECCOMP_RET_DATA;
  program[length++] =
      (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  int known = 0;
  for (char* name = strtok(argv[2], ","); name != NULL && known < most_calls;
       name = strtok(NULL, ","), ++known) {
    program[length++] =
        (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number_of(name), 0, 1);
    program[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | code);
  }
  program[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  const struct sock_fprog filter = {.len = length, .filter = program};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
    perror("deny: seccomp");
    return 98;
  }
  execvp(argv[3], argv + 3);
  perror("deny: exec");
  return 97;
}
