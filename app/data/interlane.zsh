#compdef interlane
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of interlane's command line for zsh.

local -a verbs
verbs=(
  'run:run a workload'
  'check:say what is wrong with a workload or a trace'
  'events:print the events of a trace'
  'stats:print the measures of a trace'
  'chart:draw a trace to a file'
  'sweep:run a workload over a range of values'
  'explore:find the shortest schedule that fails, among all'
  'python:print a workload as a Python program'
)

# NAME:PARAMETER=VALUE,... The help lists the policies, and below each its parameters.
_interlane_policies () {
  local help=$(interlane run --help 2> /dev/null)
  if compset -P 1 '*:'; then
    local policy=${${IPREFIX##*[ =]}%:}
    compset -P '*,'
    compadd -S '' -- ${(f)"$(sed -n "/^  $policy  /,/^  [^ ]/s/^    \([a-z][a-z0-9_]*\)  .*/\1=/p" <<< $help)"}
  else
    compadd -- ${(f)"$(sed -n 's/^  \([a-z][a-z0-9-]*\)  .*/\1/p' <<< $help)"}
  fi
}

_interlane_files () {
  if (( CURRENT == 2 )); then
    _describe verb verbs
    compadd -- --compare
  fi
  _files
}

case ${words[2]} in
  run)
    _arguments '1:verb:' '2:workload:_files -g "*.workload"' \
      '*--model[the model to run]:model:(sync threads coop all)' \
      '*--clock[the clock]:clock:(virtual wall)' \
      '*--cores[cores of the simulated machine]:number:' \
      '*--policy[scheduling policy]:policy:_interlane_policies' \
      '*--quantum[longest turn of a thread]:time:' \
      '*--switch[cost of a context switch]:time:' \
      '*--seed[of everything random]:number:' \
      '--trace[keep the runs]:file:_files' \
      '--chart[draw the runs]:file:_files' \
      '--max-steps[most statements]:number:' \
      '--max-tasks[most tasks]:number:' \
      '--max-depth[most nested calls]:number:' \
      '--max-records[most records]:number:' \
      '--max-memory[most MiB of strings and lists]:number:' \
      '--quiet[leave the table out]' ;;
  events)
    _arguments '1:verb:' '2:trace:_files -g "*.json"' '--model[whose runs]:model:(sync threads coop)' '*--run[which run]:number or title:' ;;
  python)
    _arguments '1:verb:' '2:workload:_files -g "*.workload"' '--model[how it runs]:model:(sync threads coop)' ;;
  stats)
    _arguments '1:verb:' '2:trace:_files -g "*.json"' '--json[print JSON]' \
      '--model[whose runs]:model:(sync threads coop)' '*--run[which run]:number or title:' \
      '--at[the state at a time]:time:' '--blame[what a task waited for]:task:' \
      '--critical-path[what the length is made of]' '--differences[where runs part]' ;;
  chart)
    _arguments '1:verb:' '2:trace:_files -g "*.json"' '-o[where to draw to]:file:_files' \
      '--model[whose runs]:model:(sync threads coop)' '*--run[which run]:number or title:' \
      '--from[start]:time:' '--to[end]:time:' '--width[of the chart]:pixels:' \
      '--color[what hues tell]:what:(task state object)' '--by-core[a lane a core]' '--dark[on a dark ground]' ;;
  sweep)
    _arguments '1:verb:' '*:workload or share:_files' '*--vary[what takes which values]:name=values:' \
      '*--model[the models]:models:(sync threads coop all)' '--repeat[runs a point]:number:' '--seed[the first seed]:number:' \
      '--json[print JSON]' '-o[where to draw the plot to]:file:_files' '--dark[on a dark ground]' \
      '--workers[points at once]:number:' '--shard[which share of how many]:i/n:' '--merge[put shares together]' ;;
  explore)
    _arguments '1:verb:' '2:workload:_files' '--preemptions[at most so many]:number:' '--max-states[when to end]:number:' \
      '--max-time[when to end]:time:' '--expect[exit with 0 if it is so]:what:(none failure reach\:)' '--json[print JSON]' ;;
  check)
    _arguments '1:verb:' '2:file:_files' ;;
  --compare)
    _arguments '--compare[show a trace beside another file]' '2:file:_files' '3:trace:_files -g "*.json"' ;;
  *)
    _interlane_files ;;
esac
