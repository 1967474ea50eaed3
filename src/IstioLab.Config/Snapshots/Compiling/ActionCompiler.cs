using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Makes the action of a rule: redirect, direct response, or forwarding, in this order of precedence.</summary>
internal sealed class ActionCompiler(RouteContext context)
{
    // Rules that follow one another mostly go to the same place.
    private (Destination Destination, ForwardAction Action)? last;

    /// <summary>The action; <see langword="null"/> for a redirect that Envoy does not know.</summary>
    public RouteAction? Compile(HttpRule rule, HttpMatch? match)
    {
        if (rule.Redirect is { } redirect)
        {
            return CompileRedirect(redirect);
        }

        return rule.DirectResponse is { } direct
            ? new DirectResponseAction(direct.Status, direct.Body)
            : CompileForward(rule, match);
    }

    private RedirectAction? CompileRedirect(HttpRedirect redirect)
    {
        var code = redirect.Code == 0 ? 301 : redirect.Code;
        if (code is not (301 or 302 or 303 or 307 or 308))
        {
            return null;
        }

        var port = redirect.Port ?? (redirect.DerivePort == "FROM_REQUEST_PORT" ? context.ListenerPort : 0);
        var scheme = redirect.Scheme.Length > 0 ? redirect.Scheme : context.IsTls ? "https" : "http";
        if ((port == 80 && scheme == "http") || (port == 443 && scheme == "https"))
        {
            port = 0;
        }

        return new RedirectAction(
            code,
            NullIfEmpty(redirect.Uri),
            NullIfEmpty(redirect.Authority),
            NullIfEmpty(redirect.Scheme),
            port == 0 ? null : port);
    }

    private ForwardAction CompileForward(HttpRule rule, HttpMatch? match)
    {
        if (rule.Destinations is [var only])
        {
            var plain = CompileOnly(only.Destination);
            return IsPlain(rule) ? plain : WithPolicies(plain, rule, match, HeaderCompiler.Authority(only.Headers));
        }

        ImmutableArray<HttpDestination> used = [.. rule.Destinations.Where(destination => destination.Weight > 0)];
        return WithPolicies(
            new ForwardAction
            {
                Destinations = [.. used.Select(destination => ToDestination(destination, (uint)destination.Weight, false))],
                TotalWeight = (uint)Math.Max(1, used.Sum(destination => destination.Weight)),
                Retries = RetryCompiler.Compile(null, context.Settings, false),
                HashPolicies = [.. used.Select(destination => context.FindHash(destination.Destination)).OfType<HashPolicy>()],
            },
            rule, match, null);
    }

    /// <summary>What becomes of a request whose rule names a destination and no more, as most rules do.</summary>
    private ForwardAction CompileOnly(Destination destination)
    {
        if (last is { } known && ReferenceEquals(known.Destination, destination))
        {
            return known.Action;
        }

        var hash = context.FindHash(destination);
        var action = new ForwardAction
        {
            Destinations = [ToDestination(new HttpDestination(destination, 1, null), 1, true)],
            TotalWeight = 1,
            Retries = RetryCompiler.Compile(null, context.Settings, hash is not null),
            HashPolicies = hash is null ? [] : [hash],
        };
        last = (destination, action);
        return action;
    }

    private static bool IsPlain(HttpRule rule) =>
        rule is { Rewrite: null, Timeout: null, Retries: null, Mirror: null, Mirrors.IsDefaultOrEmpty: true, Headers: null }
        && rule.Destinations[0].Headers is null;

    private ForwardAction WithPolicies(ForwardAction action, HttpRule rule, HttpMatch? match, string? destinationAuthority)
    {
        var authority = rule.Rewrite is { Authority.Length: > 0 } rewrite
            ? rewrite.Authority
            : HeaderCompiler.Authority(rule.Headers) ?? destinationAuthority;
        return action with
        {
            Rewrite = CompileRewrite(rule.Rewrite, match, authority),
            Timeout = rule.Timeout ?? TimeSpan.Zero,
            Retries = rule.Retries is null
                ? action.Retries
                : RetryCompiler.Compile(rule.Retries, context.Settings, rule.Destinations.Length == 1 && action.HashPolicies.Length > 0),
            Mirrors = [.. Mirrors(rule)],
        };
    }

    private WeightedDestination ToDestination(HttpDestination destination, uint weight, bool single)
    {
        var target = destination.Destination;
        var service = context.FindService(target.Host);
        var host = ClusterNames.HostOf(target, service);
        var port = ClusterNames.PortOf(target, service, context.ListenerPort);
        return new WeightedDestination(
            ClusterNames.Outbound(host, port, target.Subset),
            host,
            target.Subset,
            port,
            weight,
            single ? HeaderOperations.None : HeaderCompiler.Request(destination.Headers),
            single ? HeaderOperations.None : HeaderCompiler.Response(destination.Headers),
            single ? null : HeaderCompiler.Authority(destination.Headers));
    }

    private static RewritePolicy? CompileRewrite(HttpRewrite? rewrite, HttpMatch? match, string? authority)
    {
        if (rewrite is null)
        {
            return authority is null ? null : new RewritePolicy { Authority = authority };
        }

        var policy = new RewritePolicy { Authority = authority };
        if (rewrite.RegexMatch is { } pattern)
        {
            return policy with { PathPattern = Re2.TryCompile(pattern), RegexSubstitution = rewrite.RegexRewrite };
        }

        if (rewrite.Uri.Length == 0)
        {
            return policy;
        }

        return match?.Uri switch
        {
            { Kind: "exact" or "regex" } => policy with { FullPath = rewrite.Uri },
            { Kind: "prefix" } uri => policy with { MatchedPrefix = uri.Value, PrefixReplacement = rewrite.Uri },
            _ => policy with { MatchedPrefix = "/", PrefixReplacement = rewrite.Uri },
        };
    }

    private IEnumerable<MirrorPolicy> Mirrors(HttpRule rule)
    {
        var share = rule.MirrorPercentage is { } percentage ? FaultCompiler.PerMillion(percentage)
            : rule.MirrorPercent is { } percent ? percent * 10_000
            : 1_000_000;
        if (rule.Mirror is { } mirror && share > 0)
        {
            yield return ToMirror(mirror, share);
        }

        foreach (var item in rule.Mirrors.IsDefault ? [] : rule.Mirrors)
        {
            share = item.Percentage is { } given ? FaultCompiler.PerMillion(given) : 1_000_000;
            if (item.Destination is { } destination && share > 0)
            {
                yield return ToMirror(destination, share);
            }
        }
    }

    private MirrorPolicy ToMirror(Destination destination, int share)
    {
        var service = context.FindService(destination.Host);
        return new MirrorPolicy(
            ClusterNames.Outbound(
                ClusterNames.HostOf(destination, service),
                ClusterNames.PortOf(destination, service, context.ListenerPort),
                destination.Subset),
            share,
            context.Settings.Release == IstioRelease.Istio117);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
