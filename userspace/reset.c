// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters that begin anew: what was read is taken out of them, and nothing
 * else, so that what comes meanwhile is read the next time.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "message.h"
#include "request.h"
#include "reset.h"

#define TRIES	20	/* others who take from the same counters */

static void take_rule(struct message *msg, const struct rule *rule)
{
	size_t nest;

	if (!rule->packets && !rule->bytes)
		return;
	nest = message_nest(msg, NULL, CT6_A_RULESET_RULE);
	message_put_u64(msg, NULL, CT6_A_RULE_HANDLE, rule->handle);
	message_put_u64(msg, NULL, CT6_A_RULE_PACKETS, rule->packets);
	message_put_u64(msg, NULL, CT6_A_RULE_BYTES, rule->bytes);
	message_nest_end(msg, NULL, nest);
}

static void take_chain(struct message *msg, const struct chain *chain)
{
	const struct rule *rule;
	size_t nest;

	if (chain->base && (chain->packets || chain->bytes)) {
		nest = message_nest(msg, NULL, CT6_A_RULESET_CHAIN);
		message_put_string(msg, NULL, CT6_A_CHAIN_NAME, chain->name);
		message_put_u64(msg, NULL, CT6_A_CHAIN_PACKETS,
				chain->packets);
		message_put_u64(msg, NULL, CT6_A_CHAIN_BYTES, chain->bytes);
		message_nest_end(msg, NULL, nest);
	}
	for (rule = chain->rule; rule; rule = rule->next)
		take_rule(msg, rule);
}

/* Return: an exit code; *@again when somebody else was faster. */
static int take_send(const struct ruleset *rs, const char *only,
		     struct report *report, bool *again)
{
	struct text errors = { 0 };
	struct report held = { .into = &errors };
	const struct chain *chain;
	struct request req;
	struct message msg;
	int code;

	message_init(&msg, CT6_CMD_COUNTERS_TAKE, 0);
	message_put_u32(&msg, NULL, CT6_A_RULESET_GENERATION, rs->generation);
	for (chain = rs->chain; chain; chain = chain->next)
		if (!only || !strcmp(only, chain->name))
			take_chain(&msg, chain);
	if (!only) {
		message_put_u64(&msg, NULL, CT6_A_RULESET_ESSENTIAL_PACKETS,
				rs->essential_packets);
		message_put_u64(&msg, NULL, CT6_A_RULESET_ESSENTIAL_BYTES,
				rs->essential_bytes);
	}
	*again = false;
	if (!request_open(&req, report)) {
		message_free(&msg);
		return EXIT_REFUSED;
	}
	code = request_run(&req, &msg, NULL, NULL, &held);
	*again = code && req.refused == ESTALE;
	request_close(&req);
	message_free(&msg);
	if (code && !*again)
		report_add(report, &held);
	text_free(&errors);
	return code;
}

/**
 * counters_take() - read the kernel's ruleset and take its counts
 * @rs: result, with what was taken; made by ruleset_init()
 * @only: name of the one chain whose counts are taken, or NULL
 * @report: for errors
 *
 * A chain that there is not is for the caller to tell; nothing is taken then.
 *
 * Return: an exit code.
 */
int counters_take(struct ruleset *rs, const char *only, struct report *report)
{
	bool again = false;
	int code, i;

	for (i = 0; i < TRIES; i++) {
		code = ruleset_fetch(rs, report);
		if (code || !rs->generation)
			return code;
		if (only && !ruleset_chain_find(rs, only))
			return code;
		code = take_send(rs, only, report, &again);
		if (!again)
			return code;
	}
	report_error(report, NULL,
		     "others reset the counters faster than they can be read");
	return code;
}
