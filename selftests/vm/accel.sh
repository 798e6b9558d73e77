# SPDX-License-Identifier: GPL-2.0-only
#
# How QEMU runs the guest's processors; sourced by what boots one.

# Does KVM work here? It may open and yet not run every kernel: where it does
# without the processor's own virtualisation. CT6_VM_ACCEL=kvm or tcg decides.
have_kvm() {
	case ${CT6_VM_ACCEL-} in
	kvm) return 0 ;;
	tcg) return 1 ;;
	esac
	[ -w /dev/kvm ] && grep -qwE 'vmx|svm' /proc/cpuinfo && echo quit |
		timeout 10 qemu-system-x86_64 -M none -nodefaults -display none \
			-accel kvm -monitor stdio >/dev/null 2>&1
}

# find_accel [icount|steady]: sets $accel. With icount, time is instructions
# executed; with steady, all processors are emulated by one thread.
# Emulated by QEMU 7.2, cmpxchg16b spoils the flags, of which kernels die. And
# before QEMU 8.1 (deba78709ae8), a thread may keep what it translated while
# another one wrote there: on a busy machine, now and then, a kernel that patches
# itself dies of an int3 that is no more. Who has no need of processors that run
# at once is steady.
find_accel() {
	local threads=multi
	[ "${1-}" != steady ] || threads=single
	if [ "${1-}" = icount ]; then
		accel=(-accel tcg,thread=single -cpu max,-cx16 -icount shift=0,sleep=off)
	elif have_kvm; then
		accel=(-accel kvm -cpu max)
	else
		accel=(-accel "tcg,thread=$threads" -cpu max,-cx16)
	fi
}
