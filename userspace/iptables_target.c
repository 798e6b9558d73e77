// SPDX-License-Identifier: GPL-2.0-only
/*
 * Targets of the ip6tables front: verdicts, chains, and those with options.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "iptables_priv.h"

#define LOG_PREFIX_LEN		29
#define NFLOG_PREFIX_LEN	63

static const struct name verdicts[] = {
	{ "ACCEPT", CT6_VERDICT_ACCEPT },
	{ "DROP", CT6_VERDICT_DROP },
	{ "RETURN", CT6_VERDICT_RETURN },
	{ NULL, 0 }
};

static bool log_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	inst->log = &ruleset_expr_add(rule->ipt->rs, &inst->all, EXPR_LOG,
				      &inst->loc)->log;
	return true;
}

static bool nflog_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	log_begin(rule, inst);
	inst->log->has_group = true;
	return true;
}

/* opt->arg: longest prefix that ip6tables keeps */
static bool log_prefix(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	const char *text = arg->word[0].text;

	if (strlen(text) > arg->opt->arg)
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"a prefix of %s has at most %u bytes",
				inst->ext->name, arg->opt->arg);
	if (*text)
		inst->log->prefix = arena_strdup(&rule->ipt->rs->arena, text);
	return true;
}

static bool log_level(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];
	const char *closest;
	uint64_t level;

	if (ipt_number(word->text, 7, &level)) {
		inst->log->level = level;
		return true;
	}
	if (name_find(log_level_names, word->text, &inst->log->level))
		return true;
	closest = name_closest(log_level_names, word->text);
	if (closest)
		return ipt_fail(rule->ipt, &word->loc,
				"unknown log level '%s', did you mean '%s'?",
				word->text, closest);
	return ipt_fail(rule->ipt, &word->loc,
			"'%s' is no log level (0 to 7, or its name)",
			word->text);
}

static bool log_flag(struct ipt_rule *rule, struct ipt_inst *inst,
		     const struct ipt_arg *arg)
{
	(void)rule;
	inst->log->flags |= arg->opt->arg;
	return true;
}

/* NF_LOG_* of the kernel */
static const struct ipt_opt log_opts[] = {
	{ "--log-level", 0, 1, false, 1, 0, log_level, NULL },
	{ "--log-prefix", 0, 1, false, 2, LOG_PREFIX_LEN, log_prefix, NULL },
	{ "--log-tcp-sequence", 0, 0, false, 3, 0x01, log_flag, NULL },
	{ "--log-tcp-options", 0, 0, false, 4, 0x02, log_flag, NULL },
	{ "--log-ip-options", 0, 0, false, 5, 0x04, log_flag, NULL },
	{ "--log-uid", 0, 0, false, 6, 0x08, log_flag, NULL },
	{ "--log-macdecode", 0, 0, false, 7, 0x20, log_flag, NULL },
	{ 0 }
};

static bool nflog_group(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	uint32_t group;

	if (!ipt_arg_number(rule, arg, 0, UINT16_MAX, &group))
		return false;
	inst->log->group = group;
	return true;
}

static bool nflog_size(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	inst->log->has_snaplen = true;
	return ipt_arg_number(rule, arg, 0, UINT32_MAX, &inst->log->snaplen);
}

static const struct ipt_opt nflog_opts[] = {
	{ "--nflog-group", 0, 1, false, 1, 0, nflog_group, NULL },
	{ "--nflog-prefix", 0, 1, false, 2, NFLOG_PREFIX_LEN, log_prefix,
	  NULL },
	{ "--nflog-size", 0, 1, false, 3, 0, nflog_size, NULL },
	{ "--nflog-range", 0, 1, false, 4, 0, NULL,
	  "it never had an effect, --nflog-size has" },
	{ "--nflog-threshold", 0, 1, false, 5, 0, NULL, NULL },
	{ 0 }
};

static bool reject_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	inst->reject = &ruleset_expr_add(rule->ipt->rs, &inst->all,
					 EXPR_REJECT, &inst->loc)->reject;
	return true;
}

#define TCP_RESET	UINT32_MAX

/* Each with its other name; the begin of one does, the first that fits. */
static const struct name reject_names[] = {
	{ "icmp6-no-route", 0 }, { "no-route", 0 },
	{ "icmp6-adm-prohibited", 1 }, { "adm-prohibited", 1 },
	{ "icmp6-addr-unreachable", 3 }, { "addr-unreach", 3 },
	{ "icmp6-port-unreachable", 4 }, { "port-unreach", 4 },
	{ "tcp-reset", TCP_RESET },
	{ "icmp6-policy-fail", 5 }, { "policy-fail", 5 },
	{ "icmp6-reject-route", 6 }, { "reject-route", 6 },
	{ NULL, 0 }
};

/* As -S prints it, or NULL. */
const char *ipt_reject_name(uint32_t type, uint8_t code)
{
	return name_of(reject_names, type == CT6_REJECT_TYPE_TCP_RESET ?
				     TCP_RESET : code);
}

static bool reject_with(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];
	size_t len = strlen(word->text);
	const struct name *name = reject_names;
	const char *closest;

	while (name->name &&
	       (!len || strncasecmp(name->name, word->text, len)))
		name++;
	if (!name->name) {
		closest = name_closest(reject_names, word->text);
		if (closest)
			return ipt_fail(rule->ipt, &word->loc,
					"unknown answer '%s', did you mean '%s'?",
					word->text, closest);
		return ipt_fail(rule->ipt, &word->loc, "unknown answer '%s'",
				word->text);
	}
	if (name->value != TCP_RESET) {
		inst->reject->code = name->value;
		return true;
	}
	inst->reject->type = CT6_REJECT_TYPE_TCP_RESET;
	inst->reject->code = 0;
	return true;
}

static bool reject_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	if (inst->reject->type != CT6_REJECT_TYPE_TCP_RESET ||
	    (rule->proto == IPPROTO_TCP && !rule->proto_invert))
		return true;
	return ipt_fail(rule->ipt, &inst->loc,
			"'--reject-with tcp-reset' needs '-p tcp'");
}

static const struct ipt_opt reject_opts[] = {
	{ "--reject-with", 0, 1, false, 1, 0, reject_with, NULL },
	{ 0 }
};

static const struct ipt_ext targets[] = {
	{ "LOG", 0, log_opts, log_begin, NULL, false, NULL },
	{ "NFLOG", 0, nflog_opts, nflog_begin, NULL, false, NULL },
	{ "REJECT", 0, reject_opts, reject_begin, reject_end, false,
	  NULL },
	{ "MARK", 0, ipt_mark_opts, NULL, ipt_mark_end, false, NULL },
	{ "CONNMARK", 0, ipt_connmark_opts, ipt_connmark_begin, ipt_connmark_end,
	  false, NULL },
};

static const char *const others[] = {
	"AUDIT", "CHECKSUM", "CLASSIFY", "CONNSECMARK", "CT", "DNAT", "DNPT",
	"DSCP", "HL", "HMARK", "IDLETIMER", "LED", "MASQUERADE", "NETMAP",
	"NFQUEUE", "NOTRACK", "QUEUE", "RATEEST", "REDIRECT", "SECMARK", "SET",
	"SNAT", "SNPT", "SYNPROXY", "TCPMSS", "TCPOPTSTRIP", "TEE", "TOS",
	"TPROXY", "TRACE",
};

const struct ipt_ext *ipt_target_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(targets); i++)
		if (!strcmp(targets[i].name, name))
			return &targets[i];
	return NULL;
}

/* A target that has an option of that name, or NULL. */
const struct ipt_ext *ipt_target_owner(const char *option)
{
	const struct ipt_opt *opt;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(targets); i++)
		for (opt = targets[i].opt; opt->name; opt++)
			if (!strcmp(opt->name, option))
				return &targets[i];
	return NULL;
}

static bool is_other(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(others); i++)
		if (!strcmp(others[i], name))
			return true;
	return false;
}

/* ip6tables has it, whether it is supported or not. */
bool ipt_target_known(const char *name)
{
	uint32_t code;

	return is_other(name) || ipt_target_find(name) ||
	       (name_find(verdicts, name, &code) &&
		!strcmp(name_of(verdicts, code), name));
}

/* The target or user chain that was meant, perhaps, or NULL. */
const char *ipt_target_closest(const struct ipt *ipt, const char *name)
{
	const char *words[ARRAY_SIZE(verdicts) + ARRAY_SIZE(targets) + 64];
	const struct ipt_chain *c;
	const struct name *v;
	size_t nr = 0, i;

	for (v = verdicts; v->name; v++)
		words[nr++] = v->name;
	for (i = 0; i < ARRAY_SIZE(targets); i++)
		words[nr++] = targets[i].name;
	for (c = ipt->chain; c && nr < ARRAY_SIZE(words); c = c->next)
		if (!c->chain->base)
			words[nr++] = c->chain->name;
	for (i = 0; i < nr; i++)
		if (!strcasecmp(words[i], name))
			return words[i];
	return word_closest(name, words, nr);
}

static bool target_unknown(struct ipt_rule *rule, const struct ipt_word *word)
{
	const char *closest;

	if (is_other(word->text))
		return ipt_fail(rule->ipt, &word->loc,
				"target '%s' is not supported", word->text);
	closest = ipt_target_closest(rule->ipt, word->text);
	if (closest)
		return ipt_fail(rule->ipt, &word->loc,
				"no target or chain '%s', did you mean '%s'?",
				word->text, closest);
	return ipt_fail(rule->ipt, &word->loc, "no target or chain '%s'",
			word->text);
}

static void verdict_add(struct ipt_rule *rule, const struct ipt_arg *arg,
			uint32_t code, const struct ipt_chain *chain)
{
	struct expr *expr = ruleset_expr_add(rule->ipt->rs, &rule->jump,
					     EXPR_VERDICT, &arg->loc);

	expr->target = arg->word[0].loc;
	expr->verdict.code = code;
	if (chain)
		expr->verdict.chain = chain->chain->name;
}

/**
 * ipt_verdict() - `-j TARGET`, `-g CHAIN`
 * @rule: rule
 * @arg: option; its row's arg is CT6_VERDICT_JUMP or CT6_VERDICT_GOTO
 *
 * Return: false after an error.
 */
bool ipt_verdict(struct ipt_rule *rule, const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];
	bool jump = arg->opt->arg == CT6_VERDICT_JUMP;
	const struct ipt_ext *ext = ipt_target_find(word->text);
	const struct ipt_chain *chain = ipt_chain_find(rule->ipt, word->text);
	uint32_t code;

	if (jump && ext)
		return ipt_inst_add(rule, ext, &arg->loc, true);
	if (jump && name_find(verdicts, word->text, &code) &&
	    !strcmp(name_of(verdicts, code), word->text)) {
		verdict_add(rule, arg, code, NULL);
		return true;
	}
	if (!chain && jump)
		return target_unknown(rule, word);
	if (!chain)
		return ipt_chain_want(rule->ipt, word);
	if (chain->chain->base)
		return ipt_fail(rule->ipt, &word->loc,
				"'%s' is a built-in chain, only user chains can be jumped to",
				word->text);
	verdict_add(rule, arg, arg->opt->arg, chain);
	return true;
}
