/// How the page looks.
enum HTMLReportStyle {
    static let text = """
        :root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--soft:#5c6670;--line:#d9dee3;--card:#f5f7f9;
        --bad:#c62828;--calm:#4b7bb5;--fix:#e8f3ea}
        @media (prefers-color-scheme:dark){:root{--back:#14171a;--text:#e6e9ec;--soft:#9aa4ae;--line:#30363c;
        --card:#1d2226;--bad:#ff6b60;--calm:#7aa7dc;--fix:#1b2e20}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
        main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
        h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0}
        h2{font-size:1.15rem;margin:2rem 0 .6rem}
        h3{font-size:.85rem;font-weight:500;color:var(--soft);margin:.8rem 0 .2rem}
        .soft,small,.place{color:var(--soft)}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.6rem}
        .cards div{background:var(--card);border-radius:.5rem;padding:.6rem .8rem}
        .cards b{display:block;font-size:1.3rem}
        .cards span{color:var(--soft);font-size:.8rem}
        .cause{border:1px solid var(--line);border-radius:.5rem;padding:.7rem .9rem;margin:.6rem 0}
        summary{cursor:pointer}
        summary span,summary i{white-space:nowrap}
        code{font-size:.9em;background:var(--card);border-radius:.2rem;padding:0 .2em}
        .fix code{background:none;font-weight:600;padding:0}
        summary small{display:block;overflow-wrap:anywhere}
        .bad{color:var(--bad)}
        dl{display:grid;grid-template-columns:4.5rem 1fr;gap:.3rem .6rem;margin:.6rem 0}
        dt{color:var(--soft)}
        dd{margin:0;overflow-wrap:anywhere}
        dd.fix{background:var(--fix);border-radius:.3rem;padding:.3rem .5rem}
        pre{background:var(--card);border-radius:.3rem;padding:.5rem;margin:.1rem 0 .6rem;white-space:pre-wrap;
        overflow-wrap:anywhere;font-size:.8rem}
        .place{font-size:.8rem;margin:.6rem 0 0;overflow-wrap:anywhere}
        .chart{display:block;width:100%;height:5rem;fill:var(--bad);border-bottom:1px solid var(--line)}
        .chart.calm{fill:var(--calm)}
        .cause .chart{height:2.5rem}
        .tables{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 2rem}
        table{width:100%;border-collapse:collapse;font-size:.9rem}
        th,td{text-align:right;padding:.2rem .4rem;vertical-align:top;white-space:nowrap}
        th{font-weight:500;color:var(--soft)}
        td:first-child,th:first-child{text-align:left;width:100%;white-space:normal}
        .bar{position:relative;overflow-wrap:anywhere;padding:0 .3rem}
        .bar i{position:absolute;inset:0 auto 0 0;background:var(--bad);opacity:.18;border-radius:.2rem}
        .bar span{position:relative}
        ul{padding-left:1.2rem}
        li{overflow-wrap:anywhere}
        """
}
