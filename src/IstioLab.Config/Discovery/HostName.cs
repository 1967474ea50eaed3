using System.Net;

namespace IstioLab.Config.Discovery;

/// <summary>Istio's rules for host names. Follows <c>pkg/config/host</c>.</summary>
internal static class HostName
{
    public static bool IsWildcard(string name) => name.StartsWith('*');

    /// <summary>Whether two names overlap: equal, or one covers the other.</summary>
    public static bool Matches(string first, string second) => (IsWildcard(first), IsWildcard(second)) switch
    {
        (true, true) => first.Length < second.Length
            ? EndsWith(second[1..], first[1..])
            : EndsWith(first[1..], second[1..]),
        (true, false) => EndsWith(second, first[1..]),
        (false, true) => EndsWith(first, second[1..]),
        _ => string.Equals(first, second, StringComparison.Ordinal),
    };

    /// <summary>Whether all that the first name stands for is covered by the second.</summary>
    public static bool IsSubsetOf(string first, string second) => (IsWildcard(first), IsWildcard(second)) switch
    {
        (true, true) => first.Length >= second.Length && EndsWith(first[1..], second[1..]),
        (true, false) => false,
        (false, true) => EndsWith(first, second[1..]),
        _ => string.Equals(first, second, StringComparison.Ordinal),
    };

    /// <summary>Orders names: exact before wildcard, long before short, then by alphabet.</summary>
    public static bool IsMoreSpecific(string first, string second)
    {
        if (first.Length == 0 && second.Length == 0)
        {
            return true;
        }

        if (IsWildcard(first) != IsWildcard(second))
        {
            return IsWildcard(second);
        }

        return first.Length == second.Length
            ? string.CompareOrdinal(first, second) < 0
            : first.Length > second.Length;
    }

    /// <summary>The names that both lists cover, the narrower one of each pair.</summary>
    public static IReadOnlyList<string> Intersect(IEnumerable<string> first, IReadOnlyList<string> second)
    {
        var result = new List<string>();
        foreach (var one in first)
        {
            foreach (var other in second)
            {
                var covered = IsSubsetOf(one, other) ? one : IsSubsetOf(other, one) ? other : null;
                if (covered is not null && !result.Contains(covered))
                {
                    result.Add(covered);
                }
            }
        }

        return result;
    }

    /// <summary>The names of a list of <c>[namespace/]name</c> that hold for a namespace.</summary>
    public static IReadOnlyList<string> ForNamespace(IEnumerable<string> hosts, string space)
    {
        var result = new List<string>();
        foreach (var host in hosts)
        {
            var slash = host.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
            {
                result.Add(host);
            }
            else if (host.AsSpan(0, slash) is "*" || host.AsSpan(0, slash).SequenceEqual(space))
            {
                result.Add(host[(slash + 1)..]);
            }
        }

        return result;
    }

    /// <summary>Makes a full name of a short one; a name with a dot, an address or a wildcard stays as it is.</summary>
    public static string Resolve(string name, string space, string domain)
    {
        if (name.Length == 0 || name == "*" || name.Contains('.', StringComparison.Ordinal) || IsAddress(name))
        {
            return name;
        }

        var result = space.Length == 0 ? name : $"{name}.{space}";
        return domain.Length == 0 ? result : $"{result}.svc.{domain}";
    }

    /// <summary>Makes <c>namespace/name</c> of what a VirtualService writes under <c>gateways</c>.</summary>
    public static string ResolveGateway(string name, string space)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            return name[..slash] == "." ? space + name[slash..] : name;
        }

        var parts = name.Split('.');
        return parts.Length == 1 ? $"{space}/{name}" : $"{parts[1]}/{parts[0]}";
    }

    /// <summary>Finds the most specific of some names that covers a name.</summary>
    public static string? MostSpecific(string name, IReadOnlyCollection<string> candidates)
    {
        if (candidates.Contains(name))
        {
            return name;
        }

        var rest = IsWildcard(name) ? name[1..] : name;
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (IsWildcard(candidate) && EndsWith(rest, candidate[1..]) && (best is null || IsMoreSpecific(candidate, best)))
            {
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>An IPv6 address; unlike .NET, Istio takes a bare number for a name.</summary>
    private static bool IsAddress(string name) => name.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(name, out _);

    private static bool EndsWith(string text, string end) => text.EndsWith(end, StringComparison.Ordinal);
}
