using System.Globalization;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Http;

namespace IstioLab.Proxy.Exchanges;

/// <summary>The key of consistent hashing; null when the request has none, and any endpoint will do.</summary>
internal static class HashKey
{
    public static ulong? Of(Exchange exchange, ForwardAction action)
    {
        foreach (var policy in action.HashPolicies)
        {
            if (TextOf(exchange, policy) is { } text)
                return Hash(text);
        }
        return null;
    }

    /// <summary>The key of a connection that is no HTTP: it has an address and nothing else to go by.</summary>
    public static ulong? Of(PodConnectionContext connection, ClusterPolicy policy) =>
        policy.LoadBalancer?.Hash is { Source: HashSource.SourceAddress } ? Hash(connection.Source.Address.ToString()) : null;

    /// <summary>FNV-1a with a final mix: equal in every run, and evenly spread over the ring.</summary>
    public static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
            hash = (hash ^ character) * 1099511628211UL;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }

    private static string? TextOf(Exchange exchange, HashPolicy policy) => policy.Source switch
    {
        HashSource.Header => ((IRequestHeaders)exchange).Find(policy.Name),
        HashSource.SourceAddress => exchange.Connection.Source.Address.ToString(),
        HashSource.QueryParameter => QueryParameter(exchange.Target.Query, policy.Name),
        _ => Cookie(exchange, policy),
    };

    private static string? Cookie(Exchange exchange, HashPolicy policy)
    {
        if (exchange.Context.Request.Cookies.TryGetValue(policy.Name, out var value) && !string.IsNullOrEmpty(value))
            return value is ['"', .. var bare, '"'] ? bare : value;
        if (policy.CookieLifetime is not { } lifetime)
            return null;
        var made = exchange.Proxy.Random.NextBits().ToString("x16", CultureInfo.InvariantCulture);
        exchange.NewCookie = NewCookie(policy, made, lifetime);
        return made;
    }

    private static string NewCookie(HashPolicy policy, string value, TimeSpan lifetime)
    {
        var cookie = $"{policy.Name}=\"{value}\"";
        if (lifetime > TimeSpan.Zero)
            cookie += $"; Max-Age={((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)}";
        if (policy.CookiePath.Length > 0)
            cookie += $"; Path={policy.CookiePath}";
        return cookie + "; HttpOnly";
    }

    private static string? QueryParameter(string query, string name)
    {
        foreach (var range in query.AsSpan().Split('&'))
        {
            var part = query.AsSpan()[range];
            var equals = part.IndexOf('=');
            if ((equals < 0 ? part : part[..equals]).SequenceEqual(name))
                return equals < 0 ? "" : part[(equals + 1)..].ToString();
        }
        return null;
    }
}
