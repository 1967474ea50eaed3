using System.Text.Json.Nodes;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Resources;

/// <summary>Shows a Deployment under the name its telemetry has, with the output of all its pods.</summary>
internal static class DeploymentResource
{
    public static LabResource Of(ObjectKey key, JsonObject deployment, ClusterView view)
    {
        var pods = view.OfKind("Pod", key.Namespace).Where(pod => PodResource.Owns(deployment, pod)).ToList();
        var staying = pods.Where(pod => pod.At("metadata", "deletionTimestamp") is null).Select(PodStatus.Of).ToList();
        var wanted = deployment.At("spec", "replicas") is null ? 1 : deployment.Number("spec", "replicas");
        var ready = deployment.Number("status", "readyReplicas");
        var (state, style) = Describe(deployment, wanted, ready, staying);
        return new LabResource
        {
            Name = key.ResourceName,
            Type = "Deployment",
            DisplayName = key.Name,
            Object = key,
            Uid = deployment.Text("metadata", "uid"),
            State = state,
            Style = style,
            CreatedAt = deployment.Time("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch,
            StartedAt = deployment.Time("metadata", "creationTimestamp"),
            Parent = key.Namespace == ClusterResource.SystemNamespace ? ClusterResource.IstioName : null,
            Icon = key.Namespace == ClusterResource.SystemNamespace ? "Settings" : "Apps",
            Properties =
            [
                new("deployment.ready", "Ready", $"{ready}/{wanted}", Highlighted: true),
                new("deployment.sidecars", "Sidecars", $"{staying.Count(pod => pod.HasSidecar)} of {staying.Count} pods", Highlighted: true),
                new("resource.source", "Image", deployment.Items("spec", "template", "spec", "containers").FirstOrDefault().Text("image").Split('/')[^1]),
                new("deployment.images", "Images", string.Join(", ", deployment.Items("spec", "template", "spec", "containers").Select(container => container.Text("image")))),
                new("object.labels", "Pod labels", Join(deployment.Map("spec", "template", "metadata", "labels"))),
                new("object.namespace", "Namespace", key.Namespace),
            ],
            Health = [new("available", ready >= wanted, $"{ready} of {wanted} pods are ready.")],
            Logs = [.. pods.SelectMany(LogsOf)],
            Relations = [.. Calls(key, view), .. pods.Select(pod => new LabResourceRelation(ObjectKey.Of("Pod", pod).ResourceName, "runs"))],
            Commands = CommandList.OfDeployment(key, view.LabOf(key.Namespace), staying.Count(pod => pod.HasSidecar), staying.Count),
        };
    }

    internal static string Join(IReadOnlyDictionary<string, string> labels) =>
        string.Join(", ", labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    private static (string State, LabResourceStyle Style) Describe(JsonObject deployment, int wanted, int ready, List<PodStatus> pods)
    {
        if (wanted == 0)
        {
            return ("Scaled to 0", LabResourceStyle.Info);
        }

        if (pods.FirstOrDefault(pod => pod.Style == LabResourceStyle.Error) is { } broken)
        {
            return (broken.Text, LabResourceStyle.Error);
        }

        var current = deployment.Number("status", "observedGeneration") >= deployment.Number("metadata", "generation")
            && deployment.Number("status", "updatedReplicas") >= wanted
            && deployment.Number("status", "replicas") <= wanted;
        return ready >= wanted && current ? ("Running", LabResourceStyle.Success) : ("Starting", LabResourceStyle.Info);
    }

    /// <summary>What the lab's client calls; nobody but the lab knows who calls whom before a request is sent.</summary>
    private static IEnumerable<LabResourceRelation> Calls(ObjectKey key, ClusterView view)
    {
        if (view.LabOf(key.Namespace) is { Traffic: { } traffic, Client: { } client }
            && client == new WorkloadName(key.Namespace, key.Name)
            && ShortHost.Of(traffic.Url.Host, key.Namespace) is var (name, ns)
            && view.Contains("Service", ns, name))
        {
            yield return new LabResourceRelation(ObjectKey.ResourceNameOf("Service", ns, name), "calls");
        }
    }

    private static IEnumerable<LabLogSource> LogsOf(JsonObject pod)
    {
        var name = pod.Text("metadata", "name");
        return PodStatus.Of(pod).ContainerNames.Select(container => new LabLogSource(pod.Text("metadata", "namespace"), name, container, $"{name}/{container}"));
    }
}
