using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Cluster.Current;
using IstioLab.Cluster.Istio;

namespace IstioLab.Cli.Commands;

/// <summary>The options that choose and shape the cluster.</summary>
internal sealed class ClusterOptions
{
    private static readonly string[] s_simulated = ["1.30", "1.17"];

    private readonly Option<string> _cluster = new("--cluster")
    {
        Description = "The cluster: embedded needs nothing, k3d needs Docker, current is one that you have",
        HelpName = "embedded|k3d|current",
        DefaultValueFactory = _ => ClusterKinds.Embedded,
    };

    private readonly Option<string?> _istio = new("--istio") { Description = "The Istio release; 1.30 unless given", HelpName = "VERSION" };
    private readonly Option<string?> _context = new("--context") { Description = "The kubeconfig's context, for '--cluster current'", HelpName = "CONTEXT" };
    private readonly Option<string?> _kubernetes = new("--kubernetes") { Description = "The Kubernetes release, for '--cluster k3d'", HelpName = "VERSION" };
    private readonly Option<bool> _keep = new("--keep")
    {
        Description = "Keeps the k3d cluster, or what a lab made on 'current', at the end; uses a kept k3d cluster again",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Asks nothing, for '--cluster current'" };
    private readonly Option<string?> _tools = new("--tools") { Description = "A folder that is searched for tools before the PATH", HelpName = "DIR" };

    public ClusterOptions()
    {
        _cluster.AcceptOneOf(ClusterKinds.Embedded, ClusterKinds.K3d, ClusterKinds.Current);
        _istio.CompletionSources.Add(s_simulated);
        _istio.Validators.Add(result =>
        {
            if (result.GetValue(_cluster) != ClusterKinds.K3d && result.GetValueOrDefault<string?>() is { } release && !s_simulated.Contains(release))
            {
                result.AddError(Language.Current.Pick($"--istio '{release}' must be '1.30' or '1.17'.", $"--istio '{release}' 必须是 '1.30' 或 '1.17'。"));
            }
        });
    }

    public IEnumerable<Option> All => [_cluster, _context, _istio, _kubernetes, _keep, _yes, _tools];

    /// <summary>Reads them.</summary>
    /// <exception cref="CliException">They do not fit together, or no cluster can be like that.</exception>
    public ClusterRequest Read(CommandContext context)
    {
        var arguments = context.Arguments;
        var kind = arguments.GetRequiredValue(_cluster);
        RefuseForeign(arguments, kind);
        var request = new ClusterRequest
        {
            Kind = kind,
            Istio = arguments.GetValue(_istio) ?? ClusterRequest.NewestIstio,
            Keep = arguments.GetValue(_keep),
            Yes = arguments.GetValue(_yes),
            Tools = arguments.GetValue(_tools),
        };
        return kind switch
        {
            ClusterKinds.K3d => request with { Versions = MeshVersions.Choose(arguments.GetValue(_istio), arguments.GetValue(_kubernetes)) },
            ClusterKinds.Current => request with { Context = CurrentContext.Read(arguments.GetValue(_context), context.Services.Variable) },
            _ => request,
        };
    }

    private void RefuseForeign(ParseResult arguments, string kind)
    {
        if (kind != ClusterKinds.K3d && arguments.GetValue(_kubernetes) is { } kubernetes)
        {
            var embedded = kind == ClusterKinds.Embedded;
            throw Foreign(
                $"--kubernetes '{kubernetes}' is for '--cluster k3d': {(embedded ? "the embedded cluster has one release" : "your cluster has its own")}.",
                $"--kubernetes '{kubernetes}' 用于 '--cluster k3d'：{(embedded ? "内嵌集群只有一个版本" : "你的集群有自己的版本")}。");
        }

        if (kind != ClusterKinds.Current && arguments.GetValue(_context) is { } name)
        {
            throw Foreign(
                $"--context '{name}' is for '--cluster current': the {kind} cluster has its own kubeconfig.",
                $"--context '{name}' 用于 '--cluster current'：{kind} 集群有自己的 kubeconfig。");
        }

        if (kind == ClusterKinds.Current && arguments.GetValue(_istio) is { } istio)
        {
            throw Foreign(
                $"--istio '{istio}' is for '--cluster embedded' and 'k3d': your cluster's own Istio is used.",
                $"--istio '{istio}' 用于 '--cluster embedded' 和 'k3d'：这里使用你集群自己的 Istio。");
        }
    }

    private static CliException Foreign(string en, string zh) => new(ExitCode.Usage, Language.Current.Pick($"{en} Leave it out.", $"{zh}请去掉这个选项。"));
}
