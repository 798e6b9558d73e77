// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tries to change the ruleset that runs: the kernel does what was noted if
 * the ruleset is still the one that was read; else all begins anew.
 */
#include <time.h>

#include "change.h"
#include "iptables_cli.h"

/* Rulesets that may come between, without -w. */
#define TRIES	100

/* Seconds of a clock that is not set. */
time_t ipt_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

/**
 * ipt_may_try() - begin once more, when others change the ruleset?
 * @tries: that there were
 * @begin: of the first, by ipt_now()
 * @wait: -w was said
 * @seconds: how long then, 0 for as long as it takes
 */
bool ipt_may_try(unsigned int tries, time_t begin, bool wait, uint32_t seconds)
{
	if (wait)
		return !seconds || ipt_now() - begin <= (time_t)seconds;
	return tries < TRIES;
}

/* Return: the exit code, after the error. */
int ipt_busy(const char *name)
{
	fprintf(stderr, "%s: Resource temporarily unavailable.\n"
		"the ruleset changes faster than it can be read and written\n",
		name);
	return IPT_EXIT_BUSY;
}

/**
 * ipt_changes_send() - have the kernel do what was noted
 * @rs: ruleset that came of it
 * @input: how it was read; @input->changes is freed
 * @check: have it validated only
 * @stale: out: another ruleset runs by now, nothing was changed
 * @report: for a refusal, at its place
 *
 * Return: an exit code.
 */
int ipt_changes_send(const struct ruleset *rs, struct iptables_input *input,
		     bool check, bool *stale, struct report *report)
{
	struct changes *changes = input->changes;
	int code = EXIT_DONE;

	*stale = false;
	changes->swap = true;
	changes->generation = rs->generation;
	changes->check = check;
	/* what ip6tables begins has nothing that ip6tables has not */
	changes->has_flags = !input->noflush || !rs->generation;
	changes->flags = rs->flags;
	if (changes->nr)
		code = changes_send(changes, report);
	*stale = changes->stale;
	changes_free(changes);
	return code;
}
