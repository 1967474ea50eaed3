using System.Globalization;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Shows a pod: kubectl's columns, its containers' output, below the Deployment that made it.</summary>
internal static class PodResource
{
    public static LabResource Of(ObjectKey key, JsonObject pod, ClusterView view)
    {
        var status = PodStatus.Of(pod);
        var several = status.ContainerNames.Count > 1;
        return new LabResource
        {
            Name = key.ResourceName,
            Type = "Pod",
            DisplayName = key.Name,
            Object = key,
            Uid = pod.Text("metadata", "uid"),
            State = status.Text,
            Style = status.Style,
            CreatedAt = pod.Time("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch,
            StartedAt = pod.Time("status", "startTime"),
            Parent = ParentOf(key, pod, view),
            Hidden = key.Namespace == ClusterResource.SystemNamespace,
            Icon = "Cube",
            Properties =
            [
                new("pod.ready", "Ready", $"{status.Ready}/{status.Containers}", Highlighted: true),
                new("pod.sidecar", "Sidecar", status.HasSidecar ? "istio-proxy" : "none", Highlighted: true),
                new("pod.restarts", "Restarts", status.Restarts.ToString(CultureInfo.InvariantCulture)),
                new("pod.ip", "IP", pod.Text("status", "podIP")),
                new("pod.node", "Node", pod.Text("spec", "nodeName")),
                new("resource.source", "Pod", $"READY {status.Ready}/{status.Containers} · {pod.Text("status", "podIP")}".TrimEnd(' ', '·')),
                new("pod.images", "Images", string.Join(", ", pod.Items("spec", "containers").Select(container => container.Text("image")))),
                new("object.namespace", "Namespace", key.Namespace),
            ],
            Health = [new("ready", status.IsReady, status.Text == "Running" ? $"{status.Ready} of {status.Containers} containers are ready." : $"The pod is {status.Text}.")],
            Logs = [.. status.ContainerNames.Select(name => new LabLogSource(key.Namespace, key.Name, name, several ? name : ""))],
            Commands = [CommandList.DeletePod],
        };
    }

    private static string? ParentOf(ObjectKey key, JsonObject pod, ClusterView view)
    {
        var owner = view.OfKind("Deployment", key.Namespace).FirstOrDefault(deployment => Owns(deployment, pod));
        return owner is null ? null : ObjectKey.Of("Deployment", owner).ResourceName;
    }

    /// <summary>A ReplicaSet is named for its Deployment and a hash; it is not mirrored itself.</summary>
    internal static bool Owns(JsonObject deployment, JsonObject pod)
    {
        var owner = pod.Items("metadata", "ownerReferences").FirstOrDefault(reference => reference.Text("kind") == "ReplicaSet").Text("name");
        var hash = pod.Text("metadata", "labels", "pod-template-hash");
        return owner.Length > 0 && owner == $"{deployment.Text("metadata", "name")}-{hash}";
    }
}
