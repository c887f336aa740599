/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"

#include <string.h>

/* Broken workloads, and all that is said of each: "LINE:COLUMN MESSAGE", several joined by '|'. */
static const struct {
  const char *text;
  const char *messages;
} cases[] = {
#define M "task main:\n    "

  /* The text as such. */
  { "", "1:1 the file is empty" },
  { "\xEF\xBB\xBF", "1:1 the file is empty" },
  { "# hello\n\n", "1:1 nothing to run: there is no 'task main:' and no 'start' line" },
  { "task other: pass\n", "1:1 nothing to run: there is no 'task main:' and no 'start' line" },
  { "function main: pass\n", "1:1 nothing to run: there is no 'task main:' and no 'start' line" },
  { "task main:\n    é\xFF\n", "2:6 the file is not UTF-8: byte 0xFF is no part of a character" },

  /* Tokens. */
  { M "x = 'a'\n", "2:9 strings stand in double quotes: \"...\"" },
  { M "x = 7 / 2\n", "2:11 there is no '/': write '//', which rounds down to a whole number" },
  { M "x = !true\n", "2:9 there is no '!': write 'not'" },
  { M "x = true && true\n", "2:14 there is no '&': write 'and'" },
  { M "x = 1; y = 2\n", "2:10 there is no ';': write each statement on a line of its own" },
  { M "x = 1 + \\\n    2\n", "2:13 there is no '\\' to go on in the next line: put the expression in parentheses" },
  { M "x = 5$\n", "2:10 unexpected character '$'" },
  { M "x = \x01\n", "2:9 unexpected character U+0001" },
  { M "x = 9223372036854775808\n", "2:9 this integer is too large: the largest is 9223372036854775807" },
  { M "x = 1.5\n", "2:9 only a duration, such as 1.5s, can have a fraction: a unit is missing" },
  { M "x = 5sec\n", "2:9 'sec' is no unit of time: use ns, us, ms, s or min" },
  { M "x = 1.5ns\n", "2:9 this duration is not a whole number of nanoseconds" },
  { M "x = 300000000min\n", "2:9 this duration is too long: the longest is 9223372036854775807ns, about 292 years" },
  { M "sleep 5 ms\n", "2:13 a duration is written without a space: 5ms" },
  { M "print \"abc\n    print \"d\"\n",
    "2:11 this string is not closed: a '\"' is missing before the end of the line" },
  { M "print \"a{1\n", "2:11 this string is not closed: a '\"' is missing before the end of the line" },
  { M "print \"a\\q\"\n", "2:13 unknown escape in a string: there are \\\" \\\\ \\n and \\t" },
  { M "print \"a}b\"\n", "2:13 a lone '}' in a string: write '}}' for the character itself" },
  { M "print \"a{}b\"\n", "2:14 an expression is missing between '{' and '}' (write '{{' for the character itself)" },
  { M "print \"{1:>5}\"\n", "2:14 expected '}' before ':'" },
  { M "x = (1 + 2\n    print x\n", "2:9 this '(' is never closed" },
  { M "x = [1, 2", "2:9 this '[' is never closed" },
  { M "x = (1]\n", "2:11 ']' does not close the '(' of line 2" },
  { M "x = 1)\n", "2:10 this ')' closes nothing" },

  /* Indentation. */
  { "task main:\n    x = 1\n\ty = 2\n\tz = 3\n",
    "3:1 this line is indented with a tab, but line 2 with a space: use one of them in the whole file" },
  { "task main:\n    x = 1\n      y = 2\n    z = 3\n", "3:7 unexpected indentation: no line above opens a block here" },
  { "task main:\n    x = 1\n  y = 2\n  z = 3\n", "3:1 the indentation of this line is that of no line above it" },
  { "task main:\n    x = 1\n  y = 2\n   z = 3\n  w = 4\ntask b: pass\n",
    "3:1 the indentation of this line is that of no line above it|"
    "4:4 unexpected indentation: no line above opens a block here" },
  { "machine:\n    cores 2\n  \t quantum 5ms\ntask main: pass\n",
    "3:3 this line is indented with a tab, but line 2 with a space: use one of them in the whole file|"
    "3:5 unexpected indentation: no line above opens a block here" },
  { "task main:\nprint 1\n", "1:10 an indented block must follow this ':' ('pass' does nothing)|"
                             "2:1 this stands outside of any task: statements go into a 'task main:', indented" },
  { "task main:\n    if true:\n    pass\n", "2:12 an indented block must follow this ':' ('pass' does nothing)" },
  { "  task main:\n    pass\n", "1:3 unexpected indentation: no line above opens a block here" },

  /* What must hold. */
  { "shared c = 0\nalways c == 1\ntask main: pass\n",
    "2:1 'always' needs a text behind its condition, which says what must hold: 'always ..., \"at most one\"'" },
  { "shared c = 0\nensure c == 1, c\ntask main: pass\n",
    "2:1 'ensure' needs a text behind its condition, which says what must hold: 'ensure ..., \"at most one\"'" },
  { "ensure\ntask main: pass\n", "1:1 'ensure' needs a condition and a text, as in 'ensure x <= 1, \"at most one\"'" },
  { "shared c = 0\nalways c = 1, \"t\"\ntask main: pass\n",
    "2:10 '=' gives a value to a variable: to compare, write '=='" },
  { "shared c = 0\nalways c == 1, \"t\" 3\ntask main: pass\n", "2:20 expected the end of the line before this number" },
  { "always seen == 1, \"t\"\ntask main:\n    seen = 1\n",
    "1:8 unknown name 'seen': 'always' only looks at shared variables and objects" },
  { "shared counter = 0\nalways countr == 1, \"{countr}\"\ntask main: pass\n",
    "2:8 unknown name 'countr', did you mean 'counter'?|2:23 unknown name 'countr', did you mean 'counter'?" },
  { "always f() == 1 and g() == 1, \"t\"\nfunction f(): return 1\ntask g: pass\ntask main: pass\n",
    "1:8 'always' only looks at shared variables and objects: a call of 'f' is not|"
    "1:21 'always' only looks at shared variables and objects: a call of 'g' is not" },
  { "queue q\nensure get q == 1, \"t\"\ntask main: pass\n",
    "2:8 'ensure' only looks at shared variables and objects: 'get' is not" },
  { "queue q\nensure get_nowait q == 1, \"t\"\ntask main: pass\n",
    "2:8 'ensure' only looks at shared variables and objects: 'get_nowait' is not" },
  { "shared h = none\nensure (await h) == 1, \"t\"\ntask main: pass\n",
    "2:9 'ensure' only looks at shared variables and objects: 'await' is not" },
  { "ensure spawn main(), \"t\"\ntask main: pass\n",
    "1:14 'ensure' only looks at shared variables and objects: 'spawn' is not" },
  { "always now() < 1ms, \"t\"\ntask main: pass\n",
    "1:8 'always' only looks at shared variables and objects: now() is not" },
  { "mutex m\nalways free(m) == 1, \"t\"\ntask main: pass\n", "2:13 'free' needs a semaphore, and 'm' is a mutex" },
  { "shared c = 0\ntask main:\n    always c == 1, \"t\"\n",
    "3:5 'always' cannot stand inside a task: write it at the beginning of a line" },
  { M "reach 5\n", "2:5 'reach' needs a text, as in 'reach \"both are in\"'" },
  { M "reach \"\"\n", "2:12 'reach' needs a plain text, as in 'reach \"both are in\"'" },
  { M "x = 1\n    reach \"{x}\"\n", "3:15 'reach' needs a plain text, as in 'reach \"both are in\"'" },

  /* Statements. */
  { M "prnt \"x\"\n", "2:5 unknown statement 'prnt', did you mean 'print'?" },
  { M "whle true:\n        pass\n", "2:5 unknown statement 'whle', did you mean 'while'?" },
  { M "x = spwan main()\n", "2:9 unknown word 'spwan', did you mean 'spawn'?" },
  { M "x = 3 +\n", "2:12 expected a value before the end of the line" },
  { M "x += 1\n", "2:7 there is no '+=': write the whole sum, as in 'x = x + 1'" },
  { M "x = 1\n    x == 1\n", "3:5 this value is not used: print it, or give it to a variable" },
  { M "x = [1]\n    x[0] = 2\n", "3:10 the items of a list do not change: make a new list" },
  { M "len([]) = 2\n", "2:13 only a variable can be given a value" },
  { M "if true = 1:\n        pass\n    else:\n        pass\n",
    "2:13 '=' gives a value to a variable: to compare, write '=='" },
  { M "while true\n        nonsense here\n", "2:15 expected ':' before the end of the line" },
  { M "if true: pass\n    else if false: pass\n", "3:10 write 'elif' for 'else if'" },
  { M "else:\n        pass\n", "2:5 'else' without an 'if' above it, indented alike" },
  { M "for x on [1]:\n        pass\n", "2:11 expected 'in', as in 'for x in list:'" },
  { M "for while in [1]: pass\n", "2:9 'while' is a word of the language: it cannot be the name of a variable" },
  { M "print = 3\n", "2:5 'print' is a word of the language: it cannot be the name of a variable" },
  { M "first = 3\n", "2:5 'first' is a word of the language: it cannot be the name of a variable" },
  { M "print 1 2\n", "2:13 expected the end of the line before this number" },
  { M "(main)()\n", "2:11 only a task or function can be called, by its name" },
  { M "(main) x\n", "2:12 expected the end of the line before 'x'" },
  { M "spawn main\n", "2:11 'spawn' needs a call: write 'spawn main(...)'" },
  { M "spawn 3\n", "2:11 expected the name of a task before this number" },
  { M "x = max(a=3)\n", "2:14 arguments are given by place, not by name" },
  { M "task inner: pass\n", "2:5 'task' cannot stand inside a task: write it at the beginning of a line" },
  { "queue q\n" M "put q\n", "3:10 'put' needs a queue and a value, as in 'put jobs 3'" },

  { M "raise\n",
    "2:5 'raise' alone raises again what an 'except' around it has caught: here it needs a message, as in 'raise \"no coffee\"'" },
  { M "try:\n        pass\n    print 1\n    print x\n",
    "2:5 this 'try' needs an 'except' or a 'finally' after its block, indented like it" },
  { M "try: pass\n    except Eror as e: pass\n    print zzz\n",
    "3:12 there is no 'Eror' to catch, did you mean 'Error'?" },
  { M "try: pass\n    except KeyboardInterrupt: pass\n",
    "3:12 there is no 'KeyboardInterrupt' to catch: there are Error, Timeout and Cancelled" },
  { M "try: pass\n    except: pass\n", "3:11 expected what to catch: Error, Timeout or Cancelled before ':'" },
  { M "try: pass\n    except Error: pass\n    except Timeout: pass\n",
    "4:12 this is never reached: the 'except Error' above catches it" },
  { M "try: pass\n    except Cancelled: pass\n    except Cancelled: pass\n",
    "4:12 this is never reached: the 'except Cancelled' above catches it" },
  { M "except Error: pass\n", "2:5 'except' without a 'try' above it, indented alike" },
  { M "finally:\n        pass\n", "2:5 'finally' without a 'try' above it, indented alike" },
  { M "try: break\n    finally: prnt 1\n", "3:14 unknown statement 'prnt', did you mean 'print'?" },
  { M "try: pass\n    except Error as if: pass\n",
    "3:21 'if' is a word of the language: it cannot be the name of a variable" },

  /* Declarations. */
  { "tsk main:\n    pass\n", "1:1 unknown declaration 'tsk', did you mean 'task'?" },
  { "semaphre s = 2\n" M "acquire s\n", "1:1 unknown declaration 'semaphre', did you mean 'semaphore'?" },
  { "def main():\n    pass\n", "1:1 there is no 'def': write 'task NAME(...):' or 'function NAME(...):'" },
  { "print 1\nprint 2\nx = 3\n", "1:1 this stands outside of any task: statements go into a 'task main:', indented" },
  { "return 1\n", "1:1 this stands outside of any task: statements go into a 'task main:', indented" },
  { "semaphore s\n" M "acquire s\n", "1:11 a semaphore needs a number of permits: 'semaphore s = 1'" },
  { "semaphore s = -1\n" M "acquire s\n", "1:15 the number of permits cannot be negative" },
  { "semaphore s = 5ms\n" M "pass\n", "1:15 expected the number of permits, a whole number, before this duration" },
  { "mutex m = 1\n" M "pass\n", "1:9 a mutex has no number: write 'mutex m', or make it a semaphore" },
  { "mutex m\nqueue m\n" M "pass\n", "2:7 'm' is declared already, in line 1" },
  { "task main: pass\ntask main: pass\n", "2:6 'main' is declared already, in line 1" },
  { "task t(a, b, a): pass\n" M "pass\n", "1:14 'a' is a parameter already" },
  { "task t(a b): pass\n" M "spawn t(1, 2, 3)\n", "1:10 expected ',' or ')' before 'b'" },
  { "task t(a=1): pass\n" M "pass\n", "1:9 parameters have no default values" },
  { "task if: pass\n" M "pass\n", "1:6 'if' is a word of the language: it cannot be the name of a task" },
  { "task main(x): pass\n", "1:6 main takes arguments: give them in a line 'start main(...)'" },
  { "task t: pass\nstart t at 5\nstart t at 0 evry 1ms\nstart t every 0\nstart t until 5ms\nstart t at 1ms at 2ms\n",
    "2:12 expected a duration, as in 'at 5ms', before this number|3:14 a start line has no option 'evry', did you mean 'every'?|"
    "4:15 a period must be longer than 0|5:7 'until' needs 'every', as in 'start t every 10ms until 50ms'|"
    "6:16 'at' is given twice" },
  { "task t: pass\nstart t priority high\nstart t priority 2000000\nstart t weight 0\nstart t on 3\nstart t on core -1\n",
    "2:18 expected a priority, a whole number, before 'high'|3:18 a priority must be from -1000000 to 1000000|"
    "4:16 a weight must be from 1 to 1000000|5:12 expected 'core', as in 'on core 0', before this number|"
    "6:18 the number of a core must be from 0 to 1023" },
  { "task t: pass\nstart t name 3\nstart t name \"\"\nstart t name \"a{1}\"\nstart t name \"a\\nb\"\n",
    "2:14 a name is a plain string, as in 'name \"table 4\"'|3:14 a name is a plain string, as in 'name \"table 4\"'|"
    "4:14 a name is a plain string, as in 'name \"table 4\"'|5:14 a name is a plain string, as in 'name \"table 4\"'" },
  { "mutex m\ntask t: pass\nstart t as h\nstart t as m\nstart t deadline\n",
    "3:12 'as' needs a shared variable: declare it, 'shared h = none'|4:12 'as' needs a shared variable, and 'm' is none|"
    "5:17 expected a duration, as in 'deadline 5ms', before the end of the line" },
  { "task t: pass\nstart t 5ms\n", "2:9 expected the end of the line before this duration" },
  { "task t(x): pass\nstart t\n", "2:7 task 't' takes 1 argument, not 0" },
  { "function f: pass\nstart f\n", "2:7 'f' is a function: only a task can be started" },
  { "task t(x): pass\nstart t(now())\n", "2:9 the arguments of a start line are constants: now() is not" },
  { "task t(x): pass\nstart t(y)\n", "2:9 unknown name 'y': the arguments of a start line are constants" },
  { "task t(x): pass\nstart t(spawn t(1))\n", "2:15 the arguments of a start line are constants: 'spawn' is not" },
  { "machine:\n    cores 0\n    polcy rr\n    quantum 5\n    switch 1us\n    switch 2us\n    workers 0\n    workers 3\n    workers 4\n" M
    "pass\n",
    "2:11 the number of cores is a whole number from 1 to 1024|3:5 a machine has no 'polcy', did you mean 'policy'?|"
    "4:13 expected a duration, as in 'quantum 5ms', before this number|6:5 'switch' is set twice|"
    "7:13 the number of workers is a whole number from 1 to 1024|9:5 'workers' is set twice" },
  { "machine:\n    bost 5ms\n    boost 0ms\n    boost 7\n    boost 1ms\n" M "pass\n",
    "2:5 a machine has no 'bost', did you mean 'boost'?|3:11 the boost must be longer than 0|"
    "4:5 'boost' is set twice|5:5 'boost' is set twice" },
  { "machine:\n    policy prioriti\n" M "pass\n", "2:12 there is no policy 'prioriti', did you mean 'priority'?" },
  { "machine:\n    policy priority-x\n" M "pass\n", "2:12 there is no policy 'priority-x', did you mean 'priority'?" },

  { "shared x\n" M "print x\n", "1:8 a shared variable needs a first value: 'shared x = 0'" },
  { "shared x 5\n" M "print x\n", "1:10 expected '=' before this number" },
  { "shared x = 3 4\n" M "print x\n", "1:14 expected the end of the line before this number" },
  { "shared a = now()\nshared b = a\nshared c = f()\nshared d = spawn main()\nshared e = get q\nfunction f: pass\n"
    "queue q\n" M "pass\n",
    "1:12 the first value of a shared variable is a constant: now() is not|"
    "2:12 the first value of a shared variable is a constant: 'a' is a shared variable|"
    "3:12 the first value of a shared variable is a constant: a call of 'f' is not|"
    "4:18 the first value of a shared variable is a constant: 'spawn' is not|"
    "5:12 the first value of a shared variable is a constant: 'get' is not" },
  { "shared m = 0\nmutex m\n" M "pass\n", "2:7 'm' is declared already, in line 1" },
  { "shared x = 0\n" M "x()\n", "3:5 'x' is a shared variable, it cannot be called" },
  { "shared total = 0\n" M "print totl\n", "3:11 unknown name 'totl', did you mean 'total'?" },

  /* Names. */
  { M "total = 1\n    print totl\n", "3:11 unknown name 'totl', did you mean 'total'?" },
  { M "print zzz\n", "2:11 unknown name 'zzz': no variable of this task and no object is called so" },
  { M "x = True\n", "2:9 unknown name 'True', did you mean 'true'?" },
  { M "print \"a {nme}\"\n    name = 1\n", "2:15 unknown name 'nme', did you mean 'name'?" },
  { "task order: pass\n" M "spawn ordre()\n", "3:11 unknown task or function 'ordre', did you mean 'order'?" },
  { "task order: pass\n" M "order()\n",
    "3:5 'order' is a task: write 'spawn order(...)' to start it, or 'await order(...)' to run it here" },
  { "task order: pass\n" M "x = order\n", "3:9 'order' is a task, not a value: write 'spawn order(...)'" },
  { "task order: pass\n" M "order = spawn order()\n",
    "3:19 'order' is a variable here, so it cannot be called: give the variable another name" },
  { "task t(a): pass\n" M "await t(1, 2)\n", "3:11 task 't' takes 1 argument, not 2" },
  { "function f(a, b): pass\n" M "f()\n", "3:5 function 'f' takes 2 arguments, not 0" },
  { "function f: pass\n" M "spawn f()\n",
    "3:11 'f' is a function, which cannot be spawned: call it, or make it a task" },
  { M "x = len(1, 2)\n", "2:9 len() takes one argument, not 2" },
  { M "x = uniform(3)\n    y = exponential()\n    z = choice(1, 2)\n",
    "2:9 uniform() takes two arguments, not 1|3:9 exponential() takes one argument, not 0|4:9 choice() takes one argument, not 2" },
  { "shared s = uniform(1, 2)\ntask t(x): pass\nstart t(choice([1]))\n",
    "1:12 the first value of a shared variable is a constant: uniform() is not|"
    "3:9 the arguments of a start line are constants: choice() is not" },
  { "queue q\n" M "q()\n", "3:5 'q' is a queue, it cannot be called" },
  { "queue q\n" M "await q\n", "3:11 'q' is a queue: only a task can be awaited" },

  /* Kinds and places. */
  { "semaphore s = 1\n" M "put s 3\n", "3:9 'put' needs a queue, and 's' is a semaphore" },
  { "queue q\n" M "with q:\n        pass\n",
    "3:10 'with' needs a semaphore, a mutex or a condition, and 'q' is a queue" },
  { "mutex m\n" M "x = get m\n", "3:13 'get' needs a queue, and 'm' is a mutex" },
  { M "acquire 3\n", "2:13 'acquire' needs a semaphore, a mutex or a condition" },
  { "mutex m\n" M "close m\n    put_nowait m 1\n    x = get_nowait m\n    for y in m: pass\n",
    "3:11 'close' needs a queue or a generator, and 'm' is a mutex|4:16 'put_nowait' needs a queue, and 'm' is a mutex|"
    "5:20 'get_nowait' needs a queue, and 'm' is a mutex|6:14 'for' needs a list, a range(), a queue or a generator, and 'm' is a mutex" },
  { "queue q\n" M "put_nowait q\n", "3:17 'put_nowait' needs a queue and a value, as in 'put_nowait jobs 3'" },
  { "device d\ndevice e = 0\ndevice f = many\n" M "io d 1ms\n    io e 1ms\n",
    "1:8 a device needs a number of requests that it serves at once: 'device d = 1'|2:12 a device serves at least one request at once|"
    "3:12 expected the number of requests at once, a whole number, before 'many'" },
  { "mutex m\ndevice d = 1\n" M "io m 1ms\n    io d 3\n    acquire d\n    io disk 5ms\n",
    "4:8 'io' needs a device, and 'm' is a mutex|5:10 io needs a duration such as 5ms, not the integer 3|"
    "6:13 'acquire' needs a semaphore, a mutex or a condition, and 'd' is a device|"
    "7:8 unknown name 'disk': no variable of this task and no object is called so" },
  { "queue q\ndevice d = 1\nfunction f:\n    for x in q: pass\n    io d 1ms\n" M "f()\n",
    "4:5 'for' can suspend, and a function must run to its end: make 'f' a task|"
    "5:5 'io' can suspend, and a function must run to its end: make 'f' a task" },
  { M "yield 3\n", "2:5 'yield' outside of a generator: 'main' is a task" },
  { "function f: yield\n" M "f()\n", "1:13 'yield' outside of a generator: 'f' is a function" },
  { "generator g:\n    yield 1\n    return 2\n" M "spawn g()\n    await g()\n    print g\n    next 3\n    g(1)\n",
    "3:12 a generator returns no value: 'yield' hands one out|"
    "5:11 'g' is a generator, which cannot be spawned: go through it, as in 'for x in g(...):'|"
    "6:11 'g' is a generator, not a task: go through it, as in 'for x in g(...):'|"
    "7:11 'g' is a generator, not a value: write 'g(...)'|8:10 'next' needs a generator|"
    "9:5 generator 'g' takes 0 arguments, not 1" },
  { "generator g: yield 1\nfunction f(h):\n    for x in g(): pass\n    next h\n    send h 2\n" M "f(1)\n    send h\n",
    "3:5 'for' can suspend, and a function must run to its end: make 'f' a task|"
    "4:5 'next' can suspend, and a function must run to its end: make 'f' a task|"
    "5:5 'send' can suspend, and a function must run to its end: make 'f' a task|"
    "8:11 'send' needs a generator and a value, as in 'send numbers 3'" },
  { "generator g: yield 1\nstart g\nshared s = g()\n",
    "2:7 'g' is a generator: only a task can be started|3:12 the first value of a shared variable is a constant: a call of 'g' is not" },
  { M "break\n", "2:5 'break' outside of a loop" },
  { M "if true: continue\n", "2:14 'continue' outside of a loop" },
  { "function f:\n    sleep 1ms\n    io 1ms\n" M "f()\n",
    "2:5 'sleep' can suspend, and a function must run to its end: make 'f' a task|"
    "3:5 'io' can suspend, and a function must run to its end: make 'f' a task" },
  { "mutex m\nqueue q\nfunction f(h):\n    await h\n    with m: pass\n    put q 1\n    return get q\n" M "f(1)\n",
    "4:5 'await' can suspend, and a function must run to its end: make 'f' a task|"
    "5:5 'with' can suspend, and a function must run to its end: make 'f' a task|"
    "6:5 'put' can suspend, and a function must run to its end: make 'f' a task|"
    "7:12 'get' can suspend, and a function must run to its end: make 'f' a task" },

  /* Objects to wait for. */
  { "event e = 1\ncondition c = 2\nbarrier b\nbarrier b0 = 0\nbarrier many = x\nevent\ncondition 3\n" M "pass\n",
    "1:9 an event has no number: write 'event e'|2:13 a condition has no number: write 'condition c'|"
    "3:9 a barrier needs a number of tasks that pass it together: 'barrier b = 2'|4:14 at least one task passes a barrier at a time|"
    "5:16 expected the number of tasks that pass together, a whole number, before 'x'|"
    "6:6 expected the name of an event before the end of the line|7:11 expected the name of a condition before this number" },
  { "event e\ncondition c\nbarrier b = 2\nmutex m\n" M
    "wait m\n    set c\n    clear b\n    notify e\n    notify all m\n    with e: pass\n    acquire b\n"
    "    release e\n    wait 3\n    put c 1\n",
    "6:10 'wait' needs an event, a condition or a barrier, and 'm' is a mutex|7:9 'set' needs an event, and 'c' is a condition|"
    "8:11 'clear' needs an event, and 'b' is a barrier|9:12 'notify' needs a condition, and 'e' is an event|"
    "10:16 'notify' needs a condition, and 'm' is a mutex|11:10 'with' needs a semaphore, a mutex or a condition, and 'e' is an event|"
    "12:13 'acquire' needs a semaphore, a mutex or a condition, and 'b' is a barrier|"
    "13:13 'release' needs a semaphore, a mutex or a condition, and 'e' is an event|14:10 'wait' needs an event, a condition or a barrier|"
    "15:9 'put' needs a queue, and 'c' is a condition" },
  { "condition c\n" M "wait\n    notify all\n    notify\n    notify al c\n",
    "3:5 'wait' needs an event, a condition or a barrier, as in 'wait open'|"
    "5:5 'notify' needs a condition, as in 'notify room', 'notify 2 room' or 'notify all room'" },
  { "condition c\n" M "notify all\n", "3:12 unknown name 'all': no variable of this task and no object is called so" },

  /* Tasks to wait for, to end. */
  { "queue q\ngenerator g: yield 1\nfunction f: pass\n" M
    "cancel q\n    cancel g()\n    cancel\n    x = gather q, main()\n    y = first g()\n    await shield q\n"
    "    await gather main(), main()\n    print x + y\n",
    "5:12 'q' is a queue: only a task can be cancelled|6:12 'g' is a generator, not a task: go through it, as in 'for x in g(...):'|"
    "7:5 'cancel' needs a task handle, as in 'cancel h'|8:16 'q' is a queue: only a task can be waited for|"
    "9:15 'g' is a generator, not a task: go through it, as in 'for x in g(...):'|10:18 'q' is a queue: only a task can be waited for|"
    "11:11 'gather' waits by itself: leave the 'await' out" },
  { M "gather\n    x = first\n    gather main() main()\n    y = shield main()\n    shield spawn main()\n",
    "2:5 'gather' needs tasks, as in 'gather f(1), h' or 'gather handles'|3:9 'first' needs tasks, as in 'first f(1), h' or 'first handles'|"
    "4:19 expected the end of the line before 'main'|5:9 'shield' stands behind 'await', as in 'await shield h'|"
    "6:5 'shield' stands behind 'await', as in 'await shield h'" },
  { M "gathr main(), main()\n    x = gather mian(), main()\n    await shield main(1)\n",
    "2:5 unknown statement 'gathr', did you mean 'gather'?|3:16 unknown task or function 'mian', did you mean 'main'?|"
    "4:18 task 'main' takes 0 arguments, not 1" },
  { M "first = 3\n    process = 4\n    set = 5\n    event = 6\n    print 1\n",
    "2:5 'first' is a word of the language: it cannot be the name of a variable|"
    "3:5 'process' is a word of the language: it cannot be the name of a variable|"
    "4:5 'set' is a word of the language: it cannot be the name of a variable|"
    "5:5 'event' is a word of the language: it cannot be the name of a variable" },

  /* Threads and processes. */
  { "generator g: yield 1\nfunction f(x): return x\n" M
    "thread f(1)\n    y = process f(2)\n    await thread g()\n    spawn process g()\n    await thread f\n"
    "    await process 3\n    spawn thread f()\n    z = gather thread f(1), thread g()\n    print \"{y} {z}\"\n",
    "4:12 'thread' must be awaited or spawned: write 'await thread f(...)' or 'spawn thread f(...)'|"
    "5:17 'process' must be awaited or spawned: write 'await process f(...)' or 'spawn process f(...)'|"
    "6:18 'g' is a generator, which cannot run in a thread: make it a function or a task|"
    "7:19 'g' is a generator, which cannot run in a process: make it a function or a task|"
    "8:18 'thread' needs a call: write 'thread f(...)'|9:19 expected the name of a function or task before this number|"
    "10:18 function 'f' takes 1 argument, not 0|11:36 'g' is a generator, which cannot run in a thread: make it a function or a task" },

  /* Blocks. */
  { M
    "group\n        pass\n    timeout:\n        pass\n    timeout 5:\n        pass\n    timeout 5ms\n    group 3:\n        pass\n",
    "2:10 expected ':' before the end of the line|4:5 'timeout' needs a duration, as in 'timeout 5ms:'|"
    "6:13 timeout needs a duration such as 5ms, not the integer 5|8:16 expected ':' before the end of the line|"
    "9:11 expected ':' before this number" },
  { M
    "timeout 5ms:\n        pass\n    except Timout:\n        pass\n    timeout 1ms: pass\n    except Error: pass\n    except Timeout: pass\n",
    "4:12 there is no 'Timout' to catch, did you mean 'Timeout'?|8:12 this is never reached: the 'except Error' above catches it" },
  { "event e\nfunction f(h):\n    wait e\n    set e\n    clear e\n    cancel h\n    x = gather h\n    y = first h\n    await shield h\n    group: pass\n"
    "    timeout 1ms: pass\n    await thread f(1)\n    return x + y\n" M "f(1)\n",
    "3:5 'wait' can suspend, and a function must run to its end: make 'f' a task|"
    "7:9 'gather' can suspend, and a function must run to its end: make 'f' a task|"
    "8:9 'first' can suspend, and a function must run to its end: make 'f' a task|"
    "9:5 'await' can suspend, and a function must run to its end: make 'f' a task|"
    "10:5 'group' can suspend, and a function must run to its end: make 'f' a task|"
    "11:5 'timeout' can suspend, and a function must run to its end: make 'f' a task|"
    "12:5 'await' can suspend, and a function must run to its end: make 'f' a task" },

  /* Several at once, each on its own. */
  { "task main:\n    prnt 1\n    x = (2 +\n    while true\n        y = 3\n    sleep 5 ms\n    print \"{z}\n\ntask\n",
    "2:5 unknown statement 'prnt', did you mean 'print'?|3:9 this '(' is never closed|"
    "4:15 expected ':' before the end of the line|6:13 a duration is written without a space: 5ms|"
    "7:11 this string is not closed: a '\"' is missing before the end of the line|"
    "9:5 expected the name of a task before the end of the line" },
};

static void
test_messages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
    g_autoptr (IlProgram) program = il_program_new ("test", cases[i].text, strlen (cases[i].text), diagnostics);
    g_autoptr (GString) messages = g_string_new (NULL);

    for (guint j = 0; j < il_diagnostics_count (diagnostics); j++) {
      const IlDiagnostic *diagnostic = il_diagnostics_get (diagnostics, j);

      g_string_append_printf (messages, "%s%u:%u %s", j ? "|" : "", diagnostic->line, diagnostic->column,
                              diagnostic->message);
    }
    g_assert_cmpstr (messages->str, ==, cases[i].messages);
    g_assert_null (program);
  }
}

static void
check_format (const char *text, const char *expected)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  g_autofree char *formatted = il_diagnostics_format (diagnostics, "a.workload", text);

  g_assert_null (program);
  g_assert_cmpstr (formatted, ==, expected);
}

/* Of an error that has a line only, the caret stands where the line begins. */
static void
test_whole_line (void)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  il_diagnostics_add (diagnostics, 2, 0, 1, "no more");
  g_autofree char *formatted = il_diagnostics_format (diagnostics, "a.workload", "task main:\n    spawn f()\n");
  g_autofree char *without_text = il_diagnostics_format (diagnostics, "a.workload", NULL);

  g_assert_cmpstr (formatted, ==, "a.workload:2:5: error: no more\n    spawn f()\n    ^\n");
  g_assert_cmpstr (without_text, ==, "a.workload:2:1: error: no more\n");
}

/* The caret stands under its place with tabs, with characters of two cells, and in CRLF text. */
static void
test_format (void)
{
  check_format ("\xEF\xBB\xBFtask main:\r\n\tprint \"é漢字 {unknown}\" + none\r\n",
                "a.workload:2:14: error: unknown name 'unknown': no variable of this task and no object is called so\n"
                "\tprint \"é漢字 {unknown}\" + none\n"
                "\t              ^~~~~~~\n");
  check_format ("\xEF\xBB\xBFtusk main:\n  pass\n",
                "a.workload:1:1: error: unknown declaration 'tusk', did you mean 'task'?\n"
                "tusk main:\n"
                "^~~~\n");
  check_format ("task main:", "a.workload:1:10: error: an indented block must follow this ':' ('pass' does nothing)\n"
                              "task main:\n"
                              "         ^\n");
}

static void
test_format_many (void)
{
  g_autoptr (GString) text = g_string_new ("task main:\n");
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();

  for (guint i = 0; i < 25; i++)
    g_string_append (text, "    wait 3\n");
  g_autoptr (IlProgram) program = il_program_new ("test", text->str, text->len, diagnostics);
  g_assert_null (program);
  g_assert_cmpuint (il_diagnostics_count (diagnostics), ==, 25);

  g_autofree char *formatted = il_diagnostics_format (diagnostics, "f", text->str);
  g_assert_true (g_str_has_suffix (
      formatted,
      "f:21:10: error: 'wait' needs an event, a condition or a barrier\n    wait 3\n         ^\n... and 5 more\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/errors/messages", test_messages);
  g_test_add_func ("/language/errors/format", test_format);
  g_test_add_func ("/language/errors/whole-line", test_whole_line);
  g_test_add_func ("/language/errors/format-many", test_format_many);
  return g_test_run ();
}
