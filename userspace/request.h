/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Generic netlink: a socket to the family, requests and their answers.
 */
#ifndef CT6_REQUEST_H
#define CT6_REQUEST_H

#include "message.h"

#define REQUEST_GROUPS	2

/**
 * struct request - a socket to the family of this network namespace
 * @socket: of libmnl, NULL when closed
 * @buf: for what is received
 * @portid: the socket's address
 * @seq: of the last request
 * @family: number of the family
 * @group: numbers of its multicast groups, 0 for none
 * @refused: errno of the last refusal, 0 for none
 */
struct request {
	struct mnl_socket	*socket;
	char			*buf;
	unsigned int		portid;
	uint32_t		seq;
	uint16_t		family;
	struct {
		char		name[16];
		uint32_t	id;
	} group[REQUEST_GROUPS];
	int			refused;
};

/* Reads one message of an answer; false ends the reading. */
typedef bool request_reader(const struct nlmsghdr *nlh, void *data);

bool request_open(struct request *req, struct report *report);
void request_close(struct request *req);
int request_run(struct request *req, struct message *msg,
		request_reader *reader, void *data, struct report *report);
int request_once(struct message *msg, request_reader *reader, void *data,
		 struct report *report);
bool request_listen(struct request *req, const char *group,
		    struct report *report);
int request_fd(const struct request *req);
int request_events(struct request *req, request_reader *reader, void *data);

#endif /* CT6_REQUEST_H */
