# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel and the initramfs of the VM; selftests/vm/run sources this.

# release_of FILE: the release of a kernel image. That of a bzImage is where
# the boot protocol says.
release_of() {
	local offset
	if [ "$(dd if="$1" bs=1 skip=514 count=4 2>/dev/null)" = HdrS ]; then
		offset=$(od -An -tu2 -j526 -N2 "$1")
		dd if="$1" bs=1 skip=$((offset + 512)) count=128 2>/dev/null |
			tr '\0 ' '\n\n' | head -n 1
	else
		grep -a -o -m 1 'Linux version [^ ]*' "$1" | cut -d ' ' -f 3
	fi
}

# find_kernel: from $kernel to $image, $release and $modules
find_kernel() {
	local root
	case $kernel in
	*/*) ;;
	default | [0-9]*.[0-9]*)
		if [ ! -f "$kernel" ]; then
			release=$("$top/scripts/kernel-fetch" "$kernel") ||
				die "no kernel"
			kernel=$top/build/kernel/$release/boot/vmlinuz-$release
		fi
		;;
	esac
	[ -r "$kernel" ] || die "no kernel $kernel"
	image=$(realpath "$kernel")
	release=$(release_of "$image")
	[ -n "$release" ] || die "$kernel does not look like a kernel"
	modules=
	for root in "${image%/*}" "${image%/*}/.." "$top/build/kernel/$release" ""; do
		if [ -d "$root/lib/modules/$release" ]; then
			modules=$(realpath "$root/lib/modules/$release")
			return
		fi
	done
}

# has_module NAME: as a file, or in the image
has_module() {
	grep -qE "/$1\.ko" "$modules/modules.dep" "$modules/modules.builtin" 2>/dev/null
}

# find_share: from $modules to $share, what the root comes over: 9p, which is
# taken for granted in a kernel without a folder of modules, or virtiofs, which
# is what cloud kernels have
find_share() {
	share=9p
	if [ -n "$modules" ] && ! has_module 9pnet_virtio; then
		has_module virtiofs || die "kernel $release has neither 9p nor virtiofs"
		share=virtiofs
	fi
}

# unpacked FILE: a module, which may be compressed
unpacked() {
	case $1 in
	*.xz) xz -dc "$1" ;;
	*.zst) zstd -dcq "$1" ;;
	*.gz) gzip -dc "$1" ;;
	*) cat "$1" ;;
	esac
}

# put_modules DIR: what the way to the root needs, numbered in order
put_modules() {
	local name file n=100
	[ -n "$modules" ] || return 0
	case $share in
	9p) set -- "$1" virtio_pci 9pnet_virtio 9p overlay ;;
	virtiofs) set -- "$1" virtio_pci virtiofs overlay ;;
	esac
	for name in "${@:2}"; do
		PATH=$PATH:/sbin:/usr/sbin modprobe -S "$release" \
			-d "${modules%/lib/modules/*}/" --show-depends "$name" || return
	done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$1.list"
	while read -r file; do
		n=$((n + 1))
		name=${file##*/}
		unpacked "$file" >"$1/$n-${name%%.ko*}.ko" || return
	done <"$1.list"
}

# make_initramfs: sets $initramfs. It is kept, and made anew when anything that
# goes into it has changed.
make_initramfs() {
	local busybox key tree
	busybox=$(command -v busybox)
	key=$(cat "$here/initramfs-init" "$here/kernel.sh" "$busybox" |
		cat - "${modules:+$modules/modules.dep}" 2>/dev/null | cksum)
	initramfs=$top/build/vm/initramfs-$release-${key%% *}
	[ ! -f "$initramfs" ] || return 0
	tree=$dir/initramfs
	mkdir -p "$tree/bin" "$tree/modules"
	cp "$busybox" "$tree/bin/busybox"
	cp "$here/initramfs-init" "$tree/init"
	chmod 755 "$tree/init"
	put_modules "$tree/modules" || die "cannot find the modules of $release"
	rm -f "$tree/modules.list"
	rm -f "$top/build/vm/initramfs-$release"-*
	(cd "$tree" && find . | cpio -o -H newc --quiet -R 0:0) >"$dir/initramfs.new" ||
		die "cannot make the initramfs"
	mv "$dir/initramfs.new" "$initramfs"
}
