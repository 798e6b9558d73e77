/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A netlink message in the making, of any size, that remembers which place of
 * the input each attribute stands for.
 */
#ifndef CT6_MESSAGE_H
#define CT6_MESSAGE_H

#include <libmnl/libmnl.h>

#include "source.h"

struct message_place {
	size_t		offset;
	struct loc	loc;
};

/**
 * struct message - a request
 * @data: netlink header, generic header, attributes
 * @len: bytes of @data
 * @place: by attribute, in order of their offsets; what the kernel refuses
 *	is looked up here
 * @nr_place: their number
 * @overlong: where the first nest is that no longer fits, .source NULL when
 *	all fit
 * @is_overlong: one does not fit
 */
struct message {
	char			*data;
	size_t			len;
	size_t			cap;
	struct message_place	*place;
	size_t			nr_place;
	size_t			cap_place;
	struct loc		overlong;
	bool			is_overlong;
};

void message_init(struct message *msg, uint8_t cmd, uint16_t flags);
void message_free(struct message *msg);
struct nlmsghdr *message_header(struct message *msg);

void message_put(struct message *msg, const struct loc *loc, uint16_t type,
		 const void *data, size_t len);
void message_put_u8(struct message *msg, const struct loc *loc, uint16_t type,
		    uint8_t value);
void message_put_u16(struct message *msg, const struct loc *loc,
		     uint16_t type, uint16_t value);
void message_put_u32(struct message *msg, const struct loc *loc,
		     uint16_t type, uint32_t value);
void message_put_u64(struct message *msg, const struct loc *loc,
		     uint16_t type, uint64_t value);
void message_put_string(struct message *msg, const struct loc *loc,
			uint16_t type, const char *value);
size_t message_nest(struct message *msg, const struct loc *loc,
		    uint16_t type);
void message_nest_end(struct message *msg, const struct loc *loc,
		      size_t nest);
const struct loc *message_find(const struct message *msg, size_t offset);

#endif /* CT6_MESSAGE_H */
