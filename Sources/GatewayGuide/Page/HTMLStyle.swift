/// The look of the answer page: light and dark, phone to desk, screen and paper.
///
/// Colours keep a contrast of at least 4.5 to 1 on their ground (WCAG AA), and no meaning hangs on colour alone.
enum HTMLStyle {
    static let sheet = """
        :root{--ground:#f4f5f3;--card:#fff;--ink:#1c2126;--soft:#565f68;--line:#d9dcd8;--bad:#b3261e;--badground:#fdecea;\
        --ok:#1d6b41;--link:#14509e}
        @media(prefers-color-scheme:dark){:root{--ground:#13171b;--card:#1c2228;--ink:#e9ebec;--soft:#a5afb8;\
        --line:#343d46;--bad:#ff9c92;--badground:#3a2220;--ok:#7fd4a3;--link:#9cc5ff}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,\
        "Noto Sans",sans-serif;display:grid;min-height:100vh;min-height:100dvh;place-items:center;padding:1.5rem 1rem}
        main{width:100%;max-width:42rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;\
        padding:clamp(1.25rem,5vw,2.75rem)}
        p{margin:0 0 1rem}
        .status{margin:0 0 .35rem;color:var(--soft);font-size:.9rem;letter-spacing:.01em}
        h1{margin:0 0 1.75rem;font-size:clamp(1.5rem,5vw,2rem);line-height:1.2;letter-spacing:-.015em;text-wrap:balance}
        h2{margin:0 0 .35rem;font-size:1rem}
        h3{margin:1rem 0 .2rem;font-size:.95rem}
        .lead{font-size:1.075rem;margin-bottom:1.5rem}
        .way{list-style:none;display:flex;margin:0 0 1.75rem;padding:0}
        .way li{flex:1;position:relative;text-align:center;padding:0 .25rem}
        .way li+li::before{content:"";position:absolute;top:1.2rem;right:calc(50% + 1.6rem);left:calc(-50% + 1.6rem);\
        border-top:2px solid var(--ok)}
        .way li+li.bad::before,.way li.bad+li::before{border-top:2px dashed var(--bad)}
        .way li+li.idle::before{border-top:2px dashed var(--line)}
        svg{display:block;width:2.5rem;height:2.5rem;margin:0 auto .4rem;fill:none;stroke:currentColor;stroke-width:1.75;\
        stroke-linecap:round;stroke-linejoin:round}
        .ok svg{color:var(--ok)}
        .idle,.idle svg{color:var(--soft)}
        .idle circle{stroke-dasharray:2.5 3.2}
        .bad svg,.bad span{color:var(--bad)}
        .bad circle{fill:var(--badground);stroke-width:2.25}
        .bad span{font-weight:600}
        .way b{display:block;font-weight:600;line-height:1.3}
        .way span{display:block;font-size:.875rem;line-height:1.35;color:var(--soft)}
        .way .bad span{color:var(--bad)}
        .way i{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .advice{border-left:.25rem solid var(--link);padding:.1rem 0 .1rem 1.1rem;margin:0 0 1.75rem}
        .advice p:last-child{margin-bottom:0}
        .again{display:flex;flex-wrap:wrap;align-items:center;gap:.6rem 1rem}
        .again span,.hint{color:var(--soft);font-size:.925rem;font-variant-numeric:tabular-nums}
        a{color:var(--link)}
        .button{background:var(--link);color:var(--card);padding:.6rem 1.1rem;border-radius:.55rem;text-decoration:none;\
        font-weight:600;line-height:1.4}
        .button:hover{text-decoration:underline}
        a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:.3rem}
        dl{margin:0;padding-top:1.1rem;border-top:1px solid var(--line);display:grid;gap:.2rem;font-size:.875rem;\
        color:var(--soft)}
        dl div{display:flex;gap:.75rem}
        dt{flex:0 0 3rem}
        dd{margin:0;color:var(--ink);overflow-wrap:anywhere}
        code{font:.925em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        .id{user-select:all}
        details{margin-top:1.1rem;border-top:1px solid var(--line);padding-top:1.1rem;font-size:.925rem}
        summary{cursor:pointer;font-weight:600}
        summary+p{margin-top:.75rem}
        @media(max-width:26rem){body{padding:0}main{border:0;border-radius:0;min-height:100vh;min-height:100dvh}\
        svg{width:2.1rem;height:2.1rem}.way b{font-size:.925rem}.way span{font-size:.8125rem}.way li+li::before{top:1rem}}
        @media print{body{display:block;background:none}main{border:0;padding:0;max-width:none}.again{display:none}}

        """
}
