// SPDX-License-Identifier: GPL-2.0-only
/*
 * Targets in ip6tables' words.
 */
#include <netinet/in.h>
#include <string.h>

#include "iptables_say.h"

static bool say_verdict(struct ipt_said *said, const struct verdict *verdict)
{
	switch (verdict->code) {
	case CT6_VERDICT_ACCEPT:
		said->target = "ACCEPT";
		return true;
	case CT6_VERDICT_DROP:
		said->target = "DROP";
		return true;
	case CT6_VERDICT_RETURN:
		said->target = "RETURN";
		return true;
	case CT6_VERDICT_GOTO:
		said->go = true;
		said->target = verdict->chain;
		return true;
	case CT6_VERDICT_JUMP:
		said->target = verdict->chain;
		return true;
	default:
		return false;
	}
}

static bool say_reject(struct ipt_said *said, const struct reject *reject)
{
	const char *name = ipt_reject_name(reject->type, reject->code);

	if (!name || reject->delay)
		return false;
	said->target = "REJECT";
	text_addf(&said->options, " --reject-with %s", name);
	text_addf(&said->options_list, " reject-with %s", name);
	return true;
}

static void say_nflog(struct ipt_said *said, const struct log *log)
{
	said->target = "NFLOG";
	if (log->prefix) {
		text_addf(&said->options, " --nflog-prefix");
		ipt_text_word(&said->options, log->prefix);
		text_addf(&said->options_list, " nflog-prefix");
		ipt_text_word(&said->options_list, log->prefix);
	}
	if (log->group) {
		text_addf(&said->options, " --nflog-group %u", log->group);
		text_addf(&said->options_list, " nflog-group %u", log->group);
	}
	if (log->has_snaplen) {
		text_addf(&said->options, " --nflog-size %u", log->snaplen);
		text_addf(&said->options_list, " nflog-size %u", log->snaplen);
	}
}

static const struct name log_flags[] = {
	{ "tcp-sequence", LOG_FLAG_TCP_SEQUENCE },
	{ "tcp-options", LOG_FLAG_TCP_OPTIONS },
	{ "ip-options", LOG_FLAG_IP_OPTIONS },
	{ "uid", LOG_FLAG_UID },
	{ "macdecode", LOG_FLAG_ETHER },
	{ NULL, 0 }
};

static void say_syslog(struct ipt_said *said, const struct log *log)
{
	static const char *const levels[] = {
		"emerg", "alert", "crit", "error", "warn", "notice", "info",
		"debug",
	};
	const struct name *flag;

	said->target = "LOG";
	if (log->prefix) {
		text_addf(&said->options, " --log-prefix");
		ipt_text_word(&said->options, log->prefix);
	}
	if (log->level != LOG_LEVEL)
		text_addf(&said->options, " --log-level %u", log->level);
	if (said->numeric)
		text_addf(&said->options_list, " LOG flags %u level %u",
			  log->flags, log->level);
	else
		text_addf(&said->options_list, " LOG level %s",
			  levels[log->level & 7]);
	for (flag = log_flags; flag->name; flag++) {
		if (!(log->flags & flag->value))
			continue;
		text_addf(&said->options, " --log-%s", flag->name);
		if (!said->numeric)
			text_addf(&said->options_list, " %s", flag->name);
	}
	if (log->prefix)
		text_addf(&said->options_list, " prefix \"%s\"", log->prefix);
}

static bool say_log(struct ipt_said *said, const struct log *log)
{
	uint32_t known = 0;
	const struct name *flag;

	for (flag = log_flags; flag->name; flag++)
		known |= flag->value;
	if (log->flags & ~known)
		return false;
	if (log->has_group)
		say_nflog(said, log);
	else
		say_syslog(said, log);
	return true;
}

/* Bits outside of @mask stay, @value is xored to them. */
static bool say_mark(struct ipt_said *said, const char *target, uint32_t value,
		     uint32_t mask)
{
	struct text *list = &said->options_list;

	said->target = target;
	text_addf(&said->options, " --set-xmark 0x%x/0x%x", value, mask);
	if (!value)
		text_addf(list, " %s and 0x%x", target, ~mask);
	else if (value == mask)
		text_addf(list, " %s or 0x%x", target, value);
	else if (!mask)
		text_addf(list, " %s xor 0x%x", target, value);
	else if (mask == UINT32_MAX)
		text_addf(list, " %s set 0x%x", target, value);
	else
		text_addf(list, " %s xset 0x%x/0x%x", target, value, mask);
	return true;
}

static void say_copy(struct ipt_said *said, const struct mark *mark)
{
	struct text *list = &said->options_list;
	bool save = mark->of == CT6_MARK_OF_FLOW;
	uint32_t nfmask = save ? mark->take : ~mark->keep;
	uint32_t ctmask = save ? ~mark->keep : mark->take;

	said->target = "CONNMARK";
	text_addf(&said->options, " --%s-mark --nfmask 0x%x --ctmask 0x%x",
		  save ? "save" : "restore", nfmask, ctmask);
	text_addf(list, " CONNMARK %s", save ? "save" : "restore");
	if (nfmask == ctmask && nfmask != UINT32_MAX)
		text_addf(list, " mask 0x%x", nfmask);
	else if (nfmask != ctmask && save)
		text_addf(list, " nfmask 0x%x ctmask ~0x%x", nfmask, ctmask);
	else if (nfmask != ctmask)
		text_addf(list, " ctmask 0x%x nfmask ~0x%x", ctmask, nfmask);
}

static bool say_make(struct ipt_said *said, const struct mark *mark)
{
	if (!mark->take)
		return say_mark(said, mark->of == CT6_MARK_OF_FLOW ?
				"CONNMARK" : "MARK", mark->value, ~mark->keep);
	if (mark->value)
		return false;
	say_copy(said, mark);
	return true;
}

/**
 * ipt_say_target() - the target in ip6tables' words
 * @said: result; it has no target yet
 * @expr: an expression that is no comparison
 *
 * Return: false when it cannot be said.
 */
bool ipt_say_target(struct ipt_said *said, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_VERDICT:
		return say_verdict(said, &expr->verdict);
	case EXPR_REJECT:
		return say_reject(said, &expr->reject);
	case EXPR_LOG:
		return say_log(said, &expr->log);
	case EXPR_SET_MARK:
		return say_mark(said, "MARK", expr->mark, UINT32_MAX);
	case EXPR_SET_CT_MARK:
		return say_mark(said, "CONNMARK", expr->mark, UINT32_MAX);
	case EXPR_MARK:
		return say_make(said, &expr->make);
	default:
		return false;
	}
}
