# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for rodagem-cli. tests/cli/test_docs.py compares it with --help.

_rodagem_cli_models()
{
  local database=() i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} == --database ]] && database=(--database "${COMP_WORDS[i + 1]}")
  done
  rodagem-cli "${database[@]}" models 2>/dev/null | sed -n 's/^ *\([0-9][0-9]*\) .*/\1/p'
}

_rodagem_cli()
{
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  local global="--database --json --help --version"
  local verbs="simulate inspect import imports mappings watch rejects undo halls positions formulas train models model evaluate
    export-svm import-model promote rollback history score risks predict explain outcome sql export-data"
  local verb="" words="" i

  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --database) ((i++)) ;;
      -*) ;;
      *) verb=${COMP_WORDS[i]}; break ;;
    esac
  done

  COMPREPLY=()
  case $prev in
    --database | --map | --write-map | --file)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      return ;;
    --out)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -d -- "$cur")
      return ;;
    --algorithm)
      mapfile -t COMPREPLY < <(compgen -W "forest svm boosted" -- "$cur")
      return ;;
    --kernel)
      mapfile -t COMPREPLY < <(compgen -W "rbf linear" -- "$cur")
      return ;;
    --decimal)
      mapfile -t COMPREPLY < <(compgen -W "comma point" -- "$cur")
      return ;;
    --charset)
      mapfile -t COMPREPLY < <(compgen -W "UTF-8 WINDOWS-1252 ISO-8859-1 ISO-8859-15 IBM850 UTF-16LE" -- "$cur")
      return ;;
    --split-rule)
      mapfile -t COMPREPLY < <(compgen -W "gini hellinger extra-trees" -- "$cur")
      return ;;
    --importance)
      mapfile -t COMPREPLY < <(compgen -W "impurity corrected permutation" -- "$cur")
      return ;;
    --layout)
      mapfile -t COMPREPLY < <(compgen -W "table predict" -- "$cur")
      return ;;
    --dirt)
      mapfile -t COMPREPLY < <(compgen -W "0 1 2" -- "$cur")
      return ;;
    --files)
      mapfile -t COMPREPLY < <(compgen -W "predict falhas status resultados" -- "$cur")
      return ;;
    --model)
      mapfile -t COMPREPLY < <(compgen -W "$(_rodagem_cli_models)" -- "$cur")
      return ;;
    --cars | --days | --seed | --readings | --svm-rows | --svm-cost | --svm-gamma | --boost-rounds | --boost-rate | --boost-depth | \
    --boost-lambda | --boost-weight | --boost-rows | --boost-columns | --boost-stop | --trees | --mtry | --min-node-size | --threads | --holdout | --gap | --folds | \
    --max-depth | --always-split | --split-weights | --class-weight | --sample-fraction | \
    --sample-failed | --sample-passed | \
    --capacity | --cars-per-shift | --cost-test | --cost-escape | --note | --limit | --since | \
    --zone | --table | --mapping | --save | --remove | --seconds | --formulas | --unit)
      return ;;
  esac

  if [[ -z $verb ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$verbs $global" -- "$cur")
    return
  fi

  if [[ $cur == -* ]]; then
    case $verb in
      simulate) words="--cars --days --seed --out --dirt --files --readings" ;;
      inspect) words="--table --decimal --charset --write-map" ;;
      import) words="--layout --table --decimal --charset --map --mapping --inspectors --dry-run" ;;
      watch) words="--seconds" ;;
      mappings) words="--save --file --map --remove" ;;
      formulas) words="--unit --add" ;;
      train) words="--algorithm --kernel --svm-rows --svm-cost --svm-gamma --boost-rounds --boost-rate
        --boost-depth --boost-lambda --boost-weight --boost-rows --boost-columns --boost-stop --trees --mtry --min-node-size --max-depth --split-rule
        --always-split --split-weights --class-weight --sample-fraction --sample-failed
        --sample-passed --no-replacement --importance --formulas --seed --threads --holdout --gap --folds
        --capacity --cars-per-shift --cost-test --cost-escape --note" ;;
      model) words="--curves" ;;
      evaluate) words="--model --table --decimal --charset --map" ;;
      export-svm) words="--rows --model --table --decimal --charset --map" ;;
      import-model | promote | rollback) words="--note" ;;
      score | explain) words="--model" ;;
      risks) words="--limit --since --all --model" ;;
      predict) words="--model --explain --table --decimal --charset --map" ;;
      outcome) words="--zone --note" ;;
      sql) words="--limit" ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words $global" -- "$cur")
    return
  fi

  case $verb in
    inspect | import | evaluate | export-svm | import-model | predict)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    watch)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
    model | promote)
      mapfile -t COMPREPLY < <(compgen -W "$(_rodagem_cli_models)" -- "$cur") ;;
    export-data)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
    formulas)
      mapfile -t COMPREPLY < <(compgen -W "list add change remove preview presets features" -- "$cur") ;;
    outcome)
      mapfile -t COMPREPLY < <(compgen -W "passed failed" -- "$cur") ;;
  esac
}

complete -F _rodagem_cli rodagem-cli
