// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rulesets to the kernel and back, for every front.
 */
#include <linux/ct6.h>

#include "decode.h"
#include "encode.h"
#include "load.h"
#include "request.h"

/* Rulesets that may change while they are read, until we give up. */
#define FETCH_TRIES	20

static bool load_read(const struct nlmsghdr *nlh, void *data)
{
	struct attrs attrs;

	attrs_parse_message(&attrs, nlh);
	attrs_u32(&attrs, CT6_A_RULESET_GENERATION, data);
	return true;
}

/**
 * ruleset_send() - replace the kernel's ruleset
 * @rs: ruleset
 * @send: how; its generation is that of the ruleset that runs then
 * @report: for a refusal, at its place
 *
 * Return: an exit code.
 */
int ruleset_send(const struct ruleset *rs, struct send *send,
		 struct report *report)
{
	struct message msg;

	message_init(&msg, CT6_CMD_RULESET_SET, 0);
	if (send->has_generation)
		message_put_u32(&msg, NULL, CT6_A_RULESET_GENERATION,
				send->generation);
	if (send->check)
		message_put(&msg, NULL, CT6_A_RULESET_CHECK, "", 0);
	if (send->force)
		message_put(&msg, NULL, CT6_A_RULESET_FORCE, "", 0);
	if (send->confirm)
		message_put_u32(&msg, NULL, CT6_A_RULESET_CONFIRM,
				send->confirm);
	if (!ruleset_encode(rs, &msg, report)) {
		message_free(&msg);
		return EXIT_USAGE;
	}
	return request_once(&msg, load_read, &send->generation, report);
}

/**
 * struct fetch - a dump of the ruleset
 * @rs: result
 * @interrupted: another ruleset came meanwhile
 * @wrong: what cannot be read, or NULL
 */
struct fetch {
	struct ruleset	*rs;
	bool		interrupted;
	const char	*wrong;
};

/* What follows on another ruleset is not looked at. */
static bool fetch_read(const struct nlmsghdr *nlh, void *data)
{
	struct fetch *fetch = data;

	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		fetch->interrupted = true;
	if (!fetch->interrupted && !fetch->wrong)
		fetch->wrong = ruleset_decode(fetch->rs, nlh);
	return true;
}

static int ruleset_dump(struct request *req, struct fetch *fetch,
			struct report *report)
{
	struct message msg;
	int code;

	ruleset_free(fetch->rs);
	fetch->interrupted = false;
	fetch->wrong = NULL;
	message_init(&msg, CT6_CMD_RULESET_GET, NLM_F_DUMP);
	code = request_run(req, &msg, fetch_read, fetch, report);
	message_free(&msg);
	return code;
}

/**
 * ruleset_fetch() - the kernel's ruleset
 * @rs: result, made by ruleset_init(); what is in it is freed
 * @report: for errors
 *
 * Return: an exit code. No ruleset is one without chains and generation.
 */
int ruleset_fetch(struct ruleset *rs, struct report *report)
{
	struct fetch fetch = { .rs = rs };
	struct request req;
	int code, i;

	if (!request_open(&req, report))
		return EXIT_REFUSED;
	for (i = 0; i < FETCH_TRIES; i++) {
		code = ruleset_dump(&req, &fetch, report);
		if (code || !fetch.interrupted)
			break;
	}
	request_close(&req);
	if (code)
		return code;
	if (fetch.interrupted) {
		report_error(report, NULL,
			     "the ruleset changes faster than it can be read");
		return EXIT_REFUSED;
	}
	if (fetch.wrong) {
		report_error(report, NULL, "the kernel's ruleset has %s",
			     fetch.wrong);
		return EXIT_REFUSED;
	}
	return EXIT_DONE;
}
