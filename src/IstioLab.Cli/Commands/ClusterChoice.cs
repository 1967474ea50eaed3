using System.CommandLine;
using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Commands;

/// <summary>The option that chooses the cluster.</summary>
internal static class ClusterChoice
{
    private const string Embedded = "embedded";

    public static Option<string> Option()
    {
        var option = new Option<string>("--cluster")
        {
            Description = "The cluster: embedded needs nothing",
            HelpName = "embedded|k3d|current",
            DefaultValueFactory = _ => Embedded,
        };
        option.AcceptOneOf(Embedded, "k3d", "current");
        return option;
    }

    /// <summary>Refuses the clusters that this release cannot start.</summary>
    public static void RequireEmbedded(CommandContext context, string cluster)
    {
        if (cluster != Embedded)
        {
            throw new CliException(ExitCode.Missing, context.Pick(
                $"Cluster '{cluster}' is not in this release yet; it has 'embedded', which needs neither Docker nor a network: './lab up'.",
                $"本版本还没有 '{cluster}' 集群；可用 'embedded'，它不需要 Docker 和网络：'./lab up'。"));
        }
    }
}
