internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Response {
    init(status: HTTPResponse.Status = .ok, headers: HTTPFields, text: String) {
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "application/json"], text: text)
    }

    static func plain(_ text: String) -> Response {
        Response(headers: [.contentType: "text/plain; charset=utf-8"], text: text)
    }

    static func html(_ text: String) -> Response {
        Response(headers: [.contentType: "text/html; charset=utf-8"], text: text)
    }
}
