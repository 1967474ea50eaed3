using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Defaults;

/// <summary>Defaults of pods and pod templates.</summary>
internal static class PodDefaults
{
    private const int FileMode = 420;
    private static readonly string[] s_containerLists = ["initContainers", "containers", "ephemeralContainers"];
    private static readonly string[] s_probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] s_fileVolumes = ["secret", "configMap", "downwardAPI", "projected"];

    /// <summary>Defaults of a pod.</summary>
    public static void ApplyPod(JsonObject pod)
    {
        if (pod["spec"] is not JsonObject spec) return;
        spec.Default("enableServiceLinks", true);
        ApplySpec(spec);
        foreach (var container in Containers(spec)) CopyLimits(container);
        var status = pod.EnsureObject("status");
        status.Default("phase", "Pending");
        status.Default("qosClass", QualityOfService(spec));
    }

    /// <summary>Defaults of a template.</summary>
    public static void ApplyTemplate(JsonNode? template)
    {
        if (template is not JsonObject map) return;
        map.EnsureObject("metadata");
        if (map["metadata"] is JsonObject metadata && metadata.TryGetPropertyValue("creationTimestamp", out var created) && created is null)
            metadata.Remove("creationTimestamp");
        if (map["spec"] is JsonObject spec) ApplySpec(spec);
    }

    private static void ApplySpec(JsonObject spec)
    {
        foreach (var container in Containers(spec)) ApplyContainer(container);
        foreach (var volume in JsonValues.Objects(spec["volumes"])) ApplyVolume(volume);
        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.EnsureObject("securityContext");
        spec.Default("schedulerName", "default-scheduler");
        if (JsonValues.Text(spec["serviceAccountName"]) is { Length: > 0 } account) spec["serviceAccount"] = account;
        else if (JsonValues.Text(spec["serviceAccount"]) is { Length: > 0 } old) spec["serviceAccountName"] = old;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) => s_containerLists.SelectMany(list => JsonValues.Objects(spec[list]));

    private static void ApplyContainer(JsonObject container)
    {
        if (JsonValues.Text(container["image"]) is { Length: > 0 } image) container.Default("imagePullPolicy", PullPolicy(image));
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.EnsureObject("resources");
        foreach (var port in JsonValues.Objects(container["ports"])) port.Default("protocol", "TCP");
        foreach (var probe in s_probes) if (container[probe] is JsonObject map) ApplyProbe(map);
        foreach (var hook in new[] { "postStart", "preStop" }) ApplyHttpGet(JsonValues.At(container, "lifecycle", hook, "httpGet"));
        foreach (var variable in JsonValues.Objects(container["env"]))
            if (JsonValues.At(variable, "valueFrom", "fieldRef") is JsonObject field) field.Default("apiVersion", "v1");
    }

    private static string PullPolicy(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        if (name.Contains('@')) return "IfNotPresent";
        var colon = name.IndexOf(':');
        return colon < 0 || name[(colon + 1)..] == "latest" ? "Always" : "IfNotPresent";
    }

    private static void ApplyProbe(JsonObject probe)
    {
        ApplyHttpGet(probe["httpGet"]);
        if (probe["grpc"] is JsonObject grpc && grpc["service"] is null) grpc["service"] = "";
        probe.Default("timeoutSeconds", 1);
        probe.Default("periodSeconds", 10);
        probe.Default("successThreshold", 1);
        probe.Default("failureThreshold", 3);
    }

    private static void ApplyHttpGet(JsonNode? node)
    {
        if (node is not JsonObject get) return;
        get.Default("path", "/");
        get.Default("scheme", "HTTP");
    }

    private static void ApplyVolume(JsonObject volume)
    {
        foreach (var kind in s_fileVolumes)
        {
            if (volume[kind] is not JsonObject source) continue;
            source.Default("defaultMode", FileMode);
            var items = JsonValues.Objects(source["items"]).Concat(
                JsonValues.Objects(source["sources"]).SelectMany(each => JsonValues.Objects(JsonValues.At(each, "downwardAPI", "items"))));
            foreach (var item in items) if (item["fieldRef"] is JsonObject field) field.Default("apiVersion", "v1");
            foreach (var token in JsonValues.Objects(source["sources"]).Select(each => each["serviceAccountToken"]).OfType<JsonObject>())
                token.Default("expirationSeconds", 3600);
        }
        if (volume["hostPath"] is JsonObject host && host["type"] is null) host["type"] = "";
        if (volume.Count == 1 && volume.ContainsKey("name")) volume["emptyDir"] = new JsonObject();
    }

    private static void CopyLimits(JsonObject container)
    {
        if (container["resources"] is not JsonObject resources || resources["limits"] is not JsonObject { Count: > 0 } limits) return;
        var requests = resources.EnsureObject("requests");
        foreach (var (name, value) in limits)
            if (requests[name] is null) requests[name] = value?.DeepClone();
    }

    private static string QualityOfService(JsonObject spec)
    {
        var some = false;
        var all = true;
        foreach (var container in s_containerLists.Take(2).SelectMany(list => JsonValues.Objects(spec[list])))
        {
            var limits = JsonValues.At(container, "resources", "limits") as JsonObject;
            var requests = JsonValues.At(container, "resources", "requests") as JsonObject;
            some |= limits is { Count: > 0 } || requests is { Count: > 0 };
            all &= limits?["cpu"] is { } cpu && limits["memory"] is { } memory
                && JsonNode.DeepEquals(cpu, requests?["cpu"]) && JsonNode.DeepEquals(memory, requests?["memory"]);
        }
        return !some ? "BestEffort" : all ? "Guaranteed" : "Burstable";
    }
}
