/* Minimal loops in plain C. Nothing here is shared with the program that is compared with it. */
#define _GNU_SOURCE
#include "loops.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_SAMPLES (1 << 20)
#define SLOTS 8

/* What one mechanism needs; each side uses its own half. */
struct link {
  int in[2], out[2]; /* descriptors of side 0 and side 1 */
  int queue[2];
  int semaphores;
  struct shared* shared;
  char* letter;
};

struct shared {
  _Atomic int ready;
  double result;
  sem_t sem[4];
  _Alignas(128) _Atomic unsigned ping;
  _Alignas(128) _Atomic unsigned pong;
  _Alignas(4096) char data[];
};

typedef int (*open_fn)(struct link*, size_t);
typedef void (*move_fn)(struct link*, int side, char* message, size_t bytes, unsigned long index);

struct mechanism {
  const char* name;
  open_fn open;
  move_fn send, receive;
};

static void die(const char* what) {
  perror(what);
  _exit(9);
}

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) die("sched_setaffinity");
}

/* ---- byte streams ---- */

static void send_bytes(struct link* l, int side, char* p, size_t n, unsigned long i) {
  (void)i;
  while (n > 0) {
    ssize_t done = write(l->out[side], p, n);
    if (done <= 0) die("write");
    p += done;
    n -= (size_t)done;
  }
}

static void receive_bytes(struct link* l, int side, char* p, size_t n, unsigned long i) {
  (void)i;
  while (n > 0) {
    ssize_t done = read(l->in[side], p, n);
    if (done <= 0) die("read");
    p += done;
    n -= (size_t)done;
  }
}

static int open_pipe(struct link* l, size_t bytes) {
  int there[2], back[2];
  (void)bytes;
  if (pipe(there) != 0 || pipe(back) != 0) return -1;
  l->out[0] = there[1], l->in[1] = there[0];
  l->out[1] = back[1], l->in[0] = back[0];
  return 0;
}

static int socket_pair(struct link* l, int type) {
  int s[2];
  if (socketpair(AF_UNIX, type, 0, s) != 0) return -1;
  l->in[0] = l->out[0] = s[0];
  l->in[1] = l->out[1] = s[1];
  return 0;
}

static int open_socketpair_stream(struct link* l, size_t bytes) {
  (void)bytes;
  return socket_pair(l, SOCK_STREAM);
}

static int open_socketpair_dgram(struct link* l, size_t bytes) {
  (void)bytes;
  return socket_pair(l, SOCK_DGRAM);
}

static int open_socketpair_seqpacket(struct link* l, size_t bytes) {
  (void)bytes;
  return socket_pair(l, SOCK_SEQPACKET);
}

static int open_tcp(struct link* l, size_t bytes) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof a;
  int on = 1;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  (void)bytes;
  if (bind(listener, (struct sockaddr*)&a, sizeof a) != 0 || listen(listener, 1) != 0) return -1;
  getsockname(listener, (struct sockaddr*)&a, &length);
  l->in[0] = l->out[0] = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(l->in[0], (struct sockaddr*)&a, sizeof a) != 0) return -1;
  l->in[1] = l->out[1] = accept(listener, NULL, NULL);
  close(listener);
  for (int side = 0; side < 2; ++side) {
    setsockopt(l->in[side], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  return 0;
}

static int open_unix_stream(struct link* l, size_t bytes) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  (void)bytes;
  snprintf(a.sun_path, sizeof a.sun_path, "/tmp/reference-%d", getpid());
  unlink(a.sun_path);
  if (bind(listener, (struct sockaddr*)&a, sizeof a) != 0 || listen(listener, 1) != 0) return -1;
  l->in[0] = l->out[0] = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(l->in[0], (struct sockaddr*)&a, sizeof a) != 0) return -1;
  l->in[1] = l->out[1] = accept(listener, NULL, NULL);
  close(listener);
  unlink(a.sun_path);
  return 0;
}

/* ---- packets ---- */

static void send_packet(struct link* l, int side, char* p, size_t n, unsigned long i) {
  (void)i;
  if (send(l->out[side], p, n, 0) != (ssize_t)n) die("send");
}

static void receive_packet(struct link* l, int side, char* p, size_t n, unsigned long i) {
  (void)i;
  if (recv(l->in[side], p, n, 0) != (ssize_t)n) die("recv");
}

static int open_udp(struct link* l, size_t bytes) {
  struct sockaddr_in a[2];
  (void)bytes;
  for (int side = 0; side < 2; ++side) {
    socklen_t length = sizeof a[side];
    memset(&a[side], 0, sizeof a[side]);
    a[side].sin_family = AF_INET;
    a[side].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    l->in[side] = l->out[side] = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(l->in[side], (struct sockaddr*)&a[side], sizeof a[side]) != 0) return -1;
    getsockname(l->in[side], (struct sockaddr*)&a[side], &length);
  }
  for (int side = 0; side < 2; ++side) {
    if (connect(l->in[side], (struct sockaddr*)&a[1 - side], sizeof a[0]) != 0) return -1;
  }
  return 0;
}

/* ---- message queues ---- */

static int open_posix_mq(struct link* l, size_t bytes) {
  struct mq_attr attributes = {.mq_maxmsg = 10, .mq_msgsize = (long)bytes};
  for (int i = 0; i < 2; ++i) {
    char name[64];
    snprintf(name, sizeof name, "/reference-%d-%d", getpid(), i);
    l->queue[i] = mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &attributes);
    if (l->queue[i] < 0) return -1;
    mq_unlink(name);
  }
  return 0;
}

static void send_posix_mq(struct link* l, int side, char* p, size_t n, unsigned long i) {
  (void)i;
  if (mq_send(l->queue[side], p, n, 0) != 0) die("mq_send");
}

static void receive_posix_mq(struct link* l, int side, char* p, size_t n, unsigned long i) {
  (void)i;
  if (mq_receive(l->queue[1 - side], p, n, NULL) < 0) die("mq_receive");
}

static int open_sysv_mq(struct link* l, size_t bytes) {
  for (int i = 0; i < 2; ++i) {
    l->queue[i] = msgget(IPC_PRIVATE, 0600);
    if (l->queue[i] < 0) return -1;
  }
  l->letter = calloc(1, sizeof(long) + bytes);
  return 0;
}

static void send_sysv_mq(struct link* l, int side, char* p, size_t n, unsigned long i) {
  (void)i;
  *(long*)(void*)l->letter = 1;
  memcpy(l->letter + sizeof(long), p, n);
  if (msgsnd(l->queue[side], l->letter, n, 0) != 0) die("msgsnd");
}

static void receive_sysv_mq(struct link* l, int side, char* p, size_t n, unsigned long i) {
  (void)i;
  if (msgrcv(l->queue[1 - side], l->letter, n, 0, 0) < 0) die("msgrcv");
  memcpy(p, l->letter + sizeof(long), n);
}

/* ---- shared memory: two bounded buffers of 8 slots with two counting semaphores each ---- */

static char* slot(struct link* l, int direction, size_t n, unsigned long i) {
  size_t stride = (n + 63) / 64 * 64;
  return l->shared->data + ((size_t)direction * SLOTS + i % SLOTS) * stride;
}

static int open_shared_sem(struct link* l, size_t bytes) {
  (void)bytes;
  for (int i = 0; i < 4; ++i) sem_init(&l->shared->sem[i], 1, i % 2 == 0 ? 0 : SLOTS);
  return 0;
}

static void send_sem(struct link* l, int side, char* p, size_t n, unsigned long i) {
  sem_wait(&l->shared->sem[2 * side + 1]);
  memcpy(slot(l, side, n, i), p, n);
  sem_post(&l->shared->sem[2 * side]);
}

static void receive_sem(struct link* l, int side, char* p, size_t n, unsigned long i) {
  sem_wait(&l->shared->sem[2 * (1 - side)]);
  memcpy(p, slot(l, 1 - side, n, i), n);
  sem_post(&l->shared->sem[2 * (1 - side) + 1]);
}

static int open_sysv_sem(struct link* l, size_t bytes) {
  (void)bytes;
  l->semaphores = semget(IPC_PRIVATE, 2, 0600);
  return l->semaphores < 0 ? -1 : 0;
}

static void change(struct link* l, int number, int by) {
  struct sembuf operation = {.sem_num = (unsigned short)number, .sem_op = (short)by};
  if (semop(l->semaphores, &operation, 1) != 0) die("semop");
}

/* One buffer and one semaphore a direction: right for a ping-pong, where the answer says that the
   buffer is free. */
static void send_sysv_sem(struct link* l, int side, char* p, size_t n, unsigned long i) {
  memcpy(slot(l, side, n, i), p, n);
  change(l, side, 1);
}

static void receive_sysv_sem(struct link* l, int side, char* p, size_t n, unsigned long i) {
  change(l, 1 - side, -1);
  memcpy(p, slot(l, 1 - side, n, i), n);
}

static const struct mechanism mechanisms[] = {
    {"pipe", open_pipe, send_bytes, receive_bytes},
    {"socketpair_stream", open_socketpair_stream, send_bytes, receive_bytes},
    {"socketpair_dgram", open_socketpair_dgram, send_packet, receive_packet},
    {"socketpair_seqpacket", open_socketpair_seqpacket, send_packet, receive_packet},
    {"unix_stream", open_unix_stream, send_bytes, receive_bytes},
    {"tcp", open_tcp, send_bytes, receive_bytes},
    {"udp", open_udp, send_packet, receive_packet},
    {"posix_mq", open_posix_mq, send_posix_mq, receive_posix_mq},
    {"sysv_mq", open_sysv_mq, send_sysv_mq, receive_sysv_mq},
    {"posix_shm_sem", open_shared_sem, send_sem, receive_sem},
    {"mmap_anon_sem", open_shared_sem, send_sem, receive_sem},
    {"sysv_shm_sem", open_sysv_sem, send_sysv_sem, receive_sysv_sem},
};

static const struct mechanism* find(const char* name) {
  for (size_t i = 0; i < sizeof mechanisms / sizeof *mechanisms; ++i) {
    if (strcmp(mechanisms[i].name, name) == 0) return &mechanisms[i];
  }
  return NULL;
}

static void close_link(struct link* l) {
  int* all[] = {&l->in[0], &l->in[1], &l->out[0], &l->out[1]};
  for (size_t i = 0; i < 4; ++i) {
    if (*all[i] > 0) close(*all[i]);
    for (size_t j = i + 1; j < 4; ++j) {
      if (*all[j] == *all[i]) *all[j] = 0;
    }
  }
}

static int by_value(const void* a, const void* b) {
  double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

static double run_pair(const char* name, size_t bytes, int cpus[2], int ms, int one_way) {
  const struct mechanism* m = find(name);
  size_t shared_bytes = sizeof(struct shared) + 2 * SLOTS * ((bytes + 63) / 64 * 64);
  struct link l;
  pid_t child[2];
  double result;
  if (m == NULL) return -1;
  memset(&l, 0, sizeof l);
  l.shared = mmap(NULL, shared_bytes, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (m->open(&l, bytes) != 0) die(name);
  /* The number of messages is fixed by what the mechanism usually needs; a stop flag that both
     looked at would be one more cache line in the loop. */
  for (int side = 1; side >= 0; --side) {
    child[side] = fork();
    if (child[side] != 0) continue;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pin(cpus[side]);
    char* out = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    char* in = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE,
                    -1, 0);
    memset(out, 1, bytes);
    memset(in, 1, bytes);
    unsigned long i = 0;
    /* warm up and calibrate with round trips */
    const unsigned long warmup = 100;
    double began = now_ns();
    for (; i < warmup; ++i) {
      if (side == 0) m->send(&l, side, out, bytes, i);
      m->receive(&l, side, in, bytes, i);
      if (side == 1) m->send(&l, side, in, bytes, i);
    }
    double each = (now_ns() - began) / (double)warmup;
    if (one_way) { /* and with a stream that is answered once */
      began = now_ns();
      for (unsigned long k = 0; k < warmup; ++k, ++i) {
        if (side == 0) m->send(&l, side, out, bytes, i);
        if (side == 1) m->receive(&l, side, in, bytes, i);
      }
      if (side == 0) m->receive(&l, side, in, bytes, i);
      if (side == 1) m->send(&l, side, in, bytes, i);
      ++i;
      each = (now_ns() - began) / (double)warmup;
    }
    if (side == 0) {
      double wanted = ms * 1e6 / each;
      if (wanted > MAX_SAMPLES) wanted = MAX_SAMPLES;
      atomic_store(&l.shared->ready, (int)wanted + 2);
    } else {
      while (atomic_load(&l.shared->ready) == 0) usleep(10);
    }
    const int count = atomic_load(&l.shared->ready);
    if (side == 1) {
      if (one_way) {
        for (int k = 0; k < count; ++k, ++i) m->receive(&l, side, in, bytes, i);
        l.shared->result = now_ns();
      } else {
        for (int k = 0; k < count; ++k, ++i) {
          m->receive(&l, side, in, bytes, i);
          m->send(&l, side, in, bytes, i);
        }
      }
      _exit(0);
    }
    usleep(200); /* the other side waits in its loop by now */
    if (one_way) {
      began = now_ns();
      for (int k = 0; k < count; ++k, ++i) m->send(&l, side, out, bytes, i);
      int status;
      /* the parent reaps; wait for the result here */
      while (l.shared->result == 0) usleep(50);
      status = 0;
      l.shared->result = (double)bytes * count / ((l.shared->result - began) / 1e9);
      _exit(status);
    }
    double* samples = malloc(sizeof *samples * (size_t)count);
    memset(samples, 1, sizeof *samples * (size_t)count);
    double t0 = now_ns();
    for (int k = 0; k < count; ++k, ++i) {
      m->send(&l, side, out, bytes, i);
      m->receive(&l, side, in, bytes, i);
      double t1 = now_ns();
      samples[k] = t1 - t0;
      t0 = t1;
    }
    qsort(samples, (size_t)count, sizeof *samples, by_value);
    l.shared->result = samples[count / 2];
    _exit(0);
  }
  for (int side = 0; side < 2; ++side) {
    int status;
    waitpid(child[side], &status, 0);
    if (status != 0) die("a reference loop failed");
  }
  result = l.shared->result;
  if (l.letter != NULL || strcmp(name, "posix_mq") == 0) {
    for (int i = 0; i < 2; ++i) {
      if (l.letter != NULL) {
        msgctl(l.queue[i], IPC_RMID, NULL);
      } else {
        mq_close(l.queue[i]);
      }
    }
    free(l.letter);
  }
  if (l.semaphores != 0) semctl(l.semaphores, 0, IPC_RMID);
  close_link(&l);
  munmap(l.shared, shared_bytes);
  return result;
}

double reference_round_trip_ns(const char* mechanism, size_t bytes, int client_cpu, int server_cpu,
                               int ms) {
  int cpus[2] = {client_cpu, server_cpu};
  return run_pair(mechanism, bytes, cpus, ms, 0);
}

double reference_stream_bytes_per_s(const char* mechanism, size_t bytes, int client_cpu,
                                    int server_cpu, int ms) {
  int cpus[2] = {client_cpu, server_cpu};
  if (strcmp(mechanism, "udp") == 0 || strcmp(mechanism, "sysv_shm_sem") == 0) return -1;
  return run_pair(mechanism, bytes, cpus, ms, 1);
}

double reference_distance_ns(int client_cpu, int server_cpu, int ms) {
  struct shared* s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  pid_t server = fork();
  if (server == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pin(server_cpu);
    for (unsigned n = 1;; ++n) {
      while (atomic_load_explicit(&s->ping, memory_order_acquire) != n) {
      }
      atomic_store_explicit(&s->pong, n, memory_order_release);
    }
  }
  pid_t client = fork();
  if (client == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pin(client_cpu);
    /* Batches of 64 rounds; the median batch is free of interrupts. */
    static double batches[4096];
    int count = 0;
    unsigned n = 1;
    double until = now_ns() + ms * 1e6;
    while (count < 4096) {
      double t0 = now_ns();
      if (t0 > until && count > 8) break;
      for (int k = 0; k < 64; ++k, ++n) {
        atomic_store_explicit(&s->ping, n, memory_order_release);
        while (atomic_load_explicit(&s->pong, memory_order_acquire) != n) {
        }
      }
      batches[count++] = (now_ns() - t0) / 64;
    }
    qsort(batches, (size_t)count, sizeof *batches, by_value);
    s->result = batches[count / 2];
    _exit(0);
  }
  waitpid(client, NULL, 0);
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
  double result = s->result;
  munmap(s, sizeof *s);
  return result;
}
