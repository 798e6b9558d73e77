// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flows as the kernel tells them, and as they are shown.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <net/if.h>
#include <string.h>
#include <time.h>

#include "decode.h"
#include "duration.h"
#include "flow.h"
#include "model.h"

#define NS_PER_SEC	1000000000u

/* How far a column goes that most flows fill no further. */
#define PROTO_COLUMN	6
#define STATE_COLUMN	11

static const struct name sctp_state_names[] = {
	{ "none", CT6_SCTP_STATE_NONE },
	{ "cookie-wait", CT6_SCTP_STATE_COOKIE_WAIT },
	{ "cookie-echoed", CT6_SCTP_STATE_COOKIE_ECHOED },
	{ "established", CT6_SCTP_STATE_ESTABLISHED },
	{ "shutdown-sent", CT6_SCTP_STATE_SHUTDOWN_SENT },
	{ "shutdown-ack-sent", CT6_SCTP_STATE_SHUTDOWN_ACK_SENT },
	{ "closed", CT6_SCTP_STATE_CLOSED },
	{ "heartbeat", CT6_SCTP_STATE_HEARTBEAT },
	{ NULL, 0 }
};

static const struct name dccp_state_names[] = {
	{ "none", CT6_DCCP_STATE_NONE },
	{ "request", CT6_DCCP_STATE_REQUEST },
	{ "respond", CT6_DCCP_STATE_RESPOND },
	{ "partopen", CT6_DCCP_STATE_PARTOPEN },
	{ "open", CT6_DCCP_STATE_OPEN },
	{ "closereq", CT6_DCCP_STATE_CLOSEREQ },
	{ "closing", CT6_DCCP_STATE_CLOSING },
	{ "time-wait", CT6_DCCP_STATE_TIME_WAIT },
	{ "listen", CT6_DCCP_STATE_LISTEN },
	{ NULL, 0 }
};

/* Names of a protocol's states, or NULL when it has none. */
const struct name *flow_states(uint8_t l4proto)
{
	switch (l4proto) {
	case IPPROTO_TCP:
		return tcp_state_names;
	case IPPROTO_SCTP:
		return sctp_state_names;
	case IPPROTO_DCCP:
		return dccp_state_names;
	default:
		return NULL;
	}
}

static uint16_t port_host(const struct attrs *attrs, int type)
{
	uint16_t port = 0;

	attrs_u16(attrs, type, &port);
	return ntohs(port);
}

static void flow_decode_key(struct flow *flow, const struct attrs *attrs)
{
	const void *saddr, *daddr;

	saddr = attrs_data(attrs, CT6_A_FLOW_SADDR, sizeof(flow->saddr));
	if (saddr)
		memcpy(&flow->saddr, saddr, sizeof(flow->saddr));
	daddr = attrs_data(attrs, CT6_A_FLOW_DADDR, sizeof(flow->daddr));
	if (daddr)
		memcpy(&flow->daddr, daddr, sizeof(flow->daddr));
	flow->sport = port_host(attrs, CT6_A_FLOW_SPORT);
	flow->dport = port_host(attrs, CT6_A_FLOW_DPORT);
	flow->icmp_id = port_host(attrs, CT6_A_FLOW_ICMP_ID);
	attrs_u8(attrs, CT6_A_FLOW_ICMP_TYPE, &flow->icmp_type);
	attrs_u32(attrs, CT6_A_FLOW_SCOPE, &flow->scope);
}

/**
 * flow_decode() - read a flow
 * @flow: result
 * @nlh: message of the family
 *
 * Return: false for what is no flow.
 */
bool flow_decode(struct flow *flow, const struct nlmsghdr *nlh)
{
	struct attrs attrs;
	int i;

	memset(flow, 0, sizeof(*flow));
	attrs_parse_message(&attrs, nlh);
	for (i = 0; i <= CT6_A_FLOW_MAX; i++)
		if (attrs.attr[i])
			flow->has |= UINT64_C(1) << i;
	flow_decode_key(flow, &attrs);
	attrs_u64(&attrs, CT6_A_FLOW_ID, &flow->id);
	attrs_u32(&attrs, CT6_A_FLOW_HOOK, &flow->hook);
	attrs_u32(&attrs, CT6_A_FLOW_IIF, &flow->iif);
	attrs_u32(&attrs, CT6_A_FLOW_OIF, &flow->oif);
	attrs_u8(&attrs, CT6_A_FLOW_STATE, &flow->state);
	attrs_u32(&attrs, CT6_A_FLOW_STATUS, &flow->status);
	attrs_u32(&attrs, CT6_A_FLOW_MARK, &flow->mark);
	attrs_u32(&attrs, CT6_A_FLOW_TIMEOUT, &flow->timeout);
	attrs_u64(&attrs, CT6_A_FLOW_START, &flow->start);
	attrs_u64(&attrs, CT6_A_FLOW_ORIG_PACKETS, &flow->packets[0]);
	attrs_u64(&attrs, CT6_A_FLOW_ORIG_BYTES, &flow->bytes[0]);
	attrs_u64(&attrs, CT6_A_FLOW_REPLY_PACKETS, &flow->packets[1]);
	attrs_u64(&attrs, CT6_A_FLOW_REPLY_BYTES, &flow->bytes[1]);
	attrs_u32(&attrs, CT6_A_FLOW_REASON, &flow->reason);
	return attrs_u8(&attrs, CT6_A_FLOW_L4PROTO, &flow->l4proto) &&
	       flow_has(flow, CT6_A_FLOW_SADDR) &&
	       flow_has(flow, CT6_A_FLOW_DADDR);
}

/*
 * A dump asks for the same few names again and again, each a system call; so
 * would be a look at the clock.
 */
struct iface {
	uint32_t	index;
	char		name[IF_NAMESIZE + 4];
};

static struct iface ifaces[64];

/**
 * flow_names_age() - ask anew for names of interfaces, every second
 *
 * For who goes on for long: names may change their meaning.
 */
void flow_names_age(void)
{
	static time_t until;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	if (now.tv_sec <= until)
		return;
	until = now.tv_sec + 1;
	memset(ifaces, 0, sizeof(ifaces));
}

static const char *iface_name(uint32_t index)
{
	struct iface *iface = &ifaces[index % ARRAY_SIZE(ifaces)];

	if (iface->index == index && iface->name[0])
		return iface->name;
	iface->index = index;
	if (!if_indextoname(index, iface->name))
		snprintf(iface->name, sizeof(iface->name), "if%u", index);
	return iface->name;
}

/* What takes the state's place where a protocol has none. */
static const char *flow_state(const struct flow *flow, char *buf, size_t size)
{
	const struct name *states = flow_states(flow->l4proto);
	const char *name;

	if (!states)
		return flow->status & CT6_FLOW_STATUS_SEEN_REPLY ? "replied" :
								   "unreplied";
	name = name_of(states, flow->state);
	snprintf(buf, size, "%u", flow->state);
	return name ? name : buf;
}

static bool addr_has_scope(const struct in6_addr *addr)
{
	return IN6_IS_ADDR_LINKLOCAL(addr) || IN6_IS_ADDR_MC_LINKLOCAL(addr);
}

static void print_endpoint(struct text *text, const struct flow *flow,
			   const struct in6_addr *addr, uint16_t port)
{
	bool ports = flow_has(flow, CT6_A_FLOW_SPORT);
	char buf[INET6_ADDRSTRLEN];

	inet_ntop(AF_INET6, addr, buf, sizeof(buf));
	text_addf(text, "%s%s", ports ? "[" : "", buf);
	if (flow->scope && addr_has_scope(addr))
		text_addf(text, "%%%s", iface_name(flow->scope));
	if (ports)
		text_addf(text, "]:%u", port);
}

static void print_query(struct text *text, const struct flow *flow)
{
	const char *name = name_of(icmpv6_type_names, flow->icmp_type);

	if (!flow_has(flow, CT6_A_FLOW_ICMP_TYPE))
		return;
	if (name)
		text_addf(text, " %s", name);
	else
		text_addf(text, " type %u", flow->icmp_type);
	if (flow_has(flow, CT6_A_FLOW_ICMP_ID))
		text_addf(text, " id %u", flow->icmp_id);
}

static void print_ifaces(struct text *text, const struct flow *flow)
{
	if (flow->iif || flow->oif)
		text_addf(text, " %s > ",
			  flow->iif ? iface_name(flow->iif) : "local");
	if (flow->iif || flow->oif)
		text_addf(text, "%s",
			  flow->oif ? iface_name(flow->oif) : "local");
}

/* Seen replies show in the counters and states, assured and denied do not. */
static void print_status(struct text *text, const struct flow *flow)
{
	const struct name *name;

	for (name = flow_status_names; name->name; name++)
		if (flow->status & name->value &&
		    name->value != CT6_FLOW_STATUS_SEEN_REPLY &&
		    name->value != CT6_FLOW_STATUS_LOCAL)
			text_addf(text, " %s", name->name);
}

/**
 * flow_print() - a flow as one line
 * @text: result, without end of line
 * @flow: flow
 */
void flow_print(struct text *text, const struct flow *flow)
{
	char proto[8], state[8];

	text_addf(text, "%-*s %-*s ", PROTO_COLUMN,
		  proto_text(flow->l4proto, proto, sizeof(proto)),
		  STATE_COLUMN, flow_state(flow, state, sizeof(state)));
	print_endpoint(text, flow, &flow->saddr, flow->sport);
	text_addf(text, " -> ");
	print_endpoint(text, flow, &flow->daddr, flow->dport);
	print_query(text, flow);
	print_ifaces(text, flow);
	if (flow_has(flow, CT6_A_FLOW_ORIG_PACKETS))
		text_addf(text, " packets %" PRIu64 "/%" PRIu64
			  " bytes %" PRIu64 "/%" PRIu64,
			  flow->packets[0], flow->packets[1], flow->bytes[0],
			  flow->bytes[1]);
	if (flow->mark)
		text_addf(text, " mark 0x%x", flow->mark);
	/* of a flow that has ended, what was left does not count */
	if (flow_has(flow, CT6_A_FLOW_TIMEOUT) && !flow->reason) {
		text_addf(text, " expires ");
		duration_print(text, flow->timeout / 1000);
	}
	print_status(text, flow);
}

/* One direction: as its packets carry it. */
static json_t *json_direction(const struct flow *flow, bool reply)
{
	char buf[INET6_ADDRSTRLEN];
	json_t *object = json_new();

	inet_ntop(AF_INET6, reply ? &flow->daddr : &flow->saddr, buf,
		  sizeof(buf));
	json_put_string(object, "src", buf);
	inet_ntop(AF_INET6, reply ? &flow->saddr : &flow->daddr, buf,
		  sizeof(buf));
	json_put_string(object, "dst", buf);
	if (flow_has(flow, CT6_A_FLOW_SPORT)) {
		json_put_number(object, "sport",
				reply ? flow->dport : flow->sport);
		json_put_number(object, "dport",
				reply ? flow->sport : flow->dport);
	}
	json_put_number(object, "packets", flow->packets[reply]);
	json_put_number(object, "bytes", flow->bytes[reply]);
	return object;
}

/* UTC, as RFC 3339 writes it. */
static void json_put_start(json_t *object, uint64_t start)
{
	time_t seconds = start / NS_PER_SEC;
	char date[32], buf[64];
	struct tm tm;

	if (!gmtime_r(&seconds, &tm) ||
	    !strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm))
		return;
	snprintf(buf, sizeof(buf), "%s.%06uZ", date,
		 (unsigned int)(start % NS_PER_SEC / 1000));
	json_put_string(object, "start", buf);
}

static void json_put_icmp(json_t *object, const struct flow *flow)
{
	const char *name = name_of(icmpv6_type_names, flow->icmp_type);
	json_t *icmp;

	if (!flow_has(flow, CT6_A_FLOW_ICMP_TYPE))
		return;
	icmp = json_new();
	json_put_number(icmp, "type", flow->icmp_type);
	if (name)
		json_put_string(icmp, "type-name", name);
	json_put_number(icmp, "id", flow->icmp_id);
	json_put(object, "icmpv6", icmp);
}

static void json_put_iface(json_t *object, const char *key, uint32_t index)
{
	if (index)
		json_put_string(object, key, iface_name(index));
}

/**
 * flow_json() - a flow as an object
 * @flow: flow
 *
 * The identifier has 64 bits, more than many readers of JSON keep of a
 * number: so it is a string.
 */
json_t *flow_json(const struct flow *flow)
{
	json_t *object = json_new();
	char buf[24];

	snprintf(buf, sizeof(buf), "%016" PRIx64, flow->id);
	json_put_string(object, "id", buf);
	json_put_string(object, "proto",
			proto_text(flow->l4proto, buf, sizeof(buf)));
	if (flow_states(flow->l4proto))
		json_put_string(object, "state",
				flow_state(flow, buf, sizeof(buf)));
	json_put(object, "orig", json_direction(flow, false));
	json_put(object, "reply", json_direction(flow, true));
	json_put_icmp(object, flow);
	json_put_names(object, "status", flow_status_names, flow->status);
	json_put_number(object, "mark", flow->mark);
	json_put_number(object, "timeout-ms", flow->timeout);
	json_put_start(object, flow->start);
	if (flow->hook < ARRAY_SIZE(hook_names))
		json_put_string(object, "hook", hook_names[flow->hook]);
	json_put_iface(object, "iif", flow->iif);
	json_put_iface(object, "oif", flow->oif);
	json_put_iface(object, "scope", flow->scope);
	return object;
}
