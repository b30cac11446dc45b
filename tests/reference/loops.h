/* Hand-written minimal loops: what a mechanism costs when nothing but the calls is there. */
#ifndef IPCBENCH_TESTS_REFERENCE_LOOPS_H
#define IPCBENCH_TESTS_REFERENCE_LOOPS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The median round trip in ns over about `ms` milliseconds, between two pinned processes.
   Negative if the mechanism has no reference loop. */
double reference_round_trip_ns(const char* mechanism, size_t bytes, int client_cpu, int server_cpu,
                               int ms);

/* Bytes a second, one way, timed from the first send to the last receive; negative as above. */
double reference_stream_bytes_per_s(const char* mechanism, size_t bytes, int client_cpu,
                                    int server_cpu, int ms);

/* A bare ping-pong of two cache lines: the distance of two CPUs, in ns there and back. */
double reference_distance_ns(int client_cpu, int server_cpu, int ms);

#ifdef __cplusplus
}
#endif

#endif
