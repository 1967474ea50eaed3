using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>The hosts of Services and ServiceEntries, and who sees them. Follows <c>analyzers/util/service_lookup.go</c>.</summary>
internal sealed class ServiceHosts
{
    private readonly Dictionary<(string Scope, string Host), FoundService> _hosts = [];

    public ServiceHosts(AnalysisContext context)
    {
        foreach (var entry in context.Networking("ServiceEntry"))
        {
            var spec = entry.Root["spec"];
            var found = new FoundService(
                spec.Child("workloadSelector").Child("labels").ToTextMap(), [.. spec.Items("ports").Select(port => port.Integer("number"))]);
            var scopes = spec.Texts("exportTo") is { IsEmpty: false } exportTo ? exportTo : ["*"];
            foreach (var host in spec.Texts("hosts"))
            {
                Add(scopes, entry, host, found);
            }
        }

        foreach (var service in context.Of("", "Service"))
        {
            var found = new FoundService(
                System.Collections.Frozen.FrozenDictionary<string, string>.Empty,
                [.. service.Root["spec"].Items("ports").Select(port => port.Integer("port"))]);
            var exportTo = service.Annotations.GetValueOrDefault("networking.istio.io/exportTo", "");
            Add(exportTo.Length == 0 ? ["*"] : exportTo.Split(',').Select(item => item.Trim()), service, service.Id.Name, found);
        }
    }

    /// <summary>A short name in full; a name with a dot or a wildcard stays as it is.</summary>
    public static string FullName(string space, string host) =>
        host.StartsWith('*') || host.Contains('.', StringComparison.Ordinal) ? host : $"{host}.{space}.svc.cluster.local";

    /// <summary>The service that a host of an object means, or <see langword="null"/>.</summary>
    public FoundService? Find(string space, IReadOnlyCollection<string> exportTo, string host)
    {
        var name = FullName(space, host);
        IEnumerable<string> scopes = exportTo.Count == 0 ? [space] : exportTo.Select(item => item == "." ? space : item);
        foreach (var scope in scopes.Prepend("*"))
        {
            if (_hosts.TryGetValue((scope, name), out var found))
            {
                return found;
            }
        }

        var rest = host.TrimStart('*');
        return _hosts.Where(pair => pair.Key.Host.StartsWith('*') && (pair.Key.Scope == "*" || pair.Key.Scope == space))
            .OrderByDescending(pair => pair.Key.Host.Length)
            .ThenBy(pair => pair.Key.Host, StringComparer.Ordinal)
            .FirstOrDefault(pair => rest.EndsWith(pair.Key.Host[1..], StringComparison.Ordinal))
            .Value;
    }

    private void Add(IEnumerable<string> scopes, ConfigObject owner, string host, FoundService found)
    {
        foreach (var scope in scopes)
        {
            _hosts[(scope == "." ? owner.Id.Namespace : scope, FullName(owner.Id.Namespace, host))] = found;
        }
    }
}
