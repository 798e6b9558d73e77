/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The worker that ends flows whose time has run out.
 */
#ifndef _CT6_EXPIRE_H
#define _CT6_EXPIRE_H

struct ct6_net;

void ct6_expire_start(struct ct6_net *cn);
void ct6_expire_stop(struct ct6_net *cn);

#endif /* _CT6_EXPIRE_H */
