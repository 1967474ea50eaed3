using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Explanation;

/// <summary>
/// Files hold Deployments and no pods. So that a subset that selects nothing is found before anything runs, each workload counts as one
/// ready pod with the labels of its template.
/// </summary>
internal static class PlannedPods
{
    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

    /// <summary>The state with a pod for each workload; the same state when endpoints are known or no workload is there.</summary>
    public static MeshState AddTo(MeshState state)
    {
        if (state.Tables.Endpoints.HasSlices)
        {
            return state;
        }

        var workloads = Kinds.SelectMany(state.OfKind).OrderBy(item => item.Id.ToString(), StringComparer.Ordinal).ToList();
        var pods = workloads.Select(ToPod).ToList();
        pods.AddRange(state.Tables.Services.All
            .Where(service => IsLonelyHeadless(service, pods))
            .Select((service, index) => ToPod(service, workloads.Count + index))
            .ToList());
        if (pods.Count == 0)
        {
            return state;
        }

        var slices = state.Tables.Services.All
            .Where(service => service is { IsKubernetes: true, Selector.Count: > 0 })
            .Select(service => ToSlice(service, pods, workloads))
            .OfType<ConfigObject>();
        return state.With([.. pods, .. slices]);
    }

    /// <summary>A headless Service leads to the addresses of its pods alone; one must be there for its name to lead anywhere.</summary>
    private static bool IsLonelyHeadless(MeshService service, List<ConfigObject> pods) =>
        service is { IsKubernetes: true, Resolution: ServiceResolution.Passthrough, Selector.Count: > 0 }
        && !pods.Exists(pod => pod.Id.Namespace == service.Namespace && LabelMaps.IsSubset(service.Selector, pod.Labels));

    private static ConfigObject ToPod(ConfigObject workload, int index) => ToPod(
        workload.Id.Namespace, workload.Id.Name, workload.Root["spec"].Child("template").Child("metadata").Child("labels").ToTextMap(), index);

    private static ConfigObject ToPod(MeshService service, int index) => ToPod(service.Namespace, service.Name, service.Selector, index);

    private static ConfigObject ToPod(string space, string name, FrozenDictionary<string, string> labels, int index)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"198.18.{index / 250}.{(index % 250) + 1}");
        return new ConfigObject
        {
            Id = new ObjectId("", "Pod", space, name),
            Version = "v1",
            Labels = labels,
            Root = Tree(new JsonObject { ["status"] = new JsonObject { ["podIP"] = address } }),
        };
    }

    private static ConfigObject? ToSlice(MeshService service, List<ConfigObject> pods, List<ConfigObject> workloads)
    {
        var selected = pods.Where(pod => pod.Id.Namespace == service.Namespace && LabelMaps.IsSubset(service.Selector, pod.Labels)).ToList();
        if (selected.Count == 0)
        {
            return null;
        }

        var containers = (workloads.Find(item => item.Id.Namespace == service.Namespace && item.Id.Name == selected[0].Id.Name)
            ?.Root["spec"].Child("template").Child("spec")).Items("containers");
        var endpoints = selected.Select(pod => (JsonNode)new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Root["status"].Text("podIP")),
            ["targetRef"] = new JsonObject { ["name"] = pod.Id.Name },
        });
        var ports = service.Ports.Select(port => (JsonNode)new JsonObject
        {
            ["name"] = port.Name,
            ["port"] = TargetOf(port, containers),
        });
        return new ConfigObject
        {
            Id = new ObjectId("discovery.k8s.io", "EndpointSlice", service.Namespace, service.Name),
            Version = "v1",
            Labels = FrozenDictionary.ToFrozenDictionary(
                [KeyValuePair.Create("kubernetes.io/service-name", service.Name)], StringComparer.Ordinal),
            Root = Tree(new JsonObject { ["endpoints"] = new JsonArray([.. endpoints]), ["ports"] = new JsonArray([.. ports]) }),
        };
    }

    private static int TargetOf(ServicePort port, IEnumerable<YamlNode> containers)
    {
        if (int.TryParse(port.TargetPort, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var named = containers.SelectMany(container => container.Items("ports")).FirstOrDefault(item => item.Text("name") == port.TargetPort);
        return named is null ? port.Number : named.Integer("containerPort");
    }

    private static YamlNode Tree(JsonObject node) => YamlJson.FromJson(JsonSerializer.SerializeToElement(node));
}
