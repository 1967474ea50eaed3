using IstioLab.Cluster.Docker;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.K3d;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Settings;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Preflight;

/// <summary>Everything that <c>doctor</c> says about real clusters.</summary>
public static class RealClusterExamination
{
    /// <param name="folder">The home folder.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<PreflightFinding>> RunAsync(
        string folder, Func<string, string?> variable, TimeProvider time, CancellationToken cancellationToken)
    {
        var runner = new ToolRunner(time);
        var machine = MachineFacts.Read(folder, variable);
        var newest = SupportMatrix.All[^1];
        var engine = EngineAsync(runner, machine, cancellationToken);
        var k3d = ToolAsync("k3d", async () =>
        {
            await K3dTool.FindAsync(runner, null, cancellationToken);
            return "there, new enough";
        });
        var istioctl = ToolAsync("istioctl", async () =>
        {
            var found = await Istioctl.FindAsync(runner, null, null, "", "", cancellationToken);
            return Installs(found.Version);
        });
        var registries = Registries(folder, newest.Istio, cancellationToken);
        var docker = await engine;
        return
        [
            .. docker.Findings, await k3d, await istioctl,
            .. MachineChecks.Of(docker.Engine is null ? machine : machine.WithDiskOf(docker.Engine)), PortCheck.Run(), .. await registries,
            PreflightFinding.Good("Istio and Kubernetes", $"Istio {newest.Istio} runs on Kubernetes {newest.Words}, Istio 1.17 on 1.23 to 1.26"),
        ];
    }

    private static string Installs(string version) => !MinorVersion.TryParse(version, out var minor)
        ? "version not told; it installs its own release: '--istio VERSION'"
        : $"{version}; it installs its own release: '--istio {minor}'"
            + (SupportMatrix.TryFind(minor, out var range) ? $", on Kubernetes {range.Words}" : ", which the support table does not have");

    private static async Task<(DockerEngine? Engine, IReadOnlyList<PreflightFinding> Findings)> EngineAsync(ToolRunner runner, MachineFacts machine, CancellationToken cancellationToken)
    {
        try
        {
            var engine = await DockerTool.Find(runner, null).InfoAsync(cancellationToken);
            return (engine, [.. EngineChecks.Of(engine, machine)]);
        }
        catch (Exception missing) when (missing is MissingPrerequisiteException or ToolFailedException)
        {
            return (null, [PreflightFinding.Blocking("Docker", missing.Message)]);
        }
    }

    private static async Task<PreflightFinding> ToolAsync(string name, Func<Task<string>> find)
    {
        try
        {
            return PreflightFinding.Good(name, await find());
        }
        catch (Exception missing) when (missing is MissingPrerequisiteException or ToolFailedException or ToolTimeoutException)
        {
            return PreflightFinding.Blocking(name, missing.Message);
        }
    }

    private static async Task<IReadOnlyList<PreflightFinding>> Registries(string folder, MinorVersion istio, CancellationToken cancellationToken)
    {
        try
        {
            return await new RegistryProbe(ClusterSettingsReader.Read(folder), istio).RunAsync(cancellationToken);
        }
        catch (MissingPrerequisiteException wrong)
        {
            return [PreflightFinding.Blocking(ClusterSettingsReader.FileName, wrong.Message)];
        }
    }
}
