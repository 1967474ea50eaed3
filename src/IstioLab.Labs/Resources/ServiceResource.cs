using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Shows a Service: how many pods and processes answer for it, and what they are.</summary>
internal static class ServiceResource
{
    public static LabResource Of(ObjectKey key, JsonObject service, ClusterView view)
    {
        var selector = service.Map("spec", "selector");
        var ready = view.PodsFor(key.Namespace, selector).Count(pod => PodStatus.Of(pod).IsReady) + view.EntriesFor(key.Namespace, selector).Count();
        return new LabResource
        {
            Name = key.ResourceName,
            Type = "Service",
            DisplayName = $"svc/{key.Name}",
            Object = key,
            Uid = service.Text("metadata", "uid"),
            State = ready switch
            {
                0 when selector.Count == 0 => "No selector",
                0 => "No endpoints",
                1 => "1 endpoint",
                _ => $"{ready} endpoints",
            },
            Style = ready > 0 ? LabResourceStyle.Success : LabResourceStyle.Warning,
            CreatedAt = service.Time("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch,
            Parent = key.Namespace == ClusterResource.SystemNamespace ? ClusterResource.IstioName : null,
            Hidden = key.Namespace == ClusterResource.SystemNamespace,
            Icon = "Router",
            Properties =
            [
                new("resource.source", "Address", $"{service.Text("spec", "clusterIP")} · {string.Join(", ", service.Items("spec", "ports").Select(PortText))}"),
                new("service.address", "Cluster IP", service.Text("spec", "clusterIP"), Highlighted: true),
                new("service.ports", "Ports", string.Join(", ", service.Items("spec", "ports").Select(PortText)), Highlighted: true),
                new("service.selector", "Selector", DeploymentResource.Join(selector)),
                new("service.type", "Type", service.Text("spec", "type")),
                new("object.namespace", "Namespace", key.Namespace),
            ],
            Relations = [.. Relations(key, selector, view)],
        };
    }

    private static IEnumerable<LabResourceRelation> Relations(ObjectKey key, IReadOnlyDictionary<string, string> selector, ClusterView view)
    {
        var routed = view.OfKind("VirtualService", key.Namespace)
            .Where(route => route.Texts("spec", "hosts").Any(host => ShortHost.Of(host, key.Namespace) == (key.Name, key.Namespace)))
            .Select(route => new LabResourceRelation(ObjectKey.Of("VirtualService", route).ResourceName, "routed by"));
        var selected = view.DeploymentsFor(key.Namespace, selector)
            .Select(deployment => new LabResourceRelation(ObjectKey.Of("Deployment", deployment).ResourceName, "selects"));
        var joined = view.EntriesFor(key.Namespace, selector)
            .Select(entry => new LabResourceRelation(ObjectKey.Of("WorkloadEntry", entry).ResourceName, "selects"));
        return routed.Concat(selected).Concat(joined);
    }

    private static string PortText(JsonObject port)
    {
        var target = port.Text("targetPort");
        var name = port.Text("name");
        return (name.Length > 0 ? $"{name} " : "") + port.Text("port") + (target.Length > 0 && target != port.Text("port") ? $"→{target}" : "");
    }
}
