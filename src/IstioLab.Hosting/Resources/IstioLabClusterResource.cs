using IstioLab.Cluster.Environments;
using IstioLab.Hosting.Clusters;
using IstioLab.Labs.Definitions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A Kubernetes cluster with Istio for labs. It runs as a process, so it has console output and is restarted from the dashboard; its
/// connection string is the path of its kubeconfig, which references get as <c>KUBECONFIG</c>.
/// </summary>
public sealed class IstioLabClusterResource : ExecutableResource, IResourceWithConnectionString
{
    internal IstioLabClusterResource(string name, IstioLabClusterKind kind, CliProgram program, EnvironmentFolder environment, string workingDirectory)
        : base(name, program.Command, workingDirectory)
    {
        Kind = kind;
        Program = program;
        Environment = environment;
        Istio = new IstioResource("istio", this);
    }

    /// <summary>What it runs on.</summary>
    public IstioLabClusterKind Kind { get; }

    /// <summary>The name by which <c>istiolab --name</c> finds the running environment from any shell.</summary>
    public string EnvironmentName => Environment.Name;

    /// <summary>The mesh.</summary>
    public IstioResource Istio { get; internal set; }

    /// <summary>The context of the kubeconfig, for <see cref="IstioLabClusterKind.Current"/>; null for its current one.</summary>
    public string? Context { get; internal set; }

    /// <summary>The lab that it starts with; null for none.</summary>
    public string? Lab { get; internal set; }

    /// <summary>The path of the kubeconfig, known once the cluster is there.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{new KubeconfigPath(this)}");

    string IResourceWithConnectionString.ConnectionStringEnvironmentVariable => "KUBECONFIG";

    internal IReadOnlyList<LabDefinition> Labs { get; set; } = [];

    internal CliProgram Program { get; }

    internal EnvironmentFolder Environment { get; }

    internal EnvironmentRegistry Registry => new(Environment);

    /// <summary>Where the kubeconfig is. A running cluster says it itself; before that it is where the cluster will write it.</summary>
    internal string CurrentKubeconfig => Registry.FindRunning() is { Kubeconfig.Length: > 0 } record ? record.Kubeconfig : Environment.KubeconfigPath;
}
