using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>The Node that all pods are on, with the machine's real figures and an honest container runtime.</summary>
internal static class NodeObject
{
    public const string Name = EventSource.NodeName;
    public const string Address = "10.245.0.1";
    private const int Pods = 500;

    public static JsonObject Create() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject
        {
            ["name"] = Name,
            ["labels"] = new JsonObject
            {
                ["beta.kubernetes.io/arch"] = Architecture,
                ["beta.kubernetes.io/os"] = "linux",
                ["kubernetes.io/arch"] = Architecture,
                ["kubernetes.io/hostname"] = Name,
                ["kubernetes.io/os"] = "linux",
            },
            ["annotations"] = new JsonObject
            {
                ["node.alpha.kubernetes.io/ttl"] = "0",
                ["istiolab.dev/simulated"] = "Pods run inside the IstioLab process; there is no container and no virtual machine.",
            },
        },
        ["spec"] = new JsonObject { ["podCIDR"] = "10.244.0.0/16", ["podCIDRs"] = new JsonArray("10.244.0.0/16") },
    };

    public static JsonObject Status(string kubernetesVersion, string productVersion, DateTimeOffset since, DateTimeOffset now) => new()
    {
        ["addresses"] = new JsonArray(
            new JsonObject { ["address"] = Address, ["type"] = "InternalIP" }, new JsonObject { ["address"] = Name, ["type"] = "Hostname" }),
        ["allocatable"] = Resources(),
        ["capacity"] = Resources(),
        ["conditions"] = new JsonArray(
            Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", since, now),
            Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", since, now),
            Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", since, now),
            Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", since, now)),
        ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250 } },
        ["nodeInfo"] = new JsonObject
        {
            ["architecture"] = Architecture,
            ["bootID"] = "",
            ["containerRuntimeVersion"] = $"istiolab://{productVersion}",
            ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
            ["kubeProxyVersion"] = "",
            ["kubeletVersion"] = kubernetesVersion,
            ["machineID"] = "",
            ["operatingSystem"] = "linux",
            ["osImage"] = $"IstioLab {productVersion} (simulated)",
            ["systemUUID"] = "",
        },
    };

    /// <summary>What the node has of a resource, as a quantity.</summary>
    public static string Capacity(string resource) => Resources().Text(resource) is { Length: > 0 } value ? value : "0";

    private static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        _ => "amd64",
    };

    private static JsonObject Resources() => new()
    {
        ["cpu"] = $"{Environment.ProcessorCount}",
        ["ephemeral-storage"] = "0",
        ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024}Ki",
        ["pods"] = $"{Pods}",
    };

    private static JsonObject Condition(string type, string status, string reason, string message, DateTimeOffset since, DateTimeOffset now) => new()
    {
        ["lastHeartbeatTime"] = KubernetesTime.Seconds(now),
        ["lastTransitionTime"] = KubernetesTime.Seconds(since),
        ["message"] = message,
        ["reason"] = reason,
        ["status"] = status,
        ["type"] = type,
    };
}
