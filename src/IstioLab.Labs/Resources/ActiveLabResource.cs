using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Shows the active lab with its step as its state.</summary>
internal static class ActiveLabResource
{
    public const string Type = "Lab";

    public static LabResource Of(ActiveLab active, JsonObject ns, ClusterView view, string language)
    {
        var (lab, step) = active;
        var pods = view.OfKind("Pod", lab.Namespace).Where(pod => pod.At("metadata", "deletionTimestamp") is null).Select(PodStatus.Of).ToList();
        var fitting = pods.Count(pod => pod.IsReady && (step.Expect.Ready is not { } ready || ready == $"{pod.Ready}/{pod.Containers}"));
        var healthy = pods.Count > 0 && fitting == pods.Count;
        return new LabResource
        {
            Name = $"lab-{lab.Name}",
            Type = Type,
            DisplayName = lab.Name,
            Uid = ns.Text("metadata", "uid"),
            State = $"Step {step.Number} of {lab.Steps.Count}",
            Style = healthy ? LabResourceStyle.Success : LabResourceStyle.Info,
            CreatedAt = ns.Time("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch,
            StartedAt = ns.Time("metadata", "creationTimestamp"),
            Icon = "BeakerEdit",
            Properties =
            [
                new("resource.source", "Step", step.Title.In(language)),
                new("lab.title", "Lab", lab.Title.In(language), Highlighted: true),
                new("lab.step", "Name of the step", step.Name),
                new("lab.shows", "What it shows", step.Shows.In(language), Highlighted: true),
                new("lab.next", "Next step", active.Next?.Title.In(language) ?? "none: this is the last one", Highlighted: true),
                new("lab.about", "About", lab.About.In(language)),
                new("object.namespace", "Namespace", lab.Namespace),
            ],
            Health = [new("pods", healthy, $"{fitting} of {pods.Count} pods are as the step leaves them{(step.Expect.Ready is { } wanted ? $" (READY {wanted})" : "")}.")],
            Relations = active.Client is { } client && view.Contains("Deployment", client.Namespace, client.Name)
                ? [new(ObjectKey.ResourceNameOf("Deployment", client.Namespace, client.Name), "sends from")]
                : [],
            Commands = CommandList.OfLab(active),
        };
    }
}
