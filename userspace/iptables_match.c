// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches of the ip6tables front: the table of all, and those on the packet
 * itself.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "iptables_priv.h"

static bool comment_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct ipt_arg *arg)
{
	const char *text = arg->word[0].text;

	(void)inst;
	if (rule->comment)
		return ipt_fail(rule->ipt, &arg->loc,
				"more than one comment in a rule is not supported");
	if (strlen(text) > CT6_COMMENT_MAX)
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"a comment has at most %d bytes",
				CT6_COMMENT_MAX);
	rule->comment = arena_strdup(&rule->ipt->rs->arena, text);
	return true;
}

static const struct ipt_opt comment_opts[] = {
	{ "--comment", 0, 1, false, 1, 0, comment_parse, NULL },
	{ 0 }
};

static bool mark_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	uint32_t value, mask;

	if (!ipt_arg_mark(rule, arg, &value, &mask))
		return false;
	ipt_expr_masked(rule, &inst->all, arg->opt->arg, arg->invert,
			&arg->loc, value, mask);
	return true;
}

static const struct ipt_opt mark_opts[] = {
	{ "--mark", 0, 1, true, 1, CT6_FIELD_MARK, mark_parse, NULL },
	{ 0 }
};

static const struct ipt_opt connmark_opts[] = {
	{ "--mark", 0, 1, true, 1, CT6_FIELD_CT_MARK, mark_parse, NULL },
	{ 0 }
};

enum { HL_EQ, HL_LT, HL_GT };

static bool hl_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		     const struct ipt_arg *arg)
{
	uint32_t value, first, last;

	if (!ipt_arg_number(rule, arg, 0, UINT8_MAX, &value))
		return false;
	first = arg->opt->arg == HL_LT ? 0 :
		arg->opt->arg == HL_GT ? value + 1 : value;
	last = arg->opt->arg == HL_LT ? value - 1 :
	       arg->opt->arg == HL_GT ? UINT8_MAX : value;
	if ((arg->opt->arg == HL_LT && !value) || first > UINT8_MAX)
		ipt_expr_never(rule, &inst->all, CT6_FIELD_HOPLIMIT,
			       &arg->loc);
	else
		ipt_expr_range(rule, &inst->all, CT6_FIELD_HOPLIMIT,
			       arg->invert, &arg->loc, first, last);
	return true;
}

static const struct ipt_opt hl_opts[] = {
	{ "--hl-eq", 0, 1, true, 1, HL_EQ, hl_parse, NULL },
	{ "--hl-lt", 0, 1, false, 1, HL_LT, hl_parse, NULL },
	{ "--hl-gt", 0, 1, false, 1, HL_GT, hl_parse, NULL },
	{ 0 }
};

/*
 * The manual says length of the payload, but the kernel compares the whole
 * packet, as ct6 does. An open end is 65535.
 */
static bool length_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			 const struct ipt_arg *arg)
{
	return ipt_arg_range(rule, inst, arg, CT6_FIELD_LENGTH, UINT16_MAX,
			     "length");
}

static const struct ipt_opt length_opts[] = {
	{ "--length", 0, 1, true, 1, 0, length_parse, NULL },
	{ 0 }
};

/*
 * For ip6tables a multicast packet that this host sent and gets back is
 * multicast too. The field calls it neither host nor broadcast nor other, so
 * multicast is what is none of these.
 */
static bool pkttype_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct ipt_arg *arg)
{
	enum { HOST, BROADCAST, MULTICAST, OTHERHOST };
	static const struct name types[] = {
		{ "unicast", HOST }, { "broadcast", BROADCAST },
		{ "multicast", MULTICAST }, { "host", HOST },
		{ "otherhost", OTHERHOST },
		{ NULL, 0 }
	};
	const struct ipt_word *word = &arg->word[0];
	struct match *match;
	uint32_t type;

	if (!name_find(types, word->text, &type))
		return ipt_fail(rule->ipt, &word->loc,
				"'%s' is no packet type, only unicast, broadcast and multicast are",
				word->text);
	match = ipt_match(rule, &inst->all, CT6_FIELD_PKTTYPE,
			  arg->invert != (type == MULTICAST), &arg->loc);
	if (type != MULTICAST) {
		ipt_elem_range(rule, match, &arg->loc, type, type);
		return true;
	}
	ipt_elem_range(rule, match, &arg->loc, HOST, HOST);
	ipt_elem_range(rule, match, &arg->loc, BROADCAST, BROADCAST);
	ipt_elem_range(rule, match, &arg->loc, OTHERHOST, OTHERHOST);
	return true;
}

static const struct ipt_opt pkttype_opts[] = {
	{ "--pkt-type", 0, 1, true, 1, 0, pkttype_parse, NULL },
	{ 0 }
};

static bool dscp_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	uint32_t value;

	if (!ipt_arg_number(rule, arg, 0, 63, &value))
		return false;
	ipt_expr_range(rule, &inst->all, CT6_FIELD_DSCP, arg->invert,
		       &arg->loc, value, value);
	return true;
}

static bool dscp_class(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];
	const char *closest;
	uint32_t value;

	if (name_find(dscp_names, word->text, &value)) {
		ipt_expr_range(rule, &inst->all, CT6_FIELD_DSCP, arg->invert,
			       &arg->loc, value, value);
		return true;
	}
	closest = name_closest(dscp_names, word->text);
	if (closest)
		return ipt_fail(rule->ipt, &word->loc,
				"unknown class '%s', did you mean '%s'?",
				word->text, closest);
	return ipt_fail(rule->ipt, &word->loc, "unknown class '%s'",
			word->text);
}

static const struct ipt_opt dscp_opts[] = {
	{ "--dscp", 0, 1, true, 1, 0, dscp_parse, NULL },
	{ "--dscp-class", 0, 1, true, 1, 0, dscp_class, NULL },
	{ 0 }
};

/* ADDRESS or FIRST-LAST */
static bool iprange_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct ipt_arg *arg)
{
	uint32_t field = arg->opt->arg;
	struct ipt_word word[2];
	struct elem end = { 0 }, *elem;
	char buf[256];
	const char *wrong;
	struct match *match = ipt_match(rule, &inst->all, field, arg->invert,
					&arg->loc);

	elem = ruleset_elem_add(rule->ipt->rs, match, &arg->loc);
	elem->has_end = ipt_word_cut(rule->ipt, &arg->word[0], '-', &word[0],
				     &word[1]);
	wrong = field_parse(field, NULL, word[0].text, elem, buf, sizeof(buf));
	if (wrong)
		return ipt_fail(rule->ipt, &word[0].loc, "%s", wrong);
	if (!elem->has_end)
		return true;
	wrong = field_parse(field, NULL, word[1].text, &end, buf, sizeof(buf));
	if (wrong)
		return ipt_fail(rule->ipt, &word[1].loc, "%s", wrong);
	if (field_compare(field, elem->data, end.data) > 0)
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"the range ends before it begins");
	elem->has_end = field_compare(field, elem->data, end.data);
	if (elem->has_end)
		memcpy(elem->end, end.data, sizeof(elem->end));
	return true;
}

static const struct ipt_opt iprange_opts[] = {
	{ "--src-range", 0, 1, true, 1, CT6_FIELD_SADDR, iprange_parse, NULL },
	{ "--dst-range", 0, 1, true, 2, CT6_FIELD_DADDR, iprange_parse, NULL },
	{ 0 }
};

static bool iprange_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	if (inst->seen)
		return true;
	return ipt_fail(rule->ipt, &inst->loc,
			"match 'iprange' needs --src-range or --dst-range");
}

static bool need_any(struct ipt_rule *rule, struct ipt_inst *inst)
{
	if (inst->seen)
		return true;
	return ipt_fail(rule->ipt, &inst->loc, "match '%s' needs %s",
			inst->ext->name, inst->ext->opt[0].name);
}

static const struct ipt_ext matches[] = {
	{ "tcp", IPPROTO_TCP, ipt_tcp_opts, NULL, NULL, false, NULL },
	{ "udp", IPPROTO_UDP, ipt_udp_opts, NULL, NULL, false, NULL },
	{ "udplite", IPPROTO_UDPLITE, ipt_udp_opts, NULL, NULL, false, NULL },
	{ "sctp", IPPROTO_SCTP, ipt_sctp_opts, NULL, NULL, false, NULL },
	{ "dccp", IPPROTO_DCCP, ipt_dccp_opts, NULL, NULL, false, NULL },
	{ "icmp6", IPPROTO_ICMPV6, ipt_icmp6_opts, NULL, ipt_icmp6_end, false,
	  NULL },
	{ "icmpv6", IPPROTO_ICMPV6, ipt_icmp6_opts, NULL, ipt_icmp6_end,
	  false, NULL },
	{ "ipv6-icmp", IPPROTO_ICMPV6, ipt_icmp6_opts, NULL, ipt_icmp6_end,
	  false, NULL },
	{ "state", 0, ipt_state_opts, NULL, ipt_state_end, false, NULL },
	{ "conntrack", 0, ipt_conntrack_opts, NULL, ipt_conntrack_end, false,
	  NULL },
	{ "limit", 0, ipt_limit_opts, ipt_limit_begin, ipt_limit_end, false,
	  NULL },
	{ "hashlimit", 0, ipt_hashlimit_opts, ipt_hashlimit_begin,
	  ipt_hashlimit_end, false, NULL },
	{ "set", 0, ipt_set_opts, NULL, ipt_set_end, false, NULL },
	{ "addrtype", 0, ipt_addrtype_opts, NULL, ipt_addrtype_end, false,
	  NULL },
	{ "mac", 0, ipt_mac_opts, NULL, ipt_mac_end, false, NULL },
	{ "owner", 0, ipt_owner_opts, NULL, ipt_owner_end, false, NULL },
	{ "recent", 0, ipt_recent_opts, ipt_recent_begin, ipt_recent_end,
	  false, NULL },
	{ "connlimit", 0, ipt_connlimit_opts, ipt_connlimit_begin,
	  ipt_connlimit_end, false, NULL },
	{ "multiport", 0, ipt_multiport_opts, NULL, ipt_multiport_end, false,
	  NULL },
	{ "comment", 0, comment_opts, NULL, need_any, false, NULL },
	{ "mark", 0, mark_opts, NULL, need_any, false, NULL },
	{ "connmark", 0, connmark_opts, NULL, need_any, false, NULL },
	{ "hl", 0, hl_opts, NULL, need_any, false, NULL },
	{ "length", 0, length_opts, NULL, need_any, false, NULL },
	{ "pkttype", 0, pkttype_opts, NULL, need_any, false, NULL },
	{ "dscp", 0, dscp_opts, NULL, need_any, false, NULL },
	{ "iprange", 0, iprange_opts, NULL, iprange_end, false, NULL },
	{ "hbh", 0, ipt_hbh_opts, ipt_hbh_begin, NULL, false, NULL },
	{ "dst", 0, ipt_dst_opts, ipt_dst_begin, NULL, false, NULL },
	{ "ah", 0, ipt_ah_opts, ipt_ah_begin, NULL, false, NULL },
	{ "esp", IPPROTO_ESP, ipt_esp_opts, NULL, NULL, false, NULL },
	{ "ipv6header", 0, ipt_ipv6header_opts, NULL, ipt_ipv6header_end, false,
	  NULL },
	{ "rt", 0, ipt_rt_opts, NULL, ipt_rt_end, false, NULL },
	{ "frag", 0, ipt_frag_opts, ipt_frag_begin, NULL, false, NULL },
	{ "mh", IPPROTO_MH, ipt_mh_opts, NULL, NULL, false, NULL },
};

/* ip6tables knows them, ct6 has nothing like them. */
static const char *const others[] = {
	"bpf", "cgroup", "cluster", "connbytes", "connlabel",
	"cpu", "devgroup", "ecn", "eui64", "helper",
	"ipcomp", "ipvs", "nfacct", "osf", "physdev",
	"policy", "quota", "rateest", "rpfilter", "socket",
	"srh", "statistic", "string", "tcpmss", "time", "tos", "u32",
};

const struct ipt_ext *ipt_match_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(matches); i++)
		if (!strcmp(matches[i].name, name))
			return &matches[i];
	return NULL;
}

/* The match of a protocol's own header, or NULL. */
const struct ipt_ext *ipt_match_of_proto(uint8_t proto)
{
	size_t i;

	for (i = 0; proto && i < ARRAY_SIZE(matches); i++)
		if (matches[i].proto == proto)
			return &matches[i];
	return NULL;
}

/* A match that has an option of that name, or NULL. */
const struct ipt_ext *ipt_match_owner(const char *option)
{
	const struct ipt_opt *opt;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(matches); i++)
		for (opt = matches[i].opt; opt->name; opt++)
			if (!strcmp(opt->name, option))
				return &matches[i];
	return NULL;
}

const char *ipt_match_closest(const char *name)
{
	const char *words[ARRAY_SIZE(matches)];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(matches); i++)
		words[i] = matches[i].name;
	return word_closest(name, words, ARRAY_SIZE(words));
}

/* ip6tables has it, whether it is supported or not. */
bool ipt_match_known(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(others); i++)
		if (!strcmp(others[i], name))
			return true;
	return ipt_match_find(name);
}
