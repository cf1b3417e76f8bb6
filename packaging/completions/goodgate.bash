# shellcheck shell=bash disable=all

__goodgate_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__goodgate_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__goodgate_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__goodgate_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_goodgate() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __goodgate_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    serve|check|upgrade|drain|explain|diagnose|check-url|har|top|logs|demo|drill|lab|docs|version|help)
        # Offer subcommand argument completions
        "_goodgate_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'serve check upgrade drain explain diagnose check-url har top logs demo drill lab docs version help' -- "${cur}"))
        ;;
    esac
}

_goodgate_serve() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=(--to --listen)
    non_repeating_options=(--config --workers --admin --access-log)
    __goodgate_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--to')
        return
        ;;
    '--listen')
        return
        ;;
    '--config')
        __goodgate_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--workers')
        return
        ;;
    '--admin')
        return
        ;;
    '--access-log')
        __goodgate_add_completions -W 'json'$'\n''combined'$'\n''off'
        return
        ;;
    esac
}

_goodgate_check() {
    repeating_flags=()
    non_repeating_flags=(--strict --json --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __goodgate_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __goodgate_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    esac
}

_goodgate_upgrade() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--pid)
    __goodgate_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--pid')
        return
        ;;
    esac
}

_goodgate_drain() {
    repeating_flags=()
    non_repeating_flags=(--undo --wait --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--admin --token --token-file)
    __goodgate_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--admin')
        return
        ;;
    '--token')
        return
        ;;
    '--token-file')
        __goodgate_add_completions -f
        return
        ;;
    esac
}

_goodgate_explain() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--admin --token --token-file)
    __goodgate_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--admin')
        return
        ;;
    '--token')
        return
        ;;
    '--token-file')
        __goodgate_add_completions -f
        return
        ;;
    esac
}

_goodgate_diagnose() {
    repeating_flags=()
    non_repeating_flags=(--no-control --show-query --matrix --zone --active-post --active-size --trace --no-active --json --version -h --help)
    repeating_options=(--origin --resolver --header --control)
    non_repeating_options=(--http --samples --for --timeout --method --authorities --report --admin)
    __goodgate_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--http')
        return
        ;;
    '--origin')
        return
        ;;
    '--resolver')
        return
        ;;
    '--samples')
        return
        ;;
    '--for')
        return
        ;;
    '--timeout')
        return
        ;;
    '--method')
        return
        ;;
    '--header')
        return
        ;;
    '--authorities')
        __goodgate_add_completions -f
        return
        ;;
    '--control')
        return
        ;;
    '--report')
        __goodgate_add_completions -o plusdirs -fX '!*.@(md|html|json)'
        return
        ;;
    '--admin')
        return
        ;;
    esac
}

_goodgate_check-url() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--parallel --timeout)
    __goodgate_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--parallel')
        return
        ;;
    '--timeout')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __goodgate_add_completions -f
        return
        ;;
    esac
}

_goodgate_har() {
    repeating_flags=()
    non_repeating_flags=(--json --live --version -h --help)
    repeating_options=()
    non_repeating_options=(--sanitize)
    __goodgate_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--sanitize')
        __goodgate_add_completions -o plusdirs -fX '!*.@(har)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __goodgate_add_completions -o plusdirs -fX '!*.@(har|json)'
        return
        ;;
    esac
}

_goodgate_top() {
    repeating_flags=()
    non_repeating_flags=(--once --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--admin --token --token-file --interval)
    __goodgate_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--admin')
        return
        ;;
    '--token')
        return
        ;;
    '--token-file')
        __goodgate_add_completions -f
        return
        ;;
    '--interval')
        return
        ;;
    esac
}

_goodgate_logs() {
    repeating_flags=()
    non_repeating_flags=(--follow --json --lines --version -h --help)
    repeating_options=(--nginx-conf --by)
    non_repeating_options=(--format --log-format --since --until --top --html --grep-fault --cost-per-request --jobs)
    __goodgate_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--format')
        __goodgate_add_completions -W 'combined'$'\n''vhost-combined'$'\n''ingress-nginx'$'\n''traefik'$'\n''template'$'\n''json'$'\n''haproxy'$'\n''envoy'$'\n''alb'$'\n''w3c'$'\n''heroku'$'\n''nginx-error'$'\n''apache-error'$'\n''process'
        return
        ;;
    '--log-format')
        return
        ;;
    '--nginx-conf')
        __goodgate_add_completions -f
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--top')
        return
        ;;
    '--by')
        __goodgate_add_completions -W 'endpoint'$'\n''url'$'\n''upstream'$'\n''host'$'\n''client'$'\n''status'$'\n''method'
        return
        ;;
    '--html')
        __goodgate_add_completions -f
        return
        ;;
    '--grep-fault')
        return
        ;;
    '--cost-per-request')
        return
        ;;
    '--jobs')
        return
        ;;
    esac
}

_goodgate_demo() {
    repeating_flags=()
    non_repeating_flags=(--check --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--port --admin-port)
    __goodgate_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--port')
        return
        ;;
    '--admin-port')
        return
        ;;
    esac
}

_goodgate_drill() {
    repeating_flags=()
    non_repeating_flags=(--verbose --json --version -h --help)
    repeating_options=(--only)
    non_repeating_options=()
    __goodgate_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--only')
        __goodgate_add_completions -W 'name-unknown'$'\n''name-server-failing'$'\n''name-server-refusing'$'\n''name-server-silent'$'\n''name-without-address'$'\n''name-server-garbage'$'\n''refused'$'\n''connect-timeout'$'\n''unroutable'$'\n''backlog-full'$'\n''socket-missing'$'\n''tls-on-plain'$'\n''other-protocol'$'\n''close-before-head'$'\n''reset-before-head'$'\n''silent'$'\n''late'$'\n''slow-head'$'\n''close-inside-head'$'\n''reset-inside-head'$'\n''garbage'$'\n''wrong-version'$'\n''http09'$'\n''interim-flood'$'\n''bad-field-name'$'\n''space-before-colon'$'\n''bad-field-value'$'\n''folded-field'$'\n''bare-cr'$'\n''bare-lf'$'\n''two-lengths'$'\n''length-and-coding'$'\n''bad-length'$'\n''unknown-coding'$'\n''coding-not-final'$'\n''bad-chunk-size'$'\n''bad-chunk-extension'$'\n''bad-chunk-end'$'\n''bad-trailer'$'\n''truncated-length'$'\n''shared-truncated'$'\n''truncated-chunked'$'\n''reset-in-body'$'\n''slow-body'$'\n''endless'$'\n''huge-head'$'\n''huge-field'$'\n''many-fields'$'\n''huge-trailers'$'\n''huge-trailer-field'$'\n''race'$'\n''close-on-reuse'$'\n''unsolicited'$'\n''unsolicited-idle'$'\n''broken-upload'$'\n''slow-reader'$'\n''switch-unexpected'$'\n''upgrade-mismatched'$'\n''tls-closes'$'\n''tls-silent'$'\n''tls-refuses'$'\n''tls-garbled'$'\n''plain-on-tls'$'\n''certificate-expired'$'\n''certificate-not-yet-valid'$'\n''certificate-other-name'$'\n''certificate-untrusted'$'\n''certificate-self-signed'$'\n''certificate-without-intermediate'$'\n''h2-not-spoken'$'\n''h2-no-settings'$'\n''h2-refused'$'\n''h2-goaway'$'\n''h2-reset'$'\n''h2-reset-in-body'$'\n''h2-garbage'$'\n''h2-no-extended-connect'$'\n''h2-stalled-window'$'\n''h2-ping-unanswered'$'\n''h2-small-header-list'$'\n''restart-gap'$'\n''rolling'$'\n''slow-beside-fast'$'\n''health-failing'$'\n''overloaded'$'\n''address-moves'$'\n''client/two-spaces'$'\n''client/bad-method'$'\n''client/bad-target'$'\n''client/non-ascii-target'$'\n''client/wrong-version'$'\n''client/http09'$'\n''client/tls-on-plain'$'\n''client/connect'$'\n''client/no-host'$'\n''client/two-hosts'$'\n''client/bad-host'$'\n''client/bad-field-name'$'\n''client/space-before-colon'$'\n''client/bad-field-value'$'\n''client/folded-field'$'\n''client/bare-cr'$'\n''client/bare-lf'$'\n''client/unknown-expectation'$'\n''client/length-and-coding'$'\n''client/two-lengths'$'\n''client/bad-length'$'\n''client/unknown-coding'$'\n''client/coding-not-final'$'\n''client/bad-chunk-size'$'\n''client/bad-chunk-extension'$'\n''client/bad-chunk-end'$'\n''client/bad-trailer'$'\n''client/huge-trailers'$'\n''client/long-line'$'\n''client/huge-field'$'\n''client/huge-head'$'\n''client/many-fields'$'\n''client/huge-body'$'\n''client/slow-head'$'\n''client/dripping-head'$'\n''client/slow-body'$'\n''client/h2-data-on-stream-0'
        return
        ;;
    esac
}

_goodgate_lab() {
    repeating_flags=()
    non_repeating_flags=(--list --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--port --scenario)
    __goodgate_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--port')
        return
        ;;
    '--scenario')
        __goodgate_add_completions -W 'name-unknown'$'\n''name-server-failing'$'\n''name-server-refusing'$'\n''name-server-silent'$'\n''name-without-address'$'\n''name-server-garbage'$'\n''refused'$'\n''connect-timeout'$'\n''unroutable'$'\n''backlog-full'$'\n''socket-missing'$'\n''tls-on-plain'$'\n''other-protocol'$'\n''close-before-head'$'\n''reset-before-head'$'\n''silent'$'\n''late'$'\n''slow-head'$'\n''close-inside-head'$'\n''reset-inside-head'$'\n''garbage'$'\n''wrong-version'$'\n''http09'$'\n''interim-flood'$'\n''bad-field-name'$'\n''space-before-colon'$'\n''bad-field-value'$'\n''folded-field'$'\n''bare-cr'$'\n''bare-lf'$'\n''two-lengths'$'\n''length-and-coding'$'\n''bad-length'$'\n''unknown-coding'$'\n''coding-not-final'$'\n''bad-chunk-size'$'\n''bad-chunk-extension'$'\n''bad-chunk-end'$'\n''bad-trailer'$'\n''truncated-length'$'\n''shared-truncated'$'\n''truncated-chunked'$'\n''reset-in-body'$'\n''slow-body'$'\n''endless'$'\n''huge-head'$'\n''huge-field'$'\n''many-fields'$'\n''huge-trailers'$'\n''huge-trailer-field'$'\n''huge-body'$'\n''close-after-idle'$'\n''race'$'\n''close-on-reuse'$'\n''half-close'$'\n''unsolicited'$'\n''unsolicited-idle'$'\n''early-answer'$'\n''broken-upload'$'\n''slow-reader'$'\n''switch-unexpected'$'\n''upgrade-mismatched'$'\n''upgrade-refused'$'\n''tls-closes'$'\n''tls-silent'$'\n''tls-refuses'$'\n''tls-garbled'$'\n''plain-on-tls'$'\n''certificate-expired'$'\n''certificate-not-yet-valid'$'\n''certificate-other-name'$'\n''certificate-untrusted'$'\n''certificate-self-signed'$'\n''certificate-without-intermediate'$'\n''h2-not-spoken'$'\n''h2-no-settings'$'\n''h2-refused'$'\n''h2-goaway'$'\n''h2-reset'$'\n''h2-reset-in-body'$'\n''h2-garbage'$'\n''h2-no-extended-connect'$'\n''h2-stalled-window'$'\n''h2-ping-unanswered'$'\n''h2-small-header-list'$'\n''restart-gap'$'\n''rolling'$'\n''slow-beside-fast'$'\n''health-failing'$'\n''overloaded'$'\n''address-moves'
        return
        ;;
    esac

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    network)
        # Offer subcommand argument completions
        "_goodgate_lab_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'network' -- "${cur}"))
        ;;
    esac
}

_goodgate_lab_network() {
    repeating_flags=()
    non_repeating_flags=(--clean --list --json --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __goodgate_offer_flags_options -1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __goodgate_add_completions -W 'healthy'$'\n''healthy-ipv6'$'\n''healthy-both'$'\n''name-unknown'$'\n''name-without-address'$'\n''zone-failing'$'\n''signature-broken'$'\n''resolver-silent'$'\n''resolver-gone'$'\n''resolver-refuses'$'\n''resolver-filters'$'\n''resolver-late'$'\n''hosts-override'$'\n''no-route'$'\n''ipv6-only-site'$'\n''refused'$'\n''port-dropped'$'\n''port-prohibited'$'\n''address-silent'$'\n''host-unreachable'$'\n''route-circle'$'\n''one-of-three-refused'$'\n''one-of-three-silent'$'\n''ipv6-silent'$'\n''ipv6-refused'$'\n''path-mtu'$'\n''delay'$'\n''loss'$'\n''shallow-queue'$'\n''close-before-head'$'\n''reset-before-head'$'\n''reset-in-content'$'\n''close-in-content'
        return
        ;;
    *)
        __goodgate_add_completions -W "$(eval 'compgen -c')"
        return
        ;;
    esac
}

_goodgate_docs() {
    repeating_flags=()
    non_repeating_flags=(--write --check --json --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __goodgate_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __goodgate_add_completions -d
        return
        ;;
    esac
}

_goodgate_version() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __goodgate_offer_flags_options 0
}

_goodgate_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __goodgate_offer_flags_options -1
}

complete -o filenames -F _goodgate goodgate