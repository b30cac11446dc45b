// The one list of mechanisms. Its order is the order of every table and chart.
#pragma once

#include "transports/boost_mapped_file.hpp"
#include "transports/boost_mq.hpp"
#include "transports/boost_shm.hpp"
#include "transports/copy.hpp"
#include "transports/fifo.hpp"
#include "transports/mmap_anon_sem.hpp"
#include "transports/mmap_file_sem.hpp"
#include "transports/null.hpp"
#include "transports/pipe.hpp"
#include "transports/posix_mq.hpp"
#include "transports/posix_shm_named_sem.hpp"
#include "transports/posix_shm_sem.hpp"
#include "transports/shm_futex.hpp"
#include "transports/shm_spin.hpp"
#include "transports/socketpair_dgram.hpp"
#include "transports/socketpair_seqpacket.hpp"
#include "transports/socketpair_stream.hpp"
#include "transports/sysv_mq.hpp"
#include "transports/sysv_shm_sem.hpp"
#include "transports/tcp.hpp"
#include "transports/udp.hpp"
#include "transports/unix_dgram.hpp"
#include "transports/unix_seqpacket.hpp"
#include "transports/unix_stream.hpp"

namespace ipcbench {

template <Transport... Ts>
struct Mechanisms {};

using Catalogue = Mechanisms<Pipe, Fifo,                                              //
                             SocketpairStream, SocketpairDgram, SocketpairSeqpacket,  //
                             UnixStream, UnixSeqpacket, UnixDgram,                    //
                             Tcp, Udp,                                                //
                             PosixMq, SysvMq, BoostMq,                                //
                             PosixShmSem, PosixShmNamedSem, SysvShmSem,               //
                             MmapFileSem, MmapAnonSem, BoostShm, BoostMappedFile,     //
                             ShmFutex, ShmSpin,                                       //
                             Null, Copy>;

}  // namespace ipcbench
