using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Http;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network;

/// <summary>The answers of httpd: files of a folder with busybox' headers and error pages.</summary>
internal sealed class HttpdFiles(ContainerFiles files, string home, TimeProvider time)
{
    /// <summary>Answers a request.</summary>
    public HttpServerResponse Answer(HttpServerRequest request)
    {
        if (request.Method is not ("GET" or "HEAD"))
            return Error(501, "Not Implemented", "The requested method is not recognized");
        var path = request.Path;
        if (!path.StartsWith('/'))
            return Error(400, "Bad Request", "Unsupported method");
        var node = Find(path);
        if (node is FolderNode)
        {
            if (!path.EndsWith('/'))
                return Error(302, "Found", "", new HttpHeader("Location", path + "/"));
            path += "index.html";
            node = Find(path);
        }
        return node is RegularFile file
            ? new HttpServerResponse { Status = 200, Headers = HeadersOf(file, path), Body = file.Content }
            : Error(404, "Not Found", "The requested URL was not found");
    }

    private FileNode? Find(string path) => files.Find(FilePath.Combine("/", home + FilePath.Combine("/", path)));

    private HttpHeader[] HeadersOf(RegularFile file, string path) =>
    [
        new("Date", Date(time.GetUtcNow())),
        new("Content-type", MimeType(path)),
        new("Accept-Ranges", "bytes"),
        new("Last-Modified", Date(file.ModifiedAt)),
    ];

    private HttpServerResponse Error(int status, string title, string message, params ReadOnlySpan<HttpHeader> more) => new()
    {
        Status = status,
        Reason = title,
        Headers = [new("Date", Date(time.GetUtcNow())), new("Content-type", "text/html"), .. more],
        Body = Encoding.ASCII.GetBytes(
            $"<HTML><HEAD><TITLE>{status} {title}</TITLE></HEAD>\n<BODY><H1>{status} {title}</H1>\n{message}\n</BODY></HTML>\n"),
    };

    private static string Date(DateTimeOffset moment) => moment.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);

    private static string MimeType(string path) => path[(path.LastIndexOf('.') + 1)..] switch
    {
        "html" or "htm" => "text/html",
        "txt" or "h" or "c" or "cc" or "cpp" => "text/plain",
        "css" => "text/css",
        "js" => "application/javascript",
        "json" => "application/json",
        "xml" => "text/xml",
        "jpg" or "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
