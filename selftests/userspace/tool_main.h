/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The main() of the tool, under a name of its own: a test calls its commands.
 */
#ifndef CT6_TOOL_MAIN_H
#define CT6_TOOL_MAIN_H

int tool_main(int argc, char **argv);

#endif /* CT6_TOOL_MAIN_H */
