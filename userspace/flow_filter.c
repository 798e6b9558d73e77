// SPDX-License-Identifier: GPL-2.0-only
/*
 * FILTER of the commands. What a request asks for is sorted out by the
 * kernel; events come all, and are sorted out here by the same rules.
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "field.h"
#include "flow_filter.h"
#include "options.h"

#define BIT(nr) (1u << (nr))

static bool word_no(const char *fmt, ...) PRINTF(1, 2);

/* False, after the error. */
static bool word_no(const char *fmt, ...)
{
	struct text text = { 0 };
	va_list args;

	va_start(args, fmt);
	text_vaddf(&text, fmt, args);
	va_end(args);
	usage_error("%s", text.data);
	text_free(&text);
	return false;
}

static bool name_no(const char *what, const char *word,
		    const struct name *names)
{
	const char *closest = name_closest(names, word);
	struct text text = { 0 };

	if (closest)
		return word_no("unknown %s '%s', did you mean '%s'?", what,
			       word, closest);
	for (; names->name; names++)
		text_addf(&text, "%s%s", text.len ? ", " : "", names->name);
	usage_error("unknown %s '%s', it is one of %s", what, word, text.data);
	text_free(&text);
	return false;
}

static bool iface_find(const char *name, uint32_t *index)
{
	*index = if_nametoindex(name);
	/* as flows of an interface that has gone are shown */
	if (!*index && !strncmp(name, "if", 2) && parse_u32(name + 2, index) &&
	    *index)
		return true;
	return *index || word_no("there is no interface '%s'", name);
}

static bool filter_ifindex(struct flow_filter *filter, const char *name)
{
	uint32_t index;

	if (!iface_find(name, &index))
		return false;
	if (filter->has & BIT(CT6_A_FILTER_IFINDEX) &&
	    filter->ifindex != index)
		return word_no("two interfaces at one time, the second is '%s'; see iif and oif",
			       name);
	filter->has |= BIT(CT6_A_FILTER_IFINDEX);
	filter->ifindex = index;
	return true;
}

/* ADDR, ADDR/LEN, and ADDR%IFACE as link-local ones are shown */
static bool filter_addr(struct flow_filter *filter, int type,
			struct flow_prefix *prefix, const char *word)
{
	char buf[256], *slash, *percent, *copy = strdup(word);
	struct elem elem = { 0 };
	const char *wrong = NULL;
	uint64_t len = 128;
	bool good = true;

	if (!copy)
		return word_no("out of memory");
	slash = strchr(copy, '/');
	if (slash)
		*slash++ = 0;
	percent = strchr(copy, '%');
	if (percent)
		*percent++ = 0;
	wrong = field_parse(CT6_FIELD_SADDR, NULL, copy, &elem, buf,
			    sizeof(buf));
	if (wrong)
		good = word_no("%s", wrong);
	else if (slash && !parse_u64(slash, 128, &len))
		good = word_no("'%s' is no prefix length (0 to 128)", slash);
	else if (percent)
		good = filter_ifindex(filter, percent);
	free(copy);
	memcpy(&prefix->addr, elem.data, sizeof(prefix->addr));
	prefix->len = len;
	filter->has |= BIT(type) | BIT(type + 1);
	return good;
}

static bool filter_proto(struct flow_filter *filter, const char *word)
{
	uint32_t proto;

	if (!proto_find(word, &proto))
		return name_no("protocol", word, proto_names);
	if (filter->has & BIT(CT6_A_FILTER_L4PROTO) &&
	    filter->l4proto != proto)
		return word_no("two protocols, the second is '%s'", word);
	filter->has |= BIT(CT6_A_FILTER_L4PROTO);
	filter->l4proto = proto;
	return true;
}

static bool filter_port(struct flow_filter *filter, int type, uint16_t *port,
			const char *word)
{
	struct elem elem = { 0 };
	const char *wrong;
	char buf[256];

	wrong = field_parse(CT6_FIELD_DPORT, NULL, word, &elem, buf,
			    sizeof(buf));
	if (wrong)
		return word_no("%s", wrong);
	*port = field_number(CT6_FIELD_DPORT, elem.data);
	filter->has |= BIT(type);
	return true;
}

/*
 * What a state is depends on the protocol, which may be said behind it. Those
 * that have no states are shown as replied and unreplied.
 */
static bool filter_state(struct flow_filter *filter, const char *word)
{
	if (!strcmp(word, "replied")) {
		filter->has |= BIT(CT6_A_FILTER_STATUS);
		filter->status |= CT6_FLOW_STATUS_SEEN_REPLY;
	} else if (!strcmp(word, "unreplied")) {
		filter->has |= BIT(CT6_A_FILTER_STATUS_CLEAR);
		filter->status_clear |= CT6_FLOW_STATUS_SEEN_REPLY;
	} else {
		filter->state_word = word;
	}
	return true;
}

/* The state of the protocol that was said, or of the first that has it. */
static bool filter_state_find(struct flow_filter *filter)
{
	static const uint8_t protos[] = {
		IPPROTO_TCP, IPPROTO_SCTP, IPPROTO_DCCP,
	};
	bool said = filter->has & BIT(CT6_A_FILTER_L4PROTO);
	const struct name *states;
	uint32_t state;
	char buf[8];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(protos); i++) {
		if (said && protos[i] != filter->l4proto)
			continue;
		states = flow_states(protos[i]);
		if (!name_find(states, filter->state_word, &state))
			continue;
		filter->l4proto = protos[i];
		filter->state = state;
		filter->has |= BIT(CT6_A_FILTER_L4PROTO) |
			       BIT(CT6_A_FILTER_STATE);
		return true;
	}
	states = flow_states(said ? filter->l4proto : IPPROTO_TCP);
	if (states)
		return name_no("state", filter->state_word, states);
	return word_no("%s has no states; its flows are replied or unreplied",
		       proto_text(filter->l4proto, buf, sizeof(buf)));
}

static bool filter_status(struct flow_filter *filter, const char *word)
{
	bool clear = *word == '!';
	uint32_t bit;

	if (!name_find(flow_status_names, word + clear, &bit))
		return name_no("status", word + clear, flow_status_names);
	if (clear) {
		filter->status_clear |= bit;
		filter->has |= BIT(CT6_A_FILTER_STATUS_CLEAR);
	} else {
		filter->status |= bit;
		filter->has |= BIT(CT6_A_FILTER_STATUS);
	}
	return true;
}

static bool filter_mark(struct flow_filter *filter, const char *word)
{
	const char *slash = strchr(word, '/');
	bool good = true;
	char *mark;

	filter->mark_mask = UINT32_MAX;
	mark = strndup(word, slash ? (size_t)(slash - word) : strlen(word));
	if (!mark || !parse_u32(mark, &filter->mark) ||
	    (slash && !parse_u32(slash + 1, &filter->mark_mask)))
		good = word_no("'%s' is no mark, as 1 or 0x10/0xff", word);
	else if (filter->mark & ~filter->mark_mask)
		good = word_no("no flow has the mark %s: it has bits that its mask has not",
			       word);
	free(mark);
	filter->has |= BIT(CT6_A_FILTER_MARK) | BIT(CT6_A_FILTER_MARK_MASK);
	return good;
}

enum key {
	KEY_PROTO, KEY_ADDR, KEY_SADDR, KEY_DADDR, KEY_PORT, KEY_SPORT,
	KEY_DPORT, KEY_STATE, KEY_STATUS, KEY_MARK, KEY_DEV, KEY_IIF, KEY_OIF,
	KEY_ALL, KEY_NR,
};

static const char *const keys[KEY_NR] = {
	"proto", "addr", "saddr", "daddr", "port", "sport", "dport", "state",
	"status", "mark", "dev", "iif", "oif", "all",
};

static bool filter_value(struct flow_filter *filter, enum key key,
			 const char *value)
{
	switch (key) {
	case KEY_PROTO:
		return filter_proto(filter, value);
	case KEY_ADDR:
		return filter_addr(filter, CT6_A_FILTER_ADDR, &filter->addr,
				   value);
	case KEY_SADDR:
		return filter_addr(filter, CT6_A_FILTER_SADDR, &filter->saddr,
				   value);
	case KEY_DADDR:
		return filter_addr(filter, CT6_A_FILTER_DADDR, &filter->daddr,
				   value);
	case KEY_PORT:
		return filter_port(filter, CT6_A_FILTER_PORT, &filter->port,
				   value);
	case KEY_SPORT:
		return filter_port(filter, CT6_A_FILTER_SPORT, &filter->sport,
				   value);
	case KEY_DPORT:
		return filter_port(filter, CT6_A_FILTER_DPORT, &filter->dport,
				   value);
	case KEY_STATE:
		return filter_state(filter, value);
	case KEY_STATUS:
		return filter_status(filter, value);
	case KEY_MARK:
		return filter_mark(filter, value);
	case KEY_DEV:
		return filter_ifindex(filter, value);
	case KEY_IIF:
		return iface_find(value, &filter->iif);
	default:
		return iface_find(value, &filter->oif);
	}
}

static enum key key_find(const char *word)
{
	enum key key;

	for (key = 0; key < KEY_NR; key++)
		if (!strcmp(word, keys[key]))
			break;
	return key;
}

static bool filter_unknown(const char *word)
{
	const char *words[64];
	size_t nr = 0;
	int i;

	for (i = 0; i < KEY_NR; i++)
		words[nr++] = keys[i];
	for (i = 0; proto_names[i].name && nr < ARRAY_SIZE(words); i++)
		words[nr++] = proto_names[i].name;
	usage_unknown("word of a filter", word, words, nr);
	return false;
}

/* Can a filter begin with the word? */
bool flow_filter_is_word(const char *word)
{
	uint32_t value;

	return key_find(word) != KEY_NR || strchr(word, ':') ||
	       name_find(proto_names, word, &value);
}

/* One word, or two. Return: how many were used, 0 after an error. */
static int filter_word(struct flow_filter *filter, char **word,
		       uint32_t *given)
{
	enum key key = key_find(word[0]);
	int used = 2;
	uint32_t value;

	if (key == KEY_ALL) {
		filter->all = true;
		return 1;
	}
	if (key == KEY_NR) {
		/* what tells by itself what it is */
		if (strchr(word[0], ':'))
			key = KEY_ADDR;
		else if (name_find(proto_names, word[0], &value))
			key = KEY_PROTO;
		else
			return filter_unknown(word[0]);
		used = 1;
	}
	if (!word[used - 1])
		return word_no("'%s' needs a value", keys[key]);
	if (*given & BIT(key) && key != KEY_STATUS && key != KEY_PROTO)
		return word_no("'%s' was given twice", keys[key]);
	*given |= BIT(key);
	return filter_value(filter, key, word[used - 1]) ? used : 0;
}

static bool filter_check(struct flow_filter *filter, int nr)
{
	const char *both;

	if (filter->all && nr > 1)
		return word_no("'all' means every flow, other words do not go with it");
	both = name_of(flow_status_names, filter->status & filter->status_clear);
	if (both)
		return word_no("no flow is %s and is not", both);
	return !filter->state_word || filter_state_find(filter);
}

/**
 * flow_filter_parse() - read a filter
 * @filter: result
 * @word: its words, and a NULL behind the last
 *
 * Return: false after an error.
 */
bool flow_filter_parse(struct flow_filter *filter, char **word)
{
	uint32_t given = 0;
	int nr = 0, used;

	memset(filter, 0, sizeof(*filter));
	while (*word) {
		used = filter_word(filter, word, &given);
		if (!used)
			return false;
		word += used;
		nr++;
	}
	return filter_check(filter, nr);
}

/* No word at all; `all` is one. */
bool flow_filter_is_empty(const struct flow_filter *filter)
{
	return !filter->has && !filter->all && !filter->iif && !filter->oif;
}

static void put_prefix(struct message *msg, const struct flow_filter *filter,
		       int type, const struct flow_prefix *prefix)
{
	if (!(filter->has & BIT(type)))
		return;
	message_put(msg, NULL, type, &prefix->addr, sizeof(prefix->addr));
	message_put_u8(msg, NULL, type + 1, prefix->len);
}

static void put_port(struct message *msg, const struct flow_filter *filter,
		     int type, uint16_t port)
{
	if (filter->has & BIT(type))
		message_put_u16(msg, NULL, type, htons(port));
}

static void put_u32(struct message *msg, const struct flow_filter *filter,
		    int type, uint32_t value)
{
	if (filter->has & BIT(type))
		message_put_u32(msg, NULL, type, value);
}

/* An interface that must be one of the two narrows what the kernel tells. */
static uint32_t filter_iface(const struct flow_filter *filter)
{
	if (filter->has & BIT(CT6_A_FILTER_IFINDEX))
		return filter->ifindex;
	return filter->iif ? filter->iif : filter->oif;
}

/**
 * flow_filter_put() - append CT6_A_FLOW_FILTER to a request
 * @filter: filter; what it says of iif and oif is left to
 *	flow_filter_match()
 * @msg: request
 */
void flow_filter_put(const struct flow_filter *filter, struct message *msg)
{
	size_t nest = message_nest(msg, NULL, CT6_A_FLOW_FILTER);
	uint32_t iface = filter_iface(filter);

	if (filter->has & BIT(CT6_A_FILTER_L4PROTO))
		message_put_u8(msg, NULL, CT6_A_FILTER_L4PROTO,
			       filter->l4proto);
	put_prefix(msg, filter, CT6_A_FILTER_ADDR, &filter->addr);
	put_prefix(msg, filter, CT6_A_FILTER_SADDR, &filter->saddr);
	put_prefix(msg, filter, CT6_A_FILTER_DADDR, &filter->daddr);
	put_port(msg, filter, CT6_A_FILTER_PORT, filter->port);
	put_port(msg, filter, CT6_A_FILTER_SPORT, filter->sport);
	put_port(msg, filter, CT6_A_FILTER_DPORT, filter->dport);
	if (filter->has & BIT(CT6_A_FILTER_STATE))
		message_put_u8(msg, NULL, CT6_A_FILTER_STATE, filter->state);
	put_u32(msg, filter, CT6_A_FILTER_STATUS, filter->status);
	put_u32(msg, filter, CT6_A_FILTER_STATUS_CLEAR, filter->status_clear);
	put_u32(msg, filter, CT6_A_FILTER_MARK, filter->mark);
	put_u32(msg, filter, CT6_A_FILTER_MARK_MASK, filter->mark_mask);
	if (iface)
		message_put_u32(msg, NULL, CT6_A_FILTER_IFINDEX, iface);
	message_nest_end(msg, NULL, nest);
}

/* A prefix that was not given has no length, and matches. */
static bool prefix_match(const struct flow_prefix *prefix,
			 const struct in6_addr *addr)
{
	unsigned int bytes = prefix->len / 8, bits = prefix->len % 8;
	uint8_t mask = 0xff00 >> bits;

	if (memcmp(&prefix->addr, addr, bytes))
		return false;
	return !bits || !((prefix->addr.s6_addr[bytes] ^
			   addr->s6_addr[bytes]) & mask);
}

static bool match_ports(const struct flow_filter *filter,
			const struct flow *flow)
{
	uint32_t asked = filter->has & (BIT(CT6_A_FILTER_PORT) |
					BIT(CT6_A_FILTER_SPORT) |
					BIT(CT6_A_FILTER_DPORT));

	if (!asked)
		return true;
	if (!flow_has(flow, CT6_A_FLOW_SPORT))
		return false;
	if (asked & BIT(CT6_A_FILTER_SPORT) && filter->sport != flow->sport)
		return false;
	if (asked & BIT(CT6_A_FILTER_DPORT) && filter->dport != flow->dport)
		return false;
	return !(asked & BIT(CT6_A_FILTER_PORT)) ||
	       filter->port == flow->sport || filter->port == flow->dport;
}

static bool match_ifaces(const struct flow_filter *filter,
			 const struct flow *flow)
{
	if (filter->iif && filter->iif != flow->iif)
		return false;
	if (filter->oif && filter->oif != flow->oif)
		return false;
	return !(filter->has & BIT(CT6_A_FILTER_IFINDEX)) ||
	       filter->ifindex == flow->iif || filter->ifindex == flow->oif;
}

/**
 * flow_filter_match() - does a flow meet the filter?
 * @filter: filter
 * @flow: flow
 */
bool flow_filter_match(const struct flow_filter *filter,
		       const struct flow *flow)
{
	if (filter->has & BIT(CT6_A_FILTER_L4PROTO) &&
	    filter->l4proto != flow->l4proto)
		return false;
	if (filter->has & BIT(CT6_A_FILTER_STATE) &&
	    filter->state != flow->state)
		return false;
	if ((flow->mark ^ filter->mark) & filter->mark_mask)
		return false;
	if ((flow->status & filter->status) != filter->status ||
	    flow->status & filter->status_clear)
		return false;
	return prefix_match(&filter->saddr, &flow->saddr) &&
	       prefix_match(&filter->daddr, &flow->daddr) &&
	       (prefix_match(&filter->addr, &flow->saddr) ||
		prefix_match(&filter->addr, &flow->daddr)) &&
	       match_ports(filter, flow) && match_ifaces(filter, flow);
}
