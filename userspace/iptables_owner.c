// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matches on who sends: the hardware address of a neighbour, and the user and
 * group of a socket of this host.
 */
#include <ctype.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>

#include "iptables_priv.h"

static bool mac_source(struct ipt_rule *rule, struct ipt_inst *inst,
		       const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];
	struct match *match = ipt_match(rule, &inst->all, CT6_FIELD_ETHER_SADDR,
					arg->invert, &arg->loc);
	struct elem *elem = ruleset_elem_add(rule->ipt->rs, match, &word->loc);
	const char *wrong;
	char buf[256];

	wrong = field_parse(CT6_FIELD_ETHER_SADDR, NULL, word->text, elem, buf,
			    sizeof(buf));
	return !wrong || ipt_fail(rule->ipt, &word->loc, "%s", wrong);
}

const struct ipt_opt ipt_mac_opts[] = {
	{ "--mac-source", 0, 1, true, 1, 0, mac_source, NULL },
	{ 0 }
};

bool ipt_mac_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	const struct chain *chain = rule->chain->chain;

	if (!inst->seen)
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'mac' needs --mac-source");
	return !chain->base || chain->hook != CT6_HOOK_OUTPUT ||
	       ipt_fail(rule->ipt, &inst->loc,
			"no packet in OUTPUT has come from a hardware address");
}

/* NUMBER, NAME or FIRST-LAST */
static bool owner_id(struct ipt_rule *rule, const struct ipt_word *word,
		     bool user, uint32_t *id)
{
	const struct passwd *pw = user ? getpwnam(word->text) : NULL;
	const struct group *gr = user ? NULL : getgrnam(word->text);
	uint64_t number;

	if (pw || gr) {
		*id = pw ? pw->pw_uid : gr->gr_gid;
		return true;
	}
	if (!ipt_number(word->text, UINT32_MAX - 1, &number))
		return ipt_fail(rule->ipt, &word->loc, "no %s '%s' on this host",
				user ? "user" : "group", word->text);
	*id = number;
	return true;
}

static bool owner_parse(struct ipt_rule *rule, struct ipt_inst *inst,
			const struct ipt_arg *arg)
{
	const struct ipt_word *word = &arg->word[0];
	bool user = arg->opt->arg == CT6_FIELD_SKUID, cut;
	uint32_t first, last;
	struct ipt_word a, b;

	if (arg->invert)
		return ipt_fail(rule->ipt, &arg->loc,
				"'! %s' is not supported: it is true, too, of what no socket sends",
				arg->opt->name);
	/* a name may have a dash, too */
	cut = isdigit((unsigned char)*word->text) &&
	      ipt_word_cut(rule->ipt, word, '-', &a, &b);
	if (!owner_id(rule, cut ? &a : word, user, &first))
		return false;
	last = first;
	if (cut && !owner_id(rule, &b, user, &last))
		return false;
	if (first > last)
		return ipt_fail(rule->ipt, &word->loc,
				"the range ends before it begins");
	ipt_expr_range(rule, &inst->all, arg->opt->arg, false, &arg->loc, first,
		       last);
	return true;
}

static const char no_socket[] = "ct6 knows of a socket only who opened it";

const struct ipt_opt ipt_owner_opts[] = {
	{ "--uid-owner", 0, 1, true, 1, CT6_FIELD_SKUID, owner_parse, NULL },
	{ "--gid-owner", 0, 1, true, 2, CT6_FIELD_SKGID, owner_parse, NULL },
	{ "--socket-exists", 0, 0, true, 3, 0, NULL, no_socket },
	{ "--suppl-groups", 0, 0, false, 4, 0, NULL, no_socket },
	{ 0 }
};

bool ipt_owner_end(struct ipt_rule *rule, struct ipt_inst *inst)
{
	const struct chain *chain = rule->chain->chain;

	if (!inst->seen)
		return ipt_fail(rule->ipt, &inst->loc,
				"match 'owner' needs --uid-owner or --gid-owner");
	return !chain->base || chain->hook == CT6_HOOK_OUTPUT ||
	       ipt_fail(rule->ipt, &inst->loc,
			"only packets in OUTPUT are a socket's of this host");
}
