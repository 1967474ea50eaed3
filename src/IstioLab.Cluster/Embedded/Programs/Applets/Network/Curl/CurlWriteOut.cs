using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>Fills in the format of <c>--write-out</c>.</summary>
internal static partial class CurlWriteOut
{
    /// <summary>The text.</summary>
    public static string Format(string format, CurlOptions options, CurlResult result, int exitCode, string error)
    {
        var text = Escapes().Replace(format, match => match.Value switch { "\\n" => "\n", "\\t" => "\t", "\\r" => "\r", _ => match.Value });
        text = Variables().Replace(text, match => Value(match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value, options, result, exitCode, error));
        return new StringBuilder(text).Replace("%%", "%").ToString();
    }

    private static string Value(string name, CurlOptions options, CurlResult result, int exitCode, string error) => name switch
    {
        "http_code" or "response_code" => result.Status.ToString("000", CultureInfo.InvariantCulture),
        "time_total" => Seconds(result.Total),
        "time_namelookup" => Seconds(result.NameLookup),
        "time_connect" => Seconds(result.Connect),
        "time_appconnect" or "time_redirect" => Seconds(TimeSpan.Zero),
        "time_pretransfer" => Seconds(result.Connect),
        "time_starttransfer" => Seconds(result.StartTransfer),
        "size_download" => result.Downloaded.ToString(CultureInfo.InvariantCulture),
        "size_upload" => (options.Data?.Sum(piece => piece.Length) ?? 0).ToString(CultureInfo.InvariantCulture),
        "speed_download" => ((long)(result.Downloaded / Math.Max(0.000001, result.Total.TotalSeconds))).ToString(CultureInfo.InvariantCulture),
        "content_type" => result.Head?.Find("Content-Type") ?? "",
        "remote_ip" => result.Remote?.Address.ToString() ?? "",
        "remote_port" => result.Remote?.Port.ToString(CultureInfo.InvariantCulture) ?? "0",
        "url" or "url_effective" => result.Url,
        "redirect_url" => result.RedirectUrl,
        "num_redirects" => result.Redirects.ToString(CultureInfo.InvariantCulture),
        "num_connects" => result.Connects.ToString(CultureInfo.InvariantCulture),
        "http_version" => result.Head is null ? "0" : result.Head.StartLine.StartsWith("HTTP/1.0", StringComparison.Ordinal) ? "1" : "1.1",
        "method" => options.Method ?? (options.HeadOnly ? "HEAD" : options.Data is null ? "GET" : "POST"),
        "scheme" => "http",
        "exitcode" => exitCode.ToString(CultureInfo.InvariantCulture),
        "errormsg" => error,
        ['h', 'e', 'a', 'd', 'e', 'r', '{', .. var header] => result.Head?.Find(header.TrimEnd('}')) ?? "",
        _ => "",
    };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\\[ntr]", RegexOptions.CultureInvariant)]
    private static partial Regex Escapes();

    [GeneratedRegex(@"%\{([a-zA-Z0-9_]+)\}|%(header\{[^}]*\})", RegexOptions.CultureInvariant)]
    private static partial Regex Variables();
}
