using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;
using IstioLab.Config.Routing.Conditions;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Makes conditions of an HTTPMatchRequest. What does not depend on the request is decided before.</summary>
internal static class MatchCompiler
{
    public static ImmutableArray<RouteCondition> Compile(HttpMatch match, IstioRelease release)
    {
        var path = match.Uri is { Kind.Length: > 0 } uri && !IsAnyPath(uri) ? new PathCondition(ToMatcher(uri, match.IgnoreUriCase)) : null;
        if (AsksForPathAlone(match))
        {
            return path is null ? [] : [path];
        }

        var conditions = ImmutableArray.CreateBuilder<RouteCondition>();
        if (path is not null)
        {
            conditions.Add(path);
        }

        AddField(conditions, RequestField.Method, match.Method);
        AddField(conditions, RequestField.Authority, match.Authority);
        AddField(conditions, RequestField.Scheme, match.Scheme);
        foreach (var header in match.Headers.OrderBy(header => header.Name, StringComparer.Ordinal))
        {
            conditions.Add(ForHeader(header, false));
        }

        foreach (var header in match.WithoutHeaders.OrderBy(header => header.Name, StringComparer.Ordinal))
        {
            conditions.Add(ForHeader(header, true));
        }

        foreach (var parameter in match.QueryParams)
        {
            // Istio 1.17 lost a prefix on the way to Envoy, which left the question whether the parameter is there.
            var lost = release == IstioRelease.Istio117 && parameter.Match.Kind == "prefix";
            conditions.Add(new QueryCondition(parameter.Name, lost ? ValueMatcher.Present : ToMatcher(parameter.Match)));
        }

        return conditions.ToImmutable();
    }

    /// <summary>Whether a match takes every request: a path of <c>/</c> or <c>.*</c>, and nothing else. An empty prefix is none to Istio.</summary>
    public static bool IsCatchAll(HttpMatch? match) =>
        match is null
        || (AsksForPathAlone(match)
            && (match.Uri is null or { Kind: "" } or { Kind: "prefix", Value: "/" } or { Kind: "regex", Value: ".*" }));

    public static ValueMatcher ToMatcher(StringMatch match, bool ignoreCase = false)
    {
        if (match.IsPresence)
        {
            return ValueMatcher.Present;
        }

        return match.Kind switch
        {
            "exact" => ValueMatcher.Exact(match.Value, ignoreCase),
            "prefix" => ValueMatcher.Prefix(match.Value, ignoreCase),
            _ => ValueMatcher.Regex(match.Value),
        };
    }

    private static bool AsksForPathAlone(HttpMatch match) =>
        match.Headers.IsEmpty && match.WithoutHeaders.IsEmpty && match.QueryParams.IsEmpty
        && match.Method is null && match.Authority is null && match.Scheme is null;

    private static bool IsAnyPath(StringMatch uri) =>
        uri is { Kind: "prefix", Value: "/" } or { Kind: "regex", Value: ".*" };

    private static void AddField(ImmutableArray<RouteCondition>.Builder conditions, RequestField field, StringMatch? match)
    {
        if (match is not null)
        {
            conditions.Add(new FieldCondition(field, ToMatcher(match), false));
        }
    }

    private static RouteCondition ForHeader(NamedMatch header, bool invert)
    {
        var matcher = ToMatcher(header.Match);
        var claim = RoutingClaim.Parse(header.Name);
        if (!claim.IsEmpty)
        {
            return new ClaimCondition(claim, matcher, invert);
        }

        RequestField? field = header.Name.ToLowerInvariant() switch
        {
            ":method" => RequestField.Method,
            ":scheme" => RequestField.Scheme,
            ":authority" or "host" => RequestField.Authority,
            ":path" => RequestField.Path,
            _ => null,
        };
        return field is { } known ? new FieldCondition(known, matcher, invert) : new HeaderCondition(header.Name, matcher, invert);
    }
}
