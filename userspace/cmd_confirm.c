// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 confirm, rollback: the end of `ct6 load --confirm`.
 */
#include <stdio.h>

#include "cmd_confirm.h"
#include "decode.h"
#include "json.h"
#include "message.h"
#include "options.h"
#include "request.h"

static bool left_read(const struct nlmsghdr *nlh, void *data)
{
	struct attrs attrs;

	attrs_parse_message(&attrs, nlh);
	attrs_u32(&attrs, CT6_A_RULESET_CONFIRM_LEFT, data);
	return true;
}

/* Seconds to confirm the running ruleset; 0 for no need, or not to be had. */
uint32_t pending_left(void)
{
	struct text unsaid = { 0 };
	struct report report = { .into = &unsaid };
	struct message msg;
	uint32_t left = 0;

	message_init(&msg, CT6_CMD_RULESET_GET, 0);
	request_once(&msg, left_read, &left, &report);
	text_free(&unsaid);
	return left;
}

/* What to do when a change was refused because of it. Return: @code. */
int pending_note(int code)
{
	uint32_t left = code == EXIT_REFUSED ? pending_left() : 0;

	if (left)
		usage_error("`ct6 confirm` or --force; rollback comes in %us",
			    left);
	return code;
}

static bool generation_read(const struct nlmsghdr *nlh, void *data)
{
	struct attrs attrs;

	attrs_parse_message(&attrs, nlh);
	attrs_u32(&attrs, CT6_A_RULESET_GENERATION, data);
	return true;
}

static int pending_end(const struct options *options, uint8_t cmd)
{
	struct report report = { 0 };
	struct message msg;
	uint32_t generation = 0;
	json_t *object;
	int code;

	message_init(&msg, cmd, 0);
	if (options->set & OPTION_GENERATION)
		message_put_u32(&msg, NULL, CT6_A_RULESET_GENERATION,
				options->generation);
	code = request_once(&msg, generation_read, &generation, &report);
	if (!code && options->set & OPTION_JSON) {
		object = json_new();
		json_put_number(object, "generation", generation);
		json_print(object);
	}
	return code;
}

int cmd_confirm(const struct options *options, int nr, char **word)
{
	if (nr)
		return usage_extra("confirm", word[0]);
	return pending_end(options, CT6_CMD_RULESET_CONFIRM);
}

int cmd_rollback(const struct options *options, int nr, char **word)
{
	if (nr)
		return usage_extra("rollback", word[0]);
	return pending_end(options, CT6_CMD_RULESET_ROLLBACK);
}
