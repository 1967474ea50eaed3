using IstioLab.Cluster.Docker;
using IstioLab.Cluster.K3d;
using IstioLab.Cluster.Providers;

namespace IstioLab.Cluster.Preflight;

/// <summary>The look before a k3d cluster is made: what blocks stops, what only warns is told.</summary>
internal static class PreflightGate
{
    /// <exception cref="MissingPrerequisiteException">Something blocks; everything that does is in the message.</exception>
    public static async Task RequireAsync(DockerEngine engine, K3dClusterOptions options, CancellationToken cancellationToken)
    {
        var machine = MachineFacts.Read(options.Folder.Folder, options.Variable).WithDiskOf(engine);
        List<PreflightFinding> findings = [.. EngineChecks.Of(engine, machine), .. MachineChecks.Of(machine), PortCheck.Run()];
        var blocking = findings.Where(finding => finding.Level == PreflightLevel.Blocking).ToList();
        if (blocking.Count > 0)
        {
            throw new MissingPrerequisiteException(
                $"This machine cannot carry a k3d cluster:\n{string.Join('\n', blocking.Select(finding => $"  {finding.Subject}: {finding.Text}"))}\n'./lab up' needs none of it.");
        }

        if (options.AskRegistries)
        {
            findings.AddRange(await new RegistryProbe(options.Settings, options.Versions.Istio).RunAsync(cancellationToken));
        }

        foreach (var finding in findings.Where(finding => finding.Level == PreflightLevel.Warning))
        {
            options.Report($"{finding.Subject}: {finding.Text}");
        }
    }
}
