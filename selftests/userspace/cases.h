/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests that are cases of a file.
 */
#ifndef CT6_CASES_H
#define CT6_CASES_H

/* "=== NAME", an input, "---" and what comes of it. */
struct test_case {
	char	*name;
	char	*input;
	char	*result;
};

/* What comes of a case; to be freed. */
typedef char *case_reader(const struct test_case *test);

void text_show(const char *title, const char *text);
int cases_main(int argc, char **argv, case_reader *result_of);

#endif /* CT6_CASES_H */
