/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The module's own sources, as they are, from the packet to the verdict. What
 * they call of the module beyond these is not linked: a fuzzer that comes
 * there ends.
 */
#ifndef _CT6_FUZZ_MODULE_H
#define _CT6_FUZZ_MODULE_H

#include "../../module/datapath.c"
#include "../../module/header.c"
#include "../../module/proto_icmpv6.c"
#include "../../module/proto_sctp.c"
#include "../../module/proto_dccp.c"
#include "../../module/proto_gre.c"
#include "../../module/proto_esp.c"
#include "../../module/proto_generic.c"
#include "../../module/icmpv6_error.c"
#include "../../module/mobility.c"
#include "../../module/essentials.c"
#include "../../module/expect.c"
#include "../../module/kin.c"
#include "../../module/flow.c"
#include "../../module/helper.c"
#include "../../module/helper_ftp.c"
#include "../../module/helper_tftp.c"

#endif /* _CT6_FUZZ_MODULE_H */
