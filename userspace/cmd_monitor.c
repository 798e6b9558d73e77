// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 monitor: events as they happen, a line each.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <linux/genetlink.h>

#include "decode.h"
#include "flow_filter.h"
#include "options.h"
#include "request.h"

/* That are read before their lines are written, if so many wait. */
#define EVENTS_MAX	128

/**
 * struct monitor - a stream of events
 * @filter: of flows
 * @flows: tell of flows
 * @ruleset: tell of rulesets
 * @json: as JSON
 */
struct monitor {
	struct flow_filter	filter;
	bool			flows;
	bool			ruleset;
	bool			json;
};

static const char *event_name(uint8_t cmd)
{
	switch (cmd) {
	case CT6_CMD_FLOW_NEW_NTF:
		return "new";
	case CT6_CMD_FLOW_UPDATE_NTF:
		return "update";
	case CT6_CMD_FLOW_DEL_NTF:
		return "end";
	case CT6_CMD_RULESET_NTF:
		return "ruleset";
	default:
		return NULL;
	}
}

static void flow_event(const struct monitor *monitor, const char *event,
		       const struct nlmsghdr *nlh)
{
	struct text text = { 0 };
	const char *reason;
	struct flow flow;
	json_t *object;

	if (!flow_decode(&flow, nlh) ||
	    !flow_filter_match(&monitor->filter, &flow))
		return;
	reason = flow.reason ? name_of(reason_names, flow.reason) : NULL;
	if (monitor->json) {
		object = json_new();
		json_put_string(object, "event", event);
		if (reason)
			json_put_string(object, "reason", reason);
		json_put(object, "flow", flow_json(&flow));
		json_print_line(object);
		return;
	}
	text_addf(&text, "%-6s ", event);
	flow_print(&text, &flow);
	if (reason)
		text_addf(&text, " reason %s", reason);
	puts(text.data);
	text_free(&text);
}

static void ruleset_event(const struct monitor *monitor, const char *event,
			  const struct nlmsghdr *nlh)
{
	static const char *const causes[] = {
		[CT6_RULESET_CAUSE_LOAD]	= "loaded",
		[CT6_RULESET_CAUSE_CHANGE]	= "changed",
		[CT6_RULESET_CAUSE_FLUSH]	= "flushed",
		[CT6_RULESET_CAUSE_CONFIRM]	= "confirmed",
		[CT6_RULESET_CAUSE_ROLLBACK]	= "rolled back",
	};
	uint32_t generation = 0, rules = 0, cause = UINT32_MAX, pid = 0;
	const char *comm, *what;
	struct attrs attrs;
	json_t *object;

	attrs_parse_message(&attrs, nlh);
	attrs_u32(&attrs, CT6_A_RULESET_GENERATION, &generation);
	attrs_u32(&attrs, CT6_A_RULESET_NR_RULES, &rules);
	attrs_u32(&attrs, CT6_A_RULESET_CAUSE, &cause);
	attrs_u32(&attrs, CT6_A_RULESET_PID, &pid);
	comm = attrs_string(&attrs, CT6_A_RULESET_COMM);
	/* of a newer kernel */
	what = cause < ARRAY_SIZE(causes) ? causes[cause] : "changed";
	if (monitor->json) {
		object = json_new();
		json_put_string(object, "event", event);
		json_put_number(object, "generation", generation);
		json_put_number(object, "rules", rules);
		json_put_string(object, "cause", what);
		if (pid)
			json_put_number(object, "pid", pid);
		if (comm)
			json_put_string(object, "process", comm);
		json_print_line(object);
		return;
	}
	if (generation)
		printf("%s generation %u, %u %s, %s", event, generation, rules,
		       rules == 1 ? "rule" : "rules", what);
	else
		printf("%s taken away, %s", event, what);
	if (pid)
		printf(" by %s (pid %u)", comm ? comm : "?", pid);
	putchar('\n');
}

static bool monitor_read(const struct nlmsghdr *nlh, void *data)
{
	const struct monitor *monitor = data;
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const char *event;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl))
		return true;
	event = event_name(genl->cmd);
	if (!event)
		return true;	/* of a newer kernel */
	if (genl->cmd == CT6_CMD_RULESET_NTF)
		ruleset_event(monitor, event, nlh);
	else
		flow_event(monitor, event, nlh);
	return !ferror(stdout);
}

static void monitor_lost(const struct monitor *monitor)
{
	json_t *object;

	fputs("ct6: events were lost: more came than were read\n", stderr);
	if (!monitor->json)
		return;
	object = json_new();
	json_put_string(object, "event", "lost");
	json_print_line(object);
	fflush(stdout);
}

/*
 * What waits is read, and written when no more waits, or there is much of it:
 * a system call for each line costs more than all else.
 * Return: false at the end, with an exit code.
 */
static bool monitor_events(struct request *req, const struct monitor *monitor,
			   int *code)
{
	int err = 0, i;

	flow_names_age();
	for (i = 0; !err && i < EVENTS_MAX; i++)
		err = request_events(req, monitor_read, (void *)monitor);
	*code = EXIT_REFUSED;
	if (fflush(stdout))
		return false;	/* said where all output ends */
	switch (err) {
	case 0:
	case -EINTR:
	case -EAGAIN:
		return true;
	case -ENOBUFS:
		monitor_lost(monitor);
		return true;
	case -ECANCELED:
		return false;	/* said where all output ends */
	case -ENODEV:
		usage_error("the kernel has no ct6 any more: the module was removed");
		return false;
	default:
		usage_error("cannot receive events: %s", strerror(-err));
		return false;
	}
}

/* Until a signal, or until nobody reads what we write. */
static int monitor_loop(struct request *req, const struct monitor *monitor,
			int signals)
{
	struct pollfd fds[] = {
		{ .fd = request_fd(req), .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};
	int code;

	do {
		if (poll(fds, ARRAY_SIZE(fds), -1) < 0) {
			if (errno == EINTR) {
				fds[0].revents = 0;
				continue;
			}
			usage_error("cannot wait for events: %s",
				    strerror(errno));
			return EXIT_REFUSED;
		}
		if (fds[1].revents)
			return EXIT_DONE;
		if (fds[2].revents & POLLERR)
			return EXIT_REFUSED;
	} while (!fds[0].revents || monitor_events(req, monitor, &code));
	return code;
}

/* What ends a monitor, as a file to wait for; -1 after an error. */
static int monitor_signals(void)
{
	sigset_t set;
	int fd;

	/* the shell lets its background jobs ignore the first */
	signal(SIGINT, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	if (fd < 0)
		usage_error("cannot wait for signals: %s", strerror(errno));
	return fd;
}

static int monitor_run(const struct monitor *monitor)
{
	struct report report = { 0 };
	int code = EXIT_REFUSED, signals;
	struct request req;

	if (!request_open(&req, &report))
		return EXIT_REFUSED;
	signals = monitor_signals();
	if (signals >= 0 &&
	    (!monitor->flows ||
	     request_listen(&req, CT6_MCGRP_FLOWS, &report)) &&
	    (!monitor->ruleset ||
	     request_listen(&req, CT6_MCGRP_RULESET, &report)))
		code = monitor_loop(&req, monitor, signals);
	if (signals >= 0)
		close(signals);
	request_close(&req);
	return code;
}

int cmd_monitor(const struct options *options, int nr, char **word)
{
	static const char *const kinds[] = { "flows", "ruleset" };
	struct monitor monitor = { .json = options->set & OPTION_JSON };

	if (nr && !strcmp(word[0], "ruleset")) {
		if (nr > 1)
			return usage_extra("monitor", word[1]);
		monitor.ruleset = true;
		return monitor_run(&monitor);
	}
	if (nr && !strcmp(word[0], "flows")) {
		word++;
	} else if (nr && !flow_filter_is_word(word[0])) {
		if (word_closest(word[0], kinds, ARRAY_SIZE(kinds)))
			return usage_unknown("kind of events", word[0], kinds,
					     ARRAY_SIZE(kinds));
	} else if (!nr) {
		monitor.ruleset = true;
	}
	monitor.flows = true;
	if (!flow_filter_parse(&monitor.filter, word))
		return EXIT_USAGE;
	return monitor_run(&monitor);
}
