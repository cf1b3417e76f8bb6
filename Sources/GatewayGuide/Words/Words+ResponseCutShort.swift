/// Words for responses that end too early.
extension Words {
    static let lengthTruncated = Words(
        title: "The answer ended too early",
        whatHappened: """
            The application promised more than it sent: its answer ended too early, so what you have is not \
            complete.
            """,
        visitor: "Reload the page. If it was a download, it is not complete: start it again.",
        operations: """
            The connection closed before `Content-Length` bytes had arrived. Compare the bytes in the incident with \
            the promised length: a crash half-way, a worker timeout, or a file that shrank while it was sent.
            """,
        developer: """
            Compute the length from the bytes that you really send (after compression and encoding), and answer 500 \
            when producing them fails.
            """,
        provider: """
            Check disk space and worker limits on the application's machine, and devices that cut transfers at a \
            certain size or time.
            """,
        reference: Reference(rfc: 9112, section: "8")
    )

    static let chunkedTruncated = Words(
        title: "The answer has no end",
        whatHappened: """
            The application sent its answer in pieces and stopped without the last one, so what you have is not \
            complete.
            """,
        visitor: "Reload the page. If it was a download, it is not complete: start it again.",
        operations: """
            The connection closed before the last chunk. The application failed while it was producing the answer; \
            its log has an exception or a killed worker at this time.
            """,
        developer: """
            An exception after the first bytes cannot become a 500 any more: prepare what can fail before you start \
            sending.
            """,
        provider: "Check worker time limits and memory limits at that time.",
        reference: Reference(rfc: 9112, section: "8")
    )

    static let resetInsideBody = Words(
        title: "The answer broke off",
        whatHappened: """
            The connection to the application was torn down while it was sending its answer, so what you have is not \
            complete.
            """,
        visitor: "Reload the page. If it was a download, it is not complete: start it again.",
        operations: """
            A reset inside the content: a crash, a kill (`dmesg | grep -i oom`), a restart without draining, or a \
            device that cut the connection.
            """,
        developer: "Drain before you stop: finish open responses, then close.",
        provider: "Check idle and total time limits of balancers and NAT devices in between.",
        reference: Reference(rfc: 9209, section: "2.3.18")
    )
}
