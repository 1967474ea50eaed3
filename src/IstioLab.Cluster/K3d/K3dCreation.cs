using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Settings;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.K3d;

/// <summary>Makes the containers of a cluster.</summary>
internal sealed class K3dCreation(K3dClusterOptions options, string name, K3dTools tools)
{
    private const string FileName = "k3d.yaml";
    private const int LogLines = 20;

    // A port that was free is sometimes taken before k3d binds it.
    private const int Attempts = 3;

    /// <summary>What k3d said last.</summary>
    public string State { get; private set; } = "";

    /// <exception cref="ClusterFailedException">k3d failed; what it left is still there.</exception>
    public async Task<K3dClusterPlan> CreateAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var plan = Plan();
            options.Folder.WriteText(FileName, K3dConfigWriter.Write(plan));
            try
            {
                await tools.K3d.CreateAsync(options.Folder.PathOf(FileName), options.CreateTimeout, Note, cancellationToken);
                return plan;
            }
            catch (ToolFailedException failed) when (KnownFailures.TakenPort(failed.ErrorOutput) is { } port && attempt < Attempts)
            {
                options.Report($"Port {port} was taken{PortOwner.Words(port)}; other ports are tried.");
                await new K3dCleaner(tools.K3d, tools.Docker).DeleteAsync(name, EnvironmentMark.Of(options.Folder), cancellationToken);
            }
            catch (Exception failed) when (failed is ToolFailedException or ToolTimeoutException)
            {
                throw new ClusterFailedException(await ExplainAsync(failed.Message, cancellationToken), failed);
            }
        }
    }

    /// <summary>Starts containers that were stopped.</summary>
    /// <exception cref="ToolFailedException">k3d failed.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => tools.K3d.StartAsync(name, options.CreateTimeout, Note, cancellationToken);

    public static void Forget(EnvironmentFolder folder) => folder.Remove(FileName);

    private K3dClusterPlan Plan()
    {
        var ports = FreePorts.Pick(3);
        return new K3dClusterPlan
        {
            Name = name,
            Image = options.Versions.NodeImage,
            ApiPort = ports[0],
            HttpPort = ports[1],
            HttpsPort = ports[2],
            RunId = EnvironmentMark.Of(options.Folder),
            Timeout = options.CreateTimeout,
            Mirrors = options.Settings.Mirrors,
            CertificateAuthorityFile = options.Settings.CertificateAuthority,
            ProxyVariables = NodeProxy.Of(options.Variable),
        };
    }

    private void Note(ToolLine line)
    {
        if (!string.IsNullOrWhiteSpace(line.Text))
        {
            State = line.Text.Trim();
        }
    }

    private async Task<string> ExplainAsync(string message, CancellationToken cancellationToken)
    {
        var log = await tools.Docker.LogAsync($"k3d-{name}-server-0", cancellationToken);
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LogLines).Select(line => $"  {line.TrimEnd()}").ToList();
        var node = lines.Count == 0 ? null : $"The node's log ends with:\n{string.Join('\n', lines)}";
        var parts = new[] { $"k3d cluster '{name}' was not created.", KnownFailures.Advise($"{message}\n{log}"), message, node };
        return string.Join('\n', parts.OfType<string>());
    }
}
