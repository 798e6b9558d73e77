// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ruleset as text, in the language that `ct6 load` reads back to the same
 * words in the same order.
 */
#include <ctype.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>

#include "duration.h"
#include "field.h"
#include "lang.h"
#include "print.h"

#define PROTO_NONE	-1
#define TYPE_NONE	-1

/**
 * struct known - what the words of a rule have asked for so far
 * @proto: the one protocol, or PROTO_NONE
 * @type: the one type of ICMPv6, or TYPE_NONE
 */
struct known {
	int	proto;
	int	type;
};

/* A name as it is when the lexer takes it for one, else quoted. */
void name_print(struct text *text, const char *name)
{
	const char *c = name;
	bool plain = isalpha((unsigned char)*c) || *c == '_';

	for (; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("_-.", *c))
			plain = false;
	/* a dash at the end is a word of its own */
	if (plain && c[-1] != '-' && !lang_is_keyword(name))
		text_addf(text, "%s", name);
	else
		text_quote(text, name);
}

/*
 * Of a field that goes by its protocol's name; @proto is known before it. With
 * another one the name would ask for the protocol, which the rule does not.
 */
static void print_field_name(struct text *text, uint32_t field, int proto)
{
	const char *name = field_get(field)->text;
	char buf[8];

	switch (field) {
	case CT6_FIELD_SPORT:
	case CT6_FIELD_DPORT:
		if (field_proto_has_ports(proto))
			text_addf(text, "%s %s",
				  proto_text(proto, buf, sizeof(buf)), name);
		else
			text_addf(text, "th %s", name);
		break;
	case CT6_FIELD_TCP_FLAGS:
		text_addf(text, "%s %s",
			  proto == IPPROTO_TCP ? "tcp" : "th", name);
		break;
	case CT6_FIELD_ICMPV6_TYPE:
	case CT6_FIELD_ICMPV6_CODE:
		text_addf(text, "%s %s",
			  proto == IPPROTO_ICMPV6 ? "icmpv6" : "th", name);
		break;
	default:
		text_addf(text, "%s", name);
	}
}

static bool is_single_bit(uint32_t value)
{
	return value && !(value & (value - 1));
}

static bool is_named(const struct name *names, uint32_t value)
{
	return name_of(names, value);
}

/* `tcp flags syn`: the one bit is set. */
static bool is_bit_test(const struct match *match)
{
	const struct elem *elem = match->elem;
	uint32_t value = field_number(match->field, elem->data);

	return match->field == CT6_FIELD_TCP_FLAGS && match->nr == 1 &&
	       !match->invert && elem->has_mask && is_single_bit(value) &&
	       !field_compare(match->field, elem->data, elem->mask) &&
	       is_named(tcp_flag_names, value);
}

/* `exthdr frag exists`, `exthdr frag missing` */
static bool is_exthdr_test(const struct match *match)
{
	const struct elem *elem = match->elem;
	uint32_t mask;

	if (match->field != CT6_FIELD_EXTHDR || match->nr != 1 ||
	    match->invert || !elem->has_mask)
		return false;
	mask = field_number(match->field, elem->mask);
	return is_single_bit(mask) && is_named(exthdr_names, mask);
}

/* One element under a mask that is no prefix: `FIELD & MASK == VALUE` */
static bool is_masked(const struct match *match)
{
	const struct elem *elem = match->elem;
	const struct field *f = field_get(match->field);

	if (match->nr != 1 || !elem->has_mask ||
	    elem_is_word(match->field, elem))
		return false;
	return f->kind != FIELD_ADDR ||
	       field_prefix_len(elem->mask, f->width) < 0;
}

static void print_masked(struct text *text, const struct match *match)
{
	const struct elem *elem = match->elem;
	bool bits = field_get(match->field)->kind == FIELD_BITS;
	uint32_t mask = field_number(match->field, elem->mask);

	text_addf(text, bits && !is_single_bit(mask) ? " & (" : " & ");
	field_print_mask(text, match->field, elem->mask);
	text_addf(text, bits && !is_single_bit(mask) ? ")" : "");
	text_addf(text, match->invert ? " != " : " == ");
	field_print(text, match->field, elem->data, !bits);
}

/* States are written as nft does, with commas. */
static bool is_plain_list(const struct match *match)
{
	size_t i;

	if (match->field != CT6_FIELD_CT_STATE)
		return match->nr == 1;
	for (i = 0; i < match->nr; i++) {
		const struct elem *elem = &match->elem[i];

		if (elem->has_mask || elem->has_end)
			return match->nr == 1;
	}
	return true;
}

static void print_list(struct text *text, const struct match *match,
		       const struct name *codes)
{
	bool code = match->field == CT6_FIELD_ICMPV6_CODE;
	bool plain = is_plain_list(match);
	bool states = plain && match->field == CT6_FIELD_CT_STATE;
	size_t i;

	text_addf(text, match->invert ? " != " : " ");
	/* without it, `tcp flags` would test for bits, and so would exthdr */
	if (!match->invert && plain && (match->field == CT6_FIELD_TCP_FLAGS ||
					match->field == CT6_FIELD_EXTHDR))
		text_addf(text, "== ");
	text_addf(text, plain ? "" : "{ ");
	for (i = 0; i < match->nr; i++) {
		text_addf(text, !i ? "" : states ? "," : ", ");
		elem_print_named(text, match->field, &match->elem[i],
				 code ? codes : NULL);
	}
	text_addf(text, plain ? "" : " }");
}

static void print_match(struct text *text, const struct match *match,
			const struct known *known)
{
	const struct elem *elem = match->elem;

	print_field_name(text, match->field, known->proto);
	if (match->set) {
		text_addf(text, match->invert ? " != @" : " @");
		name_print(text, match->set);
	} else if (is_bit_test(match)) {
		text_add(text, " ", 1);
		field_print(text, match->field, elem->data, false);
	} else if (is_exthdr_test(match)) {
		text_add(text, " ", 1);
		field_print(text, match->field, elem->mask, false);
		text_addf(text, field_number(match->field, elem->data) ?
			  " exists" : " missing");
	} else if (is_masked(match)) {
		print_masked(text, match);
	} else {
		print_list(text, match, icmpv6_codes_of(known->type));
	}
}

static void print_per(struct text *text, const struct per *per)
{
	const char *sep = " per ";
	const struct name *name;
	bool second;

	for (name = per_names; name->name; name++) {
		if (!(per->of & name->value))
			continue;
		text_addf(text, "%s%s", sep, name->name);
		second = name->value == CT6_LIMIT_PER_DADDR &&
			 per->of & CT6_LIMIT_PER_SADDR;
		if (name->value & LIMIT_PER_BOTH)
			text_addf(text, "/%u",
				  second ? per->daddr_len : per->len);
		sep = " . ";
	}
}

/* In the largest unit that says it exactly, as nft does. */
static void print_bytes(struct text *text, uint32_t bytes)
{
	if (bytes && !(bytes % (1 << 20)))
		text_addf(text, "%u mbytes", bytes >> 20);
	else if (bytes && !(bytes % (1 << 10)))
		text_addf(text, "%u kbytes", bytes >> 10);
	else
		text_addf(text, "%u bytes", bytes);
}

static void print_limit(struct text *text, const struct limit *limit)
{
	const char *unit = name_of(limit_unit_names, limit->unit);

	text_addf(text, "limit ");
	if (limit->name) {
		text_addf(text, "name ");
		text_quote(text, limit->name);
		text_addf(text, " ");
	}
	text_addf(text, "rate %s", limit->over ? "over " : "");
	if (limit->bytes)
		print_bytes(text, limit->rate);
	else
		text_addf(text, "%u", limit->rate);
	if (unit)
		text_addf(text, "/%s", unit);
	else
		text_addf(text, "/%u second", limit->unit);
	if (limit->bytes && limit->burst) {
		text_addf(text, " burst ");
		print_bytes(text, limit->burst);
	} else if (!limit->bytes && limit->burst != LIMIT_BURST) {
		text_addf(text, " burst %u packets", limit->burst);
	}
	print_per(text, &limit->per);
	if (limit->per.of && limit->size != LIMIT_SIZE)
		text_addf(text, " size %u", limit->size);
}

/* As nft writes them; a number for what has no name. */
static void print_log_flags(struct text *text, uint32_t flags)
{
	const uint32_t tcp = LOG_FLAG_TCP_SEQUENCE | LOG_FLAG_TCP_OPTIONS;

	if (!flags)
		return;
	if (flags & ~(uint32_t)LOG_FLAG_ALL) {
		text_addf(text, " flags 0x%x", flags);
		return;
	}
	if (flags == LOG_FLAG_ALL) {
		text_addf(text, " flags all");
		return;
	}
	if (flags & tcp)
		text_addf(text, " flags tcp %s%s%s",
			  flags & LOG_FLAG_TCP_SEQUENCE ? "sequence" : "",
			  (flags & tcp) == tcp ? "," : "",
			  flags & LOG_FLAG_TCP_OPTIONS ? "options" : "");
	if (flags & LOG_FLAG_IP_OPTIONS)
		text_addf(text, " flags ip options");
	if (flags & LOG_FLAG_UID)
		text_addf(text, " flags skuid");
	if (flags & LOG_FLAG_ETHER)
		text_addf(text, " flags ether");
}

static void print_log(struct text *text, const struct log *log)
{
	text_addf(text, "log");
	if (log->prefix) {
		text_addf(text, " prefix ");
		text_quote(text, log->prefix);
	}
	if (log->has_group) {
		text_addf(text, " group %u", log->group);
		if (log->has_snaplen)
			text_addf(text, " snaplen %u", log->snaplen);
		return;
	}
	if (log->level != LOG_LEVEL)
		text_addf(text, " level %s",
			  name_of(log_level_names, log->level));
	print_log_flags(text, log->flags);
}

static void print_verdict(struct text *text, const struct verdict *verdict)
{
	static const char *const names[] = {
		[CT6_VERDICT_DROP]	= "drop",
		[CT6_VERDICT_ACCEPT]	= "accept",
		[CT6_VERDICT_JUMP]	= "jump ",
		[CT6_VERDICT_GOTO]	= "goto ",
		[CT6_VERDICT_RETURN]	= "return",
		[CT6_VERDICT_NOTRACK]	= "notrack",
	};

	text_addf(text, "%s", names[verdict->code]);
	if (verdict->chain)
		name_print(text, verdict->chain);
}

static void print_reject(struct text *text, const struct reject *reject,
			 int proto)
{
	text_addf(text, "reject");
	if (reject->type == CT6_REJECT_TYPE_TCP_RESET)
		text_addf(text, " with %sreset",
			  proto == IPPROTO_TCP ? "tcp " : "");
	else if (reject->code != REJECT_CODE || reject->delay)
		text_addf(text, " with icmpv6 %s",
			  name_of(reject_code_names, reject->code));
	if (reject->delay)
		text_addf(text, " delay %us", reject->delay);
}

static void print_recent(struct text *text, const struct recent *recent)
{
	text_addf(text, "recent %s%s name ", recent->invert ? "! " : "",
		  name_of(recent_op_names, recent->op));
	text_quote(text, recent->name);
	print_per(text, &recent->per);
	if (recent->seconds)
		text_addf(text, " seconds %u", recent->seconds);
	if (recent->hits > 1)
		text_addf(text, " hits %u", recent->hits);
	if (recent->size != RECENT_SIZE)
		text_addf(text, " size %u", recent->size);
	if (recent->hoplimit)
		text_addf(text, " hoplimit");
}

static void print_mark_part(struct text *text, const char **sep,
			    const char *op, const char *name, uint32_t mask)
{
	if (!mask)
		return;
	text_addf(text, "%s%s", *sep, name);
	if (mask != UINT32_MAX)
		text_addf(text, " & 0x%x", mask);
	*sep = op;
}

/* With | where all parts have their own bits, as is usual. */
static void print_mark(struct text *text, const struct mark *mark)
{
	static const char *const names[] = {
		[CT6_MARK_OF_PACKET]	= "meta mark",
		[CT6_MARK_OF_FLOW]	= "ct mark",
	};
	uint32_t both = (mark->keep & mark->take) |
			(mark->keep & mark->value) |
			(mark->take & mark->value);
	const char *op = both ? " ^ " : " | ", *sep = " ";

	text_addf(text, "%s set", names[mark->of]);
	print_mark_part(text, &sep, op, names[mark->of], mark->keep);
	print_mark_part(text, &sep, op, names[!mark->of], mark->take);
	if (mark->value)
		text_addf(text, "%s0x%x", sep, mark->value);
}

static void print_expr(struct text *text, const struct expr *expr,
		       const struct known *known)
{
	switch (expr->kind) {
	case EXPR_MATCH:
		print_match(text, &expr->match, known);
		break;
	case EXPR_LIMIT:
		print_limit(text, &expr->limit);
		break;
	case EXPR_LOG:
		print_log(text, &expr->log);
		break;
	case EXPR_VERDICT:
		print_verdict(text, &expr->verdict);
		break;
	case EXPR_REJECT:
		print_reject(text, &expr->reject, known->proto);
		break;
	case EXPR_COUNT:
		text_addf(text, "ct count");
		print_per(text, &expr->count.per);
		text_addf(text, " %s%u", expr->count.over ? "over " : "",
			  expr->count.max);
		break;
	case EXPR_RECENT:
		print_recent(text, &expr->recent);
		break;
	case EXPR_MARK:
		print_mark(text, &expr->make);
		break;
	case EXPR_SET_MARK:
		text_addf(text, "meta mark set 0x%x", expr->mark);
		break;
	case EXPR_SET_CT_MARK:
		text_addf(text, "ct mark set 0x%x", expr->mark);
		break;
	case EXPR_FILTERING:
		text_addf(text, "ct filtering %s",
			  name_of(filtering_names, expr->choice));
		break;
	case EXPR_HELPER:
		text_addf(text, "ct helper %s",
			  name_of(helper_names, expr->choice));
		break;
	}
}

static void print_counter(struct text *text, const struct rule *rule)
{
	text_addf(text, "counter packets %" PRIu64 " bytes %" PRIu64,
		  rule->packets, rule->bytes);
}

/* Does the expression say that the packet is of one type of ICMPv6? */
static bool expr_is_type(const struct expr *expr)
{
	const struct match *match = &expr->match;

	return expr->kind == EXPR_MATCH && !match->invert &&
	       match->field == CT6_FIELD_ICMPV6_TYPE && match->nr == 1 &&
	       !match->elem->has_mask && !match->elem->has_end;
}

/*
 * What the next word says by itself is not written twice. Behind what a rule
 * does, a TCP reset would say it for all of the rule.
 */
static bool is_implied(const struct expr *expr, int known, uint8_t proto,
		       bool acted)
{
	return known != proto && expr->next &&
	       expr_needs_proto(expr->next, proto) &&
	       !(acted && expr->next->kind == EXPR_REJECT);
}

void rule_print(struct text *text, const struct rule *rule, unsigned int flags)
{
	bool counter = flags & PRINT_COUNTERS, acted = false;
	const struct expr *expr;
	struct known known = { PROTO_NONE, TYPE_NONE };
	const char *sep = "";
	uint8_t proto;

	for (expr = rule->expr; expr; expr = expr->next) {
		acted |= expr->kind != EXPR_MATCH;
		if (expr_proto(expr, &proto)) {
			bool implied = is_implied(expr, known.proto, proto,
						  acted) &&
				       known.proto == PROTO_NONE;

			known.proto = proto;
			if (implied)
				continue;
		}
		text_addf(text, "%s", sep);
		sep = " ";
		if (counter && expr_ends(expr)) {
			print_counter(text, rule);
			text_add(text, " ", 1);
			counter = false;
		}
		print_expr(text, expr, &known);
		if (expr_is_type(expr))
			known.type = *expr->match.elem->data;
	}
	/* a rule of nothing else has to be seen as one, too */
	if (counter || (!rule->expr && !rule->comment)) {
		text_addf(text, "%s", sep);
		sep = " ";
		if (counter)
			print_counter(text, rule);
		else
			text_addf(text, "counter");
	}
	if (rule->comment) {
		text_addf(text, "%scomment ", sep);
		text_quote(text, rule->comment);
	}
	if (flags & PRINT_HANDLES)
		text_addf(text, " # handle %" PRIu64, rule->handle);
}

static void print_set_elem(struct text *text, const struct set *set,
			   const struct elem *elem)
{
	elem_print(text, set->match.field, elem);
	if (elem->has_timeout) {
		text_addf(text, " timeout ");
		duration_print(text, elem->timeout);
	}
	if (elem->expires) {
		text_addf(text, " expires ");
		duration_print(text, elem->expires);
	}
}

/* A few on one line, of more each on its own. */
static void print_set_elems(struct text *text, const struct set *set)
{
	const struct match *match = &set->match;
	const char *sep = match->nr > 4 ? ",\n\t\t" : ", ";
	size_t i;

	if (!match->nr)
		return;
	text_addf(text, "\telements = { ");
	for (i = 0; i < match->nr; i++) {
		text_addf(text, "%s", i ? sep : "");
		print_set_elem(text, set, &match->elem[i]);
	}
	text_addf(text, " }\n");
}

/* What `timeout` says is no flag besides. */
static void print_set_flags(struct text *text, const struct set *set)
{
	uint32_t flags = set->flags;
	const struct name *name;
	const char *sep = "\tflags ";

	if (set->timeout)
		flags &= ~(uint32_t)CT6_SET_FLAGS_TIMEOUT;
	for (name = set_flag_names; name->name; name++) {
		if (!(flags & name->value))
			continue;
		text_addf(text, "%s%s", sep, name->name);
		sep = ", ";
	}
	if (*sep == ',')
		text_addf(text, "\n");
}

void set_print(struct text *text, const struct set *set)
{
	text_addf(text, "set ");
	name_print(text, set->name);
	text_addf(text, " {\n\ttype %s\n",
		  name_of(set_type_names, set->type));
	print_set_flags(text, set);
	if (set->timeout) {
		text_addf(text, "\ttimeout ");
		duration_print(text, set->timeout);
		text_addf(text, "\n");
	}
	if (set->size)
		text_addf(text, "\tsize %u\n", set->size);
	if (set->comment) {
		text_addf(text, "\tcomment ");
		text_quote(text, set->comment);
		text_addf(text, "\n");
	}
	print_set_elems(text, set);
	text_addf(text, "}\n");
}

static void print_chain(struct text *text, const struct chain *chain,
			unsigned int flags)
{
	const struct rule *rule;

	text_addf(text, "chain ");
	name_print(text, chain->name);
	text_addf(text, " {\n");
	if (chain->base && strcmp(chain->name, hook_names[chain->hook]))
		text_addf(text, "\ttype filter hook %s priority filter;\n",
			  hook_names[chain->hook]);
	if (chain->base) {
		text_addf(text, "\tpolicy %s;", chain->policy ==
			  CT6_VERDICT_ACCEPT ? "accept" : "drop");
		if (flags & PRINT_COUNTERS)
			text_addf(text, " # policy: packets %" PRIu64
				  " bytes %" PRIu64, chain->packets,
				  chain->bytes);
		text_addf(text, "\n");
	}
	for (rule = chain->rule; rule; rule = rule->next) {
		text_addf(text, "\t");
		rule_print(text, rule, flags);
		text_addf(text, "\n");
	}
	text_addf(text, "}\n");
}

/**
 * ruleset_print() - the ruleset as text
 * @text: result
 * @rs: ruleset
 * @only: name of the one chain to print, or NULL
 * @flags: PRINT_*
 */
void ruleset_print(struct text *text, const struct ruleset *rs,
		   const char *only, unsigned int flags)
{
	const struct chain *chain;
	const struct set *set;
	const char *sep = "";

	text_add(text, "", 0);
	if (!only && (rs->chain || rs->set || rs->generation)) {
		if (!(rs->flags & CT6_RULESET_FLAGS_ESSENTIALS))
			text_addf(text, "essentials off;\n");
		else if (flags & PRINT_COUNTERS)
			text_addf(text, "# essentials: packets %" PRIu64
				  " bytes %" PRIu64 "\n",
				  rs->essential_packets, rs->essential_bytes);
		if (!(rs->flags & CT6_RULESET_FLAGS_REVALIDATE))
			text_addf(text, "revalidate off;\n");
		if (text->len)
			sep = "\n";
	}
	for (set = only ? NULL : rs->set; set; set = set->next) {
		if (set->flags & CT6_SET_FLAGS_ANONYMOUS)
			continue;
		text_addf(text, "%s", sep);
		set_print(text, set);
		sep = "\n";
	}
	for (chain = rs->chain; chain; chain = chain->next) {
		if (only && strcmp(only, chain->name))
			continue;
		text_addf(text, "%s", sep);
		print_chain(text, chain, flags);
		sep = "\n";
	}
}
