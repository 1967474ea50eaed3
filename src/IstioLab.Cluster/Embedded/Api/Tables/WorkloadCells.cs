using System.Globalization;
using System.Text.Json;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>The cells of workloads.</summary>
internal static class WorkloadCells
{
    /// <summary>One cell per column.</summary>
    public static object?[] Read(string resource, StoredObject item, JsonElement root, string age, DateTimeOffset now)
    {
        var name = item.Name;
        var images = Names(root, "image");
        var containers = Names(root, "name");
        return resource switch
        {
            "deployments.apps" =>
            [
                name, Ready(root), root.Number("status.updatedReplicas"), root.Number("status.availableReplicas"), age, containers, images,
                root.Selector("spec.selector"),
            ],
            "replicasets.apps" =>
            [
                name, root.Number("spec.replicas"), root.Number("status.replicas"), root.Number("status.readyReplicas"), age, containers, images,
                root.Selector("spec.selector"),
            ],
            "replicationcontrollers" =>
            [
                name, root.Number("spec.replicas"), root.Number("status.replicas"), root.Number("status.readyReplicas"), age, containers, images,
                root.Labels("spec.selector"),
            ],
            "statefulsets.apps" => [name, Ready(root), age, containers, images],
            "daemonsets.apps" =>
            [
                name, root.Number("status.desiredNumberScheduled"), root.Number("status.currentNumberScheduled"), root.Number("status.numberReady"),
                root.Number("status.updatedNumberScheduled"), root.Number("status.numberAvailable"), root.Labels("spec.template.spec.nodeSelector"), age,
                containers, images, root.Selector("spec.selector"),
            ],
            "jobs.batch" => [name, JobStatus(root), Completions(root), JobDuration(root, now), age, containers, images, root.Selector("spec.selector")],
            _ =>
            [
                name, root.Text("spec.schedule"), root.Text("spec.timeZone", "<none>"), root.Flag("spec.suspend"), root.Count("status.active"),
                root.Time("status.lastScheduleTime") is { } last ? HumanDuration.Since(last, now) : "<none>", age, containers, images, "<none>",
            ],
        };
    }

    private static string Ready(JsonElement root) =>
        string.Create(CultureInfo.InvariantCulture, $"{root.Number("status.readyReplicas")}/{root.Number("spec.replicas")}");

    private static string Names(JsonElement root, string field)
    {
        var containers = root.Items("spec.template.spec.containers");
        if (root.At("spec.jobTemplate").ValueKind == JsonValueKind.Object) containers = root.Items("spec.jobTemplate.spec.template.spec.containers");
        return CellNodes.Join(containers.Select(container => container.Text(field)), "");
    }

    private static string JobStatus(JsonElement root)
    {
        foreach (var condition in root.Items("status.conditions"))
        {
            if (condition.Text("status") != "True") continue;
            var type = condition.Text("type");
            if (type is "Complete" or "Failed" or "Suspended") return type;
        }
        return "Running";
    }

    private static string Completions(JsonElement root)
    {
        var wanted = root.Text("spec.completions", "1");
        return string.Create(CultureInfo.InvariantCulture, $"{root.Number("status.succeeded")}/{wanted}");
    }

    private static string JobDuration(JsonElement root, DateTimeOffset now)
    {
        if (root.Time("status.startTime") is not { } start) return "";
        return HumanDuration.Format((root.Time("status.completionTime") ?? now) - start);
    }
}
