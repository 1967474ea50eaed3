using System.Text;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Services;

/// <summary>The pages of httpbin that are the same for every request.</summary>
internal static class HttpbinPages
{
    private const string Html = """
        <!DOCTYPE html>
        <html>
          <head><title>httpbin of IstioLab</title></head>
          <body>
            <h1>A page</h1>
            <p>It is here so that there is something to fetch.</p>
          </body>
        </html>

        """;

    private const string Json = """
        {
          "title": "A document",
          "parts": [
            { "title": "first", "type": "all" },
            { "title": "second", "type": "all" }
          ]
        }

        """;

    private const string Xml = """
        <?xml version="1.0" encoding="utf-8"?>
        <document title="A document"><part>first</part><part>second</part></document>

        """;

    /// <summary>The page of a path's first part; <see langword="null"/> when there is none.</summary>
    public static HttpServerResponse? Find(string name) => name switch
    {
        "html" => Page("text/html; charset=utf-8", Html),
        "json" => Page("application/json", Json),
        "xml" => Page("application/xml", Xml),
        "robots.txt" => Page("text/plain", "User-agent: *\nDisallow: /deny\n"),
        "deny" => Page("text/plain", "You were asked not to come here.\n"),
        _ => null,
    };

    private static HttpServerResponse Page(string type, string text) => new()
    {
        Status = 200,
        Headers = [new("Content-Type", type)],
        Body = Encoding.UTF8.GetBytes(text),
    };
}
