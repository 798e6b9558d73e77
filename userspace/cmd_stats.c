// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 stats: the counters of a network namespace.
 */
#include <inttypes.h>
#include <string.h>

#include <linux/ct6.h>

#include "cmd_confirm.h"
#include "decode.h"
#include "json.h"
#include "options.h"
#include "request.h"

/* By the numbers of their attributes; @small are 32 bits wide. */
static const struct stat {
	const char	*name;
	bool		small;
	const char	*meaning;
} stats[] = {
	[CT6_A_STATS_FLOWS] = { "flows", true,
		"flows that live now" },
	[CT6_A_STATS_FLOWS_PEAK] = { "flows-peak", true,
		"most flows that lived at one time" },
	[CT6_A_STATS_FLOWS_MAX] = { "flows-max", true,
		"flows that may live at one time (the setting max-flows)" },
	[CT6_A_STATS_FLOW_SIZE] = { "flow-size", true,
		"bytes of memory for one flow" },
	[CT6_A_STATS_TABLE_SIZE] = { "table-size", true,
		"buckets of the hash table of flows" },
	[CT6_A_STATS_GENERATION] = { "generation", true,
		"number of the ruleset, 0 without one" },
	[CT6_A_STATS_EXPECTS] = { "expects", true,
		"endpoints that are expected now" },
	[CT6_A_STATS_DELAYED] = { "delayed", true,
		"rejects that are due" },
	[CT6_A_STATS_DATAGRAMS] = { "datagrams", true,
		"datagrams that came in part, or are discarded" },
	[CT6_A_STATS_CREATED] = { "created", false,
		"flows that began" },
	[CT6_A_STATS_EXPIRED] = { "expired", false,
		"flows that ended because no packet came in time" },
	[CT6_A_STATS_DELETED] = { "deleted", false,
		"flows that an operator ended" },
	[CT6_A_STATS_DENIED] = { "denied", false,
		"flows that ended because a new ruleset denies them" },
	[CT6_A_STATS_EVICTED] = { "evicted", false,
		"flows that ended early to make room for others" },
	[CT6_A_STATS_REPLACED] = { "replaced", false,
		"flows that ended by a new connection with the same ports" },
	[CT6_A_STATS_REFUSED_MAX] = { "refused-max", false,
		"packets dropped because there were flows-max flows" },
	[CT6_A_STATS_REFUSED_NOMEM] = { "refused-nomem", false,
		"packets dropped because there was no memory for a flow" },
	[CT6_A_STATS_INSERT_RACE] = { "insert-race", false,
		"flows that another CPU had begun at the same moment" },
	[CT6_A_STATS_PACKETS] = { "packets", false,
		"packets that were judged" },
	[CT6_A_STATS_ACCEPTED] = { "accepted", false,
		"packets that passed" },
	[CT6_A_STATS_DROPPED] = { "dropped", false,
		"packets that did not" },
	[CT6_A_STATS_CACHED] = { "cached", false,
		"packets judged by the verdict that their flow remembers" },
	[CT6_A_STATS_REVALIDATED] = { "revalidated", false,
		"flows judged again because the ruleset changed" },
	[CT6_A_STATS_NEW] = { "new", false,
		"packets in state new: they begin a flow" },
	[CT6_A_STATS_ESTABLISHED] = { "established", false,
		"packets in state established: of a flow with replies" },
	[CT6_A_STATS_RELATED] = { "related", false,
		"packets in state related: errors about a flow" },
	[CT6_A_STATS_UNTRACKED] = { "untracked", false,
		"packets in state untracked: ND, MLD and notrack" },
	[CT6_A_STATS_INVALID] = { "invalid", false,
		"packets in state invalid: the sum of these reasons" },
	[CT6_A_STATS_INVALID_TRUNCATED] = { "invalid-truncated", false,
		"a header ends behind the packet's end" },
	[CT6_A_STATS_INVALID_HEADER] = { "invalid-header", false,
		"an extension header is malformed or out of its place" },
	[CT6_A_STATS_INVALID_CHAIN] = { "invalid-chain", false,
		"more extension headers than ct6 follows" },
	[CT6_A_STATS_INVALID_FRAGMENT] = { "invalid-fragment", false,
		"a fragment that was not reassembled" },
	[CT6_A_STATS_INVALID_FRAGMENT_OVERLAP] = {
		"invalid-fragment-overlap", false,
		"of a datagram whose fragments overlap" },
	[CT6_A_STATS_INVALID_FRAGMENT_END] = { "invalid-fragment-end", false,
		"of a datagram with two ends, or bytes behind its end" },
	[CT6_A_STATS_INVALID_FRAGMENT_SCATTER] = {
		"invalid-fragment-scatter", false,
		"of a datagram with too many gaps" },
	[CT6_A_STATS_INVALID_FRAGMENT_LENGTH] = {
		"invalid-fragment-length", false,
		"a fragment's length is no multiple of 8, or 0" },
	[CT6_A_STATS_INVALID_FRAGMENT_SIZE] = {
		"invalid-fragment-size", false,
		"a fragment that reaches beyond 65535 bytes" },
	[CT6_A_STATS_INVALID_FRAGMENT_FIRST] = {
		"invalid-fragment-first", false,
		"a first fragment without the whole header chain" },
	[CT6_A_STATS_INVALID_FRAGMENT_ND] = { "invalid-fragment-nd", false,
		"neighbour discovery in fragments" },
	[CT6_A_STATS_INVALID_ADDRESS] = { "invalid-address", false,
		"a multicast or unspecified source where none can be" },
	[CT6_A_STATS_INVALID_CHECKSUM] = { "invalid-checksum", false,
		"the checksum is wrong" },
	[CT6_A_STATS_INVALID_TCP] = { "invalid-tcp", false,
		"impossible flags, or no place in the connection's state" },
	[CT6_A_STATS_INVALID_ICMPV6] = { "invalid-icmpv6", false,
		"an ICMPv6 error without its flow, or a reply without request" },
	[CT6_A_STATS_INVALID_ND] = { "invalid-nd", false,
		"ND with a hop limit other than 255, MLD other than 1" },
	[CT6_A_STATS_INVALID_PROTO] = { "invalid-proto", false,
		"a header of another protocol is malformed" },
	[CT6_A_STATS_INVALID_SCTP] = { "invalid-sctp", false,
		"impossible chunks, a wrong tag, or no place in the association" },
	[CT6_A_STATS_INVALID_DCCP] = { "invalid-dccp", false,
		"a malformed header, or no place in the connection's state" },
	[CT6_A_STATS_EXPECT_CREATED] = { "expect-created", false,
		"endpoints expected for helpers, filtering, multicast requests" },
	[CT6_A_STATS_EXPECT_USED] = { "expect-used", false,
		"packets let in because they were expected" },
	[CT6_A_STATS_EXPECT_REFUSED] = { "expect-refused", false,
		"endpoints not expected for want of room or memory" },
	[CT6_A_STATS_DELAYED_SENT] = { "delayed-sent", false,
		"delayed rejects that were sent" },
	[CT6_A_STATS_DELAYED_CANCELLED] = { "delayed-cancelled", false,
		"delayed rejects that a simultaneous open made needless" },
	[CT6_A_STATS_DELAYED_REFUSED] = { "delayed-refused", false,
		"rejects not sent because too many were due" },
	[CT6_A_STATS_FRAGMENT_DUPLICATE] = { "fragment-duplicate", false,
		"fragments dropped because they had come before" },
	[CT6_A_STATS_FRAGMENT_EVICTED] = { "fragment-evicted", false,
		"datagrams forgotten because there were max-datagrams" },
	[CT6_A_STATS_FRAGMENT_REFUSED] = { "fragment-refused", false,
		"fragments that the kernel's reassembly did not take" },
	[CT6_A_STATS_EVENTS_LOST] = { "events-lost", false,
		"events for which there was no memory" },
	[CT6_A_STATS_RECENT_EVICTED] = { "recent-evicted", false,
		"prefixes that a full recent table forgot for another" },
	[CT6_A_STATS_LIMIT_SHARED] = { "limit-shared", false,
		"packets without a bucket of their own in a limit per prefix" },
	[CT6_A_STATS_COUNT_REFUSED] = { "count-refused", false,
		"packets dropped because another took a count's last place" },
	[CT6_A_STATS_VERIFIED] = { "verified", false,
		"verdicts compared with those of all rules one by one" },
	[CT6_A_STATS_VERIFY_DIFFERS] = { "verify-differs", false,
		"those that were another: a fault of the module" },
	[CT6_A_STATS_SHORTENED] = { "shortened", false,
		"times that a flow got less time because the table fills" },
};

_Static_assert(ARRAY_SIZE(stats) <= ATTRS_MAX + 1, "attributes are lost");

#define NAME_COLUMN	25
#define VALUE_COLUMN	12

struct values {
	bool		known[ARRAY_SIZE(stats)];
	uint64_t	value[ARRAY_SIZE(stats)];
};

static bool stats_read(const struct nlmsghdr *nlh, void *data)
{
	struct values *values = data;
	struct attrs attrs;
	uint32_t small;
	size_t i;

	attrs_parse_message(&attrs, nlh);
	for (i = 0; i < ARRAY_SIZE(stats); i++) {
		if (!stats[i].name)
			continue;
		if (!stats[i].small) {
			values->known[i] = attrs_u64(&attrs, i,
						     &values->value[i]);
		} else if (attrs_u32(&attrs, i, &small)) {
			values->known[i] = true;
			values->value[i] = small;
		}
	}
	return true;
}

static void stats_print(const struct values *values, bool explain)
{
	uint32_t left = pending_left();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(stats); i++) {
		if (!values->known[i])
			continue;
		printf("%-*s %*" PRIu64, NAME_COLUMN, stats[i].name,
		       VALUE_COLUMN, values->value[i]);
		if (explain)
			printf("  %s", stats[i].meaning);
		putchar('\n');
	}
	if (left)
		printf("the ruleset waits for `ct6 confirm`, %us are left\n",
		       left);
}

static void stats_json(const struct values *values, bool explain)
{
	uint32_t left = pending_left();
	json_t *object = json_new(), *entry;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(stats); i++) {
		if (!values->known[i])
			continue;
		if (!explain) {
			json_put_number(object, stats[i].name,
					values->value[i]);
			continue;
		}
		entry = json_new();
		json_put_number(entry, "value", values->value[i]);
		json_put_string(entry, "meaning", stats[i].meaning);
		json_put(object, stats[i].name, entry);
	}
	if (left)
		json_put_number(object, "confirm-left", left);
	json_print(object);
}

/*
 * The text format of Prometheus (0.0.4), for node_exporter's textfile
 * collector: what goes up and down is a gauge, what only goes up has a name
 * that ends with _total.
 */
static void stats_prometheus(const struct values *values)
{
	char name[64];
	size_t i, c;

	for (i = 0; i < ARRAY_SIZE(stats); i++) {
		if (!values->known[i])
			continue;
		snprintf(name, sizeof(name), "ct6_%s%s", stats[i].name,
			 stats[i].small ? "" : "_total");
		for (c = 0; name[c]; c++)
			if (name[c] == '-')
				name[c] = '_';
		printf("# HELP %s %s\n# TYPE %s %s\n%s %" PRIu64 "\n", name,
		       stats[i].meaning, name,
		       stats[i].small ? "gauge" : "counter", name,
		       values->value[i]);
	}
}

int cmd_stats(const struct options *options, int nr, char **word)
{
	bool explain = options->set & OPTION_EXPLAIN;
	struct values values = { 0 };
	struct report report = { 0 };
	struct message msg;
	int code;

	if (nr)
		return usage_extra("stats", word[0]);
	if (options->set & OPTION_PROMETHEUS &&
	    options->set & (OPTION_JSON | OPTION_EXPLAIN))
		return usage_error("--prometheus goes without --json and --explain");
	message_init(&msg, CT6_CMD_STATS_GET, 0);
	code = request_once(&msg, stats_read, &values, &report);
	if (code)
		return code;
	if (options->set & OPTION_PROMETHEUS)
		stats_prometheus(&values);
	else if (options->set & OPTION_JSON)
		stats_json(&values, explain);
	else
		stats_print(&values, explain);
	return EXIT_DONE;
}
