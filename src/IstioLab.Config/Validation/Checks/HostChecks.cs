using System.Globalization;

namespace IstioLab.Config.Validation.Checks;

/// <summary>Host names: fully qualified, short, with a wildcard in the first label, and the SNI names that Istio makes itself. Answers are null or the error.</summary>
internal static class HostChecks
{
    private const string SniFormat = "outbound_.<PORT>_._.<HOSTNAME>";

    public static string? QualifiedName(string name) => Length(name) ?? Labels(name);

    /// <summary>A name whose first label may be or begin with a wildcard.</summary>
    public static string? Wildcard(string domain)
    {
        if (Length(domain) is { } error)
        {
            return error;
        }

        var dot = domain.IndexOf('.', StringComparison.Ordinal);
        var first = dot < 0 ? domain : domain[..dot];
        if (!NameChecks.IsWildcardLabel(first))
        {
            return $"domain name {GoText.Quote(domain)} invalid (label {GoText.Quote(first)} invalid)";
        }

        return dot < 0 ? null : Labels(domain[(dot + 1)..]);
    }

    /// <summary>As <see cref="Wildcard"/>; with <paramref name="sni"/> also <c>outbound_.80_._.host</c>, which AUTO_PASSTHROUGH gateways use.</summary>
    public static string? OnGateway(bool sni, string domain)
    {
        if (Length(domain) is { } error)
        {
            return error;
        }

        return sni && domain.StartsWith("outbound_", StringComparison.Ordinal) ? GeneratedSni(domain) : Wildcard(domain);
    }

    /// <summary>A wildcard may only be a whole first label.</summary>
    public static string? PartialWildcard(string host) =>
        host.Contains('*', StringComparison.Ordinal) && host.Length != 1 && !host.StartsWith("*.", StringComparison.Ordinal)
            ? $"partial wildcard {GoText.Quote(host)} not allowed"
            : null;

    /// <summary>The host of a Gateway server or a Sidecar egress listener: <c>namespace/dnsName</c>, on gateways also without a namespace.</summary>
    public static IEnumerable<string> WithNamespace(string text, bool gateway, bool generated = false)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return gateway ? NamePart(text, gateway) : ["host must be of form namespace/dnsName"];
        }

        return NamespacePart(text[..slash], text[(slash + 1)..], gateway, gateway && !generated).Concat(NamePart(text[(slash + 1)..], gateway));
    }

    private static IEnumerable<string> NamespacePart(string ns, string name, bool gateway, bool refusesNone)
    {
        if (ns.Length == 0 || name.Length == 0)
        {
            yield return "config namespace and dnsName in host entry cannot be empty";
        }

        if (ns is not ("*" or ".") && (refusesNone || ns != "~") && !NameChecks.IsLabel(ns))
        {
            yield return $"invalid namespace value {GoText.Quote(ns)} in {(gateway ? "gateway" : "sidecar")}";
        }
    }

    private static IEnumerable<string> NamePart(string host, bool gateway)
    {
        if (host != "*" && !host.Contains('.', StringComparison.Ordinal))
        {
            yield return "short names (non FQDN) are not allowed";
        }

        // A gateway takes an address for a host, a sidecar does not.
        if (Wildcard(host) is { } error && (!gateway || !AddressChecks.IsAddress(host)))
        {
            yield return error;
        }

        if (PartialWildcard(host) is { } partial)
        {
            yield return partial;
        }
    }

    private static string? Length(string name) => name.Length switch
    {
        0 => "empty domain name not allowed",
        > 255 => $"domain name {GoText.Quote(name)} too long (max 255)",
        _ => null,
    };

    private static string? Labels(string domain)
    {
        var labels = domain.Split('.');
        if (long.TryParse(labels[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return $"domain name {GoText.Quote(domain)} invalid (top level domain {GoText.Quote(labels[^1])} cannot be all-numeric)";
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (i == labels.Length - 1 && labels[i].Length == 0)
            {
                return null;
            }

            if (!NameChecks.IsLabel(labels[i]))
            {
                return $"domain name {GoText.Quote(domain)} invalid (label {GoText.Quote(labels[i])} invalid)";
            }
        }

        return null;
    }

    private static string? GeneratedSni(string domain)
    {
        var parts = domain.Split('_');
        if (parts.Length < 4)
        {
            return $"domain name {domain} invalid, should follow '{SniFormat}' format";
        }

        var (port, host) = (parts[1].Trim('.'), parts[3].Trim('.'));
        if (!port.Any(char.IsAsciiDigit))
        {
            return $"domain name {GoText.Quote(domain)} invalid (label {GoText.Quote(port)} invalid). should follow {SniFormat} format";
        }

        return host.Any(char.IsAsciiLetter)
            ? null
            : $"domain name {GoText.Quote(domain)} invalid (label {GoText.Quote(host)} invalid). should follow {SniFormat} format";
    }
}
