using Aspire.Hosting.ApplicationModel;

namespace IstioLab.Hosting.Clusters;

/// <summary>The arguments with which a cluster's process is started.</summary>
internal static class ClusterArguments
{
    public static IReadOnlyList<string> Of(IstioLabClusterResource cluster)
    {
        List<string> arguments = [.. cluster.Program.Prefix, "up", "--name", cluster.EnvironmentName, "--cluster", NameOf(cluster.Kind), "--dashboard", "none"];
        arguments.AddRange(["--lab", cluster.Lab ?? "none"]);
        if (cluster.Kind != IstioLabClusterKind.Current)
        {
            arguments.AddRange(["--istio", cluster.Istio.Version]);
        }
        else
        {
            if (cluster.Context is { } context)
            {
                arguments.AddRange(["--context", context]);
            }

            // Nobody can answer a question here; that the AppHost names the cluster is the answer.
            arguments.Add("--yes");
        }

        return arguments;
    }

    public static string NameOf(IstioLabClusterKind kind) => kind switch
    {
        IstioLabClusterKind.Embedded => "embedded",
        IstioLabClusterKind.K3d => "k3d",
        _ => "current",
    };
}
