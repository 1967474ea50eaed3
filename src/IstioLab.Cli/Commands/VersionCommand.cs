using System.CommandLine;
using System.Globalization;
using System.Reflection;
using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Api;

namespace IstioLab.Cli.Commands;

/// <summary><c>version</c>: client, control plane and data plane, in istioctl's words.</summary>
internal static class VersionCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("version", "Prints the versions of the client, the control plane and the data plane");
        runner.Attach(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        context.Out.WriteLine($"client version: {ProgramVersion}");
        if (context.Registry.FindRunning() is not { State: "ready" } record)
        {
            return ExitCode.Done;
        }

        using var api = context.OpenApi();
        var pods = await Workloads.ListPodsAsync(api, null, cancellationToken);
        var proxies = pods.Count(pod => pod.HasSidecar && pod.Phase == "Running" && !pod.Terminating);
        var simulated = record.Cluster == "embedded" ? context.Pick(", simulated", "，模拟") : "";
        context.Out.WriteLine($"control plane version: {record.Istio} ({record.Cluster}{simulated})");
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"data plane version: {record.Istio} ({proxies} {(proxies == 1 ? "proxy" : "proxies")})"));
        return ExitCode.Done;
    }

    private static string ProgramVersion =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
