/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * context.h for AArch64, AAPCS64. A stack that does not run looks like this:
 *
 *   0          80   88                 96        160
 *   | x19..x28 | x29| where to go on   | d8..d15 |
 */
        .arch   armv8-a
        .text

        .globl  il_context_switch, il_context_transfer
        .hidden il_context_switch, il_context_transfer
        .type   il_context_switch, %function
        .type   il_context_transfer, %function
        .p2align 4
/* One function for both: a br to where a call returns is forbidden under BTI, so it is ret here and there. */
il_context_transfer:
il_context_switch:                      /* x0: from, x1: to, x2: value */
        .cfi_startproc
        hint    #34                     /* bti c */
        sub     sp, sp, #160
        .cfi_adjust_cfa_offset 160
        stp     x19, x20, [sp, #0]
        .cfi_rel_offset x19, 0
        .cfi_rel_offset x20, 8
        stp     x21, x22, [sp, #16]
        .cfi_rel_offset x21, 16
        .cfi_rel_offset x22, 24
        stp     x23, x24, [sp, #32]
        .cfi_rel_offset x23, 32
        .cfi_rel_offset x24, 40
        stp     x25, x26, [sp, #48]
        .cfi_rel_offset x25, 48
        .cfi_rel_offset x26, 56
        stp     x27, x28, [sp, #64]
        .cfi_rel_offset x27, 64
        .cfi_rel_offset x28, 72
        stp     x29, x30, [sp, #80]
        .cfi_rel_offset x29, 80
        .cfi_rel_offset x30, 88
        stp     d8, d9, [sp, #96]
        .cfi_rel_offset b8, 96
        .cfi_rel_offset b9, 104
        stp     d10, d11, [sp, #112]
        .cfi_rel_offset b10, 112
        .cfi_rel_offset b11, 120
        stp     d12, d13, [sp, #128]
        .cfi_rel_offset b12, 128
        .cfi_rel_offset b13, 136
        stp     d14, d15, [sp, #144]
        .cfi_rel_offset b14, 144
        .cfi_rel_offset b15, 152

        mov     x9, sp
        str     x9, [x0]
        mov     sp, x1                  /* the other stack looks the same, so the CFI stays true */
        mov     x0, x2

        ldp     x19, x20, [sp, #0]
        .cfi_restore x19
        .cfi_restore x20
        ldp     x21, x22, [sp, #16]
        .cfi_restore x21
        .cfi_restore x22
        ldp     x23, x24, [sp, #32]
        .cfi_restore x23
        .cfi_restore x24
        ldp     x25, x26, [sp, #48]
        .cfi_restore x25
        .cfi_restore x26
        ldp     x27, x28, [sp, #64]
        .cfi_restore x27
        .cfi_restore x28
        ldp     x29, x30, [sp, #80]
        .cfi_restore x29
        .cfi_restore x30
        ldp     d8, d9, [sp, #96]
        .cfi_restore b8
        .cfi_restore b9
        ldp     d10, d11, [sp, #112]
        .cfi_restore b10
        .cfi_restore b11
        ldp     d12, d13, [sp, #128]
        .cfi_restore b12
        .cfi_restore b13
        ldp     d14, d15, [sp, #144]
        .cfi_restore b14
        .cfi_restore b15
        add     sp, sp, #160
        .cfi_adjust_cfa_offset -160
        ret
        .cfi_endproc
        .size   il_context_switch, . - il_context_switch
        .size   il_context_transfer, . - il_context_transfer

        .globl  il_context_return
        .hidden il_context_return
        .type   il_context_return, %function
        .p2align 4
il_context_return:                      /* w0: value */
        .cfi_startproc
        hint    #34                     /* bti c */
        ret
        .cfi_endproc
        .size   il_context_return, . - il_context_return

        .globl  il_context_make
        .hidden il_context_make
        .type   il_context_make, %function
        .p2align 4
il_context_make:                        /* x0: low, x1: high, x2: entry */
        .cfi_startproc
        hint    #34                     /* bti c */
        and     x1, x1, #-16
        sub     x0, x1, #160
        adr     x9, start
        stp     x2, xzr, [x0]           /* x19: entry, for start */
        stp     xzr, x9, [x0, #80]      /* x29: the chain of frames ends here */
        ret
        .cfi_endproc
        .size   il_context_make, . - il_context_make

        .type   start, %function
        .p2align 4
start:                                  /* the first switch arrives here */
        .cfi_startproc
        .cfi_undefined x30              /* nobody called it: backtraces end */
        hint    #36                     /* bti j */
        blr     x19
        brk     #0
        .cfi_endproc
        .size   start, . - start

        /* This file keeps to BTI. */
        .section .note.gnu.property, "a"
        .p2align 3
        .word   4, 16, 5                /* sizes of name and contents; NT_GNU_PROPERTY_TYPE_0 */
        .asciz  "GNU"
        .word   0xc0000000, 4, 1, 0     /* GNU_PROPERTY_AARCH64_FEATURE_1_AND: BTI */

        .section .note.GNU-stack, "", %progbits
