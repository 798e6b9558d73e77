# SPDX-License-Identifier: GPL-2.0-only
#
# What the tool is made of; its tests take parts of it.

# memory and text, the model, its fields
common := util.o source.o names.o field.o exthdr_options.o model.o model_check.o model_set.o duration.o
# the ruleset language, and its way back
lang := grammar.o lexer.o lang.o lang_rule.o lang_match.o lang_mark.o lang_log.o \
	lang_account.o lang_set.o lang_value.o print.o
# the ip6tables language
iptables := iptables.o iptables_word.o iptables_chain.o iptables_rule.o iptables_option.o \
	iptables_emit.o iptables_note.o iptables_expr.o iptables_match.o \
	iptables_account.o iptables_addrtype.o iptables_headers.o \
	iptables_owner.o iptables_set.o iptables_ports.o \
	iptables_state.o iptables_target.o iptables_mark.o \
	iptables_command.o iptables_pair.o iptables_say.o iptables_say_ports.o \
	iptables_say_account.o iptables_say_headers.o iptables_say_target.o \
	iptables_say_who.o \
	iptables_list.o iptables_cli_opts.o
iptables_commands := iptables_cli.o iptables_try.o iptables_restore.o iptables_save.o
# netlink
netlink := message.o encode.o decode.o request.o load.o reset.o change.o change_send.o
# the commands
commands := main.o options.o help.o json.o \
	cmd_ruleset.o cmd_save.o ruleset_json.o cmd_flows.o flow.o flow_filter.o \
	cmd_monitor.o cmd_top.o cmd_config.o cmd_set.o cmd_stats.o cmd_change.o \
	cmd_confirm.o cmd_explain.o
