using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Commands;

/// <summary>On a real Istio its own istioctl answers what only Envoy knows.</summary>
internal static class IstioctlPassage
{
    /// <summary>The record of a running environment with a real Istio; null on the embedded cluster.</summary>
    public static EnvironmentRecord? Find(CommandContext context) =>
        context.RequireRunning() is { } record && record.Cluster != ClusterKinds.Embedded ? record : null;

    /// <summary>Runs istioctl against the environment and passes on what it prints.</summary>
    public static async Task<int> RunAsync(
        CommandContext context, EnvironmentRecord record, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var istioctl = await LabTargets.FindIstioctlAsync(context, record, cancellationToken);
        var result = await istioctl.RunAsync(arguments, cancellationToken);
        await context.Out.WriteAsync(result.Output);
        return ExitCode.Done;
    }
}
