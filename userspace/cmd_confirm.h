/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef CT6_CMD_CONFIRM_H
#define CT6_CMD_CONFIRM_H

#include <stdint.h>

uint32_t pending_left(void);
int pending_note(int code);

#endif /* CT6_CMD_CONFIRM_H */
