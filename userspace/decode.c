// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netlink to the ruleset. Nothing is believed: what is too short, not
 * terminated or unknown is reported or left out, never read past its end.
 */
#include <linux/genetlink.h>
#include <string.h>

#include "decode.h"
#include "field.h"

/**
 * attrs_parse() - sort attributes by their number
 * @attrs: result
 * @data: first attribute
 * @len: bytes of all
 *
 * Numbers that are unknown are left out: a newer kernel may tell more.
 */
void attrs_parse(struct attrs *attrs, const void *data, size_t len)
{
	const struct nlattr *attr = data;

	memset(attrs, 0, sizeof(*attrs));
	while (len <= INT32_MAX && mnl_attr_ok(attr, len)) {
		size_t size = MNL_ALIGN(attr->nla_len);
		uint16_t type = mnl_attr_get_type(attr);

		if (type <= ATTRS_MAX)
			attrs->attr[type] = attr;
		if (size >= len)
			break;
		len -= size;
		attr = mnl_attr_next(attr);
	}
}

void attrs_parse_message(struct attrs *attrs, const struct nlmsghdr *nlh)
{
	size_t head = MNL_NLMSG_HDRLEN + MNL_ALIGN(sizeof(struct genlmsghdr));

	if (nlh->nlmsg_len <= head) {
		memset(attrs, 0, sizeof(*attrs));
		return;
	}
	attrs_parse(attrs, (const char *)nlh + head, nlh->nlmsg_len - head);
}

void attrs_parse_nest(struct attrs *attrs, const struct nlattr *nest)
{
	attrs_parse(attrs, mnl_attr_get_payload(nest),
		    mnl_attr_get_payload_len(nest));
}

/* Data of an attribute that is exactly @len long, or NULL. */
const void *attrs_data(const struct attrs *attrs, int type, size_t len)
{
	const struct nlattr *attr = attrs->attr[type];

	if (!attr || mnl_attr_get_payload_len(attr) != len)
		return NULL;
	return mnl_attr_get_payload(attr);
}

static bool attrs_copy(const struct attrs *attrs, int type, void *value,
		       size_t len)
{
	const void *data = attrs_data(attrs, type, len);

	if (data)
		memcpy(value, data, len);
	return data;
}

bool attrs_u8(const struct attrs *attrs, int type, uint8_t *value)
{
	return attrs_copy(attrs, type, value, sizeof(*value));
}

bool attrs_u16(const struct attrs *attrs, int type, uint16_t *value)
{
	return attrs_copy(attrs, type, value, sizeof(*value));
}

bool attrs_u32(const struct attrs *attrs, int type, uint32_t *value)
{
	return attrs_copy(attrs, type, value, sizeof(*value));
}

bool attrs_u64(const struct attrs *attrs, int type, uint64_t *value)
{
	return attrs_copy(attrs, type, value, sizeof(*value));
}

/* A string that is terminated inside its attribute, or NULL. */
const char *attrs_string(const struct attrs *attrs, int type)
{
	const struct nlattr *attr = attrs->attr[type];

	if (!attr || !memchr(mnl_attr_get_payload(attr), 0,
			     mnl_attr_get_payload_len(attr)))
		return NULL;
	return mnl_attr_get_payload(attr);
}

static const char *decode_elem(struct elem *elem, uint32_t field,
			       const struct nlattr *nest)
{
	unsigned int width = field_width(field);
	uint8_t mask[CT6_DATA_MAX];
	struct attrs attrs;

	attrs_parse_nest(&attrs, nest);
	if (!attrs_copy(&attrs, CT6_A_ELEM_DATA, elem->data, width))
		return "an element without data of the field's width";
	if (attrs.attr[CT6_A_ELEM_END]) {
		if (!attrs_copy(&attrs, CT6_A_ELEM_END, elem->end, width))
			return "the end of a range is not as wide as its field";
		elem->has_end = true;
	} else if (attrs.attr[CT6_A_ELEM_MASK]) {
		if (!attrs_copy(&attrs, CT6_A_ELEM_MASK, mask, width))
			return "a mask is not as wide as its field";
		elem_mask_set(elem, field, mask);
	}
	elem->has_timeout = attrs_u32(&attrs, CT6_A_ELEM_TIMEOUT,
				      &elem->timeout);
	attrs_u32(&attrs, CT6_A_ELEM_EXPIRES, &elem->expires);
	return NULL;
}

/* An anonymous set is the list of its rule. */
static void decode_match_set(struct ruleset *rs, struct match *match,
			     const char *name)
{
	const struct set *set = ruleset_set_find(rs, name);

	if (set && set->flags & CT6_SET_FLAGS_ANONYMOUS && set->match.nr &&
	    set->type == set_type_of(match->field)) {
		match->fold = set->name;
		match->nr = set->match.nr;
		match->elem = set->match.elem;
	} else {
		match->set = arena_strdup(&rs->arena, name);
	}
}

static const char *decode_match(struct ruleset *rs, struct match *match,
				const struct nlattr *nest)
{
	const struct nlattr *attr;
	struct attrs attrs;
	uint32_t flags = 0;
	const char *wrong, *name;

	attrs_parse_nest(&attrs, nest);
	if (!attrs_u32(&attrs, CT6_A_MATCH_FIELD, &match->field) ||
	    !field_get(match->field))
		return "a match on a field that this tool does not know";
	attrs_u32(&attrs, CT6_A_MATCH_FLAGS, &flags);
	match->invert = flags & CT6_MATCH_FLAGS_INVERT;
	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) != CT6_A_MATCH_ELEM)
			continue;
		wrong = decode_elem(ruleset_elem_add(rs, match, NULL),
				    match->field, attr);
		if (wrong)
			return wrong;
	}
	name = attrs_string(&attrs, CT6_A_MATCH_SET);
	if (name && !match->nr)
		decode_match_set(rs, match, name);
	return match->nr || match->set ? NULL : "a match without an element";
}

static bool decode_per(const struct attrs *attrs, struct per *per, int type,
		       int len)
{
	if (attrs->attr[type] && !attrs_u32(attrs, type, &per->of))
		return false;
	per->len = 128;
	attrs_u32(attrs, len, &per->len);
	return per->of <= CT6_PER_MAX && per->len <= 128;
}

static bool decode_limit_per(const struct attrs *attrs, struct per *per)
{
	if (attrs->attr[CT6_A_LIMIT_PER] &&
	    !attrs_u32(attrs, CT6_A_LIMIT_PER, &per->of))
		return false;
	per->len = per->of & LIMIT_PER_BOTH ? 128 : 0;
	per->daddr_len = (per->of & LIMIT_PER_BOTH) == LIMIT_PER_BOTH ? 128 : 0;
	attrs_u32(attrs, CT6_A_LIMIT_PREFIX_LEN, &per->len);
	attrs_u32(attrs, CT6_A_LIMIT_DADDR_LEN, &per->daddr_len);
	return !(per->of & ~LIMIT_PER_ALL) && per->len <= 128 &&
	       per->daddr_len <= 128;
}

static const char *decode_limit(struct ruleset *rs, struct limit *limit,
				const struct nlattr *nest)
{
	struct attrs attrs;
	const char *name;
	uint32_t flags = 0;

	attrs_parse_nest(&attrs, nest);
	if (!attrs_u32(&attrs, CT6_A_LIMIT_RATE, &limit->rate) ||
	    !attrs_u32(&attrs, CT6_A_LIMIT_UNIT, &limit->unit))
		return "a limit without rate or unit";
	attrs_u32(&attrs, CT6_A_LIMIT_FLAGS, &flags);
	limit->over = flags & CT6_LIMIT_FLAGS_OVER;
	limit->bytes = flags & CT6_LIMIT_FLAGS_BYTES;
	if (limit->bytes)
		limit->burst = 0;
	attrs_u32(&attrs, CT6_A_LIMIT_BURST, &limit->burst);
	attrs_u32(&attrs, CT6_A_LIMIT_SIZE, &limit->size);
	name = attrs_string(&attrs, CT6_A_LIMIT_NAME);
	if (name && *name)
		limit->name = arena_strdup(&rs->arena, name);
	if (!decode_limit_per(&attrs, &limit->per))
		return "a limit for what this tool does not know";
	return NULL;
}

static const char *decode_log(struct ruleset *rs, struct log *log,
			      const struct nlattr *nest)
{
	struct attrs attrs;
	const char *prefix;

	attrs_parse_nest(&attrs, nest);
	prefix = attrs_string(&attrs, CT6_A_LOG_PREFIX);
	if (prefix && *prefix)
		log->prefix = arena_strdup(&rs->arena, prefix);
	log->has_group = attrs_u16(&attrs, CT6_A_LOG_GROUP, &log->group);
	if (log->has_group) {
		log->has_snaplen = attrs_u32(&attrs, CT6_A_LOG_SNAPLEN,
					     &log->snaplen);
		return NULL;
	}
	attrs_u32(&attrs, CT6_A_LOG_LEVEL, &log->level);
	attrs_u32(&attrs, CT6_A_LOG_FLAGS, &log->flags);
	return log->level <= 7 ? NULL : "a log with a level above 7";
}

static const char *decode_verdict(struct ruleset *rs, struct verdict *verdict,
				  const struct nlattr *nest)
{
	struct attrs attrs;
	const char *chain;
	bool jumps;

	attrs_parse_nest(&attrs, nest);
	if (!attrs_u32(&attrs, CT6_A_VERDICT_CODE, &verdict->code) ||
	    verdict->code > CT6_VERDICT_NOTRACK)
		return "a verdict that this tool does not know";
	jumps = verdict->code == CT6_VERDICT_JUMP ||
		verdict->code == CT6_VERDICT_GOTO;
	chain = attrs_string(&attrs, CT6_A_VERDICT_CHAIN);
	if (jumps && !chain)
		return "a jump without a chain";
	if (jumps)
		verdict->chain = arena_strdup(&rs->arena, chain);
	return NULL;
}

static const char *decode_reject(struct reject *reject,
				 const struct nlattr *nest)
{
	struct attrs attrs;

	attrs_parse_nest(&attrs, nest);
	attrs_u32(&attrs, CT6_A_REJECT_TYPE, &reject->type);
	attrs_u8(&attrs, CT6_A_REJECT_CODE, &reject->code);
	attrs_u32(&attrs, CT6_A_REJECT_DELAY, &reject->delay);
	if (reject->type > CT6_REJECT_TYPE_TCP_RESET || reject->code > 6 ||
	    reject->delay > REJECT_DELAY_MAX)
		return "a reject that this tool does not know";
	if (reject->type == CT6_REJECT_TYPE_TCP_RESET) {
		reject->code = 0;
		reject->delay = 0;
	}
	return NULL;
}

static const char *decode_count(struct count *count, const struct nlattr *nest)
{
	struct attrs attrs;
	uint32_t flags = 0;

	attrs_parse_nest(&attrs, nest);
	if (!attrs_u32(&attrs, CT6_A_COUNT_MAX_FLOWS, &count->max))
		return "a count without a number";
	attrs_u32(&attrs, CT6_A_COUNT_FLAGS, &flags);
	count->over = flags & CT6_COUNT_FLAGS_OVER;
	if (!decode_per(&attrs, &count->per, CT6_A_COUNT_PER,
			CT6_A_COUNT_PREFIX_LEN))
		return "a count for what this tool does not know";
	return NULL;
}

static const char *decode_recent(struct ruleset *rs, struct recent *recent,
				 const struct nlattr *nest)
{
	struct attrs attrs;
	uint32_t flags = 0;
	const char *name;

	attrs_parse_nest(&attrs, nest);
	name = attrs_string(&attrs, CT6_A_RECENT_NAME);
	if (!name || !*name)
		return "a recent without its name";
	recent->name = arena_strdup(&rs->arena, name);
	if (!attrs_u32(&attrs, CT6_A_RECENT_OP, &recent->op) ||
	    recent->op > CT6_RECENT_OP_MAX ||
	    !decode_per(&attrs, &recent->per, CT6_A_RECENT_PER,
			CT6_A_RECENT_PREFIX_LEN) ||
	    recent->per.of == CT6_PER_ALL)
		return "a recent that this tool does not know";
	attrs_u32(&attrs, CT6_A_RECENT_SECONDS, &recent->seconds);
	attrs_u32(&attrs, CT6_A_RECENT_HITS, &recent->hits);
	attrs_u32(&attrs, CT6_A_RECENT_SIZE, &recent->size);
	attrs_u32(&attrs, CT6_A_RECENT_FLAGS, &flags);
	recent->invert = flags & CT6_RECENT_FLAGS_INVERT;
	recent->hoplimit = flags & CT6_RECENT_FLAGS_HOPLIMIT;
	return NULL;
}

/* A mark that is made of no mark is a value. */
static const char *decode_mark(struct expr *expr, const struct nlattr *nest)
{
	struct mark mark = { 0 };
	struct attrs attrs;

	attrs_parse_nest(&attrs, nest);
	if (!attrs_u32(&attrs, CT6_A_MARK_OF, &mark.of) ||
	    mark.of > CT6_MARK_OF_MAX)
		return "a mark that this tool does not know";
	attrs_u32(&attrs, CT6_A_MARK_KEEP, &mark.keep);
	attrs_u32(&attrs, CT6_A_MARK_TAKE, &mark.take);
	attrs_u32(&attrs, CT6_A_MARK_VALUE, &mark.value);
	if (mark.keep || mark.take) {
		expr->make = mark;
		return NULL;
	}
	expr->kind = mark.of == CT6_MARK_OF_FLOW ? EXPR_SET_CT_MARK :
						   EXPR_SET_MARK;
	expr->mark = mark.value;
	return NULL;
}

/* False for what only a newer kernel knows. */
static bool expr_kind_of(uint16_t type, enum expr_kind *kind)
{
	switch (type) {
	case CT6_A_EXPR_MATCH:
		*kind = EXPR_MATCH;
		return true;
	case CT6_A_EXPR_LIMIT:
		*kind = EXPR_LIMIT;
		return true;
	case CT6_A_EXPR_LOG:
		*kind = EXPR_LOG;
		return true;
	case CT6_A_EXPR_VERDICT:
		*kind = EXPR_VERDICT;
		return true;
	case CT6_A_EXPR_REJECT:
		*kind = EXPR_REJECT;
		return true;
	case CT6_A_EXPR_MARK:
		*kind = EXPR_MARK;
		return true;
	case CT6_A_EXPR_SET_MARK:
		*kind = EXPR_SET_MARK;
		return true;
	case CT6_A_EXPR_SET_CT_MARK:
		*kind = EXPR_SET_CT_MARK;
		return true;
	case CT6_A_EXPR_FILTERING:
		*kind = EXPR_FILTERING;
		return true;
	case CT6_A_EXPR_HELPER:
		*kind = EXPR_HELPER;
		return true;
	case CT6_A_EXPR_COUNT:
		*kind = EXPR_COUNT;
		return true;
	case CT6_A_EXPR_RECENT:
		*kind = EXPR_RECENT;
		return true;
	default:
		return false;
	}
}

static const char *decode_choice(struct expr *expr, const struct nlattr *attr)
{
	bool helper = expr->kind == EXPR_HELPER;

	if (mnl_attr_get_payload_len(attr) != sizeof(expr->choice))
		return "a choice that is not 4 bytes";
	expr->choice = mnl_attr_get_u32(attr);
	if (name_of(helper ? helper_names : filtering_names, expr->choice))
		return NULL;
	return helper ? "a helper that this tool does not know" :
			"a filtering that this tool does not know";
}

static const char *decode_expr(struct ruleset *rs, struct rule *rule,
			       const struct nlattr *nest)
{
	const struct nlattr *attr = mnl_attr_get_payload(nest);
	size_t len = mnl_attr_get_payload_len(nest);
	enum expr_kind kind;
	struct expr *expr;

	if (!mnl_attr_ok(attr, len))
		return "an empty expression";
	if (!expr_kind_of(mnl_attr_get_type(attr), &kind))
		return "an expression that this tool does not know";
	expr = ruleset_expr_add(rs, rule, kind, NULL);
	switch (expr->kind) {
	case EXPR_MATCH:
		return decode_match(rs, &expr->match, attr);
	case EXPR_LIMIT:
		return decode_limit(rs, &expr->limit, attr);
	case EXPR_LOG:
		return decode_log(rs, &expr->log, attr);
	case EXPR_VERDICT:
		return decode_verdict(rs, &expr->verdict, attr);
	case EXPR_REJECT:
		return decode_reject(&expr->reject, attr);
	case EXPR_COUNT:
		return decode_count(&expr->count, attr);
	case EXPR_RECENT:
		return decode_recent(rs, &expr->recent, attr);
	case EXPR_MARK:
		return decode_mark(expr, attr);
	case EXPR_FILTERING:
	case EXPR_HELPER:
		return decode_choice(expr, attr);
	default:
		if (mnl_attr_get_payload_len(attr) != sizeof(expr->mark))
			return "a mark that is not 4 bytes";
		expr->mark = mnl_attr_get_u32(attr);
		return NULL;
	}
}

static const char *decode_rule(struct ruleset *rs, const struct nlattr *nest)
{
	const struct nlattr *attr;
	struct chain *chain = NULL;
	const char *name, *wrong;
	struct attrs attrs;
	struct rule *rule;

	attrs_parse_nest(&attrs, nest);
	name = attrs_string(&attrs, CT6_A_RULE_CHAIN);
	if (name)
		chain = ruleset_chain_find(rs, name);
	if (!chain)
		return "a rule without its chain";
	rule = ruleset_rule_add(rs, chain);
	attrs_u64(&attrs, CT6_A_RULE_HANDLE, &rule->handle);
	attrs_u64(&attrs, CT6_A_RULE_PACKETS, &rule->packets);
	attrs_u64(&attrs, CT6_A_RULE_BYTES, &rule->bytes);
	name = attrs_string(&attrs, CT6_A_RULE_COMMENT);
	if (name)
		rule->comment = arena_strdup(&rs->arena, name);
	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) != CT6_A_RULE_EXPR)
			continue;
		wrong = decode_expr(rs, rule, attr);
		if (wrong)
			return wrong;
	}
	return NULL;
}

static const char *decode_chain(struct ruleset *rs, const struct nlattr *nest)
{
	struct attrs attrs;
	struct chain *chain;
	const char *name;

	attrs_parse_nest(&attrs, nest);
	name = attrs_string(&attrs, CT6_A_CHAIN_NAME);
	if (!name || !*name)
		return "a chain without a name";
	if (ruleset_chain_find(rs, name))
		return "two chains of one name";
	chain = ruleset_chain_add(rs, name);
	chain->base = attrs_u32(&attrs, CT6_A_CHAIN_HOOK, &chain->hook);
	attrs_u32(&attrs, CT6_A_CHAIN_POLICY, &chain->policy);
	attrs_u64(&attrs, CT6_A_CHAIN_PACKETS, &chain->packets);
	attrs_u64(&attrs, CT6_A_CHAIN_BYTES, &chain->bytes);
	if (chain->base && chain->hook >= ARRAY_SIZE(hook_names))
		return "a hook that this tool does not know";
	if (chain->policy > CT6_VERDICT_ACCEPT)
		return "a policy that this tool does not know";
	return NULL;
}

static const char *decode_set(struct ruleset *rs, const struct nlattr *nest)
{
	struct attrs attrs;
	const char *name;
	struct set *set;
	uint32_t type;

	attrs_parse_nest(&attrs, nest);
	name = attrs_string(&attrs, CT6_A_SET_NAME);
	if (!name || !*name)
		return "a set without a name";
	if (ruleset_set_find(rs, name))
		return "two sets of one name";
	if (!attrs_u32(&attrs, CT6_A_SET_TYPE, &type) ||
	    !name_of(set_type_names, type))
		return "a set of a type that this tool does not know";
	set = ruleset_set_add(rs, name);
	set_type_put(set, type);
	attrs_u32(&attrs, CT6_A_SET_FLAGS, &set->flags);
	attrs_u32(&attrs, CT6_A_SET_TIMEOUT, &set->timeout);
	attrs_u32(&attrs, CT6_A_SET_SIZE, &set->size);
	name = attrs_string(&attrs, CT6_A_SET_COMMENT);
	if (name)
		set->comment = arena_strdup(&rs->arena, name);
	return NULL;
}

static const char *decode_set_elems(struct ruleset *rs,
				    const struct nlattr *nest)
{
	const struct nlattr *attr;
	const char *name, *wrong;
	struct set *set = NULL;
	struct attrs attrs;

	attrs_parse_nest(&attrs, nest);
	name = attrs_string(&attrs, CT6_A_SET_ELEMS_SET);
	if (name)
		set = ruleset_set_find(rs, name);
	if (!set)
		return "elements without their set";
	mnl_attr_for_each_nested(attr, nest) {
		struct elem *elem;

		if (mnl_attr_get_type(attr) != CT6_A_SET_ELEMS_ELEM)
			continue;
		elem = ruleset_elem_add(rs, &set->match, NULL);
		wrong = decode_elem(elem, set->match.field, attr);
		if (wrong)
			return wrong;
		if (!elem_is_interval(elem, set->match.field))
			return "an element that is no interval";
		elem_normal(elem, set->match.field);
	}
	return NULL;
}

/**
 * ruleset_decode() - add what one message tells
 * @rs: ruleset
 * @nlh: message of the family, or a request of ruleset_encode()
 *
 * Return: NULL, or what is wrong with the message.
 */
const char *ruleset_decode(struct ruleset *rs, const struct nlmsghdr *nlh)
{
	size_t head = MNL_ALIGN(sizeof(struct genlmsghdr));
	const struct nlattr *attr;
	struct attrs attrs;
	const char *wrong = NULL;

	if (nlh->nlmsg_len < MNL_NLMSG_HDRLEN + head)
		return "a message that is too short";
	attrs_parse_message(&attrs, nlh);
	attrs_u32(&attrs, CT6_A_RULESET_GENERATION, &rs->generation);
	attrs_u32(&attrs, CT6_A_RULESET_FLAGS, &rs->flags);
	attrs_u32(&attrs, CT6_A_RULESET_CONFIRM_LEFT, &rs->confirm_left);
	attrs_u64(&attrs, CT6_A_RULESET_ESSENTIAL_PACKETS,
		  &rs->essential_packets);
	attrs_u64(&attrs, CT6_A_RULESET_ESSENTIAL_BYTES, &rs->essential_bytes);
	mnl_attr_for_each(attr, nlh, head) {
		if (mnl_attr_get_type(attr) == CT6_A_RULESET_CHAIN)
			wrong = decode_chain(rs, attr);
		else if (mnl_attr_get_type(attr) == CT6_A_RULESET_RULE)
			wrong = decode_rule(rs, attr);
		else if (mnl_attr_get_type(attr) == CT6_A_RULESET_SET)
			wrong = decode_set(rs, attr);
		else if (mnl_attr_get_type(attr) == CT6_A_RULESET_SET_ELEMS)
			wrong = decode_set_elems(rs, attr);
		if (wrong)
			return wrong;
	}
	return NULL;
}
