/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * context.h for x86-64, System V ABI. A stack that does not run looks like this:
 *
 *   0    8    16   24   32   40   48
 *   | r15| r14| r13| r12| rbx| rbp| where to go on |
 */
        .text

/* name (rdi: from, rsi: to, rdx: value), but for its last step. */
        .macro  begin_switch name
        .globl  \name
        .hidden \name
        .type   \name, @function
        .p2align 4
\name:
        .cfi_startproc
        endbr64
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset %rbp, 0
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset %rbx, 0
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset %r12, 0
        pushq   %r13
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset %r13, 0
        pushq   %r14
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset %r14, 0
        pushq   %r15
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset %r15, 0

        movq    %rsp, (%rdi)
        movq    %rsi, %rsp              /* the other stack looks the same, so the CFI stays true */
        movq    %rdx, %rax

        popq    %r15
        .cfi_adjust_cfa_offset -8
        .cfi_restore %r15
        popq    %r14
        .cfi_adjust_cfa_offset -8
        .cfi_restore %r14
        popq    %r13
        .cfi_adjust_cfa_offset -8
        .cfi_restore %r13
        popq    %r12
        .cfi_adjust_cfa_offset -8
        .cfi_restore %r12
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        .cfi_restore %rbx
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        .cfi_restore %rbp
        .endm

        begin_switch il_context_switch
        /* Not ret: the processor would predict the return to our caller, and be wrong every time. */
        popq    %rcx
        .cfi_adjust_cfa_offset -8
        .cfi_register %rip, %rcx
        notrack jmp *%rcx
        .cfi_endproc
        .size   il_context_switch, . - il_context_switch

        begin_switch il_context_transfer
        ret
        .cfi_endproc
        .size   il_context_transfer, . - il_context_transfer

        .globl  il_context_return
        .hidden il_context_return
        .type   il_context_return, @function
        .p2align 4
il_context_return:                      /* edi: value */
        .cfi_startproc
        endbr64
        movl    %edi, %eax
        popq    %rcx
        .cfi_adjust_cfa_offset -8
        .cfi_register %rip, %rcx
        notrack jmp *%rcx
        .cfi_endproc
        .size   il_context_return, . - il_context_return

        .globl  il_context_make
        .hidden il_context_make
        .type   il_context_make, @function
        .p2align 4
il_context_make:                        /* rdi: low, rsi: high, rdx: entry */
        .cfi_startproc
        endbr64
        andq    $-16, %rsi
        leaq    start(%rip), %rcx
        xorl    %eax, %eax
        movq    %rcx, -8(%rsi)
        movq    %rax, -16(%rsi)         /* rbp: the chain of frames ends here */
        movq    %rax, -24(%rsi)         /* rbx */
        movq    %rdx, -32(%rsi)         /* r12: entry, for start */
        movq    %rax, -40(%rsi)         /* r13 */
        movq    %rax, -48(%rsi)         /* r14 */
        movq    %rax, -56(%rsi)         /* r15 */
        leaq    -56(%rsi), %rax
        ret
        .cfi_endproc
        .size   il_context_make, . - il_context_make

        .type   start, @function
        .p2align 4
start:                                  /* the first switch arrives here, on a stack that is aligned to 16 */
        .cfi_startproc
        .cfi_undefined %rip             /* nobody called it: backtraces end */
        endbr64
        movq    %rax, %rdi
        leaq    0f(%rip), %rcx          /* jumped to, not called: see end in coro.c */
        pushq   %rcx
        jmp     *%r12
        ud2
0:      ud2
        .cfi_endproc
        .size   start, . - start

        .section .note.GNU-stack, "", @progbits
