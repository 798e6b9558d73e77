// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches of the ip6tables front on extension headers.
 */
#include "exthdr_options.h"
#include "iptables_priv.h"

/**
 * ipt_header_units() - how the length of a header is told
 * @field: CT6_FIELD_*_HDRLENGTH
 * @unit: result, bytes of a unit
 * @less: result, units that do not count (RFC 8200, 4.3; RFC 4302, 2.2)
 */
void ipt_header_units(uint32_t field, uint32_t *unit, uint32_t *less)
{
	bool ah = field == CT6_FIELD_AH_HDRLENGTH;

	*unit = ah ? 4 : 8;
	*less = ah ? 2 : 1;
}

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

bool ipt_frag_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	exthdr_exists(rule, inst, &inst->loc, CT6_EXTHDR_FRAG, true);
	return true;
}

/* Length in bytes; a header says it in units, without the first ones. */
static bool header_length(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct ipt_arg *arg)
{
	uint32_t field = arg->opt->arg, bytes, unit, less;

	if (!ipt_arg_number(rule, arg, 0, UINT32_MAX, &bytes))
		return false;
	ipt_header_units(field, &unit, &less);
	/* as ip6tables has it: any length */
	if (!bytes && field == CT6_FIELD_AH_HDRLENGTH)
		return true;
	if (!(bytes % unit) && bytes / unit >= less &&
	    bytes / unit - less <= UINT8_MAX)
		ipt_expr_range(rule, &inst->all, field, arg->invert,
			       &arg->loc, bytes / unit - less,
			       bytes / unit - less);
	else if (arg->invert)
		ipt_expr_range(rule, &inst->all, field, false, &arg->loc, 0,
			       UINT8_MAX);
	else
		ipt_expr_never(rule, &inst->all, field, &arg->loc);
	return true;
}

/* TYPE[:LENGTH],... that the header begins with. */
static bool header_options(struct ipt_rule *rule, struct ipt_inst *inst,
			   const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];
	struct match *match = ipt_match(rule, &inst->all, arg->opt->arg, false,
					&arg->loc);
	struct elem *elem = ruleset_elem_add(rule->ipt->rs, match, &arg->loc);
	const char *wrong = exthdr_options_parse(word->text, elem);

	return !wrong || ipt_fail(rule->ipt, &word->loc, "%s", wrong);
}

const struct ipt_opt ipt_hbh_opts[] = {
	{ "--hbh-len", 0, 1, true, 1, CT6_FIELD_HBH_HDRLENGTH, header_length,
	  NULL },
	{ "--hbh-opts", 0, 1, false, 2, CT6_FIELD_HBH_OPTIONS, header_options,
	  NULL },
	{ 0 }
};

const struct ipt_opt ipt_dst_opts[] = {
	{ "--dst-len", 0, 1, true, 1, CT6_FIELD_DST_HDRLENGTH, header_length,
	  NULL },
	{ "--dst-opts", 0, 1, false, 2, CT6_FIELD_DST_OPTIONS, header_options,
	  NULL },
	{ 0 }
};

/* NUMBER or FIRST:LAST of 32 bits; all of them are no question. */
static bool header_number(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct ipt_arg *arg)
{
	const char *what = arg->opt->arg == CT6_FIELD_FRAG_ID ?
			   "identification" : "security parameters index";

	return ipt_arg_range(rule, inst, arg, arg->opt->arg, UINT32_MAX, what);
}

static bool header_zero(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	ipt_expr_range(rule, &inst->all, arg->opt->arg, false, &arg->loc, 0,
		       0);
	return true;
}

const struct ipt_opt ipt_ah_opts[] = {
	{ "--ahspi", 0, 1, true, 1, CT6_FIELD_AH_SPI, header_number, NULL },
	{ "--ahlen", 0, 1, true, 2, CT6_FIELD_AH_HDRLENGTH, header_length,
	  NULL },
	{ "--ahres", 0, 0, false, 3, CT6_FIELD_AH_RESERVED, header_zero, NULL },
	{ 0 }
};

const struct ipt_opt ipt_esp_opts[] = {
	{ "--espspi", 0, 1, true, 1, CT6_FIELD_ESP_SPI, header_number, NULL },
	{ 0 }
};

static bool frag_res(struct ipt_rule *rule, struct ipt_inst *inst,
		     const struct ipt_arg *arg)
{
	ipt_expr_range(rule, &inst->all, CT6_FIELD_FRAG_RESERVED, false,
		       &arg->loc, 0, 0);
	ipt_expr_range(rule, &inst->all, CT6_FIELD_FRAG_RESERVED2, false,
		       &arg->loc, 0, 0);
	return true;
}

static bool frag_more(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	ipt_expr_range(rule, &inst->all, CT6_FIELD_FRAG_MORE, false, &arg->loc,
		       arg->opt->arg, arg->opt->arg);
	return true;
}

const struct ipt_opt ipt_frag_opts[] = {
	{ "--fragid", 0, 1, true, 1, CT6_FIELD_FRAG_ID, header_number, NULL },
	{ "--fraglen", 0, 1, true, 2, 0, NULL,
	  "the header has no length, and ip6tables does not look at it either" },
	{ "--fragres", 0, 0, false, 3, 0, frag_res, NULL },
	{ "--fragfirst", 0, 0, false, 4, CT6_FIELD_FRAG_OFF, header_zero,
	  NULL },
	{ "--fragmore", 0, 0, false, 5, 1, frag_more, NULL },
	{ "--fraglast", 0, 0, false, 5, 0, frag_more, NULL },
	{ 0 }
};

/* TYPE or FIRST:LAST, by number or name. */
static bool mh_type(struct ipt_rule *rule, struct ipt_inst *inst,
		    const struct ipt_arg *arg)
{
	static const struct name shorts[] = {
		{ "brr", 0 }, { "hoti", 1 }, { "coti", 2 }, { "hot", 3 },
		{ "cot", 4 }, { "bu", 5 }, { "ba", 6 }, { "be", 7 },
		{ NULL, 0 }
	};
	struct ipt_word end[2];
	uint32_t type[2] = { 0, UINT8_MAX };
	bool cut = ipt_word_cut(rule->ipt, &arg->word[0], ':', &end[0],
				&end[1]);
	uint64_t number;
	int i;

	for (i = 0; i < 1 + cut; i++) {
		if (cut && !*end[i].text)
			continue;
		if (ipt_number(end[i].text, UINT8_MAX, &number))
			type[i] = number;
		else if (!name_find(shorts, end[i].text, &type[i]) &&
			 !name_find(mh_type_names, end[i].text, &type[i]))
			return ipt_fail(rule->ipt, &end[i].loc,
					"'%s' is no type of a mobility header",
					end[i].text);
	}
	if (!cut)
		type[1] = type[0];
	if (type[0] > type[1])
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"the range ends before it begins");
	ipt_expr_range(rule, &inst->all, CT6_FIELD_MH_TYPE, arg->invert,
		       &arg->loc, type[0], type[1]);
	return true;
}

const struct ipt_opt ipt_mh_opts[] = {
	{ "--mh-type", 0, 1, true, 1, 0, mh_type, NULL },
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
		{ "route", CT6_EXTHDR_RT }, { "ipv6-route", CT6_EXTHDR_RT },
		{ "frag", CT6_EXTHDR_FRAG }, { "ipv6-frag", CT6_EXTHDR_FRAG },
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
static void headers_soft(struct ipt_rule *rule, struct ipt_inst *inst,
			 const struct loc *loc, uint32_t bits)
{
	const uint32_t ends = CT6_EXTHDR_ESP | CT6_EXTHDR_NONE;
	bool invert = inst->states_invert;

	if (bits)
		ipt_expr_masked(rule, &inst->all, CT6_FIELD_EXTHDR, false, loc,
				invert ? 0 : bits, bits);
	if (inst->headers & HEADER_PROTO)
		ipt_expr_masked(rule, &inst->all, CT6_FIELD_EXTHDR, invert,
				loc, 0, ends);
}

/*
 * Without --soft these are there and no others; a list that no packet can
 * have has the upper layer and what ends without one, or neither.
 */
static void headers_exact(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct loc *loc, uint32_t bits)
{
	const uint32_t ends = CT6_EXTHDR_ESP | CT6_EXTHDR_NONE;
	bool proto = inst->headers & HEADER_PROTO;
	bool never = proto == !!(bits & ends) || (bits & ends) == ends;
	bool invert = inst->states_invert;

	if (!never)
		ipt_expr_masked(rule, &inst->all, CT6_FIELD_EXTHDR, invert,
				loc, bits, IPT_HEADERS);
	else if (!invert)
		ipt_expr_never(rule, &inst->all, CT6_FIELD_EXTHDR, loc);
}

bool ipt_ipv6header_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	uint32_t bits = inst->headers & ~HEADER_PROTO;

	if (!inst->kept)
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'ipv6header' needs --header");
	if (inst->seen & 1 << HEADER_SOFT)
		headers_soft(rule, inst, &inst->kept->loc, bits);
	else
		headers_exact(rule, inst, &inst->kept->loc, bits);
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
	"ct6 calls a routing header of type 0 invalid, whatever is in it";

const struct ipt_opt ipt_rt_opts[] = {
	{ "--rt-type", 0, 1, true, RT_TYPE, 0, rt_type, NULL },
	{ "--rt-segsleft", 0, 1, true, RT_SEGSLEFT, 0, rt_segsleft, NULL },
	{ "--rt-len", 0, 1, true, RT_LEN, CT6_FIELD_RT_HDRLENGTH, header_length,
	  NULL },
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
