using System.Collections.Frozen;
using System.Net;
using IstioLab.Cli.CommandLine;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Yaml;
using IstioLab.Labs.Api;

namespace IstioLab.Cli.Input;

/// <summary>What <c>explain</c> asks: the objects of files, or of the running cluster.</summary>
internal sealed class MeshSource
{
    private MeshSource(MeshState state, bool isLive)
    {
        State = state;
        IsLive = isLive;
    }

    /// <summary>The mesh.</summary>
    public MeshState State { get; }

    /// <summary>Whether it is the running cluster's.</summary>
    public bool IsLive { get; }

    /// <summary>Reads files.</summary>
    /// <exception cref="CliException">A file holds something that is no object; all of it is told.</exception>
    public static MeshSource OfFiles(CommandContext context, IEnumerable<string> names)
    {
        var files = InputFiles.Read(context, names)
            .Select(text => ConfigObjectReader.Read(text.Text, text.Name, context.ExplicitNamespace ?? "default"))
            .ToList();
        var problems = files.SelectMany(file => file.Diagnostics).ToList();
        if (problems.Count > 0)
        {
            throw new CliException(ExitCode.No, string.Join(Environment.NewLine, problems));
        }

        var objects = files.SelectMany(file => file.Objects).ToList();
        foreach (var same in objects.GroupBy(item => item.Id).Where(same => same.Count() > 1))
        {
            var places = string.Join(", ", same.Select(item => item.Position));
            context.Remark(context.Pick(
                $"{same.Key.Kind} '{same.Key.Namespace}/{same.Key.Name}' stands in the files {same.Count()} times ({places}); the last one counts, as if applied in this order.",
                $"{same.Key.Kind} '{same.Key.Namespace}/{same.Key.Name}' 在文件中出现 {same.Count()} 次（{places}）；以最后一个为准，如同按此顺序 apply。"));
        }

        return new MeshSource(MeshState.Empty.With(objects), isLive: false);
    }

    /// <summary>Reads the running cluster, with the release of Istio that it follows.</summary>
    public static async Task<MeshSource> OfClusterAsync(KubeApi api, IstioRelease release, CancellationToken cancellationToken)
    {
        var objects = await LiveObjects.ReadAsync(api, LiveObjects.OfRouting, cancellationToken);
        return new MeshSource(MeshState.Empty.With(MeshSettings.Default with { Release = release }).With(objects), isLive: true);
    }

    /// <summary>The sidecar of a workload: of a Deployment or a Pod with the name.</summary>
    /// <exception cref="CliException">There is none; the message says which there are.</exception>
    public ProxyIdentity FindSidecar(CommandContext context, string workload)
    {
        var (ns, name) = Split(workload);
        ns ??= context.ExplicitNamespace;
        var named = State.Objects
            .Where(item => item.Id.Kind is "Deployment" or "Pod" or "StatefulSet" or "DaemonSet" && item.Id.Name == name && (ns is null || item.Id.Namespace == ns))
            .OrderBy(item => item.Id.Kind == "Pod" ? 0 : 1)
            .ToList();
        if (named.Count == 0)
        {
            var known = State.Objects.Where(item => item.Id.Kind is "Deployment" or "StatefulSet" or "DaemonSet").Select(item => $"{item.Id.Namespace}/{item.Id.Name}");
            throw new CliException(ExitCode.Usage, context.Pick(
                $"There is no workload '{workload}'. The workloads are {string.Join(", ", known.Order(StringComparer.Ordinal))}.",
                $"没有工作负载 '{workload}'。可用的有：{string.Join("、", known.Order(StringComparer.Ordinal))}。"));
        }

        var found = named[0];
        var labels = found.Id.Kind == "Pod" ? found.Labels : TemplateLabels(found);
        var pod = found.Id.Kind == "Pod" ? found : FindPod(found.Id.Namespace, labels);
        return Identity(ProxyType.Sidecar, found.Id.Namespace, labels, pod);
    }

    /// <summary>Whether a running pod of the cluster lacks a sidecar, so that no rule applies to what it sends.</summary>
    public bool LacksSidecar(ProxyIdentity proxy) => IsLive
        && proxy.Type == ProxyType.Sidecar
        && State.Objects.FirstOrDefault(item => item.Id.Kind == "Pod" && item.Id.Namespace == proxy.Namespace && item.Id.Name == proxy.PodName) is { } pod
        && !HasProxy(pod, "containers")
        && !HasProxy(pod, "initContainers");

    /// <summary>A gateway's proxy: the workload that a Service or a Deployment with the name selects.</summary>
    public ProxyIdentity FindGateway(CommandContext context, string name)
    {
        var (ns, plain) = Split(name);
        var workloads = State.Objects.Where(item =>
            item.Id.Kind is "Deployment" or "Pod" && item.Id.Name == plain && item.Id.Namespace == (ns ?? context.ExplicitNamespace ?? "istio-system"));
        var labels = workloads.Select(item => item.Id.Kind == "Pod" ? item.Labels : TemplateLabels(item)).FirstOrDefault()
            ?? new Dictionary<string, string> { ["istio"] = plain.Replace("istio-", "", StringComparison.Ordinal), ["app"] = plain }.ToFrozenDictionary();
        var space = ns ?? context.ExplicitNamespace ?? "istio-system";
        return Identity(ProxyType.Gateway, space, labels, FindPod(space, labels));
    }

    private ConfigObject? FindPod(string ns, FrozenDictionary<string, string> labels) => State.Objects
        .Where(item => item.Id.Kind == "Pod" && item.Id.Namespace == ns && item.Root["metadata"]?["deletionTimestamp"] is null)
        .Where(item => labels.All(label => item.Labels.GetValueOrDefault(label.Key) == label.Value))
        .MaxBy(item => item.CreationTime);

    private static bool HasProxy(ConfigObject pod, string list) =>
        (pod.Root["spec"]?[list] as YamlSequence)?.Items.Any(container => (container["name"] as YamlScalar)?.Text == "istio-proxy") == true;

    private static ProxyIdentity Identity(ProxyType type, string ns, FrozenDictionary<string, string> labels, ConfigObject? pod) => new()
    {
        Type = type,
        Namespace = ns,
        PodName = pod?.Id.Name ?? "",
        Labels = pod?.Labels ?? labels,
        Address = IPAddress.TryParse((pod?.Root["status"]?["podIP"] as YamlScalar)?.Text, out var address) ? address : null,
        ServiceAccount = (pod?.Root["spec"]?["serviceAccountName"] as YamlScalar)?.Text ?? "default",
    };

    private static FrozenDictionary<string, string> TemplateLabels(ConfigObject workload) =>
        (workload.Root["spec"]?["template"]?["metadata"]?["labels"] as YamlMapping)?.Fields
            .DistinctBy(field => field.Key)
            .ToFrozenDictionary(field => field.Key, field => (field.Value as YamlScalar)?.Text ?? "", StringComparer.Ordinal)
        ?? FrozenDictionary<string, string>.Empty;

    private static (string? Namespace, string Name) Split(string text)
    {
        var slash = text.IndexOf('/');
        return slash < 0 ? (null, text) : (text[..slash], text[(slash + 1)..]);
    }
}
