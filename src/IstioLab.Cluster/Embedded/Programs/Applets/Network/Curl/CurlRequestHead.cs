using System.Globalization;
using System.Text;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>Writes the head of a request as curl does, with the case of its headers.</summary>
internal static class CurlRequestHead
{
    /// <summary>The head with the empty line behind it.</summary>
    public static string Write(CurlOptions options, string method, CurlUrl url, string target, byte[]? body)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.{(options.Http10 ? 0 : 1)}\r\n");
        Add(head, options, "Host", url.Authority);
        if (options.User is { } user)
            Add(head, options, "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        Add(head, options, "User-Agent", options.UserAgent ?? "curl/" + CurlTransfer.Version);
        Add(head, options, "Accept", options.IsJson ? "application/json" : "*/*");
        foreach (var header in options.Headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && header.AsSpan(colon + 1).Trim().Length > 0)
                head.Append(CultureInfo.InvariantCulture, $"{header[..colon]}: {header[(colon + 1)..].Trim()}\r\n");
            else if (colon < 0 && header.EndsWith(';'))
                head.Append(CultureInfo.InvariantCulture, $"{header[..^1]}:\r\n");
        }
        if (body is not null)
        {
            Add(head, options, "Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
            if (options.Upload is null)
                Add(head, options, "Content-Type", options.IsJson ? "application/json" : "application/x-www-form-urlencoded");
        }
        return head.Append("\r\n").ToString();
    }

    private static void Add(StringBuilder head, CurlOptions options, string name, string value)
    {
        if (!options.Headers.Exists(header => header.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)))
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
    }
}
