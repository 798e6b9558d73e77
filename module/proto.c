// SPDX-License-Identifier: GPL-2.0-only
/*
 * The protocols that ct6 knows.
 */
#include "proto.h"

static const struct ct6_proto *ct6_proto_seldom(u8 l4proto)
{
	switch (l4proto) {
	case IPPROTO_UDPLITE:
		return &ct6_proto_udp;
	case IPPROTO_ICMPV6:
		return &ct6_proto_icmpv6;
	case IPPROTO_SCTP:
		return &ct6_proto_sctp;
	case IPPROTO_DCCP:
		return &ct6_proto_dccp;
	case IPPROTO_GRE:
		return &ct6_proto_gre;
	case IPPROTO_ESP:
		return &ct6_proto_esp;
	default:
		return &ct6_proto_generic;
	}
}

/**
 * ct6_proto_get() - what ct6 knows of a protocol
 * @l4proto: protocol
 *
 * Context: any.
 * Return: never NULL; of an unknown protocol what holds for any.
 */
__always_inline const struct ct6_proto *ct6_proto_get(u8 l4proto)
{
	if (l4proto == IPPROTO_TCP)
		return &ct6_proto_tcp;
	if (l4proto == IPPROTO_UDP)
		return &ct6_proto_udp;
	return ct6_proto_seldom(l4proto);
}
