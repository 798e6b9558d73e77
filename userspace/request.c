// SPDX-License-Identifier: GPL-2.0-only
/*
 * Generic netlink: a socket to the family, requests and their answers. All
 * that the kernel says of a refusal is told, at the place of the input that
 * the refused attribute stands for.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/ct6.h>
#include <linux/genetlink.h>

#include "decode.h"
#include "request.h"

/* The kernel fills no more of it than 32 KiB, events come one by one. */
#define REQUEST_BUFFER	(128 << 10)
/* Events that may wait: those of some 30,000 flows. */
#define EVENT_BUFFER	(32 << 20)

/* Attributes of an extended acknowledgment that older headers lack. */
#define ACK_MSG		1
#define ACK_OFFSET	2
#define ACK_POLICY	4
#define ACK_MISS_TYPE	5

/**
 * struct refusal - what the kernel says at the end of a request
 * @err: errno, 0 when it was done
 * @text: its words, "" without; of something that was done, a warning
 * @offset: of the attribute that it is about, 0 without
 * @missing: number of the attribute that is missing, 0 without
 */
struct refusal {
	int		err;
	char		text[512];
	uint32_t	offset;
	uint32_t	missing;
};

/* Of a number out of its range, or a text too long, what is allowed. */
static void refusal_read_policy(struct refusal *refusal,
				const struct nlattr *nest)
{
	size_t len = strlen(refusal->text);
	char *end = refusal->text + len;
	size_t room = sizeof(refusal->text) - len;
	uint64_t low = 0, high;
	struct attrs attrs;
	uint32_t length;

	attrs_parse_nest(&attrs, nest);
	attrs_u64(&attrs, NL_POLICY_TYPE_ATTR_MIN_VALUE_U, &low);
	if (attrs_u64(&attrs, NL_POLICY_TYPE_ATTR_MAX_VALUE_U, &high))
		snprintf(end, room, " (%" PRIu64 " to %" PRIu64 ")", low,
			 high);
	else if (attrs_u32(&attrs, NL_POLICY_TYPE_ATTR_MAX_LENGTH, &length))
		snprintf(end, room, " (%u bytes at most)", length);
}

static void refusal_read(struct refusal *refusal, int err, const void *tlvs,
			 size_t len)
{
	struct attrs attrs;
	const char *text;

	memset(refusal, 0, sizeof(*refusal));
	refusal->err = err < 0 ? -err : err;
	if (!tlvs)
		return;
	attrs_parse(&attrs, tlvs, len);
	text = attrs_string(&attrs, ACK_MSG);
	if (text)
		snprintf(refusal->text, sizeof(refusal->text), "%s", text);
	if (attrs.attr[ACK_POLICY] && *refusal->text)
		refusal_read_policy(refusal, attrs.attr[ACK_POLICY]);
	attrs_u32(&attrs, ACK_OFFSET, &refusal->offset);
	attrs_u32(&attrs, ACK_MISS_TYPE, &refusal->missing);
}

/* Both ends of an answer: an acknowledgment and the end of a dump. */
static bool refusal_decode(struct refusal *refusal, const struct nlmsghdr *nlh)
{
	const char *data = mnl_nlmsg_get_payload(nlh);
	size_t len = mnl_nlmsg_get_payload_len(nlh), skip = sizeof(int);
	int err = 0;

	if (len >= sizeof(err))
		memcpy(&err, data, sizeof(err));
	else if (nlh->nlmsg_type == NLMSG_ERROR)
		return false;
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		const struct nlmsgerr *ack = (const void *)data;

		if (len < sizeof(*ack))
			return false;
		skip = sizeof(*ack);
		if (!(nlh->nlmsg_flags & NLM_F_CAPPED) &&
		    ack->msg.nlmsg_len > MNL_NLMSG_HDRLEN)
			skip += MNL_ALIGN((size_t)ack->msg.nlmsg_len) -
				MNL_NLMSG_HDRLEN;
	}
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS) || skip >= len)
		refusal_read(refusal, err, NULL, 0);
	else
		refusal_read(refusal, err, data + skip, len - skip);
	return true;
}

/* What is to be said of an error for which the kernel has no words. */
static const char *refusal_words(const struct refusal *refusal)
{
	switch (refusal->err) {
	case EPERM:
	case EACCES:
		return "not permitted: needs CAP_NET_ADMIN over this network namespace";
	case ENOENT:
		return "there is no such thing";
	case EMSGSIZE:
		return "what the kernel has to tell does not fit into its message";
	case EOPNOTSUPP:
		return "the kernel's ct6 does not know this request; is it older than this tool?";
	default:
		return strerror(refusal->err);
	}
}

static void refusal_report(const struct refusal *refusal,
			   const struct message *msg, struct report *report)
{
	const struct loc *loc = NULL;

	if (refusal->offset)
		loc = message_find(msg, refusal->offset);
	if (!*refusal->text && refusal->missing)
		report_error(report, loc, "%s (attribute %u is missing)",
			     refusal_words(refusal), refusal->missing);
	else if (!*refusal->text)
		report_error(report, loc, "%s", refusal_words(refusal));
	else if (refusal->err == EPERM)
		report_error(report, loc, "not permitted: %s", refusal->text);
	else
		report_error(report, loc, "%s", refusal->text);
}

/* The kernel did it, and has something to say all the same. */
static void refusal_warn(const struct refusal *refusal, struct report *report)
{
	struct text text = { 0 };

	if (!*refusal->text)
		return;
	text_addf(&text, "ct6: warning: %s\n", refusal->text);
	if (report->into)
		text_add(report->into, text.data, text.len);
	else
		fputs(text.data, stderr);
	text_free(&text);
}

/* As root without the limit of the system, else as far as that lets us. */
static void socket_buffer(const struct request *req, int forced, int plain,
			  int size)
{
	int fd = mnl_socket_get_fd(req->socket);

	if (setsockopt(fd, SOL_SOCKET, forced, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, plain, &size, sizeof(size));
}

static bool request_send(struct request *req, struct message *msg,
			 struct report *report)
{
	struct nlmsghdr *nlh = message_header(msg);

	nlh->nlmsg_type = req->family;
	nlh->nlmsg_seq = ++req->seq;
	nlh->nlmsg_pid = req->portid;
	/* a dump is ended by its own message */
	if ((nlh->nlmsg_flags & NLM_F_DUMP) != NLM_F_DUMP)
		nlh->nlmsg_flags |= NLM_F_ACK;
	if (msg->len >= INT32_MAX / 2) {
		report_error(report, NULL,
			     "a request of %zu bytes is more than netlink carries",
			     msg->len);
		return false;
	}
	if (msg->len > 64 << 10)
		socket_buffer(req, SO_SNDBUFFORCE, SO_SNDBUF,
			      msg->len + (64 << 10));
	if (mnl_socket_sendto(req->socket, nlh, msg->len) >= 0)
		return true;
	if (errno == EMSGSIZE)
		report_error(report, NULL,
			     "a request of %zu bytes is more than the socket may carry: sysctl net.core.wmem_max allows less",
			     msg->len);
	else
		report_error(report, NULL, "cannot send to the kernel: %s",
			     strerror(errno));
	return false;
}

/* libmnl's own test takes lengths that are negative for good ones. */
static bool nlmsg_fits(const struct nlmsghdr *nlh, int left)
{
	return left >= (int)sizeof(*nlh) && nlh->nlmsg_len <= (uint32_t)left &&
	       nlh->nlmsg_len >= sizeof(*nlh);
}

enum progress {
	PROGRESS_MORE,		/* the answer goes on */
	PROGRESS_END,		/* of the answer, see the refusal */
	PROGRESS_STOP,		/* the reader has enough */
	PROGRESS_BROKEN,	/* not what netlink is like */
};

/* One datagram: messages of the answer that we wait for, and perhaps its end. */
static enum progress request_parse(const struct request *req, size_t len,
				   request_reader *reader, void *data,
				   struct refusal *refusal)
{
	const struct nlmsghdr *nlh = (const void *)req->buf;
	int left = len;

	for (; nlmsg_fits(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		if (nlh->nlmsg_seq != req->seq ||
		    nlh->nlmsg_pid != req->portid)
			continue;	/* of an answer that was given up */
		switch (nlh->nlmsg_type) {
		case NLMSG_ERROR:
		case NLMSG_DONE:
			if (!refusal_decode(refusal, nlh))
				return PROGRESS_BROKEN;
			return PROGRESS_END;
		case NLMSG_NOOP:
			break;
		case NLMSG_OVERRUN:
			return PROGRESS_BROKEN;
		default:
			if (reader && nlh->nlmsg_type == req->family &&
			    !reader(nlh, data))
				return PROGRESS_STOP;
		}
	}
	return left > 0 ? PROGRESS_BROKEN : PROGRESS_MORE;
}

/* Sends, receives, and leaves it to the caller to tell of a refusal. */
static enum progress request_talk(struct request *req, struct message *msg,
				  request_reader *reader, void *data,
				  struct refusal *refusal,
				  struct report *report)
{
	enum progress progress = PROGRESS_MORE;

	if (!request_send(req, msg, report))
		return PROGRESS_BROKEN;
	while (progress == PROGRESS_MORE) {
		ssize_t len = mnl_socket_recvfrom(req->socket, req->buf,
						  REQUEST_BUFFER);

		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0) {
			report_error(report, NULL,
				     "cannot receive the kernel's answer: %s",
				     len ? strerror(errno) : "it is empty");
			return PROGRESS_BROKEN;
		}
		progress = request_parse(req, len, reader, data, refusal);
		if (progress == PROGRESS_BROKEN)
			report_error(report, NULL,
				     "the kernel's answer is malformed");
	}
	return progress;
}

/**
 * request_run() - a request and its answer
 * @req: open socket
 * @msg: request, with NLM_F_DUMP for a dump
 * @reader: for every message of the answer, or NULL; when it returns false
 *	the rest is left unread, and @req is good for nothing more
 * @data: for @reader
 * @report: for a refusal
 *
 * Return: EXIT_DONE, or EXIT_REFUSED after an error.
 */
int request_run(struct request *req, struct message *msg,
		request_reader *reader, void *data, struct report *report)
{
	struct refusal refusal = { 0 };

	req->refused = 0;
	switch (request_talk(req, msg, reader, data, &refusal, report)) {
	case PROGRESS_BROKEN:
		return EXIT_REFUSED;
	case PROGRESS_STOP:
		return EXIT_DONE;
	default:
		break;
	}
	if (!refusal.err) {
		refusal_warn(&refusal, report);
		return EXIT_DONE;
	}
	req->refused = refusal.err;
	refusal_report(&refusal, msg, report);
	return EXIT_REFUSED;
}

/* A request on a socket of its own; frees @msg. */
int request_once(struct message *msg, request_reader *reader, void *data,
		 struct report *report)
{
	struct request req;
	int code = EXIT_REFUSED;

	if (request_open(&req, report)) {
		code = request_run(&req, msg, reader, data, report);
		request_close(&req);
	}
	message_free(msg);
	return code;
}

static void family_groups(struct request *req, const struct nlattr *nest)
{
	const struct nlattr *attr;
	size_t nr = 0;

	mnl_attr_for_each_nested(attr, nest) {
		struct attrs attrs;
		const char *name;

		attrs_parse_nest(&attrs, attr);
		name = attrs_string(&attrs, CTRL_ATTR_MCAST_GRP_NAME);
		if (!name || nr == REQUEST_GROUPS ||
		    strlen(name) >= sizeof(req->group[nr].name) ||
		    !attrs_u32(&attrs, CTRL_ATTR_MCAST_GRP_ID,
			       &req->group[nr].id))
			continue;
		strcpy(req->group[nr++].name, name);
	}
}

/* The controller's answer; kept beside until its end. */
static bool family_read(const struct nlmsghdr *nlh, void *data)
{
	struct request *found = data;
	struct attrs attrs;

	attrs_parse_message(&attrs, nlh);
	attrs_u16(&attrs, CTRL_ATTR_FAMILY_ID, &found->family);
	if (attrs.attr[CTRL_ATTR_MCAST_GROUPS])
		family_groups(found, attrs.attr[CTRL_ATTR_MCAST_GROUPS]);
	return true;
}

static bool request_resolve(struct request *req, struct report *report)
{
	struct request found = { 0 };
	struct refusal refusal = { 0 };
	enum progress progress;
	struct message msg;

	message_init(&msg, CTRL_CMD_GETFAMILY, 0);
	message_put_string(&msg, NULL, CTRL_ATTR_FAMILY_NAME, CT6_FAMILY_NAME);
	req->family = GENL_ID_CTRL;
	progress = request_talk(req, &msg, family_read, &found, &refusal,
				report);
	if (progress == PROGRESS_END && refusal.err == ENOENT)
		report_error(report, NULL,
			     "the kernel has no ct6: load the module (modprobe ct6, or insmod ct6.ko)");
	else if (progress == PROGRESS_END && refusal.err)
		refusal_report(&refusal, &msg, report);
	else if (progress == PROGRESS_END && !found.family)
		report_error(report, NULL,
			     "the kernel does not tell the number of its ct6");
	message_free(&msg);
	req->family = found.family;
	memcpy(req->group, found.group, sizeof(req->group));
	return progress == PROGRESS_END && !refusal.err && found.family;
}

/**
 * request_open() - a socket to the family
 * @req: result, request_close() is due when it is open
 * @report: for errors
 *
 * Return: false after an error.
 */
bool request_open(struct request *req, struct report *report)
{
	int on = 1;

	memset(req, 0, sizeof(*req));
	req->socket = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!req->socket ||
	    mnl_socket_bind(req->socket, 0, MNL_SOCKET_AUTOPID) < 0) {
		report_error(report, NULL, "cannot open a netlink socket: %s",
			     strerror(errno));
		request_close(req);
		return false;
	}
	/*
	 * Words and places of refusals; without the request itself, which may
	 * be as large as the ruleset.
	 */
	mnl_socket_setsockopt(req->socket, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(req->socket, NETLINK_CAP_ACK, &on, sizeof(on));
	req->portid = mnl_socket_get_portid(req->socket);
	req->seq = time(NULL);
	req->buf = xrealloc(NULL, REQUEST_BUFFER);
	if (request_resolve(req, report))
		return true;
	request_close(req);
	return false;
}

void request_close(struct request *req)
{
	if (req->socket)
		mnl_socket_close(req->socket);
	free(req->buf);
	memset(req, 0, sizeof(*req));
}

/* That families come and go is told to this group of all families. */
static void request_listen_family(const struct request *req)
{
	int group = GENL_ID_CTRL;

	/* without it, nobody tells that the module has gone: no harm done */
	mnl_socket_setsockopt(req->socket, NETLINK_ADD_MEMBERSHIP, &group,
			      sizeof(group));
}

static bool is_family_end(const struct request *req,
			  const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	struct attrs attrs;
	uint16_t family;

	if (nlh->nlmsg_type != GENL_ID_CTRL ||
	    mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl) ||
	    genl->cmd != CTRL_CMD_DELFAMILY)
		return false;
	attrs_parse_message(&attrs, nlh);
	return attrs_u16(&attrs, CTRL_ATTR_FAMILY_ID, &family) &&
	       family == req->family;
}

/**
 * request_listen() - join a multicast group
 * @req: open socket, from now on for request_events() alone
 * @group: CT6_MCGRP_*
 * @report: for errors
 *
 * Return: false after an error.
 */
bool request_listen(struct request *req, const char *group,
		    struct report *report)
{
	size_t i;

	for (i = 0; i < REQUEST_GROUPS; i++)
		if (!strcmp(req->group[i].name, group))
			break;
	if (i == REQUEST_GROUPS) {
		report_error(report, NULL,
			     "the kernel's ct6 has no events of %s", group);
		return false;
	}
	socket_buffer(req, SO_RCVBUFFORCE, SO_RCVBUF, EVENT_BUFFER);
	if (mnl_socket_setsockopt(req->socket, NETLINK_ADD_MEMBERSHIP,
				  &req->group[i].id,
				  sizeof(req->group[i].id)) >= 0) {
		request_listen_family(req);
		fcntl(request_fd(req), F_SETFL, O_NONBLOCK);
		return true;
	}
	if (errno == EPERM)
		report_error(report, NULL,
			     "not permitted: needs CAP_NET_ADMIN over this network namespace");
	else
		report_error(report, NULL, "cannot listen to events: %s",
			     strerror(errno));
	return false;
}

int request_fd(const struct request *req)
{
	return mnl_socket_get_fd(req->socket);
}

/**
 * request_events() - read a datagram of what waits
 * @req: socket of request_listen()
 * @reader: for every event
 * @data: for @reader
 *
 * Return: 0, or a negative errno; -EAGAIN when nothing waits, -ENOBUFS when
 *	events were lost, -ECANCELED when the reader has enough, -ENODEV when the
 *	kernel has no ct6 any more.
 */
int request_events(struct request *req, request_reader *reader, void *data)
{
	ssize_t len = mnl_socket_recvfrom(req->socket, req->buf,
					  REQUEST_BUFFER);
	const struct nlmsghdr *nlh = (const void *)req->buf;
	int left = len;

	if (len < 0)
		return -errno;
	for (; nlmsg_fits(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		if (is_family_end(req, nlh))
			return -ENODEV;
		if (nlh->nlmsg_type == req->family && !reader(nlh, data))
			return -ECANCELED;
	}
	return 0;
}
