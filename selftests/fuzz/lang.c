// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over the reader of rulesets: what is read is printed and read
 * again the same, what is not has an error.
 */
#include "tool.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text errors = { 0 };
	struct report report = { .into = &errors };
	struct source *sources = NULL, *source;
	struct ruleset rs;

	ruleset_init(&rs);
	source = source_bytes(data, size, &sources);
	if (lang_parse(&rs, source, &sources, &report)) {
		check(!report.errors, "what is read has no error");
		rs.generation = 1;
		check_printed(&rs, 0);
	} else {
		check(report.errors && errors.len, "a refusal says why");
	}
	text_free(&errors);
	ruleset_free(&rs);
	source_free(sources);
	return 0;
}
