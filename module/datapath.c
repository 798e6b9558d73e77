// SPDX-License-Identifier: GPL-2.0-only
/*
 * The packet's way, from the hook to the verdict, as one unit for the
 * compiler: what most packets pass is inlined into ct6_judge(). With retpolines
 * and stack protectors a call costs as much as what many a function here does.
 * What few packets need (extension headers, sums, new flows, ...) is outside.
 */
#include "key.c"
#include "table.c"
#include "packet.c"
#include "proto_udp.c"
#include "tcp_window.c"
#include "proto_tcp.c"
#include "proto.c"
#include "ahead.c"
#include "fastpath.c"
#include "revalidate.c"
#include "judge.c"
#include "hooks.c"
