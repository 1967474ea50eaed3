using System.Text.RegularExpressions;

namespace IstioLab.Config.Validation.Checks;

/// <summary>Names and values of HTTP headers. Answers are null or the error.</summary>
internal static partial class HeaderChecks
{
    private const string ClaimPrefix = "@request.auth.claims";

    /// <summary>A header that a route matches: a token, a pseudo header, or a JWT claim.</summary>
    public static string? MatchName(string name)
    {
        if (name.Length == 0)
        {
            return "header name cannot be empty";
        }

        return IsClaim(name) || name is ":method" or ":scheme" or ":authority" or ":path" or ":status" || Token().IsMatch(name)
            ? null
            : $"header name {name} is not a valid header name";
    }

    /// <summary>Whether a header name stands for a claim of the request's JWT, as <c>@request.auth.claims.sub</c> or <c>@request.auth.claims[sub]</c>.</summary>
    public static bool IsClaim(string name)
    {
        if (!name.StartsWith(ClaimPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = name.AsSpan(ClaimPrefix.Length);
        return (rest.StartsWith(".") && rest.Length > 1) || (rest.StartsWith("[") && rest.EndsWith("]") && rest.Length > 2);
    }

    /// <summary>A header that a route adds to or sets on a request: the authority may be set, other pseudo headers may not.</summary>
    public static string? SetOnRequest(string name)
    {
        if (name.Length == 0)
        {
            return "header name cannot be empty";
        }

        return name.StartsWith(':') && !IsAuthority(name) ? $"invalid header {GoText.Quote(name)}: header cannot have \":\" prefix" : null;
    }

    /// <summary>As <see cref="SetOnRequest"/>, without the name <c>:authority</c>.</summary>
    public static string? SetHostOnRequest(string name) => name.StartsWith(':') && IsAuthority(name)
        ? $"invalid header {GoText.Quote(name)}: header cannot have \":\" prefix"
        : SetOnRequest(name);

    /// <summary>A header that a route removes, or changes on a response.</summary>
    public static string? Operation(string name)
    {
        if (name.Length == 0)
        {
            return "header name cannot be empty";
        }

        if (name.Equals("host", StringComparison.OrdinalIgnoreCase))
        {
            return $"invalid header {GoText.Quote(name)}: cannot set Host header";
        }

        return name.StartsWith(':') ? $"invalid header {GoText.Quote(name)}: header cannot have \":\" prefix" : null;
    }

    public static bool IsAuthority(string name) =>
        name.Equals(":authority", StringComparison.OrdinalIgnoreCase) || name.Equals("host", StringComparison.OrdinalIgnoreCase);

    /// <summary>A header in a CORS policy: a token or <c>*</c>.</summary>
    public static string? Cors(string name)
    {
        if (name.Length == 0)
        {
            return "header name cannot be empty";
        }

        return name == "*" || Token().IsMatch(name) ? null : $"header name {name} is not a valid header name";
    }

    /// <summary>A header by which Envoy hashes or routes: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static string? Strict(string name) => Named(name, StrictName());

    /// <summary>A header that a probe sends: letters, digits and <c>-</c>, as Kubernetes has it.</summary>
    public static string? Probe(string name) => Named(name, ProbeName());

    /// <summary>A header value with Envoy's <c>%COMMAND%</c> operators.</summary>
    public static string? Value(string value)
    {
        if (ControlCharacter().IsMatch(value))
        {
            return $"header value configuration {value} is invalid";
        }

        return HeaderFormat.Error(value) is { } error ? $"header value configuration: {error}" : null;
    }

    private static string? Named(string name, Regex allowed)
    {
        if (name.Length == 0)
        {
            return "header name cannot be empty";
        }

        return allowed.IsMatch(name) ? null : $"header name {name} is not a valid header name";
    }

    [GeneratedRegex(@"^[!#$%&'*+\-.^_`|~A-Za-z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"^[-_A-Za-z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex StrictName();

    [GeneratedRegex(@"^[-A-Za-z0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ProbeName();

    [GeneratedRegex(@"[\x00-\x08\x0A-\x1F\x7F]", RegexOptions.CultureInvariant)]
    private static partial Regex ControlCharacter();
}
