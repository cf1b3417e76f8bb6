function __goodgate_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __goodgate_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __goodgate_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __goodgate_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __goodgate_parse_tokens -S
    set -l unparsed_tokens (__goodgate_tokens -pc)
    switch $unparsed_tokens[1]
    case 'goodgate'
        __goodgate_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'serve'
            __goodgate_parse_subcommand 0 'to=+' 'listen=+' 'config=' 'workers=' 'admin=' 'access-log=' 'json' 'version' 'h/help'
        case 'check'
            __goodgate_parse_subcommand 1 'strict' 'json' 'version' 'h/help'
        case 'upgrade'
            __goodgate_parse_subcommand 0 'pid=' 'version' 'h/help'
        case 'drain'
            __goodgate_parse_subcommand 1 'undo' 'wait' 'admin=' 'token=' 'token-file=' 'json' 'version' 'h/help'
        case 'explain'
            __goodgate_parse_subcommand -r 1 'admin=' 'token=' 'token-file=' 'json' 'version' 'h/help'
        case 'diagnose'
            __goodgate_parse_subcommand 1 'http=' 'origin=+' 'resolver=+' 'samples=' 'for=' 'timeout=' 'method=' 'header=+' 'authorities=' 'control=+' 'no-control' 'report=' 'show-query' 'admin=' 'matrix' 'zone' 'active-post' 'active-size' 'trace' 'no-active' 'json' 'version' 'h/help'
        case 'check-url'
            __goodgate_parse_subcommand 1 'parallel=' 'timeout=' 'json' 'version' 'h/help'
        case 'har'
            __goodgate_parse_subcommand 1 'json' 'live' 'sanitize=' 'version' 'h/help'
        case 'top'
            __goodgate_parse_subcommand 0 'admin=' 'token=' 'token-file=' 'interval=' 'once' 'json' 'version' 'h/help'
        case 'logs'
            __goodgate_parse_subcommand -r 1 'format=' 'log-format=' 'nginx-conf=+' 'since=' 'until=' 'follow' 'top=' 'by=+' 'json' 'html=' 'grep-fault=' 'lines' 'cost-per-request=' 'jobs=' 'version' 'h/help'
        case 'demo'
            __goodgate_parse_subcommand 0 'port=' 'admin-port=' 'check' 'json' 'version' 'h/help'
        case 'drill'
            __goodgate_parse_subcommand 0 'only=+' 'verbose' 'json' 'version' 'h/help'
        case 'lab'
            __goodgate_parse_subcommand 0 'port=' 'scenario=' 'list' 'json' 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'network'
                __goodgate_parse_subcommand -r 2 'clean' 'list' 'json' 'version' 'h/help'
            end
        case 'docs'
            __goodgate_parse_subcommand 1 'write' 'check' 'json' 'version' 'h/help'
        case 'version'
            __goodgate_parse_subcommand 0 'json' 'version' 'h/help'
        case 'help'
            __goodgate_parse_subcommand -r 1 'version'
        end
    end
end

function __goodgate_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __goodgate_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __goodgate_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __goodgate_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__goodgate_tokens -p)
    if test -z "$(__goodgate_tokens -t)"
        set -l index (count (__goodgate_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'goodgate' -f
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'serve' -d 'Serve: pass requests on to upstream servers.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'check' -d 'Check a configuration file and print everything that is wrong with it.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'upgrade' -d 'Put a replaced program file into use without refusing a client.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'drain' -d 'Take an upstream server out of use, so that it can be stopped.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'explain' -d 'Explain an incident by its id, or any name of a failure.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'diagnose' -d 'Find out why a site fails: which stage, whose side, what to do.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'check-url' -d 'Look at many URLs once and say which fail, and why.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'har' -d 'Find the failed requests of a browser\'s recording and say why they failed.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'top' -d 'Show routes and endpoints of a running gateway, live.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'logs' -d 'Find the causes of 502s in the logs of nginx, HAProxy, Apache, Envoy and others.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'demo' -d 'Show what it does: a gateway in front of servers of which some are broken.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'drill' -d 'Provoke every fault and compare what page, header, log, metric and explanation tell.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'lab' -d 'Run upstream servers that misbehave, each in exactly one way.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'docs' -d 'Write or check the documents that are made from the program itself.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'version' -d 'Print the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate serve"' -l 'to' -d 'Upstream server of one route for everything; repeatable.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate serve"' -l 'listen' -d 'Address to serve clients on; repeatable. (default: 127.0.0.1:8080)' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate serve" config' -l 'config' -d 'Configuration file.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate serve" workers' -l 'workers' -d 'Worker threads, or `auto` for one per processor.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate serve" admin' -l 'admin' -d 'Address of the admin API, or `off`. (default: 127.0.0.1:8081)' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate serve" access-log' -l 'access-log' -d 'Access log on standard output: `json`, `combined` or `off`. (default: json)' -rfka 'json combined off'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate serve" json' -l 'json' -d 'Say what happens on standard error as one JSON object a line.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate serve" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate serve" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate check" -eq 1' -fa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate check" strict' -l 'strict' -d 'End with status 1 when there are warnings.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate check" json' -l 'json' -d 'Print the problems as a JSON array.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate check" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate upgrade" pid' -l 'pid' -d 'Process of the running gateway.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate upgrade" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate upgrade" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drain" undo' -l 'undo' -d 'Put it back into use.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drain" wait' -l 'wait' -d 'Return when nothing is under way there any more.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drain" admin' -l 'admin' -d 'Admin address of the running gateway.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drain" token' -l 'token' -d 'Token of the admin API; --token-file does not show it to other users.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drain" token-file' -l 'token-file' -d 'File that holds the token.' -rF
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drain" json' -l 'json' -d 'Print JSON.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drain" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drain" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate explain" admin' -l 'admin' -d 'Admin address of the running gateway.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate explain" token' -l 'token' -d 'Token of the admin API; --token-file does not show it to other users.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate explain" token-file' -l 'token-file' -d 'File that holds the token.' -rF
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate explain" json' -l 'json' -d 'Print JSON.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate explain" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate explain" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" http' -l 'http' -d 'Version of HTTP: both (as browsers do, and each compared), 1.1, or 2; without TLS 2 is taken for granted.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose"' -l 'origin' -d 'A server behind the gateway, asked directly as well; repeatable.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose"' -l 'resolver' -d 'Another name server to compare with; repeatable.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" samples' -l 'samples' -d 'Tries on fresh connections.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" for' -l 'for' -d 'Spread tries over this time, and use a connection after idle times.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" timeout' -l 'timeout' -d 'The whole walk takes no longer, without --for.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" method' -l 'method' -d 'GET, HEAD or OPTIONS.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose"' -l 'header' -d 'A field of the request, such as \'Cookie: a=b\'; repeatable.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" authorities' -l 'authorities' -d 'Authorities that are trusted instead of the system\'s.' -rF
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose"' -l 'control' -d 'Asked when the site cannot be reached, instead of the usual places: is it only me? Repeatable.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" no-control' -l 'no-control' -d 'Ask nobody but the site and name servers.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" report' -l 'report' -d 'Write a report to hand on; the ending says which form: .md, .html or .json.' -rfa '(set -l exts \'md\' \'html\' \'json\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" show-query' -l 'show-query' -d 'Show the values of the URL\'s query, also in reports: they are no secrets.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" admin' -l 'admin' -d 'Admin address of the Good Gateway in front, for its side of the story.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" matrix' -l 'matrix' -d 'Compare handshakes with and without name, ALPN and TLS versions; done anyway where a handshake fails.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" zone' -l 'zone' -d 'Ask the domain\'s own name servers; done anyway where a name does not work or answers differ.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" active-post' -l 'active-post' -d 'Send a POST with a few bytes as well, where the site may be asked to take one.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" active-size' -l 'active-size' -d 'Send ever larger request heads as well (8, 16, 32 KiB), to find a limit.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" trace' -l 'trace' -d 'Trace the way to the site; done anyway where it cannot be reached. Needs no root.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" no-active' -l 'no-active' -d 'One look at each address and nothing more.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" json' -l 'json' -d 'Print JSON (docs/diagnose.schema.json).'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate diagnose" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate check-url" -eq 1' -F
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate check-url" parallel' -l 'parallel' -d 'So many at the same time.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate check-url" timeout' -l 'timeout' -d 'Each takes no longer.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate check-url" json' -l 'json' -d 'Print one JSON object a line.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate check-url" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate check-url" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate har" -eq 1' -fa '(set -l exts \'har\' \'json\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate har" json' -l 'json' -d 'Print one JSON object a line.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate har" live' -l 'live' -d 'Look at the addresses that failed once more, without cookies: at most 20, as `check-url` does.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate har" sanitize' -l 'sanitize' -d 'Write the recording without secrets: values become marks, the same value the same mark.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'har\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate har" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate har" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate top" admin' -l 'admin' -d 'Admin address of the running gateway.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate top" token' -l 'token' -d 'Token of the admin API; --token-file does not show it to other users.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate top" token-file' -l 'token-file' -d 'File that holds the token.' -rF
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate top" interval' -l 'interval' -d 'Seconds between two readings, 0.1 to 3600.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate top" once' -l 'once' -d 'Print one picture, of two readings an interval apart, and end.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate top" json' -l 'json' -d 'Print JSON: one value a line, or one in all with --once.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate top" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate top" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" format' -l 'format' -d 'Read all as this format instead of recognising it.' -rfka 'combined vhost-combined ingress-nginx traefik template json haproxy envoy alb w3c heroku nginx-error apache-error process'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" log-format' -l 'log-format' -d 'How access logs are written: nginx\'s log_format or Apache\'s LogFormat.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs"' -l 'nginx-conf' -d 'Take every log_format from this nginx.conf and what it includes; repeatable. One that lies among the inputs is read by itself.' -rF
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" since' -l 'since' -d 'Only from then: 2026-11-21, 2026-11-21T12:00:00Z, or 2h before now.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" until' -l 'until' -d 'Only until then.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" follow' -l 'follow' -d 'Go on reading as the files grow, until Ctrl-C.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" top' -l 'top' -d 'Causes told in full, and rows of a table.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs"' -l 'by' -d 'A table by endpoint, url, upstream, host, client, status or method; repeatable.' -rfka 'endpoint url upstream host client status method'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" json' -l 'json' -d 'Print JSON.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" html' -l 'html' -d 'Also write a page with charts to this file.' -rF
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" grep-fault' -l 'grep-fault' -d 'Print the lines that failed with this fault or RFC 9209 type.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" lines' -l 'lines' -d 'Print all lines that failed, each with its fault.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" cost-per-request' -l 'cost-per-request' -d 'What a failed request costs, for the sum.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" jobs' -l 'jobs' -d 'How many files or pieces to read at once; the number of cores without it.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate logs" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate demo" port' -l 'port' -d 'Port of the gateway; another is chosen when it is taken.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate demo" admin-port' -l 'admin-port' -d 'Port of the admin API; another is chosen when it is taken.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate demo" check' -l 'check' -d 'Try the six things, tell which work, and end.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate demo" json' -l 'json' -d 'Print JSON.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate demo" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate demo" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drill"' -l 'only' -d 'One case: a scenario of the lab, or `client/` and a bad request; repeatable.' -rfka 'name-unknown name-server-failing name-server-refusing name-server-silent name-without-address name-server-garbage refused connect-timeout unroutable backlog-full socket-missing tls-on-plain other-protocol close-before-head reset-before-head silent late slow-head close-inside-head reset-inside-head garbage wrong-version http09 interim-flood bad-field-name space-before-colon bad-field-value folded-field bare-cr bare-lf two-lengths length-and-coding bad-length unknown-coding coding-not-final bad-chunk-size bad-chunk-extension bad-chunk-end bad-trailer truncated-length shared-truncated truncated-chunked reset-in-body slow-body endless huge-head huge-field many-fields huge-trailers huge-trailer-field race close-on-reuse unsolicited unsolicited-idle broken-upload slow-reader switch-unexpected upgrade-mismatched tls-closes tls-silent tls-refuses tls-garbled plain-on-tls certificate-expired certificate-not-yet-valid certificate-other-name certificate-untrusted certificate-self-signed certificate-without-intermediate h2-not-spoken h2-no-settings h2-refused h2-goaway h2-reset h2-reset-in-body h2-garbage h2-no-extended-connect h2-stalled-window h2-ping-unanswered h2-small-header-list restart-gap rolling slow-beside-fast health-failing overloaded address-moves client/two-spaces client/bad-method client/bad-target client/non-ascii-target client/wrong-version client/http09 client/tls-on-plain client/connect client/no-host client/two-hosts client/bad-host client/bad-field-name client/space-before-colon client/bad-field-value client/folded-field client/bare-cr client/bare-lf client/unknown-expectation client/length-and-coding client/two-lengths client/bad-length client/unknown-coding client/coding-not-final client/bad-chunk-size client/bad-chunk-extension client/bad-chunk-end client/bad-trailer client/huge-trailers client/long-line client/huge-field client/huge-head client/many-fields client/huge-body client/slow-head client/dripping-head client/slow-body client/h2-data-on-stream-0'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drill" verbose' -l 'verbose' -d 'Tell type, time and id of each.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drill" json' -l 'json' -d 'Print the result as JSON.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drill" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate drill" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab" port' -l 'port' -d 'Main port; 0 lets the system choose.' -rfka ''
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab" scenario' -l 'scenario' -d 'A scenario that every request to the main port meets.' -rfka 'name-unknown name-server-failing name-server-refusing name-server-silent name-without-address name-server-garbage refused connect-timeout unroutable backlog-full socket-missing tls-on-plain other-protocol close-before-head reset-before-head silent late slow-head close-inside-head reset-inside-head garbage wrong-version http09 interim-flood bad-field-name space-before-colon bad-field-value folded-field bare-cr bare-lf two-lengths length-and-coding bad-length unknown-coding coding-not-final bad-chunk-size bad-chunk-extension bad-chunk-end bad-trailer truncated-length shared-truncated truncated-chunked reset-in-body slow-body endless huge-head huge-field many-fields huge-trailers huge-trailer-field huge-body close-after-idle race close-on-reuse half-close unsolicited unsolicited-idle early-answer broken-upload slow-reader switch-unexpected upgrade-mismatched upgrade-refused tls-closes tls-silent tls-refuses tls-garbled plain-on-tls certificate-expired certificate-not-yet-valid certificate-other-name certificate-untrusted certificate-self-signed certificate-without-intermediate h2-not-spoken h2-no-settings h2-refused h2-goaway h2-reset h2-reset-in-body h2-garbage h2-no-extended-connect h2-stalled-window h2-ping-unanswered h2-small-header-list restart-gap rolling slow-beside-fast health-failing overloaded address-moves'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab" list' -l 'list' -d 'List what there is and end.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab" json' -l 'json' -d 'Print JSON.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate lab" -eq 1' -fa 'network' -d 'Run a command in a network that is broken in exactly one way.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate lab network" -eq 1' -fka 'healthy healthy-ipv6 healthy-both name-unknown name-without-address zone-failing signature-broken resolver-silent resolver-gone resolver-refuses resolver-filters resolver-late hosts-override no-route ipv6-only-site refused port-dropped port-prohibited address-silent host-unreachable route-circle one-of-three-refused one-of-three-silent ipv6-silent ipv6-refused path-mtu delay loss shallow-queue close-before-head reset-before-head reset-in-content close-in-content'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate lab network" -ge 2' -fka '(compgen -c)'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab network" clean' -l 'clean' -d 'Take away what killed runs have left behind, and end.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab network" list' -l 'list' -d 'List what there is and end.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab network" json' -l 'json' -d 'Print JSON.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab network" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate lab network" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate docs" write' -l 'write' -d 'Write the files that are missing or differ.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate docs" check' -l 'check' -d 'Say which files are missing or differ.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate docs" json' -l 'json' -d 'Print the paths as JSON.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_positional "goodgate docs" -eq 1' -fa '(__goodgate_complete_directories)'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate docs" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate docs" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate version" json' -l 'json' -d 'Print it as JSON.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate version" version' -l 'version' -d 'Show the version.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate version" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'goodgate' -n '__goodgate_should_offer_completions_for_flags_or_options "goodgate help" version' -l 'version' -d 'Show the version.'