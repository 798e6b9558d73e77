// SPDX-License-Identifier: GPL-2.0-only
/*
 * The targets MARK and CONNMARK. All that they do is to keep some bits of the
 * mark, and to xor a value or bits of the other mark to these.
 */
#include "iptables_priv.h"

/* Options of both, by their groups. */
enum { MARK_DO = 1, MARK_NFMASK, MARK_CTMASK, MARK_MASK };

enum mark_op { OP_SET, OP_XSET, OP_AND, OP_OR, OP_XOR, OP_SAVE, OP_RESTORE };

static void mark_expr(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct loc *loc, const struct mark *mark)
{
	bool flow = mark->of == CT6_MARK_OF_FLOW;
	struct expr *expr;

	if (mark->keep || mark->take) {
		expr = ruleset_expr_add(rule->ipt->rs, &inst->all, EXPR_MARK,
					loc);
		expr->make = *mark;
		return;
	}
	expr = ruleset_expr_add(rule->ipt->rs, &inst->all,
				flow ? EXPR_SET_CT_MARK : EXPR_SET_MARK, loc);
	expr->mark = mark->value;
}

static bool mark_set(struct ipt_rule *rule, struct ipt_inst *inst,
		     const struct ipt_arg *arg, uint32_t of)
{
	struct mark mark = { .of = of };
	uint32_t mask = UINT32_MAX;

	if (arg->opt->arg == OP_SET || arg->opt->arg == OP_XSET) {
		if (!ipt_arg_mark(rule, arg, &mark.value, &mask))
			return false;
		if (arg->opt->arg == OP_SET)
			mask |= mark.value;
	} else {
		if (!ipt_arg_number(rule, arg, 0, UINT32_MAX, &mark.value))
			return false;
		mask = arg->opt->arg == OP_AND ? ~mark.value :
		       arg->opt->arg == OP_OR ? mark.value : 0;
		if (arg->opt->arg == OP_AND)
			mark.value = 0;
	}
	mark.keep = ~mask;
	mark_expr(rule, inst, &arg->loc, &mark);
	return true;
}

static bool packet_mark(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	return mark_set(rule, inst, arg, CT6_MARK_OF_PACKET);
}

static bool flow_mark(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	return mark_set(rule, inst, arg, CT6_MARK_OF_FLOW);
}

/* Masks may follow, so this waits for ipt_connmark_end(). */
static bool flow_copy(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	inst->kept = arena_alloc(&rule->ipt->scratch, sizeof(*arg));
	*inst->kept = *arg;
	return true;
}

/* Bits of the packet's mark, of the flow's, or of both. */
static bool flow_mask(struct ipt_rule *rule, struct ipt_inst *inst,
		      const struct ipt_arg *arg)
{
	uint32_t mask;

	if (!ipt_arg_number(rule, arg, 0, UINT32_MAX, &mask))
		return false;
	if (arg->opt->group != MARK_CTMASK)
		inst->nfmask = mask;
	if (arg->opt->group != MARK_NFMASK)
		inst->ctmask = mask;
	return true;
}

static const char no_shift[] = "ct6 shifts no marks";

const struct ipt_opt ipt_mark_opts[] = {
	{ "--set-mark", 0, 1, false, MARK_DO, OP_SET, packet_mark, NULL },
	{ "--set-xmark", 0, 1, false, MARK_DO, OP_XSET, packet_mark, NULL },
	{ "--and-mark", 0, 1, false, MARK_DO, OP_AND, packet_mark, NULL },
	{ "--or-mark", 0, 1, false, MARK_DO, OP_OR, packet_mark, NULL },
	{ "--xor-mark", 0, 1, false, MARK_DO, OP_XOR, packet_mark, NULL },
	{ 0 }
};

const struct ipt_opt ipt_connmark_opts[] = {
	{ "--set-mark", 0, 1, false, MARK_DO, OP_SET, flow_mark, NULL },
	{ "--set-xmark", 0, 1, false, MARK_DO, OP_XSET, flow_mark, NULL },
	{ "--and-mark", 0, 1, false, MARK_DO, OP_AND, flow_mark, NULL },
	{ "--or-mark", 0, 1, false, MARK_DO, OP_OR, flow_mark, NULL },
	{ "--xor-mark", 0, 1, false, MARK_DO, OP_XOR, flow_mark, NULL },
	{ "--save-mark", 0, 0, false, MARK_DO, OP_SAVE, flow_copy, NULL },
	{ "--restore-mark", 0, 0, false, MARK_DO, OP_RESTORE, flow_copy, NULL },
	{ "--nfmask", 0, 1, false, MARK_NFMASK, 0, flow_mask, NULL },
	{ "--ctmask", 0, 1, false, MARK_CTMASK, 0, flow_mask, NULL },
	{ "--mask", 0, 1, false, MARK_MASK, 0, flow_mask, NULL },
	{ "--left-shift-mark", 0, 1, false, 0, 0, NULL, no_shift },
	{ "--right-shift-mark", 0, 1, false, 0, 0, NULL, no_shift },
	{ 0 }
};

bool ipt_mark_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	if (inst->seen & 1u << MARK_DO)
		return true;
	return ipt_fail(rule->ipt, &inst->loc,
			"target '%s' needs an option, such as --set-mark",
			inst->ext->name);
}

bool ipt_connmark_begin(struct ipt_rule *rule, struct ipt_inst *inst)
{
	(void)rule;
	inst->nfmask = UINT32_MAX;
	inst->ctmask = UINT32_MAX;
	return true;
}

bool ipt_connmark_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	const uint32_t masks = 1u << MARK_NFMASK | 1u << MARK_CTMASK |
			       1u << MARK_MASK;
	struct mark mark = { .of = CT6_MARK_OF_FLOW };

	if (!(inst->seen & 1u << MARK_DO))
		return ipt_mark_end(rule, inst);
	if (!inst->kept)
		return !(inst->seen & masks) ||
		       ipt_fail(rule->ipt, &inst->loc,
				"masks of target 'CONNMARK' need --save-mark or --restore-mark");
	mark.keep = ~inst->ctmask;
	mark.take = inst->nfmask;
	if (inst->kept->opt->arg == OP_RESTORE) {
		mark.of = CT6_MARK_OF_PACKET;
		mark.keep = ~inst->nfmask;
		mark.take = inst->ctmask;
	}
	mark_expr(rule, inst, &inst->kept->loc, &mark);
	return true;
}
