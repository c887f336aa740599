/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/text/arena.h"
#include "engine/language/tree/program.h"

/* The syntax tree of a workload. The parser builds it, the checker fills in what names mean, the
 * interpreter runs it. All nodes live in the program's arena. */

typedef struct _IlExpression IlExpression;
typedef struct _IlStatement IlStatement;

typedef enum {
  IL_ADD,
  IL_SUBTRACT,
  IL_MULTIPLY,
  IL_FLOOR_DIVIDE,
  IL_MODULO,
  IL_EQUAL,
  IL_NOT_EQUAL,
  IL_LESS,
  IL_AT_MOST,
  IL_GREATER,
  IL_AT_LEAST,
} IlOperator;

const char *il_operator_text (IlOperator operator); /* "+" */

typedef enum {
  IL_BUILTIN_LEN,
  IL_BUILTIN_MIN,
  IL_BUILTIN_MAX,
  IL_BUILTIN_RANGE,
  IL_BUILTIN_NOW,
  IL_BUILTIN_UNIFORM,
  IL_BUILTIN_EXPONENTIAL,
  IL_BUILTIN_CHOICE,
  IL_BUILTIN_FREE, /* of objects; so for the next two, and for `len` of a queue */
  IL_BUILTIN_HELD,
  IL_BUILTIN_IS_SET,
  IL_BUILTIN_DONE, /* of tasks; so for the next two */
  IL_BUILTIN_FAILED,
  IL_BUILTIN_CANCELLED,
  IL_N_BUILTINS,
} IlBuiltin;

typedef enum {
  IL_EXPRESSION_LITERAL,
  IL_EXPRESSION_NAME, /* the parser's; the checker makes one of the next three of it */
  IL_EXPRESSION_VARIABLE,
  IL_EXPRESSION_OBJECT,
  IL_EXPRESSION_SHARED,
  IL_EXPRESSION_LIST,   /* items */
  IL_EXPRESSION_TEXT,   /* items: the pieces and holes of a string */
  IL_EXPRESSION_NEGATE, /* left; so for the next */
  IL_EXPRESSION_NOT,
  IL_EXPRESSION_AND, /* left, right; so for the next three */
  IL_EXPRESSION_OR,
  IL_EXPRESSION_BINARY,
  IL_EXPRESSION_INDEX,
  IL_EXPRESSION_CHAIN,      /* items: a < b < c; every other one is a BINARY that holds the operator */
  IL_EXPRESSION_CALL,       /* call: the parser's, and the checker's for a function */
  IL_EXPRESSION_BUILTIN,    /* call */
  IL_EXPRESSION_SPAWN,      /* call, spawn */
  IL_EXPRESSION_AWAIT_CALL, /* call: `await f(x)`, on the same stack */
  IL_EXPRESSION_AWAIT,      /* left: a handle */
  IL_EXPRESSION_GENERATOR,  /* call: makes one */
  IL_EXPRESSION_YIELD,      /* left: the value, or NULL */
  IL_EXPRESSION_NEXT,       /* left: a generator */
  IL_EXPRESSION_SEND,       /* right to left, a generator */
  IL_EXPRESSION_GET,        /* left: a queue */
  IL_EXPRESSION_GET_NOWAIT, /* left: a queue */
  IL_EXPRESSION_GATHER, /* items: handles, or one list of them; a task's call is an implied SPAWN. So for the next four
                         */
  IL_EXPRESSION_GATHER_ERRORS,
  IL_EXPRESSION_FIRST,
  IL_EXPRESSION_WAIT_ALL,
  IL_EXPRESSION_AS_COMPLETED, /* only as the value of a FOR */
  IL_EXPRESSION_SHIELD,       /* left: a handle, or an implied SPAWN. `await shield h`: it awaits */
  IL_EXPRESSION_THREAD,       /* call: `await thread f(x)`, of a function or a task. So for the next */
  IL_EXPRESSION_PROCESS,
} IlExpressionKind;

/* Of a SPAWN. */
typedef enum {
  IL_SPAWN_IMPLIED =
      1 << 0, /* no `spawn` is written: `gather`, `first` or `shield` starts the task; never for a group */
  IL_SPAWN_THREAD = 1 << 1, /* `spawn thread f(x)`; see IlRoutine's offloaded */
  IL_SPAWN_PROCESS = 1 << 2,
} IlSpawnFlags;

struct _IlExpression {
  guint8 kind;
  union {
    guint8 operator; /* IlOperator */
    guint8 spawn;    /* IlSpawnFlags */
  };
  guint16 height; /* of the tree below it, at least 1 */
  guint32 line;
  guint32 column;
  guint32 length; /* characters to underline */
  union {
    IlValue literal;
    struct {
      const char *text; /* interned */
      guint index;      /* of the variable's slot, of the object */
    } name;
    struct {
      IlExpression *left;
      IlExpression *right;
    };
    struct {
      IlExpression **items;
      guint n_items;
    };
    struct {
      IlExpression **arguments;
      guint16 n_arguments;
      guint16 builtin;    /* IlBuiltin */
      const char *callee; /* interned */
      const IlRoutine *routine;
    } call;
  };
};

/* Makes the SPAWN of it that starts a task which awaits the THREAD or PROCESS that it is. */
static inline void
il_expression_spawn_offload (IlExpression *expression)
{
  expression->spawn = expression->kind == IL_EXPRESSION_THREAD ? IL_SPAWN_THREAD : IL_SPAWN_PROCESS;
  expression->kind = IL_EXPRESSION_SPAWN;
}

typedef struct {
  IlStatement **statements;
  guint n;
} IlBlock;

typedef struct {
  IlExpression *condition; /* NULL: else */
  IlBlock block;
} IlBranch;

/* The checker sets a variable's slot: its place among the routine's own or, with this bit, the index of a
 * shared one among the program's objects. */
#define IL_SLOT_SHARED (1u << 31)

/* What an `except` catches. */
typedef enum {
  IL_CATCH_ERROR, /* every error, a timeout too */
  IL_CATCH_TIMEOUT,
  IL_CATCH_CANCELLED,
} IlCatch;

typedef struct {
  IlCatch catches;
  guint32 line;
  guint32 slot;         /* of the variable: see IL_SLOT_SHARED */
  const char *variable; /* for the message; interned, or NULL */
  IlBlock block;
} IlHandler;

/* try: ... except ...: ... finally: ... */
typedef struct {
  IlBlock body;
  IlHandler *handlers;
  guint n_handlers;
  gboolean has_finally;
  guint32 finally_line;
  IlBlock finally;
} IlTry;

typedef enum {
  IL_STATEMENT_PASS,
  IL_STATEMENT_EXPRESSION, /* value; so for those up to ASSERT */
  IL_STATEMENT_PRINT,
  IL_STATEMENT_CPU,
  IL_STATEMENT_SLEEP,
  IL_STATEMENT_IO,
  IL_STATEMENT_ACQUIRE,
  IL_STATEMENT_RELEASE,
  IL_STATEMENT_RAISE, /* value may be NULL; so for the next */
  IL_STATEMENT_RETURN,
  IL_STATEMENT_CLOSE,
  IL_STATEMENT_WAIT, /* for an event, a condition, a barrier */
  IL_STATEMENT_SET,
  IL_STATEMENT_CLEAR,
  IL_STATEMENT_NOTIFY, /* of other: how many; NULL: one */
  IL_STATEMENT_NOTIFY_ALL,
  IL_STATEMENT_JOIN, /* a queue; so for the next */
  IL_STATEMENT_TASK_DONE,
  IL_STATEMENT_CANCEL,
  IL_STATEMENT_REACH, /* a literal; slot: its index among the program's */
  IL_STATEMENT_PUT,   /* value into other; so for the next */
  IL_STATEMENT_PUT_NOWAIT,
  IL_STATEMENT_IO_DEVICE, /* value on other */
  IL_STATEMENT_ASSERT,    /* value, or else other, which may be NULL */
  IL_STATEMENT_ASSIGN,    /* value to variable */
  IL_STATEMENT_IF,        /* branches */
  IL_STATEMENT_WITH,      /* value, block */
  IL_STATEMENT_GROUP,     /* block */
  IL_STATEMENT_TIMEOUT,   /* value, block; inside of a TRY where an `except` or `finally` follows */
  IL_STATEMENT_WHILE,     /* value, block */
  IL_STATEMENT_REPEAT,    /* value times block; variable may be NULL */
  IL_STATEMENT_FOR,       /* variable in value: block */
  IL_STATEMENT_FOR_RANGE, /* the same where value is a call of range() */
  IL_STATEMENT_TRY,       /* try */
  IL_STATEMENT_BREAK,
  IL_STATEMENT_CONTINUE,
} IlStatementKind;

#define IL_N_STATEMENTS ((guint) IL_STATEMENT_CONTINUE + 1)

struct _IlStatement {
  guint8 kind;
  guint32 line;
  guint32 column;
  guint32 slot;         /* of the variable: see IL_SLOT_SHARED */
  const char *variable; /* interned */
  IlExpression *value;
  union {
    IlExpression *other;
    IlBlock block;
    struct {
      IlBranch *branches;
      guint n_branches;
    };
    IlTry *try;
  };
};

typedef enum { IL_ROUTINE_TASK, IL_ROUTINE_FUNCTION, IL_ROUTINE_GENERATOR } IlRoutineKind;

struct _IlRoutine {
  IlRoutineKind kind;
  const char *name; /* interned */
  guint line;
  guint column;
  const char **parameters; /* interned; they have the first slots */
  guint n_parameters;
  guint n_slots;
  IlBlock body;
  gsize stack_need;   /* bytes of stack to run it, but for the calls that it makes */
  gboolean broken;    /* it has an error: what hangs on a part that could not be read is not reported */
  IlProgram *program; /* that it is part of */
  /* `spawn thread f(x)` starts a task that does nothing but `return await thread f(x)`. Of that task, which no
   * name declares: what it runs, and how: IL_EXPRESSION_THREAD or IL_EXPRESSION_PROCESS. */
  const IlRoutine *offloaded;
  IlExpressionKind offload_kind;
};

typedef enum {
  IL_SYMBOL_ROUTINE,
  IL_SYMBOL_OBJECT,
  IL_SYMBOL_BROKEN, /* its declaration has an error that has been reported */
} IlSymbolKind;

/* What a name declared at the top level means. */
typedef struct {
  IlSymbolKind kind;
  guint line;
  guint index; /* of an object */
  IlRoutine *routine;
} IlSymbolEntry;

/* A `start` line as it was read. */
typedef struct {
  IlExpression *call;
  IlStart options; /* but for routine, arguments and as */
  const char *as;  /* interned, or NULL */
  guint as_column;
} IlStartLine;

struct _IlProgram {
  gatomicrefcount references;
  char *name;
  char *text;
  IlArena *arena;
  GStringChunk *names;
  GArray *literals;        /* IlValue: the strings among the literals, to be cleared */
  GHashTable *symbols;     /* interned name -> IlSymbolEntry */
  GPtrArray *routines;     /* IlRoutine, in the order of the text */
  GArray *objects;         /* IlObjectDeclaration */
  GArray *starts;          /* IlStart */
  GArray *start_lines;     /* IlStartLine: until the checker has made starts of them */
  GArray *properties;      /* IlProperty */
  guint properties_height; /* of the highest of their trees */
  GArray *reaches;         /* IlReach */
  IlMachineDeclaration machine;
  gboolean broken; /* a declaration could not be read, and its name is not known */
};

/* A program of which only NAME and TEXT (LENGTH bytes) are there: for the parser and the checker to fill in. */
IlProgram *il_program_new_empty (const char *name, const char *text, gsize length);
