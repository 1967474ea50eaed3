using System.Globalization;

namespace IstioLab.Config.Explanation;

/// <summary>A URL taken apart without changing it.</summary>
internal sealed record RequestUrl(string Scheme, string Host, int? ExplicitPort, string Target)
{
    public string Authority => ExplicitPort is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}") : Host;

    public int Port => ExplicitPort ?? (Scheme is "https" or "tls" ? 443 : 80);

    public bool IsTls => Scheme is "https" or "tls";

    public bool IsHttp => Scheme is "http" or "grpc" or "ws" or "h2c";

    public static RequestUrl Parse(string url)
    {
        var mark = url.IndexOf("://", StringComparison.Ordinal);
        var scheme = mark < 0 ? "http" : url[..mark].ToLowerInvariant();
        var rest = mark < 0 ? url : url[(mark + 3)..];
        var slash = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = slash < 0 ? rest : rest[..slash];
        var target = slash < 0 ? "/" : rest[slash] == '/' ? rest[slash..] : "/" + rest[slash..];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var colon = authority.LastIndexOf(':');
        if (colon > authority.LastIndexOf(']')
            && int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return new RequestUrl(scheme, authority[..colon], port, target);
        }

        return new RequestUrl(scheme, authority, null, target);
    }
}
