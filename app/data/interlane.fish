# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of interlane's command line for fish.

# The policies and, as NAME:PARAMETER=, what each takes. The help lists them.
function __interlane_policies
    set -l policy
    for line in (interlane run --help 2> /dev/null)
        if set -l name (string match -rg '^  ([a-z][a-z0-9-]*)  ' -- $line)
            set policy $name
            echo $name
        else if set -l parameter (string match -rg '^    ([a-z][a-z0-9_]*)  ' -- $line)
            echo $policy:$parameter=
        end
    end
end

set -l verbs run check events stats chart sweep explore python
set -l none "not __fish_seen_subcommand_from $verbs"

complete -c interlane -n $none -a run -d 'run a workload'
complete -c interlane -n $none -a check -d 'say what is wrong with a workload or a trace'
complete -c interlane -n $none -a events -d 'print the events of a trace'
complete -c interlane -n $none -a stats -d 'print the measures of a trace'
complete -c interlane -n $none -a chart -d 'draw a trace to a file'
complete -c interlane -n $none -a sweep -d 'run a workload over a range of values'
complete -c interlane -n $none -a explore -d 'find the shortest schedule that fails, among all'
complete -c interlane -n $none -a python -d 'print a workload as a Python program'
complete -c interlane -n $none -l compare -d 'show a trace beside another file'
complete -c interlane -n $none -l help -d 'how to use it'
complete -c interlane -n $none -l version -d 'which version it is'

set -l run '__fish_seen_subcommand_from run'
complete -c interlane -n $run -l model -x -a 'sync threads coop all' -d 'the model to run'
complete -c interlane -n $run -l clock -x -a 'virtual wall' -d 'the clock'
complete -c interlane -n $run -l cores -x -d 'cores of the simulated machine'
complete -c interlane -n $run -l policy -xa '(__interlane_policies)' -d 'scheduling policy'
complete -c interlane -n $run -l quantum -x -d 'longest turn of a thread'
complete -c interlane -n $run -l switch -x -d 'cost of a context switch'
complete -c interlane -n $run -l seed -x -d 'of everything random'
complete -c interlane -n $run -l trace -r -d 'keep the runs'
complete -c interlane -n $run -l chart -r -d 'draw the runs'
complete -c interlane -n $run -l max-steps -x -d 'most statements'
complete -c interlane -n $run -l max-tasks -x -d 'most tasks'
complete -c interlane -n $run -l max-depth -x -d 'most nested calls'
complete -c interlane -n $run -l max-records -x -d 'most records'
complete -c interlane -n $run -l max-memory -x -d 'most MiB of strings and lists'
complete -c interlane -n $run -l quiet -d 'leave the table out'

set -l choosing '__fish_seen_subcommand_from events stats chart'
complete -c interlane -n $choosing -l model -x -a 'sync threads coop' -d 'whose runs'
complete -c interlane -n $choosing -l run -x -d 'which run, by number or title'
complete -c interlane -n '__fish_seen_subcommand_from python' -l model -x -a 'sync threads coop' -d 'how it runs'
complete -c interlane -n '__fish_seen_subcommand_from stats' -l json -d 'print JSON'
complete -c interlane -n '__fish_seen_subcommand_from stats' -l at -x -d 'the state at a time'
complete -c interlane -n '__fish_seen_subcommand_from stats' -l blame -x -d 'what a task waited for'
complete -c interlane -n '__fish_seen_subcommand_from stats' -l critical-path -d 'what the length is made of'
complete -c interlane -n '__fish_seen_subcommand_from stats' -l differences -d 'where runs part'

set -l chart '__fish_seen_subcommand_from chart'
complete -c interlane -n $chart -s o -r -d 'where to draw to'
complete -c interlane -n $chart -l from -x -d 'start'
complete -c interlane -n $chart -l to -x -d 'end'
complete -c interlane -n $chart -l width -x -d 'pixels'
complete -c interlane -n $chart -l color -x -a 'task state object' -d 'what hues tell'
complete -c interlane -n $chart -l by-core -d 'a lane a core'
complete -c interlane -n $chart -l dark -d 'on a dark ground'

set -l explore '__fish_seen_subcommand_from explore'
complete -c interlane -n $explore -l preemptions -x -d 'at most so many'
complete -c interlane -n $explore -l max-states -x -d 'when to end'
complete -c interlane -n $explore -l max-time -x -d 'when to end'
complete -c interlane -n $explore -l expect -x -a 'none failure reach:' -d 'exit with 0 if it is so'
complete -c interlane -n $explore -l json -d 'print JSON'

set -l sweep '__fish_seen_subcommand_from sweep'
complete -c interlane -n $sweep -l vary -x -d 'what takes which values'
complete -c interlane -n $sweep -l model -x -a 'sync threads coop all' -d 'the models'
complete -c interlane -n $sweep -l repeat -x -d 'runs a point'
complete -c interlane -n $sweep -l seed -x -d 'the first seed'
complete -c interlane -n $sweep -l json -d 'print JSON'
complete -c interlane -n $sweep -s o -r -d 'where to draw the plot to'
complete -c interlane -n $sweep -l dark -d 'on a dark ground'
complete -c interlane -n $sweep -l workers -x -d 'points at once'
complete -c interlane -n $sweep -l shard -x -d 'which share of how many'
complete -c interlane -n $sweep -l merge -d 'put shares together'
