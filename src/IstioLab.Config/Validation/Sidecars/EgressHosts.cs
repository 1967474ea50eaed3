using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Sidecars;

/// <summary>The hosts of an outbound listener: <c>namespace/dnsName</c>; what another host covers already is a warning.</summary>
internal static class EgressHosts
{
    public static void Check(ValidationScope scope, ConfigValue listener)
    {
        var hosts = listener["hosts"];
        if (hosts.Count == 0)
        {
            scope.Error(listener, "sidecar: egress listener must contain at least one host");
            return;
        }

        var seen = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var host in hosts.Items)
        {
            if (host.Text.Split('/', 2) is [var ns, var name])
            {
                Repeated(scope, host, ns == "." ? scope.Namespace : ns, name, seen);
            }

            foreach (var error in HostChecks.WithNamespace(host.Text, gateway: false))
            {
                scope.Error(host, error);
            }
        }

        if (seen.Count != 1 && seen.TryGetValue("*", out var everywhere) && everywhere.Contains("*"))
        {
            scope.Warn(hosts, "`*/*` host select all resources, no other hosts can be added");
        }
    }

    private static void Repeated(ValidationScope scope, ConfigValue host, string ns, string name, Dictionary<string, HashSet<string>> seen)
    {
        if (!seen.TryGetValue(ns, out var names))
        {
            seen[ns] = names = new HashSet<string>(StringComparer.Ordinal);
        }

        if (name == "*" ? names.Count > 0 : names.Contains(name) || names.Contains("*"))
        {
            scope.Warn(host, $"duplicated egress host: {host.Text}");
        }

        names.Add(name);
    }
}
