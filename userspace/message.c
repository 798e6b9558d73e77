// SPDX-License-Identifier: GPL-2.0-only
/*
 * A netlink message in the making.
 */
#include <stdlib.h>
#include <string.h>

#include <linux/ct6.h>
#include <linux/genetlink.h>

#include "message.h"

#define NEST_MAX	UINT16_MAX

static void *message_reserve(struct message *msg, size_t len)
{
	size_t room = MNL_ALIGN(len);
	void *data;

	if (msg->len + room > msg->cap) {
		msg->cap = 2 * (msg->len + room);
		msg->data = xrealloc(msg->data, msg->cap);
	}
	data = msg->data + msg->len;
	memset(data, 0, room);
	msg->len += room;
	return data;
}

/**
 * message_init() - begin a request to the family
 * @msg: message, message_free() is due
 * @cmd: CT6_CMD_*
 * @flags: NLM_F_* besides NLM_F_REQUEST
 *
 * The family's number is filled in when the message is sent.
 */
void message_init(struct message *msg, uint8_t cmd, uint16_t flags)
{
	struct genlmsghdr *genl;
	struct nlmsghdr *nlh;

	memset(msg, 0, sizeof(*msg));
	message_reserve(msg, MNL_NLMSG_HDRLEN);
	genl = message_reserve(msg, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = CT6_FAMILY_VERSION;
	nlh = (struct nlmsghdr *)msg->data;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
}

void message_free(struct message *msg)
{
	free(msg->data);
	free(msg->place);
	memset(msg, 0, sizeof(*msg));
}

/* The header, its length set. */
struct nlmsghdr *message_header(struct message *msg)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)msg->data;

	nlh->nlmsg_len = msg->len;
	return nlh;
}

static struct nlattr *message_attr(struct message *msg, const struct loc *loc,
				   uint16_t type, size_t len)
{
	struct nlattr *attr;

	if (loc && loc->source) {
		struct message_place *place;

		msg->place = grow(msg->place, msg->nr_place, &msg->cap_place,
				  sizeof(*msg->place));
		place = &msg->place[msg->nr_place++];
		place->offset = msg->len;
		place->loc = *loc;
	}
	attr = message_reserve(msg, MNL_ATTR_HDRLEN + len);
	attr->nla_type = type;
	attr->nla_len = MNL_ATTR_HDRLEN + len;
	return attr;
}

void message_put(struct message *msg, const struct loc *loc, uint16_t type,
		 const void *data, size_t len)
{
	struct nlattr *attr = message_attr(msg, loc, type, len);

	memcpy(mnl_attr_get_payload(attr), data, len);
}

void message_put_u8(struct message *msg, const struct loc *loc, uint16_t type,
		    uint8_t value)
{
	message_put(msg, loc, type, &value, sizeof(value));
}

void message_put_u16(struct message *msg, const struct loc *loc,
		     uint16_t type, uint16_t value)
{
	message_put(msg, loc, type, &value, sizeof(value));
}

void message_put_u32(struct message *msg, const struct loc *loc,
		     uint16_t type, uint32_t value)
{
	message_put(msg, loc, type, &value, sizeof(value));
}

void message_put_u64(struct message *msg, const struct loc *loc,
		     uint16_t type, uint64_t value)
{
	message_put(msg, loc, type, &value, sizeof(value));
}

void message_put_string(struct message *msg, const struct loc *loc,
			uint16_t type, const char *value)
{
	message_put(msg, loc, type, value, strlen(value) + 1);
}

/* Return: the nest, for message_nest_end(). */
size_t message_nest(struct message *msg, const struct loc *loc, uint16_t type)
{
	size_t nest = msg->len;

	message_attr(msg, loc, NLA_F_NESTED | type, 0);
	return nest;
}

/* An attribute's length has 16 bits: what does not fit is remembered. */
void message_nest_end(struct message *msg, const struct loc *loc, size_t nest)
{
	struct nlattr *attr = (struct nlattr *)(msg->data + nest);
	size_t len = msg->len - nest;

	if (len > NEST_MAX) {
		if (!msg->is_overlong && loc)
			msg->overlong = *loc;
		msg->is_overlong = true;
		len = NEST_MAX;
	}
	attr->nla_len = len;
}

/**
 * message_find() - the place that an attribute stands for
 * @msg: message
 * @offset: of the attribute, from the message's begin
 *
 * Return: the place of the attribute, or of the one before it that has one;
 *	NULL when none has.
 */
const struct loc *message_find(const struct message *msg, size_t offset)
{
	size_t low = 0, high = msg->nr_place;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (msg->place[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &msg->place[low - 1].loc : NULL;
}
