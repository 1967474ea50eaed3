using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Shows a DestinationRule with its subsets as its state.</summary>
internal static class DestinationRuleResource
{
    public static LabResource Of(ObjectKey key, JsonObject rule, ClusterView view)
    {
        var host = rule.Text("spec", "host");
        var subsets = rule.Items("spec", "subsets").Select(subset => subset.Text("name")).ToList();
        var service = ShortHost.Of(host, key.Namespace);
        return new LabResource
        {
            Name = key.ResourceName,
            Type = "DestinationRule",
            DisplayName = $"dr/{key.Name}",
            Object = key,
            Uid = rule.Text("metadata", "uid"),
            State = subsets.Count == 0 ? "No subsets" : $"Subsets {string.Join(", ", subsets)}",
            Style = LabResourceStyle.Success,
            CreatedAt = rule.Time("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch,
            Icon = "Options",
            Properties =
            [
                new("resource.source", "Service", host),
                new("rule.host", "Host", host, Highlighted: true),
                .. rule.Items("spec", "subsets").Select(subset => new LabResourceProperty(
                    $"rule.subset.{subset.Text("name")}", $"Subset {subset.Text("name")}", DeploymentResource.Join(subset.Map("labels")), Highlighted: true)),
                new("object.namespace", "Namespace", key.Namespace),
            ],
            Relations = service is var (name, ns) && view.Contains("Service", ns, name)
                ? [new LabResourceRelation(ObjectKey.ResourceNameOf("Service", ns, name), "applies to")]
                : [],
        };
    }
}
