// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers that have names, nft's where nft has one.
 */
#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include <linux/ct6.h>
#include <linux/rtnetlink.h>

#include "names.h"

const struct name proto_names[] = {
	{ "tcp", IPPROTO_TCP },
	{ "udp", IPPROTO_UDP },
	{ "udplite", IPPROTO_UDPLITE },
	{ "sctp", IPPROTO_SCTP },
	{ "dccp", IPPROTO_DCCP },
	{ "icmpv6", IPPROTO_ICMPV6 },
	{ "ipv6-icmp", IPPROTO_ICMPV6 },
	{ "icmp6", IPPROTO_ICMPV6 },
	{ "esp", IPPROTO_ESP },
	{ "ah", IPPROTO_AH },
	{ "gre", IPPROTO_GRE },
	{ "ipv6", IPPROTO_IPV6 },
	{ "ospf", 89 },
	{ "ospfigp", 89 },
	{ "pim", IPPROTO_PIM },
	{ "vrrp", 112 },
	{ "l2tp", 115 },
	{ NULL, 0 }
};

const struct name icmpv6_type_names[] = {
	{ "destination-unreachable", 1 },
	{ "packet-too-big", 2 },
	{ "time-exceeded", 3 },
	{ "parameter-problem", 4 },
	{ "echo-request", 128 },
	{ "echo-reply", 129 },
	{ "mld-listener-query", 130 },
	{ "mld-listener-report", 131 },
	{ "mld-listener-done", 132 },
	{ "mld-listener-reduction", 132 },
	{ "nd-router-solicit", 133 },
	{ "nd-router-advert", 134 },
	{ "nd-neighbor-solicit", 135 },
	{ "nd-neighbor-advert", 136 },
	{ "nd-redirect", 137 },
	{ "router-renumbering", 138 },
	{ "ind-neighbor-solicit", 141 },
	{ "ind-neighbor-advert", 142 },
	{ "mld2-listener-report", 143 },
	{ NULL, 0 }
};

/* Of Destination Unreachable. */
const struct name reject_code_names[] = {
	{ "no-route", 0 },
	{ "admin-prohibited", 1 },
	{ "beyond-scope", 2 },
	{ "addr-unreachable", 3 },
	{ "port-unreachable", 4 },
	{ "policy-fail", 5 },
	{ "reject-route", 6 },
	{ NULL, 0 }
};

/* Those of all types, to be read: no two have one name. */
const struct name icmpv6_code_names[] = {
	{ "no-route", 0 },
	{ "admin-prohibited", 1 },
	{ "beyond-scope", 2 },
	{ "addr-unreachable", 3 },
	{ "port-unreachable", 4 },
	{ "policy-fail", 5 },
	{ "reject-route", 6 },
	{ "ttl-zero-during-transit", 0 },
	{ "ttl-zero-during-reassembly", 1 },
	{ "bad-header", 0 },
	{ "unknown-header-type", 1 },
	{ "unknown-option", 2 },
	{ NULL, 0 }
};

static const struct name time_exceeded_names[] = {
	{ "ttl-zero-during-transit", 0 },
	{ "ttl-zero-during-reassembly", 1 },
	{ NULL, 0 }
};

static const struct name parameter_problem_names[] = {
	{ "bad-header", 0 },
	{ "unknown-header-type", 1 },
	{ "unknown-option", 2 },
	{ NULL, 0 }
};

/* Names of the codes that a type of ICMPv6 has, or NULL. */
const struct name *icmpv6_codes_of(int type)
{
	switch (type) {
	case ICMP6_DST_UNREACH:
		return reject_code_names;
	case ICMP6_TIME_EXCEEDED:
		return time_exceeded_names;
	case ICMP6_PARAM_PROB:
		return parameter_problem_names;
	default:
		return NULL;
	}
}

/* nft's codes for any family, as codes of Destination Unreachable. */
const struct name icmpx_code_names[] = {
	{ "no-route", 0 },
	{ "admin-prohibited", 1 },
	{ "host-unreachable", 3 },
	{ "port-unreachable", 4 },
	{ NULL, 0 }
};

const struct name dscp_names[] = {
	{ "cs0", 0 }, { "cs1", 8 }, { "cs2", 16 }, { "cs3", 24 },
	{ "cs4", 32 }, { "cs5", 40 }, { "cs6", 48 }, { "cs7", 56 },
	{ "af11", 10 }, { "af12", 12 }, { "af13", 14 },
	{ "af21", 18 }, { "af22", 20 }, { "af23", 22 },
	{ "af31", 26 }, { "af32", 28 }, { "af33", 30 },
	{ "af41", 34 }, { "af42", 36 }, { "af43", 38 },
	{ "ef", 46 }, { "lephb", 1 }, { "be", 0 },
	{ NULL, 0 }
};

const struct name tcp_flag_names[] = {
	{ "fin", 1 }, { "syn", 2 }, { "rst", 4 }, { "psh", 8 },
	{ "ack", 16 }, { "urg", 32 }, { "ecn", 64 }, { "cwr", 128 },
	{ "ece", 64 },
	{ NULL, 0 }
};

const struct name ct_state_names[] = {
	{ "new", CT6_CT_STATE_NEW },
	{ "established", CT6_CT_STATE_ESTABLISHED },
	{ "related", CT6_CT_STATE_RELATED },
	{ "invalid", CT6_CT_STATE_INVALID },
	{ "untracked", CT6_CT_STATE_UNTRACKED },
	{ NULL, 0 }
};

const struct name ct_direction_names[] = {
	{ "original", 0 }, { "reply", 1 },
	{ NULL, 0 }
};

const struct name exthdr_names[] = {
	{ "hbh", CT6_EXTHDR_HBH },
	{ "dst", CT6_EXTHDR_DST },
	{ "rt", CT6_EXTHDR_RT },
	{ "frag", CT6_EXTHDR_FRAG },
	{ "ah", CT6_EXTHDR_AH },
	{ "esp", CT6_EXTHDR_ESP },
	{ "mh", CT6_EXTHDR_MH },
	{ "hip", CT6_EXTHDR_HIP },
	{ "shim6", CT6_EXTHDR_SHIM6 },
	{ "none", CT6_EXTHDR_NONE },
	{ "unknown", CT6_EXTHDR_UNKNOWN },
	{ NULL, 0 }
};

const struct name pkttype_names[] = {
	{ "host", 0 }, { "broadcast", 1 }, { "multicast", 2 }, { "other", 3 },
	{ "unicast", 0 }, { "otherhost", 3 },
	{ NULL, 0 }
};

const struct name route_type_names[] = {
	{ "unspec", RTN_UNSPEC },
	{ "unicast", RTN_UNICAST },
	{ "local", RTN_LOCAL },
	{ "broadcast", RTN_BROADCAST },
	{ "anycast", RTN_ANYCAST },
	{ "multicast", RTN_MULTICAST },
	{ "blackhole", RTN_BLACKHOLE },
	{ "unreachable", RTN_UNREACHABLE },
	{ "prohibit", RTN_PROHIBIT },
	{ "throw", RTN_THROW },
	{ NULL, 0 }
};

/* RFC 6275, 6.1 and RFC 5568, 6.2 */
const struct name mh_type_names[] = {
	{ "binding-refresh-request", 0 }, { "home-test-init", 1 },
	{ "careof-test-init", 2 }, { "home-test", 3 }, { "careof-test", 4 },
	{ "binding-update", 5 }, { "binding-acknowledgement", 6 },
	{ "binding-error", 7 }, { "fast-binding-update", 8 },
	{ "fast-binding-acknowledgement", 9 },
	{ "fast-binding-advertisement", 10 },
	{ "experimental-mobility-header", 11 },
	{ "home-agent-switch-message", 12 },
	{ NULL, 0 }
};

const struct name rpath_names[] = {
	{ "missing", 0 }, { "exists", 1 },
	{ NULL, 0 }
};

const struct name log_level_names[] = {
	{ "emerg", 0 }, { "alert", 1 }, { "crit", 2 }, { "err", 3 },
	{ "warn", 4 }, { "notice", 5 }, { "info", 6 }, { "debug", 7 },
	{ "panic", 0 }, { "error", 3 }, { "warning", 4 },
	{ NULL, 0 }
};

/* RFC 4787, 5 */
const struct name filtering_names[] = {
	{ "endpoint-independent", CT6_FILTERING_ENDPOINT },
	{ "address-and-port-dependent", CT6_FILTERING_FLOW },
	{ NULL, 0 }
};

const struct name helper_names[] = {
	{ "none", CT6_HELPER_NONE },
	{ "ftp", CT6_HELPER_FTP },
	{ "tftp", CT6_HELPER_TFTP },
	{ NULL, 0 }
};

const struct name limit_unit_names[] = {
	{ "second", 1 }, { "minute", 60 }, { "hour", 3600 },
	{ "day", 86400 }, { "week", 604800 },
	{ NULL, 0 }
};

/* Of a limit; those of addresses are enum ct6_per, too. */
const struct name per_names[] = {
	{ "saddr", CT6_LIMIT_PER_SADDR }, { "daddr", CT6_LIMIT_PER_DADDR },
	{ "sport", CT6_LIMIT_PER_SPORT }, { "dport", CT6_LIMIT_PER_DPORT },
	{ NULL, 0 }
};

const struct name recent_op_names[] = {
	{ "set", CT6_RECENT_OP_SET },
	{ "check", CT6_RECENT_OP_CHECK },
	{ "update", CT6_RECENT_OP_UPDATE },
	{ "remove", CT6_RECENT_OP_REMOVE },
	{ "rcheck", CT6_RECENT_OP_CHECK },
	{ NULL, 0 }
};

const struct name tcp_state_names[] = {
	{ "none", CT6_TCP_STATE_NONE },
	{ "syn-sent", CT6_TCP_STATE_SYN_SENT },
	{ "syn-recv", CT6_TCP_STATE_SYN_RECV },
	{ "established", CT6_TCP_STATE_ESTABLISHED },
	{ "fin-wait", CT6_TCP_STATE_FIN_WAIT },
	{ "close-wait", CT6_TCP_STATE_CLOSE_WAIT },
	{ "last-ack", CT6_TCP_STATE_LAST_ACK },
	{ "time-wait", CT6_TCP_STATE_TIME_WAIT },
	{ "close", CT6_TCP_STATE_CLOSE },
	{ "syn-sent2", CT6_TCP_STATE_SYN_SENT2 },
	{ NULL, 0 }
};

const struct name flow_status_names[] = {
	{ "seen-reply", CT6_FLOW_STATUS_SEEN_REPLY },
	{ "assured", CT6_FLOW_STATUS_ASSURED },
	{ "local", CT6_FLOW_STATUS_LOCAL },
	{ "denied", CT6_FLOW_STATUS_DENIED },
	{ NULL, 0 }
};

const struct name reason_names[] = {
	{ "none", CT6_DESTROY_REASON_NONE },
	{ "timeout", CT6_DESTROY_REASON_TIMEOUT },
	{ "deleted", CT6_DESTROY_REASON_DELETED },
	{ "denied", CT6_DESTROY_REASON_DENIED },
	{ "evicted", CT6_DESTROY_REASON_EVICTED },
	{ "replaced", CT6_DESTROY_REASON_REPLACED },
	{ "flushed", CT6_DESTROY_REASON_FLUSHED },
	{ NULL, 0 }
};

const char *name_of(const struct name *names, uint32_t value)
{
	for (; names->name; names++)
		if (names->value == value)
			return names->name;
	return NULL;
}

bool name_find(const struct name *names, const char *name, uint32_t *value)
{
	for (; names->name; names++) {
		if (!strcasecmp(names->name, name)) {
			*value = names->value;
			return true;
		}
	}
	return false;
}

/* The name that was meant, perhaps, or NULL. */
const char *name_closest(const struct name *names, const char *name)
{
	const char *words[64];
	size_t nr = 0;

	for (; names->name && nr < ARRAY_SIZE(words); names++)
		words[nr++] = names->name;
	return word_closest(name, words, nr);
}

/* A protocol by number, by a name of ours, or by one of /etc/protocols. */
bool proto_find(const char *name, uint32_t *proto)
{
	const struct protoent *ent;
	uint64_t value;

	if (parse_u64(name, 255, &value)) {
		*proto = value;
		return true;
	}
	if (name_find(proto_names, name, proto))
		return true;
	ent = getprotobyname(name);
	if (!ent || ent->p_proto < 0 || ent->p_proto > 255)
		return false;
	*proto = ent->p_proto;
	return true;
}

const char *proto_text(uint8_t proto, char *buf, size_t size)
{
	const char *name = name_of(proto_names, proto);

	snprintf(buf, size, "%u", proto);
	return name ? name : buf;
}
