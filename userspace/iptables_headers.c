// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches of the ip6tables front on extension headers.
 */
#include "iptables_priv.h"

static void exthdr_exists(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct loc *loc, uint32_t bit, bool exists)
{
	ipt_expr_masked(rule, &inst->all, CT6_FIELD_EXTHDR, false, loc,
			exists ? bit : 0, bit);
}

bool ipt_hbh_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	exthdr_exists(rule, inst, &inst->loc, CT6_EXTHDR_HBH, true);
	return true;
}

bool ipt_dst_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	exthdr_exists(rule, inst, &inst->loc, CT6_EXTHDR_DST, true);
	return true;
}

bool ipt_ah_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	exthdr_exists(rule, inst, &inst->loc, CT6_EXTHDR_AH, true);
	return true;
}

static const char unseen[] =
	"ct6 sees that the header is there, not what is in it";

const struct ipt_opt ipt_hbh_opts[] = {
	{ "--hbh-len", 0, 1, true, 1, 0, NULL, unseen },
	{ "--hbh-opts", 0, 1, false, 2, 0, NULL, unseen },
	{ 0 }
};

const struct ipt_opt ipt_dst_opts[] = {
	{ "--dst-len", 0, 1, true, 1, 0, NULL, unseen },
	{ "--dst-opts", 0, 1, false, 2, 0, NULL, unseen },
	{ 0 }
};

const struct ipt_opt ipt_ah_opts[] = {
	{ "--ahspi", 0, 1, true, 1, 0, NULL, unseen },
	{ "--ahlen", 0, 1, true, 2, 0, NULL, unseen },
	{ "--ahres", 0, 0, false, 3, 0, NULL, unseen },
	{ 0 }
};

const struct ipt_opt ipt_esp_opts[] = {
	{ "--espspi", 0, 1, true, 1, 0, NULL, unseen },
	{ 0 }
};

enum { HEADER_LIST = 1, HEADER_SOFT = 2, HEADER_PROTO = 1 << 16 };

static bool header_list(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	static const struct name names[] = {
		{ "hop", CT6_EXTHDR_HBH }, { "hop-by-hop", CT6_EXTHDR_HBH },
		{ "dst", CT6_EXTHDR_DST }, { "ipv6-opts", CT6_EXTHDR_DST },
		{ "auth", CT6_EXTHDR_AH }, { "ah", CT6_EXTHDR_AH },
		{ "esp", CT6_EXTHDR_ESP }, { "none", CT6_EXTHDR_NONE },
		{ "ipv6-nonxt", CT6_EXTHDR_NONE },
		{ "prot", HEADER_PROTO }, { "proto", HEADER_PROTO },
		{ "protocol", HEADER_PROTO },
		{ NULL, 0 }
	};
	struct ipt_word *piece;
	size_t nr = ipt_split(rule->ipt, &arg->word[0], ',', &piece), i;
	uint32_t bit;

	for (i = 0; i < nr; i++) {
		if (!name_find(names, piece[i].text, &bit))
			return ipt_fail(rule->ipt, &piece[i].loc,
					"header '%s' of match 'ipv6header' is not supported",
					piece[i].text);
		inst->headers |= bit;
	}
	inst->states_invert = arg->invert;
	inst->kept = arena_alloc(&rule->ipt->scratch, sizeof(*arg));
	*inst->kept = *arg;
	return true;
}

static bool header_soft(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	(void)rule;
	(void)inst;
	(void)arg;
	return true;
}

const struct ipt_opt ipt_ipv6header_opts[] = {
	{ "--header", 0, 1, true, HEADER_LIST, 0, header_list, NULL },
	{ "--soft", 0, 0, false, HEADER_SOFT, 0, header_soft, NULL },
	{ 0 }
};

/*
 * With --soft all of the list are there, or inverted none. The upper layer is
 * there unless the packet ends with ESP or with no next header.
 */
bool ipt_ipv6header_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	const uint32_t ends = CT6_EXTHDR_ESP | CT6_EXTHDR_NONE;
	uint32_t bits = inst->headers & ~HEADER_PROTO;
	bool invert = inst->states_invert;
	const struct loc *loc;

	if (!inst->kept)
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'ipv6header' needs --header");
	loc = &inst->kept->loc;
	if (!(inst->seen & 1 << HEADER_SOFT))
		return ipt_fail(rule->ipt, loc,
				"'--header' of match 'ipv6header' is supported only beside '--soft'");
	if (bits)
		ipt_expr_masked(rule, &inst->all, CT6_FIELD_EXTHDR, false, loc,
				invert ? 0 : bits, bits);
	if (inst->headers & HEADER_PROTO)
		ipt_expr_masked(rule, &inst->all, CT6_FIELD_EXTHDR, invert,
				loc, 0, ends);
	return true;
}

/* Options of rt, by their groups. */
enum { RT_TYPE = 1, RT_SEGSLEFT, RT_LEN, RT_RES, RT_ADDRS, RT_NOT_STRICT };

static bool rt_type(struct ipt_rule *rule, struct ipt_inst *inst,
		    const struct ipt_arg *arg)
{
	uint32_t type;

	if (!ipt_arg_number(rule, arg, 0, UINT8_MAX, &type))
		return false;
	ipt_expr_range(rule, &inst->all, CT6_FIELD_RT_TYPE, arg->invert,
		       &arg->loc, type, type);
	return true;
}

/* NUMBER or FIRST:LAST, where either may be left out. */
static bool rt_segsleft(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	return ipt_arg_range(rule, inst, arg, CT6_FIELD_RT_SEG_LEFT, UINT8_MAX,
			     "number of segments");
}

static const char rt_unseen[] =
	"ct6 looks at a routing header's type and segments left alone";

const struct ipt_opt ipt_rt_opts[] = {
	{ "--rt-type", 0, 1, true, RT_TYPE, 0, rt_type, NULL },
	{ "--rt-segsleft", 0, 1, true, RT_SEGSLEFT, 0, rt_segsleft, NULL },
	{ "--rt-len", 0, 1, true, RT_LEN, 0, NULL, rt_unseen },
	{ "--rt-0-res", 0, 0, false, RT_RES, 0, NULL, rt_unseen },
	{ "--rt-0-addrs", 0, 1, false, RT_ADDRS, 0, NULL, rt_unseen },
	{ "--rt-0-not-strict", 0, 0, false, RT_NOT_STRICT, 0, NULL, rt_unseen },
	{ 0 }
};

/* Without options the header is there, of whatever type. */
bool ipt_rt_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	if (!inst->seen)
		ipt_expr_range(rule, &inst->all, CT6_FIELD_RT_TYPE, false,
			       &inst->loc, 0, UINT8_MAX);
	return true;
}
