// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random rulesets. Of each kind of thing the common and the odd are made:
 * values at their limits, bits without names, masks with holes, names of any
 * bytes, words in any order.
 */
#include <netinet/in.h>
#include <string.h>

#include "field.h"
#include "lang_random.h"

static uint64_t state;

void random_seed(uint64_t seed)
{
	state = seed;
}

static uint64_t random_next(void)
{
	uint64_t x = state += 0x9e3779b97f4a7c15;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
	return x ^ (x >> 31);
}

uint32_t random_below(uint32_t end)
{
	return random_next() % end;
}

static bool one_in(uint32_t n)
{
	return !random_below(n);
}

/* Small, at a limit, of one bit, or any. */
static uint32_t random_u32(void)
{
	switch (random_below(5)) {
	case 0:
		return random_below(10);
	case 1:
		return UINT32_MAX - random_below(3);
	case 2:
		return 1u << random_below(32);
	case 3:
		return random_below(70000);
	default:
		return random_next();
	}
}

static void random_bytes(uint8_t *data, size_t len)
{
	while (len--)
		*data++ = random_next();
}

/* Text of up to @max bytes, and at least @min. */
static char *random_text(struct arena *arena, size_t min, size_t max)
{
	static const char *const words[] = {
		"", "lan", "log", "accept", "input2", "a-b", "a-", "-a", "x y",
		"\"quoted\"", "back\\slash", "tab\tnew\nline", "#", "{", "}",
		";", "$x", "@x", "\x01\x1b[31m", "\xff\xfe", "gr\xc3\xbcn",
		"0x10", "10", "\\x41", "'", "a.b_c", "set", "ct", "!",
	};
	size_t len = one_in(8) ? max : min + random_below(max - min + 1), i;
	char *text;

	if (one_in(2)) {
		const char *word = words[random_below(ARRAY_SIZE(words))];

		if (strlen(word) >= min && strlen(word) <= max)
			return arena_strdup(arena, word);
	}
	text = arena_alloc(arena, len + 1);
	for (i = 0; i < len; i++)
		text[i] = one_in(3) ? (char)(1 + random_below(255)) :
				      "abcxyz019-_.\\\" "[random_below(15)];
	return text;
}

static void random_ifname(uint8_t *data)
{
	static const char *const names[] = {
		"lo", "eth0", "br-lan", "wg0", "eth*", "*", "", "log", "a",
		"fifteen-letters", "sixteen-letters-", "eth0.100", "a b",
		"q\"uote", "back\\", "\xff", "0x10", "-", "10-20",
	};
	const char *name = names[random_below(ARRAY_SIZE(names))];

	memset(data, 0, CT6_DATA_MAX);
	if (one_in(6))
		random_bytes(data, CT6_DATA_MAX);
	else
		memcpy(data, name, strlen(name));
	/* what a longer name would leave behind the zero */
	if (one_in(20))
		data[CT6_DATA_MAX - 1] = random_next();
}

static void random_addr(uint8_t *data)
{
	memset(data, 0, CT6_DATA_MAX);
	switch (random_below(5)) {
	case 0:
		break;
	case 1:
		memset(data, 0xff, CT6_DATA_MAX);
		break;
	case 2:
		/* written with an IPv4 address */
		memset(data + 10, one_in(2) ? 0xff : 0, 2);
		random_bytes(data + 12, 4);
		break;
	case 3:
		data[0] = 0x20;
		data[1] = 0x01;
		random_bytes(data + random_below(16), 1);
		data[15] = random_below(3);
		break;
	default:
		random_bytes(data, CT6_DATA_MAX);
	}
}

static void random_data(uint32_t field, uint8_t *data)
{
	static const uint8_t protos[] = {
		IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP,
		IPPROTO_DCCP, IPPROTO_ICMPV6, IPPROTO_ESP, 89, 0, 255,
	};
	const struct field *f = field_get(field);

	if (f->kind == FIELD_IFNAME)
		random_ifname(data);
	else if (f->kind == FIELD_ADDR)
		random_addr(data);
	else if (f->kind == FIELD_ETHER)
		random_bytes(data, f->width);
	else if (f->names == proto_names && !one_in(4))
		data[0] = protos[random_below(ARRAY_SIZE(protos))];
	else
		field_set_number(field, data, random_u32());
}

static void random_mask(uint32_t field, uint8_t *mask)
{
	unsigned int width = field_width(field);

	memset(mask, 0, CT6_DATA_MAX);
	switch (random_below(4)) {
	case 0:
		field_prefix_mask(mask, random_below(width * 8 + 1));
		break;
	case 1:
		field_prefix_mask(mask, 8 * random_below(width + 1));
		break;
	case 2:
		/* one bit, or none */
		if (!one_in(6))
			mask[random_below(width)] = 1 << random_below(8);
		break;
	default:
		random_bytes(mask, width);
	}
}

/* Types and lengths, Pad1 among them, the last ones perhaps of any length. */
static void random_options(uint8_t *data, uint8_t *mask)
{
	unsigned int nr = 1 + random_below(CT6_DATA_MAX / 2), i;

	memset(mask, 0, CT6_DATA_MAX);
	for (i = 0; i < nr; i++) {
		data[2 * i] = one_in(3) ? 0 : random_below(256);
		data[2 * i + 1] = data[2 * i] ? random_below(256) : 1;
		mask[2 * i] = UINT8_MAX;
		mask[2 * i + 1] = UINT8_MAX;
		if (data[2 * i] && one_in(2)) {
			data[2 * i + 1] = 0;
			mask[2 * i + 1] = 0;
		}
	}
	memset(data + 2 * nr, 0, CT6_DATA_MAX - 2 * nr);
}

static void random_elem(struct ruleset *rs, struct match *match)
{
	struct elem *elem = ruleset_elem_add(rs, match, NULL);
	unsigned int width = field_width(match->field), i;
	uint8_t mask[CT6_DATA_MAX], swap[CT6_DATA_MAX];

	if (field_get(match->field)->kind == FIELD_OPTIONS && !one_in(3)) {
		random_options(elem->data, mask);
		elem_mask_set(elem, match->field, mask);
		return;
	}
	random_data(match->field, elem->data);
	if (one_in(3)) {
		random_mask(match->field, mask);
		elem_mask_set(elem, match->field, mask);
		/* as in `tcp flags syn` */
		if (one_in(3))
			memcpy(elem->data, mask, width);
		for (i = 0; elem->has_mask && i < width; i++)
			elem->data[i] &= mask[i];
	} else if (one_in(4)) {
		elem->has_end = true;
		if (one_in(5))
			memcpy(elem->end, elem->data, width);
		else
			random_data(match->field, elem->end);
		if (field_compare(match->field, elem->data, elem->end) <= 0)
			return;
		memcpy(swap, elem->data, width);
		memcpy(elem->data, elem->end, width);
		memcpy(elem->end, swap, width);
	}
}

/* One more element, unless it overlaps another one. */
static void random_set_elem(struct ruleset *rs, struct set *set)
{
	struct match *match = &set->match;
	uint32_t field = match->field;
	uint8_t last[CT6_DATA_MAX], end[CT6_DATA_MAX], mask[CT6_DATA_MAX];
	struct elem *elem = ruleset_elem_add(rs, match, NULL);
	unsigned int width = field_width(field), i;
	size_t nr;

	random_data(field, elem->data);
	if (set->flags & CT6_SET_FLAGS_INTERVAL && one_in(2)) {
		field_prefix_mask(mask, random_below(width * 8 + 1));
		elem_mask_set(elem, field, mask);
		for (i = 0; elem->has_mask && i < width; i++)
			elem->data[i] &= mask[i];
	}
	if (set->flags & CT6_SET_FLAGS_TIMEOUT && one_in(2)) {
		elem->timeout = one_in(4) ? 0 : 1 + random_u32() / 2;
		elem->has_timeout = elem->timeout != set->timeout;
		if (!elem->has_timeout)
			elem->timeout = 0;
	}
	nr = elem->has_timeout ? elem->timeout : set->timeout;
	if (nr && one_in(2))
		elem->expires = 1 + random_below(nr);
	elem_normal(elem, field);
	elem_last(elem, field, last);
	for (nr = 0; nr + 1 < match->nr; nr++) {
		elem_last(&match->elem[nr], field, end);
		if (field_compare(field, end, elem->data) >= 0 &&
		    field_compare(field, last, match->elem[nr].data) >= 0)
			break;
	}
	if (nr + 1 < match->nr)
		match->nr--;
}

static void random_set(struct ruleset *rs)
{
	char *name = random_text(&rs->arena, 1, CT6_NAME_MAX);
	uint32_t nr = one_in(10) ? 200 : random_below(8);
	struct set *set;

	if (ruleset_set_find(rs, name))
		return;
	set = ruleset_set_add(rs, name);
	set_type_put(set, 1 + random_below(CT6_SET_TYPE_MAX));
	set->flags = random_below(4);
	if (set->flags & CT6_SET_FLAGS_TIMEOUT && one_in(2))
		set->timeout = 1 + random_u32() / 2;
	if (!(set->flags & CT6_SET_FLAGS_TIMEOUT) && one_in(3))
		set->flags |= CT6_SET_FLAGS_CONSTANT;
	if (one_in(3))
		set->size = 200 + random_below(CT6_SET_SIZE_MAX - 199);
	if (one_in(3))
		set->comment = random_text(&rs->arena, 0, CT6_COMMENT_MAX);
	while (nr--)
		random_set_elem(rs, set);
	set_sort(set);
}

/* A set that the field can be looked up in, or NULL. */
static const struct set *random_set_for(const struct ruleset *rs,
					uint32_t field)
{
	const struct set *set;

	for (set = rs->set; set; set = set->next)
		if (set->type == set_type_of(field) && one_in(2))
			return set;
	return NULL;
}

static void random_match(struct ruleset *rs, struct rule *rule)
{
	const struct set *set;
	struct expr *expr = ruleset_expr_add(rs, rule, EXPR_MATCH, NULL);
	uint32_t nr = one_in(2) ? 1 : one_in(50) ? 1 + random_below(300) :
		      1 + random_below(5);

	expr->match.field = 1 + random_below(CT6_FIELD_MAX);
	expr->match.invert = one_in(3);
	set = random_set_for(rs, expr->match.field);
	if (set) {
		expr->match.set = set->name;
		return;
	}
	while (nr--)
		random_elem(rs, &expr->match);
}

/* `-p PROTO`, mostly before what its name implies. */
static void random_proto(struct ruleset *rs, struct rule *rule)
{
	static const uint8_t protos[] = {
		IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP,
		IPPROTO_DCCP, IPPROTO_ICMPV6, IPPROTO_ESP,
	};
	static const uint32_t fields[] = {
		CT6_FIELD_SPORT, CT6_FIELD_DPORT, CT6_FIELD_TCP_FLAGS,
		CT6_FIELD_ICMPV6_TYPE, CT6_FIELD_ICMPV6_CODE,
	};
	struct expr *expr = ruleset_expr_add(rs, rule, EXPR_MATCH, NULL);

	expr->match.field = CT6_FIELD_L4PROTO;
	ruleset_elem_add(rs, &expr->match, NULL)->data[0] =
		protos[random_below(ARRAY_SIZE(protos))];
	if (one_in(4))
		return;
	expr = ruleset_expr_add(rs, rule, EXPR_MATCH, NULL);
	expr->match.field = fields[random_below(ARRAY_SIZE(fields))];
	random_elem(rs, &expr->match);
}

static void random_per(struct per *per)
{
	per->of = 1 + random_below(CT6_PER_MAX);
	per->len = random_below(129);
}

static void random_limit_per(struct per *per)
{
	uint32_t both = CT6_LIMIT_PER_SADDR | CT6_LIMIT_PER_DADDR;

	per->of = 1 + random_below(LIMIT_PER_ALL);
	if (per->of & both)
		per->len = random_below(129);
	if ((per->of & both) == both)
		per->daddr_len = random_below(129);
}

static void random_limit(struct ruleset *rs, struct rule *rule)
{
	static const uint32_t units[] = { 1, 60, 3600, 86400, 604800 };
	struct expr *expr = ruleset_expr_add(rs, rule, EXPR_LIMIT, NULL);
	struct limit *limit = &expr->limit;

	limit->rate = random_u32();
	limit->rate += !limit->rate;
	limit->unit = one_in(3) ? 1 + random_below(604800) :
				  units[random_below(ARRAY_SIZE(units))];
	limit->over = one_in(2);
	if (one_in(4))
		limit->name = arena_strdup(&rs->arena, "some name");
	limit->bytes = one_in(3);
	if (limit->bytes)
		limit->burst = 0;
	if (one_in(3)) {
		random_limit_per(&limit->per);
		limit->size = 1 + random_below(LIMIT_SIZE_MAX);
	}
	if (one_in(2))
		return;
	/* more is too large for the slowest rate */
	limit->burst = 1 + random_below(limit->bytes ? 15000 : 30000);
}

static void random_log(struct ruleset *rs, struct rule *rule)
{
	struct log *log = &ruleset_expr_add(rs, rule, EXPR_LOG, NULL)->log;

	if (one_in(2))
		log->prefix = random_text(&rs->arena, 1, CT6_LOG_PREFIX_MAX);
	if (one_in(3)) {
		log->has_group = true;
		log->group = random_u32();
		log->has_snaplen = one_in(2);
		if (log->has_snaplen)
			log->snaplen = random_u32();
		return;
	}
	if (one_in(2))
		log->level = random_below(8);
	if (one_in(2))
		log->flags = random_below(64);
}

/* What ends a rule. */
static void random_end(struct ruleset *rs, struct rule *rule)
{
	struct chain *chain = rs->chain;
	struct expr *expr;
	uint32_t nr;

	if (one_in(4)) {
		expr = ruleset_expr_add(rs, rule, EXPR_REJECT, NULL);
		expr->reject.type = random_below(2);
		expr->reject.code = expr->reject.type ? 0 : random_below(7);
		if (!expr->reject.type && one_in(2))
			expr->reject.delay = 1 + random_below(60);
		return;
	}
	expr = ruleset_expr_add(rs, rule, EXPR_VERDICT, NULL);
	expr->verdict.code = one_in(2) ? CT6_VERDICT_ACCEPT :
			     one_in(2) ? CT6_VERDICT_DROP :
					 CT6_VERDICT_RETURN;
	/* only to chains that have no rules yet, so there are no loops */
	for (nr = random_below(12); chain && nr; nr--)
		chain = chain->next;
	if (!chain || chain->base || chain->rule)
		return;
	expr->verdict.code = CT6_VERDICT_JUMP + random_below(2);
	expr->verdict.chain = chain->name;
}

static void random_choice(struct ruleset *rs, struct rule *rule)
{
	bool helper = one_in(2);

	ruleset_expr_add(rs, rule, helper ? EXPR_HELPER : EXPR_FILTERING,
			 NULL)->choice =
		random_below(helper ? CT6_HELPER_MAX + 1 :
				      CT6_FILTERING_ENDPOINT + 1);
}

static void random_count(struct ruleset *rs, struct rule *rule)
{
	struct count *count = &ruleset_expr_add(rs, rule, EXPR_COUNT,
						NULL)->count;

	count->max = random_u32();
	count->over = one_in(2);
	if (one_in(2))
		random_per(&count->per);
}

static void random_recent(struct ruleset *rs, struct rule *rule)
{
	struct recent *recent = &ruleset_expr_add(rs, rule, EXPR_RECENT,
						  NULL)->recent;

	recent->name = random_text(&rs->arena, 1, CT6_NAME_MAX);
	recent->op = random_below(CT6_RECENT_OP_MAX + 1);
	random_per(&recent->per);
	recent->invert = one_in(3);
	recent->hoplimit = one_in(3);
	if (one_in(2))
		recent->size = 1 + random_below(RECENT_SIZE_MAX);
	if (recent->op != CT6_RECENT_OP_CHECK &&
	    recent->op != CT6_RECENT_OP_UPDATE)
		return;
	if (one_in(2))
		recent->seconds = 1 + random_below(UINT32_MAX);
	if (one_in(2))
		recent->hits = 1 + random_below(CT6_RECENT_HITS_MAX);
}

/* Not a value alone, which is another word. */
static void random_mark(struct ruleset *rs, struct rule *rule)
{
	struct mark *mark = &ruleset_expr_add(rs, rule, EXPR_MARK, NULL)->make;
	uint32_t mask = random_u32();

	mark->of = random_below(CT6_MARK_OF_MAX + 1);
	/* bits of their own, or any */
	mark->keep = one_in(3) ? random_u32() : mask;
	mark->take = one_in(3) ? random_u32() : one_in(2) ? ~mask : 0;
	if (!mark->keep && !mark->take)
		mark->keep = UINT32_MAX;
	if (one_in(2))
		mark->value = one_in(2) ? random_u32() :
			      random_u32() & ~(mark->keep | mark->take);
}

static void random_rule(struct ruleset *rs, struct chain *chain)
{
	struct rule *rule = ruleset_rule_add(rs, chain);
	uint32_t nr = one_in(6) ? 0 : 1 + random_below(6);

	while (nr--) {
		switch (random_below(14)) {
		case 13:
			random_mark(rs, rule);
			break;
		case 12:
			random_count(rs, rule);
			break;
		case 11:
			random_recent(rs, rule);
			break;
		case 10:
			random_choice(rs, rule);
			break;
		case 0:
			random_limit(rs, rule);
			break;
		case 1:
			random_log(rs, rule);
			break;
		case 2:
			ruleset_expr_add(rs, rule, one_in(2) ? EXPR_SET_MARK :
					 EXPR_SET_CT_MARK, NULL)->mark =
				random_u32();
			break;
		case 3:
			ruleset_expr_add(rs, rule, EXPR_VERDICT, NULL)
				->verdict.code = CT6_VERDICT_NOTRACK;
			break;
		case 4:
		case 5:
			random_proto(rs, rule);
			break;
		default:
			random_match(rs, rule);
		}
	}
	if (!one_in(3))
		random_end(rs, rule);
	if (one_in(3))
		rule->comment = random_text(&rs->arena, 0, CT6_COMMENT_MAX);
	if (one_in(3)) {
		rule->packets = random_next();
		rule->bytes = one_in(2) ? UINT64_MAX : random_below(1000);
	}
	rule->handle = random_next();
}

static void random_chain(struct ruleset *rs)
{
	static bool used[ARRAY_SIZE(hook_names)];
	struct chain *chain;
	char *name;
	int hook;

	if (!rs->chain)
		memset(used, 0, sizeof(used));
	hook = random_below(6);
	if (hook < 3 && used[hook])
		return;
	name = random_text(&rs->arena, 1, CT6_NAME_MAX);
	if (hook < 3 && !one_in(3))
		name = arena_strdup(&rs->arena, hook_names[hook]);
	if (ruleset_chain_find(rs, name) ||
	    (hook >= 3 && hook_find(name) >= 0))
		return;
	chain = ruleset_chain_add(rs, name);
	if (hook >= 3)
		return;
	used[hook] = true;
	chain->base = true;
	chain->hook = hook;
	chain->policy = random_below(2);
	chain->packets = random_next();
	chain->bytes = random_next();
}

/**
 * random_ruleset() - make a ruleset
 * @rs: result, ruleset_free() is due
 */
void random_ruleset(struct ruleset *rs)
{
	uint32_t nr = random_below(8);
	struct chain *chain;

	ruleset_init(rs);
	rs->generation = 1;
	rs->flags = random_below(4);
	while (nr--)
		random_chain(rs);
	for (nr = one_in(2) ? 0 : random_below(6); nr; nr--)
		random_set(rs);
	for (chain = rs->chain; chain; chain = chain->next)
		for (nr = random_below(one_in(10) ? 40 : 5); nr; nr--)
			random_rule(rs, chain);
}

/**
 * text_damage() - change a text at one place
 * @text: text
 * @words: what may be put into it
 * @nr: number of @words
 */
void text_damage(struct text *text, const char *const *words, size_t nr)
{
	size_t at = random_below(text->len + 1);
	size_t len = random_below(random_below(4) ? 8 : 200);
	const char *word = words[random_below(nr)];
	struct text out = { 0 };

	if (len > text->len - at)
		len = text->len - at;
	text_add(&out, text->data, at);
	switch (random_below(6)) {
	case 0:		/* cut off */
		len = text->len - at;
		break;
	case 1:		/* leave out */
		break;
	case 2:		/* say twice */
		text_add(&out, text->data + at, len);
		len = 0;
		break;
	case 3:		/* put a word in, or in the place of others */
		text_add(&out, word, strlen(word));
		len = random_below(2) ? len : 0;
		break;
	case 4:		/* another byte */
		len = len ? 1 : 0;
		text_add(&out, &(char) { random_below(256) }, 1);
		break;
	default:	/* put a word between others */
		text_addf(&out, " %s ", word);
		len = 0;
	}
	text_add(&out, text->data + at + len, text->len - at - len);
	text_free(text);
	*text = out;
}
