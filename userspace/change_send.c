// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changes of the kernel's ruleset on their way to it.
 */
#include <errno.h>

#include "change.h"
#include "decode.h"
#include "encode.h"
#include "request.h"

/* What the place is of what the kernel says of a place that has none. */
static const struct loc *loc_or(const struct loc *loc, const struct loc *or)
{
	return loc->source ? loc : or;
}

static void change_encode(const struct change *change, struct message *msg)
{
	const struct loc *loc = loc_or(&change->chain_loc, NULL);
	const struct loc *place = loc_or(&change->place_loc, loc);
	size_t nest = message_nest(msg, loc, CT6_A_RULESET_CHANGE);

	message_put_u32(msg, loc, CT6_A_CHANGE_KIND, change->kind);
	if (change->chain)
		message_put_string(msg, loc, CT6_A_CHANGE_CHAIN,
				   change->chain);
	if (change->handle)
		message_put_u64(msg, place, CT6_A_CHANGE_HANDLE,
				change->handle);
	if (change->index)
		message_put_u32(msg, place, CT6_A_CHANGE_INDEX,
				change->index);
	if (change->rule)
		rule_encode(change->rule, NULL, msg, CT6_A_CHANGE_RULE);
	if (change->new_name)
		message_put_string(msg, loc_or(&change->new_loc, loc),
				   CT6_A_CHANGE_NEW_NAME, change->new_name);
	if (change->has_hook)
		message_put_u32(msg, loc, CT6_A_CHANGE_HOOK, change->hook);
	if (change->has_hook || change->has_policy)
		message_put_u32(msg, loc_or(&change->new_loc, loc),
				CT6_A_CHANGE_POLICY, change->policy);
	if (change->flags)
		message_put_u32(msg, loc, CT6_A_CHANGE_FLAGS, change->flags);
	if (change->has_counters) {
		message_put_u64(msg, loc, CT6_A_CHANGE_PACKETS,
				change->packets);
		message_put_u64(msg, loc, CT6_A_CHANGE_BYTES, change->bytes);
	}
	message_nest_end(msg, loc, nest);
}

static bool changes_read(const struct nlmsghdr *nlh, void *data)
{
	struct changes *changes = data;
	struct attrs attrs;

	attrs_parse_message(&attrs, nlh);
	attrs_u32(&attrs, CT6_A_RULESET_GENERATION, &changes->generation);
	attrs_u64(&attrs, CT6_A_RULESET_HANDLE, &changes->handle);
	return true;
}

/* Sends the request; that the ruleset is another one may be no error. */
static int changes_request(struct changes *changes, struct message *msg,
			   struct report *report)
{
	struct text text = { 0 };
	struct report held = { .into = &text };
	struct request req;
	int code = EXIT_REFUSED;

	changes->stale = false;
	if (request_open(&req, report)) {
		code = request_run(&req, msg, changes_read, changes, &held);
		changes->stale = changes->swap && req.refused == ESTALE;
		request_close(&req);
	}
	if (!changes->stale)
		report_add(report, &held);
	text_free(&text);
	return code;
}

/**
 * changes_send() - change the kernel's ruleset
 * @changes: request; its generation and handle are what came of it
 * @report: for a refusal, at its place
 *
 * Return: an exit code.
 */
int changes_send(struct changes *changes, struct report *report)
{
	struct message msg;
	size_t i;
	int code;

	message_init(&msg, CT6_CMD_RULESET_CHANGE, 0);
	if (changes->has_generation || changes->swap)
		message_put_u32(&msg, NULL, CT6_A_RULESET_GENERATION,
				changes->generation);
	if (changes->has_flags)
		message_put_u32(&msg, NULL, CT6_A_RULESET_FLAGS,
				changes->flags);
	if (changes->force)
		message_put(&msg, NULL, CT6_A_RULESET_FORCE, "", 0);
	if (changes->check)
		message_put(&msg, NULL, CT6_A_RULESET_CHECK, "", 0);
	for (i = 0; i < changes->nr; i++)
		change_encode(&changes->change[i], &msg);
	if (!encode_fits(&msg, report)) {
		message_free(&msg);
		return EXIT_USAGE;
	}
	changes->handle = 0;
	code = changes_request(changes, &msg, report);
	message_free(&msg);
	return code;
}
