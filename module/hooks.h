/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where packets come in.
 */
#ifndef _CT6_HOOKS_H
#define _CT6_HOOKS_H

struct ct6_net;

int ct6_hooks_register(struct ct6_net *cn);
void ct6_hooks_unregister(struct ct6_net *cn);

#endif /* _CT6_HOOKS_H */
