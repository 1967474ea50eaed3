using System.Collections.Immutable;
using System.Text.Json;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>The cells of the built-in kinds, as the real server computes them.</summary>
internal static class BuiltInCells
{
    private const string None = "<none>";

    /// <summary>One cell per column.</summary>
    public static IReadOnlyList<object?> Read(
        string resource, StoredObject item, JsonElement root, ImmutableArray<TableColumn> columns, DateTimeOffset now)
    {
        var age = HumanDuration.Since(item.CreationTime, now);
        return resource switch
        {
            "pods" => PodCells.Read(item, root, age, now),
            "deployments.apps" or "replicasets.apps" or "replicationcontrollers" or "statefulsets.apps" or "daemonsets.apps" or "jobs.batch" or "cronjobs.batch" =>
                WorkloadCells.Read(resource, item, root, age, now),
            "services" or "endpoints" or "endpointslices.discovery.k8s.io" or "ingresses.networking.k8s.io" or "networkpolicies.networking.k8s.io" =>
                NetworkCells.Read(resource, item, root, age),
            "nodes" => NodeCells.Read(item, root, age),
            "events" => EventCells.Read(item, root, now),
            _ => Other(resource, item, root, age) ?? Generic(item, columns, age),
        };
    }

    private static object?[]? Other(string resource, StoredObject item, JsonElement root, string age) => resource switch
    {
        "namespaces" => [item.Name, root.Text("status.phase"), age],
        "configmaps" => [item.Name, (root.Count("data") + root.Count("binaryData")).ToString(System.Globalization.CultureInfo.InvariantCulture), age],
        "secrets" => [item.Name, root.Text("type"), root.Count("data").ToString(System.Globalization.CultureInfo.InvariantCulture), age],
        "leases.coordination.k8s.io" => [item.Name, root.Text("spec.holderIdentity"), age],
        "controllerrevisions.apps" => [item.Name, Owner(item), root.Number("revision"), age],
        "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io" =>
        [
            item.Name, $"{root.Text("roleRef.kind")}/{root.Text("roleRef.name")}", age, Subjects(root, "User"), Subjects(root, "Group"), Subjects(root, "ServiceAccount"),
        ],
        "storageclasses.storage.k8s.io" =>
        [
            item.Name, root.Text("provisioner"), root.Text("reclaimPolicy"), root.Text("volumeBindingMode"), root.Flag("allowVolumeExpansion") ? "true" : "false", age,
        ],
        "ingressclasses.networking.k8s.io" => [item.Name, root.Text("spec.controller"), root.Text("spec.parameters.name", None), age],
        "priorityclasses.scheduling.k8s.io" => [item.Name, root.Number("value"), root.Flag("globalDefault"), age, root.Text("preemptionPolicy")],
        "runtimeclasses.node.k8s.io" => [item.Name, root.Text("handler"), age],
        "mutatingwebhookconfigurations.admissionregistration.k8s.io" or "validatingwebhookconfigurations.admissionregistration.k8s.io" =>
            [item.Name, root.Count("webhooks"), age],
        "horizontalpodautoscalers.autoscaling" =>
        [
            item.Name, $"{root.Text("spec.scaleTargetRef.kind")}/{root.Text("spec.scaleTargetRef.name")}", "<unknown>", root.Text("spec.minReplicas", "<unset>"),
            root.Text("spec.maxReplicas"), root.Text("status.currentReplicas", "0"), age,
        ],
        "poddisruptionbudgets.policy" =>
            [item.Name, root.Text("spec.minAvailable", "N/A"), root.Text("spec.maxUnavailable", "N/A"), root.Number("status.disruptionsAllowed"), age],
        "persistentvolumeclaims" =>
        [
            item.Name, root.Text("status.phase"), root.Text("spec.volumeName"), root.Text("status.capacity.storage"),
            CellNodes.Join(root.Items("status.accessModes").Select(mode => mode.GetString()!), ""), root.Text("spec.storageClassName"),
            root.Text("spec.volumeAttributesClassName", "<unset>"), age, root.Text("spec.volumeMode", "<unset>"),
        ],
        _ => null,
    };

    // Name, creation time and age are known for every kind; what else a column wants stays empty.
    private static object?[] Generic(StoredObject item, ImmutableArray<TableColumn> columns, string age) => [.. columns.Select(column => (object?)(column.Name switch
    {
        "Name" => item.Name,
        "Age" => age,
        "Created At" => ObjectJson.FormatTime(item.CreationTime),
        _ => "<unknown>",
    }))];

    private static string Owner(StoredObject item) =>
        item.Owners.FirstOrDefault(owner => owner.Controller) is { } owner ? $"{owner.Kind.ToLowerInvariant()}/{owner.Name}" : None;

    private static string Subjects(JsonElement root, string kind) => CellNodes.Join(
        root.Items("subjects")
            .Where(subject => subject.Text("kind") == kind)
            .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")),
        "",
        ", ");
}
