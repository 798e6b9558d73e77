/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Helpers: they read in accepted packets of connections to come, and have
 * them expected.
 */
#ifndef _CT6_HELPER_H
#define _CT6_HELPER_H

#include <linux/types.h>

struct ct6_flow;
struct ct6_net;
struct ct6_packet;

int ct6_helper_table_init(struct ct6_net *cn);
void ct6_helper_table_destroy(struct ct6_net *cn);
void ct6_helper_read(struct ct6_net *cn, const struct ct6_packet *pkt,
		     struct ct6_flow *flow);
void ct6_helper_forget(struct ct6_net *cn, const struct ct6_flow *flow);

/* helper_tftp.c */
bool ct6_tftp_request(const u8 *data, u32 len);
void ct6_helper_tftp(struct ct6_net *cn, const struct ct6_packet *pkt,
		     struct ct6_flow *flow);

int ct6_helper_init(void);
void ct6_helper_exit(void);

#endif /* _CT6_HELPER_H */
