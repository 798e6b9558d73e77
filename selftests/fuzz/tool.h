/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzzers of the tool's readers share. No file is opened and no
 * kernel asked: the linker puts what is here in the place of what would.
 */
#ifndef CT6_FUZZ_TOOL_H
#define CT6_FUZZ_TOOL_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "lang.h"
#include "message.h"
#include "print.h"
#include "request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
struct source *__wrap_source_open(const char *name, struct source **list);
bool __wrap_request_open(struct request *req, struct report *report);

struct source *__wrap_source_open(const char *name, struct source **list)
{
	(void)name;
	(void)list;
	errno = ENOENT;
	return NULL;
}

bool __wrap_request_open(struct request *req, struct report *report)
{
	(void)req;
	report_error(report, NULL, "there is no kernel");
	return false;
}

static void check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "not so: %s\n", what);
	abort();
}

/* As if these bytes were the content of a file, zeroes among them. */
static inline struct source *source_bytes(const uint8_t *data, size_t size,
					  struct source **sources)
{
	struct source *source = source_text("input", "", sources);

	free(source->data);
	source->data = xrealloc(NULL, size + 1);
	memcpy(source->data, data, size);
	source->data[size] = 0;
	source->len = size;
	return source;
}

/* What was read is printed, and read again the same; and it can be sent. */
static inline void check_printed(struct ruleset *rs, unsigned int how)
{
	struct text text = { 0 }, errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL;
	struct ruleset again;
	struct message msg;
	bool same;

	ruleset_init(&again);
	ruleset_print(&text, rs, NULL, how);
	same = lang_parse(&again, source_text("printed", text.data, &sources),
			  &sources, &report) && ruleset_equal(rs, &again);
	if (!same)
		fprintf(stderr, "printed:\n%s\nerrors:\n%s\n", text.data,
			errors.data ? errors.data : "none");
	check(same, "what is printed is read again the same");
	message_init(&msg, CT6_CMD_RULESET_SET, 0);
	check(ruleset_encode(rs, &msg, &report) || report.errors,
	      "what was read can be sent, or it is said why not");
	message_free(&msg);
	text_free(&text);
	text_free(&errors);
	ruleset_free(&again);
	source_free(sources);
}

#endif /* CT6_FUZZ_TOOL_H */
