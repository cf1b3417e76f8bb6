import GatewayFaults

/// The parts of the page that try again.
///
/// Only for temporary faults and methods that are safe to repeat: a form must never be sent twice by a page. The script
/// asks quietly in growing pauses and reloads when the answer is good; without script a slow refresh does the work.
struct HTMLRetry {
    let head: String
    let body: String
    let script: String

    /// Pauses between tries, in seconds; the last one repeats.
    static let pauses = [5, 10, 20, 40, 60, 120]

    init(_ context: AnswerContext) {
        guard context.method == "GET" || context.method == "HEAD" else {
            self.head = ""
            self.body =
                context.fault.detail.isTemporary
                ? "<p class=\"hint\">Reloading this page would send your data again.</p>\n" : ""
            self.script = ""
            return
        }
        guard context.fault.detail.isTemporary else {
            self.head = ""
            self.body = ""
            self.script = ""
            return
        }
        let wanted = context.retryAfter ?? Guide.pause(for: context.fault.detail) ?? 0
        let first = max(Self.pauses[0], min(wanted, 3600))
        self.head =
            "<noscript><meta http-equiv=\"refresh\" content=\"\(max(30, first))\"></noscript>\n"
        self.body = """
            <p class="again"><a class="button" href="">Try again now</a> \
            <span id="count">\
            <noscript>This page tries again by itself.</noscript></span></p>

            """
        self.script = "<script>\n" + Self.source(first: first) + "</script>\n"
    }

    /// Asks again while the page is visible; a status below 500 other than 408 and 429 is a good answer.
    private static func source(first: Int) -> String {
        let pauses = Self.pauses.map { max($0, first) }.map(String.init).joined(separator: ",")
        return """
            (function(){
            var pauses=[\(pauses)],turn=0,left=0,box=document.getElementById("count");
            function say(text){box.textContent=text}
            function wait(){left=pauses[Math.min(turn++,pauses.length-1)];left+=Math.round(left*Math.random()*.2);tick()}
            function tick(){
            if(document.hidden||!navigator.onLine){setTimeout(tick,1000);return}
            if(left>0){if(left<=5||left%10===0||turn===1)say("Trying again by itself in "+left+" s");left--;setTimeout(tick,1000);return}
            say("Trying again\\u2026");
            fetch(location.href,{cache:"no-store",credentials:"same-origin",redirect:"manual"}).then(function(r){
            if(r.type==="opaqueredirect"||(r.status<500&&r.status!==408&&r.status!==429))location.reload();else wait()
            }).catch(wait)}
            if(window.fetch)wait();
            })();

            """
    }
}
