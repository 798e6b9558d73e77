/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CT6_ENCODE_H
#define CT6_ENCODE_H

#include "message.h"
#include "model.h"

void rule_encode(const struct rule *rule, const char *chain,
		 struct message *msg, uint16_t type);
bool encode_fits(const struct message *msg, struct report *report);
bool ruleset_encode(const struct ruleset *rs, struct message *msg,
		    struct report *report);

void set_elems_encode(const struct set *set, struct message *msg);

#endif /* CT6_ENCODE_H */
