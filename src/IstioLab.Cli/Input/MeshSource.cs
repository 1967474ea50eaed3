using IstioLab.Cli.CommandLine;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Meshes;

namespace IstioLab.Cli.Input;

/// <summary>What <c>explain</c> asks: the objects of files, or of the running cluster.</summary>
internal sealed class MeshSource
{
    private readonly MeshWorkloads _workloads;

    private MeshSource(MeshState state, bool isLive)
    {
        State = state;
        IsLive = isLive;
        _workloads = new MeshWorkloads(state);
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

        return new MeshSource(MeshState.Empty.With(MeshSettings.Default with { Release = context.Release }).With(objects), isLive: false);
    }

    /// <summary>Reads the running cluster, with the release of Istio that it follows.</summary>
    public static async Task<MeshSource> OfClusterAsync(
        KubeApi api, IstioRelease release, IReadOnlyList<LabDefinition> labs, CancellationToken cancellationToken) =>
        new(await LiveObjects.ReadMeshAsync(api, release, labs, cancellationToken), isLive: true);

    /// <summary>The sidecar of a workload: of a Deployment or a Pod with the name.</summary>
    /// <exception cref="CliException">There is none; the message says which there are.</exception>
    public ProxyIdentity FindSidecar(CommandContext context, string workload)
    {
        var (ns, name) = Split(workload);
        return _workloads.FindSidecar(ns ?? context.ExplicitNamespace, name) ?? throw new CliException(ExitCode.Usage, context.Pick(
            $"There is no workload '{workload}'. The workloads are {string.Join(", ", _workloads.Names)}.",
            $"没有工作负载 '{workload}'。可用的有：{string.Join("、", _workloads.Names)}。"));
    }

    /// <summary>Whether a running pod of the cluster lacks a sidecar, so that no rule applies to what it sends.</summary>
    public bool LacksSidecar(ProxyIdentity proxy) => IsLive && _workloads.LacksSidecar(proxy);

    /// <summary>A gateway's proxy: the workload that a Service or a Deployment with the name selects.</summary>
    /// <exception cref="CliException">The running cluster has none; files need not hold it.</exception>
    public ProxyIdentity FindGateway(CommandContext context, string name)
    {
        var (ns, plain) = Split(name);
        var gateway = _workloads.FindGateway(ns ?? context.ExplicitNamespace ?? "istio-system", plain);
        return !IsLive || gateway.PodName.Length > 0 ? gateway : throw new CliException(ExitCode.Usage, context.Pick(
            $"There is no gateway '{gateway.Namespace}/{plain}'. The workloads are {string.Join(", ", _workloads.Names)}.",
            $"没有网关 '{gateway.Namespace}/{plain}'。可用的工作负载：{string.Join("、", _workloads.Names)}。"));
    }

    private static (string? Namespace, string Name) Split(string text)
    {
        var slash = text.IndexOf('/');
        return slash < 0 ? (null, text) : (text[..slash], text[(slash + 1)..]);
    }
}
