// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 explain: what becomes of a packet, and by which rule.
 */
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/genetlink.h>

#include "decode.h"
#include "field.h"
#include "json.h"
#include "load.h"
#include "message.h"
#include "options.h"
#include "print.h"
#include "request.h"

#define TRIES		20	/* rulesets that may change meanwhile */
#define SPORT		49152	/* of a packet that says none */

/**
 * struct step - a rule that the packet met
 * @handle: of the rule
 * @expr: number of the word that did not match
 * @failed: one did not
 */
struct step {
	uint64_t	handle;
	uint32_t	expr;
	bool		failed;
};

/**
 * struct explain - the kernel's answer
 * @generation: of the ruleset that was asked
 * @state: of the packet, one bit of ct_state_names
 * @verdict: CT6_VERDICT_ACCEPT or DROP
 * @by: CT6_EXPLAIN_BY_*
 * @total: steps that there are
 * @handle: of the rule that decided
 * @flow: number of the flow, 0 without
 * @tcp_flags: of the packet, when it is TCP
 * @is_tcp: it is
 * @reject: the sender gets an answer
 * @notrack: no flow begins
 * @step: steps so far
 * @nr: of them
 */
struct explain {
	uint32_t	generation;
	uint32_t	state;
	uint32_t	verdict;
	uint32_t	by;
	uint32_t	total;
	uint64_t	handle;
	uint64_t	flow;
	uint8_t		tcp_flags;
	bool		is_tcp;
	bool		reject;
	bool		notrack;
	struct step	*step;
	size_t		nr;
	size_t		cap;
};

/* What describes a packet: a word, and its value as of a field. */
struct key {
	const char	*word;
	uint16_t	type;	/* CT6_A_EXPLAIN_* */
	uint32_t	field;
	unsigned int	width;	/* of the attribute */
};

static const struct key keys[] = {
	{ "iif",	CT6_A_EXPLAIN_IIF,	CT6_FIELD_IIFNAME,	0 },
	{ "oif",	CT6_A_EXPLAIN_OIF,	CT6_FIELD_OIFNAME,	0 },
	{ "iifname",	CT6_A_EXPLAIN_IIF,	CT6_FIELD_IIFNAME,	0 },
	{ "oifname",	CT6_A_EXPLAIN_OIF,	CT6_FIELD_OIFNAME,	0 },
	{ "saddr",	CT6_A_EXPLAIN_SADDR,	CT6_FIELD_SADDR,	16 },
	{ "daddr",	CT6_A_EXPLAIN_DADDR,	CT6_FIELD_DADDR,	16 },
	{ "l4proto",	CT6_A_EXPLAIN_L4PROTO,	CT6_FIELD_L4PROTO,	1 },
	{ "sport",	CT6_A_EXPLAIN_SPORT,	CT6_FIELD_SPORT,	2 },
	{ "dport",	CT6_A_EXPLAIN_DPORT,	CT6_FIELD_DPORT,	2 },
	{ "flags",	CT6_A_EXPLAIN_TCP_FLAGS, CT6_FIELD_TCP_FLAGS,	1 },
	{ "type",	CT6_A_EXPLAIN_ICMP_TYPE, CT6_FIELD_ICMPV6_TYPE,	1 },
	{ "code",	CT6_A_EXPLAIN_ICMP_CODE, CT6_FIELD_ICMPV6_CODE,	1 },
	{ "id",		CT6_A_EXPLAIN_ICMP_ID,	CT6_FIELD_SPORT,	2 },
	{ "state",	CT6_A_EXPLAIN_STATE,	CT6_FIELD_CT_STATE,	4 },
	{ "mark",	CT6_A_EXPLAIN_MARK,	CT6_FIELD_MARK,		4 },
	{ "ctmark",	CT6_A_EXPLAIN_CT_MARK,	CT6_FIELD_CT_MARK,	4 },
	{ "length",	CT6_A_EXPLAIN_LENGTH,	CT6_FIELD_LENGTH,	4 },
	{ "hoplimit",	CT6_A_EXPLAIN_HOPLIMIT,	CT6_FIELD_HOPLIMIT,	1 },
	{ "dscp",	CT6_A_EXPLAIN_DSCP,	CT6_FIELD_DSCP,		1 },
	{ "exthdr",	CT6_A_EXPLAIN_EXTHDRS,	CT6_FIELD_EXTHDR,	4 },
	{ "rt-type",	CT6_A_EXPLAIN_RT_TYPE,	CT6_FIELD_RT_TYPE,	1 },
	{ "rt-seg-left", CT6_A_EXPLAIN_RT_SEG_LEFT, CT6_FIELD_RT_SEG_LEFT, 1 },
	{ "ether-saddr", CT6_A_EXPLAIN_TOLD, CT6_FIELD_ETHER_SADDR, 0 },
	{ "skuid", CT6_A_EXPLAIN_TOLD, CT6_FIELD_SKUID, 0 },
	{ "skgid", CT6_A_EXPLAIN_TOLD, CT6_FIELD_SKGID, 0 },
	{ "flowlabel", CT6_A_EXPLAIN_TOLD, CT6_FIELD_FLOWLABEL, 0 },
	{ "frag-id", CT6_A_EXPLAIN_TOLD, CT6_FIELD_FRAG_ID, 0 },
	{ "frag-off", CT6_A_EXPLAIN_TOLD, CT6_FIELD_FRAG_OFF, 0 },
	{ "frag-more", CT6_A_EXPLAIN_TOLD, CT6_FIELD_FRAG_MORE, 0 },
	{ "frag-reserved", CT6_A_EXPLAIN_TOLD, CT6_FIELD_FRAG_RESERVED, 0 },
	{ "frag-reserved2", CT6_A_EXPLAIN_TOLD, CT6_FIELD_FRAG_RESERVED2, 0 },
	{ "hbh-hdrlength", CT6_A_EXPLAIN_TOLD, CT6_FIELD_HBH_HDRLENGTH, 0 },
	{ "hbh-options", CT6_A_EXPLAIN_TOLD, CT6_FIELD_HBH_OPTIONS, 0 },
	{ "dst-hdrlength", CT6_A_EXPLAIN_TOLD, CT6_FIELD_DST_HDRLENGTH, 0 },
	{ "dst-options", CT6_A_EXPLAIN_TOLD, CT6_FIELD_DST_OPTIONS, 0 },
	{ "rt-hdrlength", CT6_A_EXPLAIN_TOLD, CT6_FIELD_RT_HDRLENGTH, 0 },
	{ "ah-hdrlength", CT6_A_EXPLAIN_TOLD, CT6_FIELD_AH_HDRLENGTH, 0 },
	{ "ah-reserved", CT6_A_EXPLAIN_TOLD, CT6_FIELD_AH_RESERVED, 0 },
	{ "ah-spi", CT6_A_EXPLAIN_TOLD, CT6_FIELD_AH_SPI, 0 },
	{ "esp-spi", CT6_A_EXPLAIN_TOLD, CT6_FIELD_ESP_SPI, 0 },
	{ "mh-type", CT6_A_EXPLAIN_TOLD, CT6_FIELD_MH_TYPE, 0 },
};

/**
 * struct question - a described packet
 * @chain: base chain that it meets
 * @has: bits of the keys that were given
 * @elem: their values
 * @proto: protocol, when it was given
 */
struct question {
	const char	*chain;
	uint64_t	has;
	struct elem	elem[ARRAY_SIZE(keys)];
	uint8_t		proto;
};

static int key_of(uint16_t type)
{
	size_t i = 0;

	while (keys[i].type != type)
		i++;
	return i;
}

static bool question_has(const struct question *question, uint16_t type)
{
	return question->has & 1ull << key_of(type);
}

/* syn,ack or syn|ack: bits by their names, and one bit of a state. */
static bool bits_parse(const struct key *key, const char *word,
		       struct elem *elem)
{
	const struct name *names = field_get(key->field)->names;
	char *copy = strdup(word), *save = NULL, *part;
	uint32_t bits = 0, bit;
	const char *closest;

	for (part = strtok_r(copy, ",|", &save); part;
	     part = strtok_r(NULL, ",|", &save)) {
		if (!name_find(names, part, &bit) && !parse_u32(part, &bit)) {
			closest = name_closest(names, part);
			usage_error("unknown %s '%s'%s%s%s", key->word, part,
				    closest ? ", did you mean '" : "",
				    closest ? closest : "",
				    closest ? "'?" : "");
			free(copy);
			return false;
		}
		bits |= bit;
	}
	free(copy);
	field_set_number(key->field, elem->data, bits);
	return true;
}

static bool value_parse(struct question *question, int i, const char *word)
{
	const struct key *key = &keys[i];
	struct elem *elem = &question->elem[i];
	const char *wrong, *proto = NULL;
	char buf[256], name[8];

	if (question->has & 1ull << i) {
		usage_error("'%s' was given twice", key->word);
		return false;
	}
	question->has |= 1ull << i;
	if (field_get(key->field)->kind == FIELD_BITS)
		return bits_parse(key, word, elem);
	if (question_has(question, CT6_A_EXPLAIN_L4PROTO))
		proto = proto_text(question->proto, name, sizeof(name));
	wrong = field_parse(key->field, proto, word, elem, buf, sizeof(buf));
	/* of a packet, options are all there are */
	if (field_get(key->field)->kind == FIELD_OPTIONS)
		elem->has_mask = false;
	if (!wrong && !elem->has_end && !elem->has_mask)
		return true;
	if (wrong)
		usage_error("%s: %s", key->word, wrong);
	else
		usage_error("%s: '%s' is more than one value", key->word,
			    word);
	return false;
}

static bool proto_set(struct question *question, const char *word)
{
	int i = key_of(CT6_A_EXPLAIN_L4PROTO);
	uint32_t proto;

	if (!proto_find(word, &proto)) {
		usage_error("unknown protocol '%s'", word);
		return false;
	}
	if (question->has & 1ull << i && question->proto != proto) {
		usage_error("two protocols, the second is '%s'", word);
		return false;
	}
	question->has |= 1ull << i;
	question->proto = proto;
	question->elem[i].data[0] = proto;
	return true;
}

static int key_find(const char *word)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(keys[i].word, word))
			return i;
	return -1;
}

static bool word_unknown(const char *word)
{
	const char *words[ARRAY_SIZE(keys)];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		words[i] = keys[i].word;
	usage_unknown("word of a packet", word, words, i);
	return false;
}

static bool question_parse(struct question *question, char **word)
{
	uint32_t proto;
	int i;

	for (; *word; word++) {
		/* as rules have them */
		if (!strcmp(*word, "ip6") || !strcmp(*word, "meta") ||
		    !strcmp(*word, "ct"))
			continue;
		i = key_find(*word);
		if (i < 0 && name_find(proto_names, *word, &proto)) {
			if (!proto_set(question, *word))
				return false;
			continue;
		}
		if (i < 0)
			return word_unknown(*word);
		if (!*++word) {
			usage_error("%s what?", keys[i].word);
			return false;
		}
		if (keys[i].type == CT6_A_EXPLAIN_L4PROTO ?
		    !proto_set(question, *word) :
		    !value_parse(question, i, *word))
			return false;
	}
	return true;
}

/* What words leave out, so that what is asked is shown. */
static void question_complete(struct question *question)
{
	int sport = key_of(CT6_A_EXPLAIN_SPORT);

	if (!question_has(question, CT6_A_EXPLAIN_L4PROTO) ||
	    !field_proto_has_ports(question->proto) ||
	    question->has & 1ull << sport)
		return;
	question->has |= 1ull << sport;
	field_set_number(CT6_FIELD_SPORT, question->elem[sport].data, SPORT);
}

/* In network byte order, as fields are. */
static void told_put(struct message *msg, uint32_t field, const uint8_t *data)
{
	size_t nest = message_nest(msg, NULL, CT6_A_EXPLAIN_TOLD);

	message_put_u32(msg, NULL, CT6_A_TOLD_FIELD, field);
	message_put(msg, NULL, CT6_A_TOLD_DATA, data, field_width(field));
	message_nest_end(msg, NULL, nest);
}

static void question_put(const struct question *question, struct message *msg)
{
	size_t i;

	message_put_string(msg, NULL, CT6_A_EXPLAIN_CHAIN, question->chain);
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		const struct key *key = &keys[i];
		const uint8_t *data = question->elem[i].data;
		char name[CT6_DATA_MAX + 1] = "";

		if (!(question->has & 1ull << i))
			continue;
		if (key->type == CT6_A_EXPLAIN_TOLD) {
			told_put(msg, key->field, data);
			continue;
		}
		switch (key->width) {
		case 0:
			memcpy(name, data, CT6_DATA_MAX);
			message_put_string(msg, NULL, key->type, name);
			break;
		case 4:
			message_put_u32(msg, NULL, key->type,
					field_number(key->field, data));
			break;
		default:
			/* in network byte order, as fields are */
			message_put(msg, NULL, key->type, data, key->width);
		}
	}
}

static void step_read(struct explain *explain, const struct nlattr *nest)
{
	struct attrs attrs;
	struct step *step;

	explain->step = grow(explain->step, explain->nr, &explain->cap,
			     sizeof(*explain->step));
	step = &explain->step[explain->nr++];
	memset(step, 0, sizeof(*step));
	attrs_parse_nest(&attrs, nest);
	attrs_u64(&attrs, CT6_A_STEP_HANDLE, &step->handle);
	step->failed = attrs_u32(&attrs, CT6_A_STEP_EXPR, &step->expr);
}

static bool explain_read(const struct nlmsghdr *nlh, void *data)
{
	struct explain *explain = data;
	const struct nlattr *attr;
	struct attrs attrs;

	attrs_parse_message(&attrs, nlh);
	attrs_u32(&attrs, CT6_A_EXPLAIN_GENERATION, &explain->generation);
	attrs_u32(&attrs, CT6_A_EXPLAIN_STATE, &explain->state);
	attrs_u32(&attrs, CT6_A_EXPLAIN_VERDICT, &explain->verdict);
	attrs_u32(&attrs, CT6_A_EXPLAIN_BY, &explain->by);
	attrs_u32(&attrs, CT6_A_EXPLAIN_STEPS, &explain->total);
	attrs_u64(&attrs, CT6_A_EXPLAIN_HANDLE, &explain->handle);
	attrs_u64(&attrs, CT6_A_EXPLAIN_FLOW, &explain->flow);
	explain->is_tcp = attrs_u8(&attrs, CT6_A_EXPLAIN_TCP_FLAGS,
				   &explain->tcp_flags);
	explain->reject = attrs.attr[CT6_A_EXPLAIN_REJECT];
	explain->notrack = attrs.attr[CT6_A_EXPLAIN_NOTRACK];
	mnl_attr_for_each(attr, nlh, MNL_ALIGN(sizeof(struct genlmsghdr)))
		if (mnl_attr_get_type(attr) == CT6_A_EXPLAIN_STEP)
			step_read(explain, attr);
	return true;
}

/* Page by page. Return: an exit code; *@changed when the ruleset did. */
static int explain_ask(const struct question *question,
		       struct explain *explain, uint32_t generation,
		       bool *changed, struct report *report)
{
	struct message msg;
	size_t before;
	int code;

	explain->nr = 0;
	do {
		before = explain->nr;
		message_init(&msg, CT6_CMD_EXPLAIN, 0);
		question_put(question, &msg);
		message_put_u32(&msg, NULL, CT6_A_EXPLAIN_FIRST, explain->nr);
		code = request_once(&msg, explain_read, explain, report);
		*changed = explain->generation != generation;
	} while (!code && !*changed && explain->nr < explain->total &&
		 explain->nr > before);
	return code;
}

/* Rules in the order of their handles. */
struct known {
	const struct rule	*rule;
	const struct chain	*chain;
};

struct rules {
	struct known	*known;
	size_t		nr;
	size_t		cap;
};

static int known_compare(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	return x->rule->handle < y->rule->handle ? -1 :
	       x->rule->handle > y->rule->handle;
}

static void rules_list(struct rules *rules, const struct ruleset *rs)
{
	const struct chain *chain;
	const struct rule *rule;

	for (chain = rs->chain; chain; chain = chain->next) {
		for (rule = chain->rule; rule; rule = rule->next) {
			rules->known = grow(rules->known, rules->nr,
					    &rules->cap,
					    sizeof(*rules->known));
			rules->known[rules->nr].rule = rule;
			rules->known[rules->nr++].chain = chain;
		}
	}
	if (rules->nr)
		qsort(rules->known, rules->nr, sizeof(*rules->known),
		      known_compare);
}

static const struct known *rules_find(const struct rules *rules,
				      uint64_t handle)
{
	struct rule rule = { .handle = handle };
	struct known key = { .rule = &rule };

	return rules->nr ? bsearch(&key, rules->known, rules->nr,
				   sizeof(*rules->known), known_compare) :
			   NULL;
}

/* The word of a rule that did not match, as it would stand in a rule. */
static void failed_print(struct text *text, const struct known *known,
			 uint32_t nr)
{
	const struct expr *expr = known->rule->expr, *said = NULL;
	struct expr copy, before;
	struct rule alone = { .expr = &copy };
	uint8_t proto = 0;

	for (; expr && nr; expr = expr->next, nr--)
		if (expr_proto(expr, &proto))
			said = expr;
	if (!expr)
		return;
	copy = *expr;
	copy.next = NULL;
	/* it names a protocol that an earlier word has asked for */
	if (said && expr_needs_proto(expr, proto)) {
		before = *said;
		before.next = &copy;
		alone.expr = &before;
	}
	rule_print(text, &alone, 0);
}

static const char *verdict_text(const struct explain *explain)
{
	if (explain->reject)
		return "rejected";
	return explain->verdict == CT6_VERDICT_ACCEPT ? "accepted" : "dropped";
}

static void step_print(const struct rules *rules, const struct step *step)
{
	const struct known *known = rules_find(rules, step->handle);
	struct text text = { 0 };

	if (!known)
		return;
	text_addf(&text, "%s %s: ", step->failed ? "  no  " : "  yes ",
		  known->chain->name);
	rule_print(&text, known->rule, PRINT_HANDLES);
	if (step->failed) {
		text_addf(&text, "\n         not: ");
		failed_print(&text, known, step->expr);
	}
	puts(text.data);
	text_free(&text);
}

static void explain_print(const struct explain *explain,
			  const struct question *question,
			  const struct rules *rules)
{
	const struct known *known;
	struct text text = { 0 };
	size_t i;

	printf("state %s", name_of(ct_state_names, explain->state));
	if (explain->flow)
		printf(", of flow %" PRIu64, explain->flow);
	putchar('\n');
	for (i = 0; i < explain->nr; i++)
		step_print(rules, &explain->step[i]);
	text_addf(&text, "%s by ", verdict_text(explain));
	if (explain->by == CT6_EXPLAIN_BY_ESSENTIALS) {
		text_addf(&text, "the essentials");
	} else if (explain->by == CT6_EXPLAIN_BY_POLICY) {
		text_addf(&text, "the policy of %s", question->chain);
	} else {
		known = rules_find(rules, explain->handle);
		text_addf(&text, "rule %" PRIu64 " of %s", explain->handle,
			  known ? known->chain->name : "?");
	}
	if (explain->notrack)
		text_addf(&text, ", no flow begins");
	puts(text.data);
	text_free(&text);
}

static json_t *step_json(const struct rules *rules, const struct step *step)
{
	const struct known *known = rules_find(rules, step->handle);
	json_t *object = json_new();
	struct text text = { 0 };

	json_put_number(object, "handle", step->handle);
	if (known) {
		json_put_string(object, "chain", known->chain->name);
		rule_print(&text, known->rule, 0);
		json_put_string(object, "text", text.data);
	}
	json_put_bool(object, "matched", !step->failed);
	if (known && step->failed) {
		text_free(&text);
		memset(&text, 0, sizeof(text));
		failed_print(&text, known, step->expr);
		json_put_number(object, "expr", step->expr);
		json_put_string(object, "failed", text.data ? text.data : "");
	}
	text_free(&text);
	return object;
}

static void explain_json(const struct explain *explain,
			 const struct rules *rules)
{
	static const char *const by[] = {
		[CT6_EXPLAIN_BY_ESSENTIALS]	= "essentials",
		[CT6_EXPLAIN_BY_RULE]		= "rule",
		[CT6_EXPLAIN_BY_POLICY]		= "policy",
	};
	json_t *object = json_new(), *list = json_list();
	size_t i;

	json_put_number(object, "generation", explain->generation);
	json_put_string(object, "state",
			name_of(ct_state_names, explain->state));
	if (explain->flow)
		json_put_number(object, "flow", explain->flow);
	json_put_string(object, "verdict", verdict_text(explain));
	json_put_string(object, "by", explain->by < ARRAY_SIZE(by) ?
			by[explain->by] : "?");
	if (explain->by == CT6_EXPLAIN_BY_RULE)
		json_put_number(object, "handle", explain->handle);
	json_put_bool(object, "notrack", explain->notrack);
	for (i = 0; i < explain->nr; i++)
		json_append(list, step_json(rules, &explain->step[i]));
	json_put(object, "rules", list);
	json_print(object);
}

static int explain_run(const struct options *options,
		       const struct question *question, struct ruleset *rs,
		       struct explain *explain)
{
	struct report report = { 0 };
	struct rules rules = { 0 };
	bool changed = false;
	int code, i;

	for (i = 0; i < TRIES; i++) {
		code = ruleset_fetch(rs, &report);
		if (!code)
			code = explain_ask(question, explain, rs->generation,
					   &changed, &report);
		if (code || !changed)
			break;
	}
	if (!code && changed) {
		usage_error("the ruleset changes faster than it can be read");
		return EXIT_REFUSED;
	}
	if (code)
		return code;
	rules_list(&rules, rs);
	if (options->set & OPTION_JSON)
		explain_json(explain, &rules);
	else
		explain_print(explain, question, &rules);
	free(rules.known);
	return EXIT_DONE;
}

int cmd_explain(const struct options *options, int nr, char **word)
{
	struct question question = { 0 };
	struct explain explain = { 0 };
	struct ruleset rs;
	int code;

	if (!nr)
		return usage_error("explain what? CHAIN and a packet; see `ct6 help explain`");
	question.chain = word[0];
	if (!question_parse(&question, word + 1))
		return EXIT_USAGE;
	if (!question_has(&question, CT6_A_EXPLAIN_SADDR) ||
	    !question_has(&question, CT6_A_EXPLAIN_DADDR))
		return usage_error("a packet has a saddr and a daddr");
	question_complete(&question);
	ruleset_init(&rs);
	code = explain_run(options, &question, &rs, &explain);
	ruleset_free(&rs);
	free(explain.step);
	return code;
}
