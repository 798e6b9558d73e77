// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches that keep account: of packets in a time, of all or of each prefix,
 * and of connections.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "iptables_priv.h"

/* RATE[/UNIT] */
static bool rate_read(struct ipt_rule *rule, const struct ipt_arg *arg,
		      uint32_t max, struct limit *limit)
{
	static const struct name units[] = {
		{ "second", 1 }, { "minute", 60 }, { "hour", 3600 },
		{ "day", 86400 },
		{ NULL, 0 }
	};
	struct ipt_word number, unit;
	const struct name *name = units;
	uint64_t rate;

	if (ipt_word_cut(rule->ipt, &arg->word[0], '/', &number, &unit)) {
		size_t len = strlen(unit.text);

		while (name->name &&
		       (!len || strncasecmp(name->name, unit.text, len)))
			name++;
		if (!name->name)
			return ipt_fail(rule->ipt, &unit.loc,
					"'%s' is no unit of a rate, only second, minute, hour and day are",
					unit.text);
	}
	if (!parse_u64(number.text, UINT32_MAX, &rate) || !rate)
		return ipt_fail(rule->ipt, &number.loc,
				"'%s' is no rate, write NUMBER/UNIT",
				number.text);
	if (rate / name->value > max)
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"a rate is at most %u a second", max);
	limit->rate = rate;
	limit->unit = name->value;
	return true;
}

static bool limit_rate(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	return rate_read(rule, arg, IPT_LIMIT_MAX, &inst->limit);
}

static bool limit_burst(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	return ipt_arg_number(rule, arg, 1, IPT_LIMIT_MAX, &inst->limit.burst);
}

const struct ipt_opt ipt_limit_opts[] = {
	{ "--limit", 0, 1, false, 1, 0, limit_rate, NULL },
	{ "--limit-burst", 0, 1, false, 2, 0, limit_burst, NULL },
	{ 0 }
};

bool ipt_limit_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	(void)rule;
	inst->account = true;
	inst->limit.rate = 3;
	inst->limit.unit = 3600;
	inst->limit.burst = LIMIT_BURST;
	return true;
}

/* The same rate in the smallest unit, as ip6tables prints it. */
static void limit_reduce(struct limit *limit)
{
	static const uint32_t units[] = { 1, 60, 3600 };
	uint64_t rate;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units) && units[i] < limit->unit; i++) {
		rate = (uint64_t)limit->rate * units[i];
		if (rate % limit->unit)
			continue;
		limit->rate = rate / limit->unit;
		limit->unit = units[i];
		return;
	}
}

bool ipt_limit_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	struct expr *expr = ruleset_expr_add(rule->ipt->rs, &inst->all,
					     EXPR_LIMIT, &inst->loc);

	limit_reduce(&inst->limit);
	expr->limit = inst->limit;
	return true;
}

/* Options of hashlimit, by their groups. */
enum hash_group {
	HASH_RATE = 1,
	HASH_BURST,
	HASH_MODE,
	HASH_NAME,
	HASH_SRCMASK,
	HASH_DSTMASK,
	HASH_TABLE,
	HASH_OTHER,
};

/* In the order that ip6tables prints them in. */
const struct name ipt_hashlimit_modes[] = {
	{ "srcip", CT6_LIMIT_PER_SADDR }, { "srcport", CT6_LIMIT_PER_SPORT },
	{ "dstip", CT6_LIMIT_PER_DADDR }, { "dstport", CT6_LIMIT_PER_DPORT },
	{ NULL, 0 }
};

bool ipt_hashlimit_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	(void)rule;
	inst->account = true;
	inst->limit.burst = LIMIT_BURST;
	inst->limit.size = LIMIT_SIZE;
	inst->limit.per.len = 128;
	inst->limit.per.daddr_len = 128;
	return true;
}

static bool hash_rate(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	const char *text = arg->word[0].text;

	inst->limit.over = arg->opt->arg != arg->invert;
	if (text[strspn(text, "0123456789")] &&
	    text[strspn(text, "0123456789")] != '/')
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"'%s' of match 'hashlimit' is not supported with bytes: ct6 has other bursts then",
				arg->opt->name);
	return rate_read(rule, arg, IPT_HASHLIMIT_MAX, &inst->limit);
}

static bool hash_burst(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	return ipt_arg_number(rule, arg, 1, IPT_HASHLIMIT_MAX,
			      &inst->limit.burst);
}

static bool hash_mode(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	struct ipt_word *piece;
	size_t nr = ipt_split(rule->ipt, &arg->word[0], ',', &piece), i;
	uint32_t bit;

	for (i = 0; i < nr; i++) {
		if (!name_find(ipt_hashlimit_modes, piece[i].text, &bit))
			return ipt_fail(rule->ipt, &piece[i].loc,
					"'%s' is no mode of a hashlimit, only srcip, srcport, dstip and dstport are",
					piece[i].text);
		inst->limit.per.of |= bit;
	}
	return true;
}

static bool hash_name(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];

	if (!*word->text || strlen(word->text) > CT6_NAME_MAX)
		return ipt_fail(rule->ipt, &word->loc,
				"the name of a hashlimit has 1 to %d characters",
				CT6_NAME_MAX);
	inst->limit.name = arena_strdup(&rule->ipt->rs->arena, word->text);
	return true;
}

static bool hash_mask(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	struct per *per = &inst->limit.per;

	return ipt_arg_number(rule, arg, 0, 128,
			      arg->opt->arg == CT6_LIMIT_PER_SADDR ?
			      &per->len : &per->daddr_len);
}

static const char hash_table[] =
	"ct6 has 8192 buckets, and forgets none that is in debt";

const struct ipt_opt ipt_hashlimit_opts[] = {
	{ "--hashlimit-upto", 0, 1, true, HASH_RATE, false, hash_rate, NULL },
	{ "--hashlimit-above", 0, 1, true, HASH_RATE, true, hash_rate, NULL },
	{ "--hashlimit", 0, 1, true, HASH_RATE, false, hash_rate, NULL },
	{ "--hashlimit-burst", 0, 1, false, HASH_BURST, 0, hash_burst, NULL },
	{ "--hashlimit-mode", 0, 1, false, HASH_MODE, 0, hash_mode, NULL },
	{ "--hashlimit-name", 0, 1, false, HASH_NAME, 0, hash_name, NULL },
	{ "--hashlimit-srcmask", 0, 1, false, HASH_SRCMASK,
	  CT6_LIMIT_PER_SADDR, hash_mask, NULL },
	{ "--hashlimit-dstmask", 0, 1, false, HASH_DSTMASK,
	  CT6_LIMIT_PER_DADDR, hash_mask, NULL },
	{ "--hashlimit-htable-size", 0, 1, false, HASH_TABLE, 0, NULL,
	  hash_table },
	{ "--hashlimit-htable-max", 0, 1, false, HASH_TABLE, 0, NULL,
	  hash_table },
	{ "--hashlimit-htable-expire", 0, 1, false, HASH_TABLE, 0, NULL,
	  hash_table },
	{ "--hashlimit-htable-gcinterval", 0, 1, false, HASH_TABLE, 0, NULL,
	  hash_table },
	{ "--hashlimit-rate-match", 0, 0, false, HASH_OTHER, 0, NULL, NULL },
	{ "--hashlimit-rate-interval", 0, 1, false, HASH_OTHER, 0, NULL, NULL },
	{ 0 }
};

bool ipt_hashlimit_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	struct per *per = &inst->limit.per;
	const char *lacks = NULL;

	if (!(inst->seen & 1u << HASH_RATE))
		lacks = "--hashlimit-upto or --hashlimit-above";
	else if (!(inst->seen & 1u << HASH_NAME))
		lacks = "--hashlimit-name";
	else if (inst->seen & 1u << HASH_SRCMASK && !(per->of & CT6_LIMIT_PER_SADDR))
		lacks = "--hashlimit-mode srcip beside --hashlimit-srcmask";
	else if (inst->seen & 1u << HASH_DSTMASK && !(per->of & CT6_LIMIT_PER_DADDR))
		lacks = "--hashlimit-mode dstip beside --hashlimit-dstmask";
	if (lacks)
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'hashlimit' needs %s", lacks);
	/* the length of the only address comes first */
	if ((per->of & LIMIT_PER_BOTH) == CT6_LIMIT_PER_DADDR)
		per->len = per->daddr_len;
	if (!(per->of & LIMIT_PER_BOTH))
		per->len = 0;
	if ((per->of & LIMIT_PER_BOTH) != LIMIT_PER_BOTH)
		per->daddr_len = 0;
	return ipt_limit_end(rule, inst);
}

static bool limit_is(const struct rule *rule, const char *name)
{
	const struct expr *expr;

	for (expr = rule->expr; expr; expr = expr->next)
		if (expr->kind == EXPR_LIMIT && expr->limit.name &&
		    !strcmp(expr->limit.name, name))
			return true;
	return false;
}

/**
 * ipt_limits_free() - may a new rule have its limits' names?
 * @ipt: file
 * @rule: rule that is in no chain yet
 *
 * Rules of ip6tables share the buckets of a name; limits of ct6 do not.
 *
 * Return: false after an error.
 */
bool ipt_limits_free(struct ipt *ipt, const struct rule *rule)
{
	const struct ipt_chain *c;
	const struct expr *expr;
	size_t i;

	for (expr = rule->expr; expr; expr = expr->next) {
		if (expr->kind != EXPR_LIMIT || !expr->limit.name)
			continue;
		for (c = ipt->chain; c; c = c->next)
			for (i = 0; i < c->nr; i++)
				if (limit_is(c->row[i].rule, expr->limit.name))
					return ipt_fail(ipt, &expr->loc,
							"another rule has the hashlimit '%s': ct6 shares none among rules",
							expr->limit.name);
	}
	return true;
}

/* Options of recent of which there is one in a match, by their groups. */
enum recent_group {
	RECENT_OP = 1,
	RECENT_NAME,
	RECENT_SECONDS,
	RECENT_HITS,
	RECENT_SIDE,
	RECENT_MASK,
	RECENT_TTL,
	RECENT_REAP,
};

bool ipt_recent_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	struct expr *expr = ruleset_expr_add(rule->ipt->rs, &inst->all,
					     EXPR_RECENT, &inst->loc);

	inst->account = true;
	inst->recent = &expr->recent;
	inst->recent->name = arena_strdup(&rule->ipt->rs->arena, "DEFAULT");
	inst->recent->per.of = CT6_PER_SADDR;
	inst->recent->per.len = 128;
	return true;
}

static bool recent_op(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	(void)rule;
	inst->recent->op = arg->opt->arg;
	inst->recent->invert = arg->invert;
	return true;
}

static bool recent_name(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];

	if (!*word->text || strlen(word->text) > CT6_NAME_MAX)
		return ipt_fail(rule->ipt, &word->loc,
				"the name of a recent table has 1 to %d characters",
				CT6_NAME_MAX);
	inst->recent->name = arena_strdup(&rule->ipt->rs->arena, word->text);
	return true;
}

static bool recent_seconds(struct ipt_rule *rule, struct ipt_inst *inst,
			   const struct ipt_arg *arg)
{
	return ipt_arg_number(rule, arg, 1, UINT32_MAX,
			      &inst->recent->seconds);
}

static bool recent_hits(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	return ipt_arg_number(rule, arg, 1, CT6_RECENT_HITS_MAX,
			      &inst->recent->hits);
}

static bool recent_side(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	(void)rule;
	inst->recent->per.of = arg->opt->arg;
	return true;
}

static bool recent_mask(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];
	struct in6_addr mask;
	int len;

	if (inet_pton(AF_INET6, word->text, &mask) != 1)
		return ipt_fail(rule->ipt, &word->loc,
				"'%s' is no mask, write it as an address",
				word->text);
	len = field_prefix_len(mask.s6_addr, sizeof(mask.s6_addr));
	if (len < 0)
		return ipt_fail(rule->ipt, &word->loc,
				"'--mask' of match 'recent' is not supported with holes: a recent table knows prefixes");
	inst->recent->per.len = len;
	return true;
}

static bool recent_ttl(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	(void)rule;
	(void)arg;
	inst->recent->hoplimit = true;
	return true;
}

const struct ipt_opt ipt_recent_opts[] = {
	{ "--set", 0, 0, true, RECENT_OP, CT6_RECENT_OP_SET, recent_op, NULL },
	{ "--rcheck", 0, 0, true, RECENT_OP, CT6_RECENT_OP_CHECK, recent_op,
	  NULL },
	{ "--update", 0, 0, true, RECENT_OP, CT6_RECENT_OP_UPDATE, recent_op,
	  NULL },
	{ "--remove", 0, 0, true, RECENT_OP, CT6_RECENT_OP_REMOVE, recent_op,
	  NULL },
	{ "--name", 0, 1, false, RECENT_NAME, 0, recent_name, NULL },
	{ "--seconds", 0, 1, false, RECENT_SECONDS, 0, recent_seconds, NULL },
	{ "--hitcount", 0, 1, false, RECENT_HITS, 0, recent_hits, NULL },
	{ "--rsource", 0, 0, false, RECENT_SIDE, CT6_PER_SADDR, recent_side,
	  NULL },
	{ "--rdest", 0, 0, false, RECENT_SIDE, CT6_PER_DADDR, recent_side,
	  NULL },
	{ "--mask", 0, 1, false, RECENT_MASK, 0, recent_mask, NULL },
	{ "--rttl", 0, 0, false, RECENT_TTL, 0, recent_ttl, NULL },
	{ "--reap", 0, 0, false, RECENT_REAP, 0, NULL,
	  "ct6 forgets by itself whoever was not heard of for longest" },
	{ 0 }
};

bool ipt_recent_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	const uint32_t asks = 1u << RECENT_SECONDS | 1u << RECENT_HITS;

	if (!(inst->seen & 1u << RECENT_OP))
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'recent' needs --set, --rcheck, --update or --remove");
	if (inst->seen & asks && inst->recent->op != CT6_RECENT_OP_CHECK &&
	    inst->recent->op != CT6_RECENT_OP_UPDATE)
		return ipt_fail(rule->ipt, &inst->loc,
				"'--seconds' and '--hitcount' of match 'recent' need --rcheck or --update");
	return true;
}

enum { CONNLIMIT_MAX = 1, CONNLIMIT_MASK, CONNLIMIT_SIDE };

bool ipt_connlimit_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	struct expr *expr = ruleset_expr_add(rule->ipt->rs, &inst->all,
					     EXPR_COUNT, &inst->loc);

	inst->account = true;
	inst->count = &expr->count;
	inst->count->per.of = CT6_PER_SADDR;
	inst->count->per.len = 128;
	return true;
}

static bool connlimit_max(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct ipt_arg *arg)
{
	inst->count->over = arg->opt->arg != arg->invert;
	return ipt_arg_number(rule, arg, 0, UINT32_MAX, &inst->count->max);
}

static bool connlimit_mask(struct ipt_rule *rule, struct ipt_inst *inst,
			   const struct ipt_arg *arg)
{
	return ipt_arg_number(rule, arg, 0, 128, &inst->count->per.len);
}

static bool connlimit_side(struct ipt_rule *rule, struct ipt_inst *inst,
			   const struct ipt_arg *arg)
{
	(void)rule;
	inst->count->per.of = arg->opt->arg;
	return true;
}

const struct ipt_opt ipt_connlimit_opts[] = {
	{ "--connlimit-above", 0, 1, true, CONNLIMIT_MAX, true, connlimit_max,
	  NULL },
	{ "--connlimit-upto", 0, 1, true, CONNLIMIT_MAX, false, connlimit_max,
	  NULL },
	{ "--connlimit-mask", 0, 1, false, CONNLIMIT_MASK, 0, connlimit_mask,
	  NULL },
	{ "--connlimit-saddr", 0, 0, false, CONNLIMIT_SIDE, CT6_PER_SADDR,
	  connlimit_side, NULL },
	{ "--connlimit-daddr", 0, 0, false, CONNLIMIT_SIDE, CT6_PER_DADDR,
	  connlimit_side, NULL },
	{ 0 }
};

/* A SYN without ACK, RST or FIN, or what begins a connection. */
static bool asks_begin(const struct match *match)
{
	const struct elem *elem = match->elem;
	const uint8_t syn = 0x02, mask = 0x17;

	if (match->invert || match->nr != 1 || elem->has_end)
		return false;
	if (match->field == CT6_FIELD_TCP_FLAGS)
		return elem->has_mask && elem->data[0] == syn &&
		       elem->mask[0] == mask;
	return match->field == CT6_FIELD_CT_STATE && !elem->has_mask &&
	       elem->data[0] == CT6_CT_STATE_NEW;
}

/**
 * ipt_exprs_begin() - are expressions true only of what begins a connection?
 * @expr: the first of them, or NULL
 */
bool ipt_exprs_begin(const struct expr *expr)
{
	for (; expr; expr = expr->next)
		if (expr->kind == EXPR_MATCH && asks_begin(&expr->match))
			return true;
	return false;
}

static bool rule_begins(const struct ipt_rule *rule)
{
	const struct ipt_inst *inst;

	for (inst = rule->inst; inst; inst = inst->next)
		if (ipt_exprs_begin(inst->all.expr))
			return true;
	return false;
}

/*
 * connlimit may cut off a connection that is there, a count never does. Of
 * packets that begin one both say the same.
 */
bool ipt_connlimit_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	if (!(inst->seen & 1u << CONNLIMIT_MAX))
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'connlimit' needs --connlimit-above or --connlimit-upto");
	if (rule_begins(rule))
		return true;
	return ipt_fail(rule->ipt, &inst->loc,
			"match 'connlimit' is supported only beside --syn or --ctstate NEW: ct6 cuts off no connection that is there");
}
