using System.Globalization;

namespace IstioLab.Config.Routing;

/// <summary>Writes the <c>location</c> of redirects as Envoy does.</summary>
public static class RedirectLocation
{
    /// <summary>The address of a redirect.</summary>
    public static string Of(RedirectAction action, in RequestInfo request)
    {
        var scheme = action.Scheme ?? request.Scheme;
        var authority = action.Authority ?? (action.Port is null ? HostFor(in request, action.Scheme) : WithoutPort(request.Authority));
        if (action.Port is { } port)
        {
            authority = string.Create(CultureInfo.InvariantCulture, $"{WithoutPort(authority)}:{port}");
        }

        var path = action.Path ?? request.Path;
        var keepsQuery = !path.Contains('?', StringComparison.Ordinal) && !string.IsNullOrEmpty(request.Query);
        return $"{scheme}://{authority}{path}{(keepsQuery ? "?" + request.Query : "")}";
    }

    /// <summary>The same address with https, for hosts that want TLS.</summary>
    public static string ToTls(in RequestInfo request)
    {
        var query = string.IsNullOrEmpty(request.Query) ? "" : "?" + request.Query;
        return $"https://{HostFor(in request, "https")}{request.Path}{query}";
    }

    /// <summary>A port that is the default of the old scheme goes when the scheme changes.</summary>
    private static string HostFor(in RequestInfo request, string? scheme)
    {
        var old = request.Scheme == "https" ? ":443" : ":80";
        return scheme is not null && scheme != request.Scheme && request.Authority.EndsWith(old, StringComparison.Ordinal)
            ? request.Authority[..^old.Length]
            : request.Authority;
    }

    private static string WithoutPort(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') && colon >= 0 ? authority[..colon] : authority;
    }
}
