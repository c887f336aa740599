# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of interlane's command line for bash.

# Completes what was TYPED of NAME:PARAMETER=VALUE,... The help lists the policies, and below each its parameters.
# What is replaced is only what stands behind the last colon or equals sign, at which bash breaks words.
_interlane_policy () # TYPED
{
  local typed=$1 help names begun replaced
  help=$("${COMP_WORDS[0]}" run --help 2> /dev/null)
  begun=${typed##*[:,]}
  replaced=${typed##*[:=]}
  case $typed in
    *:*) names=$(sed -n "/^  ${typed%%:*}  /,/^  [^ ]/s/^    \([a-z][a-z0-9_]*\)  .*/\1=/p" <<< "$help") ;;
    *) names=$(sed -n 's/^  \([a-z][a-z0-9-]*\)  .*/\1/p' <<< "$help") ;;
  esac
  mapfile -t COMPREPLY < <(compgen -P "${replaced%"$begun"}" -W "$names" -- "$begun")
  [[ $typed != *:* ]] || compopt -o nospace 2> /dev/null
}

_interlane ()
{
  local typed=${COMP_LINE:0:COMP_POINT}
  local earlier=${typed% *}
  typed=${typed##* }
  [[ ${earlier##* } != --policy ]] || { _interlane_policy "$typed"; return; }
  [[ $typed != --policy=* ]] || { _interlane_policy "${typed#--policy=}"; return; }

  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
  local words='' files=''

  case $before in
    --model) words='sync threads coop'; [[ $verb != run ]] || words+=' all' ;;
    --expect) words='none failure reach:' ;;
    --clock) words='virtual wall' ;;
    --trace | --chart | -o) files=yes ;;
    --cores | --max-* | --quantum | --switch | --seed | --from | --to | --width | --at | --blame | --run | --vary | --repeat | --workers | --shard | --preemptions) return ;;
    *)
      files=yes
      case $verb in
        run) words='--model --clock --cores --policy --quantum --switch --seed --trace --chart --quiet --max-steps --max-tasks --max-depth --max-records --max-memory' ;;
        events) words='--model --run' ;;
        python) words='--model' ;;
        stats) words='--model --run --json --at --blame --critical-path --differences' ;;
        sweep) words='--vary --model --repeat --seed --json -o --dark --workers --shard --merge' ;;
        explore) words='--preemptions --max-states --max-time --expect --json' ;;
        chart) words='-o --model --run --from --to --width --color --by-core --dark' ;;
      esac
      [[ $COMP_CWORD != 1 ]] || words='run check events stats chart sweep explore python --compare --help --version'
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  [[ -z $files || $word == -* ]] || mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
}

complete -o filenames -F _interlane interlane
