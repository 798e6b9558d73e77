// SPDX-License-Identifier: GPL-2.0-only
/*
 * A rule's line, and the options that are the rule's own.
 */
#include <ctype.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "iptables_cli.h"

enum group {
	GROUP_COMMAND = IPT_GROUP_COMMAND,
	GROUP_PROTO,
	GROUP_SRC,
	GROUP_DST,
	GROUP_IN,
	GROUP_OUT,
	GROUP_JUMP,
	GROUP_COUNTERS,
};

/* As ip6tables prints it; 0 is all. */
const char *ipt_proto_text(uint8_t proto, char *buf, size_t size, bool numeric)
{
	static const struct name names[] = {
		{ "all", 0 }, { "tcp", IPPROTO_TCP }, { "udp", IPPROTO_UDP },
		{ "udplite", IPPROTO_UDPLITE }, { "sctp", IPPROTO_SCTP },
		{ "ipv6-icmp", IPPROTO_ICMPV6 }, { "esp", IPPROTO_ESP },
		{ "ah", IPPROTO_AH },
		{ NULL, 0 }
	};
	const char *name = numeric ? NULL : name_of(names, proto);
	const struct protoent *ent;

	if (name)
		return name;
	ent = numeric ? NULL : getprotobynumber(proto);
	if (ent)
		snprintf(buf, size, "%s", ent->p_name);
	else
		snprintf(buf, size, "%u", proto);
	return buf;
}

/**
 * ipt_proto() - a protocol
 * @rule: rule
 * @word: number or name
 * @proto: result, 0 for all
 *
 * Return: false after an error.
 */
bool ipt_proto(struct ipt_rule *rule, const struct ipt_word *word,
	       uint8_t *proto)
{
	char name[64];
	uint64_t number;
	uint32_t value = 0;
	size_t i;

	snprintf(name, sizeof(name), "%s", word->text);
	for (i = 0; name[i]; i++)
		name[i] = tolower((unsigned char)name[i]);
	if (ipt_number(name, UINT8_MAX, &number)) {
		value = number;
	} else if (!strcmp(name, "mh") || !strcmp(name, "ipv6-mh")) {
		value = IPPROTO_MH;
	} else if (strcmp(name, "all") &&
		   (isdigit((unsigned char)*name) ||
		    !proto_find(name, &value))) {
		const char *closest = name_closest(proto_names, name);

		if (closest)
			return ipt_fail(rule->ipt, &word->loc,
					"unknown protocol '%s', did you mean '%s'?",
					word->text, closest);
		return ipt_fail(rule->ipt, &word->loc,
				"unknown protocol '%s'", word->text);
	}
	if (value == IPPROTO_ROUTING || value == IPPROTO_FRAGMENT ||
	    value == IPPROTO_AH || value == IPPROTO_DSTOPTS ||
	    (!value && isalpha((unsigned char)*name) && strcmp(name, "all")))
		return ipt_fail(rule->ipt, &word->loc,
				"'%s' is an extension header, never the protocol of a packet",
				word->text);
	*proto = value;
	return true;
}

static bool proto_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	(void)inst;
	if (!ipt_proto(rule, &arg->word[0], &rule->proto))
		return false;
	rule->proto_invert = arg->invert;
	rule->proto_loc = arg->loc;
	if (!rule->proto && arg->invert)
		return ipt_fail(rule->ipt, &arg->loc,
				"no packet has none of all protocols");
	return true;
}

/**
 * ipt_addr() - ADDRESS[/LENGTH] or ADDRESS[/MASK]
 * @ipt: file
 * @word: word
 * @elem: result; bits outside the mask are cleared
 *
 * Return: false after an error.
 */
bool ipt_addr(struct ipt *ipt, const struct ipt_word *word, struct elem *elem)
{
	struct ipt_word addr, len;
	uint8_t mask[CT6_DATA_MAX];
	const char *wrong;
	char buf[256];
	uint64_t bits;
	size_t i;

	memset(elem, 0, sizeof(*elem));
	elem->loc = word->loc;
	if (!ipt_word_cut(ipt, word, '/', &addr, &len)) {
		wrong = field_parse(CT6_FIELD_SADDR, NULL, addr.text, elem,
				    buf, sizeof(buf));
		return !wrong || ipt_fail(ipt, &addr.loc, "%s", wrong);
	}
	wrong = field_parse(CT6_FIELD_SADDR, NULL, addr.text, elem, buf,
			    sizeof(buf));
	if (wrong)
		return ipt_fail(ipt, &addr.loc, "%s", wrong);
	if (ipt_number(len.text, 128, &bits)) {
		field_prefix_mask(mask, bits);
	} else {
		wrong = field_parse_mask(CT6_FIELD_SADDR, len.text, mask, buf,
					 sizeof(buf));
		if (wrong)
			return ipt_fail(ipt, &len.loc, "%s", wrong);
	}
	elem_mask_set(elem, CT6_FIELD_SADDR, mask);
	for (i = 0; i < sizeof(mask); i++)
		elem->data[i] &= mask[i];
	return true;
}

static bool addrs_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	struct ipt_addrs *addrs = arg->opt->group == GROUP_SRC ? &rule->src :
								 &rule->dst;
	struct ipt_word *piece;
	size_t nr = ipt_split(rule->ipt, &arg->word[0], ',', &piece), i;

	(void)inst;
	if (nr > 1 && arg->invert)
		return ipt_fail(rule->ipt, &arg->loc,
				"'!' cannot stand in front of several addresses");
	if (nr > IPT_RULES_MAX)
		return ipt_fail(rule->ipt, &arg->loc,
				"more than %d addresses", IPT_RULES_MAX);
	addrs->elem = arena_alloc(&rule->ipt->scratch,
				  nr * sizeof(*addrs->elem));
	for (i = 0; i < nr; i++)
		if (!ipt_addr(rule->ipt, &piece[i], &addrs->elem[i]))
			return false;
	addrs->nr = nr;
	addrs->invert = arg->invert;
	addrs->loc = arg->loc;
	return true;
}

/* A + at the end stands for any rest; alone, for any interface and none. */
static bool interface_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			    const struct ipt_arg *arg)
{
	const char *name = arg->word[0].text;
	size_t len = strlen(name);
	uint8_t mask[CT6_DATA_MAX];
	struct match *match;
	struct elem *elem;

	(void)inst;
	if (arg->opt->group == GROUP_IN)
		rule->in_loc = arg->loc;
	else
		rule->out_loc = arg->loc;
	if (!len)
		return ipt_fail(rule->ipt, &arg->loc,
				"an empty interface name");
	if (len >= IFNAMSIZ)
		return ipt_fail(rule->ipt, &arg->word[0].loc,
				"an interface name has at most %d characters",
				IFNAMSIZ - 1);
	if (!strcmp(name, "+") && !arg->invert)
		return true;
	match = ipt_match(rule, &rule->interfaces, arg->opt->arg, arg->invert,
			  &arg->loc);
	elem = ruleset_elem_add(rule->ipt->rs, match, &arg->word[0].loc);
	if (name[len - 1] == '+') {
		len--;
		field_prefix_mask(mask, len * 8);
		elem_mask_set(elem, arg->opt->arg, mask);
	}
	memcpy(elem->data, name, len);
	return true;
}

/* Appends an instance, which is what later options belong to first. */
bool ipt_inst_add(struct ipt_rule *rule, const struct ipt_ext *ext,
		  const struct loc *loc, bool target)
{
	struct ipt_inst *inst = arena_alloc(&rule->ipt->scratch,
					    sizeof(*inst));
	size_t i;

	inst->ext = ext;
	inst->loc = *loc;
	inst->target = target;
	ipt_exprs_init(&inst->all);
	for (i = 0; i < IPT_ALTERNATIVES; i++)
		ipt_exprs_init(&inst->alt[i]);
	inst->prev = rule->last;
	if (rule->last)
		rule->last->next = inst;
	else
		rule->inst = inst;
	rule->last = inst;
	return !ext->begin || ext->begin(rule, inst);
}

static bool match_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];
	const struct ipt_ext *ext = ipt_match_find(word->text);
	const char *closest;

	(void)inst;
	if (ext && !ext->refused)
		return ipt_inst_add(rule, ext, &arg->loc, false);
	if (ext)
		return ipt_fail(rule->ipt, &word->loc,
				"match '%s' is not supported: %s", word->text,
				ext->why);
	if (ipt_match_known(word->text))
		return ipt_fail(rule->ipt, &word->loc,
				"match '%s' is not supported", word->text);
	closest = ipt_match_closest(word->text);
	if (closest)
		return ipt_fail(rule->ipt, &word->loc,
				"unknown match '%s', did you mean '%s'?",
				word->text, closest);
	return ipt_fail(rule->ipt, &word->loc, "unknown match '%s'",
			word->text);
}

static bool jump_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	(void)inst;
	return ipt_verdict(rule, arg);
}

static bool counters_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			   const struct ipt_arg *arg)
{
	(void)inst;
	if (parse_u64(arg->word[0].text, UINT64_MAX, &rule->packets) &&
	    parse_u64(arg->word[1].text, UINT64_MAX, &rule->bytes))
		return true;
	return ipt_fail(rule->ipt, &arg->loc,
			"'%s' wants the numbers of packets and of bytes",
			arg->opt->name);
}

/* -I, -D, -R: perhaps the number of a rule follows the chain. */
static bool number_read(struct ipt_rule *rule)
{
	const struct ipt_word *word;
	uint64_t number;

	if (rule->next >= rule->line->nr)
		return true;
	word = &rule->line->word[rule->next];
	if (word->text[0] == '-' || word->text[0] == '!')
		return true;
	rule->next++;
	if (!ipt_number(word->text, UINT32_MAX, &number) || !number)
		return ipt_fail(rule->ipt, &word->loc,
				"'%s' is no number of a rule", word->text);
	rule->number = number;
	rule->number_loc = word->loc;
	return true;
}

static bool command_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			  const struct ipt_arg *arg)
{
	(void)inst;
	rule->command = arg->opt->arg;
	rule->command_loc = arg->loc;
	rule->chain = ipt_chain_want(rule->ipt, &arg->word[0]);
	if (!rule->chain)
		return false;
	return rule->command == IPT_APPEND || rule->command == IPT_CHECK ||
	       number_read(rule);
}

static bool ipv4_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	(void)inst;
	(void)arg;
	rule->ipv4 = true;
	return true;
}

static bool ipv6_parse(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	(void)rule;
	(void)inst;
	(void)arg;
	return true;
}

static const char one_table[] = "the table is the one that is open";

/* Options of the rule itself. */
const struct ipt_opt ipt_rule_opts[] = {
	{ "--append", 'A', 1, false, GROUP_COMMAND, IPT_APPEND, command_parse,
	  NULL },
	{ "--insert", 'I', 1, false, GROUP_COMMAND, IPT_INSERT, command_parse,
	  NULL },
	{ "--delete", 'D', 1, false, GROUP_COMMAND, IPT_DELETE, command_parse,
	  NULL },
	{ "--replace", 'R', 1, false, GROUP_COMMAND, IPT_REPLACE,
	  command_parse, NULL },
	{ "--check", 'C', 1, false, GROUP_COMMAND, IPT_CHECK, command_parse,
	  NULL },
	{ "--protocol", 'p', 1, true, GROUP_PROTO, 0, proto_parse, NULL },
	{ "--proto", 0, 1, true, GROUP_PROTO, 0, proto_parse, NULL },
	{ "--source", 's', 1, true, GROUP_SRC, 0, addrs_parse, NULL },
	{ "--src", 0, 1, true, GROUP_SRC, 0, addrs_parse, NULL },
	{ "--destination", 'd', 1, true, GROUP_DST, 0, addrs_parse, NULL },
	{ "--dst", 0, 1, true, GROUP_DST, 0, addrs_parse, NULL },
	{ "--in-interface", 'i', 1, true, GROUP_IN, CT6_FIELD_IIFNAME,
	  interface_parse, NULL },
	{ "--out-interface", 'o', 1, true, GROUP_OUT, CT6_FIELD_OIFNAME,
	  interface_parse, NULL },
	{ "--match", 'm', 1, false, 0, 0, match_parse, NULL },
	{ "--jump", 'j', 1, false, GROUP_JUMP, CT6_VERDICT_JUMP, jump_parse,
	  NULL },
	{ "--goto", 'g', 1, false, GROUP_JUMP, CT6_VERDICT_GOTO, jump_parse,
	  NULL },
	{ "--set-counters", 'c', 2, false, GROUP_COUNTERS, 0, counters_parse,
	  NULL },
	{ "--ipv4", '4', 0, false, 0, 0, ipv4_parse, NULL },
	{ "--ipv6", '6', 0, false, 0, 0, ipv6_parse, NULL },
	{ "--table", 't', 1, false, 0, 0, NULL, one_table },
	{ "--new-chain", 'N', 1, false, 0, 0, NULL,
	  "it has to begin the line" },
	{ "--delete-chain", 'X', 1, false, 0, 0, NULL,
	  "it has to begin the line" },
	{ "--flush", 'F', 1, false, 0, 0, NULL, "it has to begin the line" },
	{ "--policy", 'P', 2, false, 0, 0, NULL, "it has to begin the line" },
	{ "--rename-chain", 'E', 2, false, 0, 0, NULL,
	  "it has to begin the line" },
	{ "--zero", 'Z', 1, false, 0, 0, NULL, "it has to begin the line" },
	{ "--list", 'L', 1, false, 0, 0, NULL, NULL },
	{ "--list-rules", 'S', 1, false, 0, 0, NULL, NULL },
	{ "--fragment", 'f', 0, true, 0, 0, NULL, NULL },
	{ 0 }
};

/* What can be told only when all of the rule is known. */
static bool rule_check(struct ipt_rule *rule)
{
	const struct chain *chain = rule->chain->chain;
	struct ipt_inst *inst;
	char buf[32];

	if (chain->base && chain->hook == CT6_HOOK_OUTPUT &&
	    rule->in_loc.source)
		return ipt_fail(rule->ipt, &rule->in_loc,
				"no packet in OUTPUT has an input interface");
	if (chain->base && chain->hook == CT6_HOOK_INPUT &&
	    rule->out_loc.source)
		return ipt_fail(rule->ipt, &rule->out_loc,
				"no packet in INPUT has an output interface");
	for (inst = rule->inst; inst; inst = inst->next) {
		if (inst->ext->proto && (inst->ext->proto != rule->proto ||
					 rule->proto_invert))
			return ipt_fail(rule->ipt, &inst->loc,
					"match '%s' needs '-p %s'",
					inst->ext->name,
					ipt_proto_text(inst->ext->proto, buf,
						       sizeof(buf), false));
		if (inst->ext->end && !inst->ext->end(rule, inst))
			return false;
	}
	return true;
}

/* Checks the rule as a whole, and does what was asked with it. */
bool ipt_rule_finish(struct ipt_rule *rule)
{
	return rule_check(rule) && ipt_rule_apply(rule);
}

/**
 * ipt_rule_line() - take a line that is a rule
 * @ipt: file
 * @line: words
 *
 * Return: false after an error.
 */
bool ipt_rule_line(struct ipt *ipt, const struct ipt_line *line)
{
	struct ipt_rule rule = { .ipt = ipt, .line = line };
	uint64_t packets = 0, bytes = 0;

	ipt_exprs_init(&rule.interfaces);
	ipt_exprs_init(&rule.jump);
	if (line->nr && line->word[0].text[0] == '[') {
		if (!ipt_counters(ipt, &line->word[0], &packets, &bytes))
			return false;
		rule.next = 1;
	}
	if (ipt->input->counters) {
		rule.packets = packets;
		rule.bytes = bytes;
	}
	if (!ipt_options_read(&rule))
		return false;
	if (ipt->cli)
		return ipt_cli_run(&rule);
	if (rule.ipv4)
		return true;
	if (rule.command == IPT_NONE)
		return ipt_fail(ipt, &line->loc,
				"a command is missing, such as -A CHAIN");
	return ipt_rule_finish(&rule);
}
