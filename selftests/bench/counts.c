// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin of QEMU's: how often each instruction of the guest's kernel was run.
 * Written to the file that its argument out=FILE names when the guest ends:
 * address and number, a line each. For `functions`, which see.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "qemu-plugin.h"

#define EXPORTED	__attribute__((visibility("default")))
#define KERNEL		0xffff800000000000ULL	/* where it begins */
#define SLOTS		4194304	/* 2^22, see counter_of() */

EXPORTED int qemu_plugin_version = 1;

static struct {
	uint64_t	address;
	uint64_t	count;
} slots[SLOTS];

static char out[4096];

/* A kernel has fewer instructions than there are slots. */
static uint64_t *counter_of(uint64_t address)
{
	uint32_t i = address * 0x9e3779b97f4a7c15ULL >> 42;

	while (slots[i].address && slots[i].address != address)
		i = (i + 1) % SLOTS;
	slots[i].address = address;
	return &slots[i].count;
}

static void count(struct qemu_plugin_insn *insn)
{
	const enum qemu_plugin_op add = QEMU_PLUGIN_INLINE_ADD_U64;
	uint64_t address = qemu_plugin_insn_vaddr(insn), *counter;

	if (address < KERNEL)
		return;
	counter = counter_of(address);
	qemu_plugin_register_vcpu_insn_exec_inline(insn, add, counter, 1);
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t i, nr = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (i = 0; i < nr; i++)
		count(qemu_plugin_tb_get_insn(tb, i));
}

static void ends(qemu_plugin_id_t id, void *data)
{
	FILE *file = fopen(out, "w");
	uint32_t i;

	(void)id;
	(void)data;
	if (!file) {
		perror(out);
		return;
	}
	for (i = 0; i < SLOTS; i++)
		if (slots[i].count)
			fprintf(file, "%llx %llu\n",
				(unsigned long long)slots[i].address,
				(unsigned long long)slots[i].count);
	fclose(file);
}

EXPORTED int qemu_plugin_install(qemu_plugin_id_t id,
				 const struct qemu_info *info, int argc,
				 char **argv)
{
	(void)info;
	if (argc != 1 || strncmp(argv[0], "out=", 4)) {
		fputs("counts: wants out=FILE\n", stderr);
		return -1;
	}
	snprintf(out, sizeof(out), "%s", argv[0] + 4);
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, ends, NULL);
	return 0;
}
