using System.Text.Json;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.K3d;

/// <summary>The k3d command.</summary>
internal sealed class K3dTool
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_transfer = TimeSpan.FromMinutes(10);

    // k3d rolls back by itself at its own timeout, which takes a moment more.
    private static readonly TimeSpan s_rollback = TimeSpan.FromMinutes(1);

    private readonly Tool _tool;
    private readonly ToolRunner _runner;

    private K3dTool(Tool tool, ToolRunner runner)
    {
        _tool = tool;
        _runner = runner;
    }

    /// <summary>Finds k3d and asks for its version.</summary>
    /// <exception cref="MissingPrerequisiteException">It is not there or too old; the message says where to get it.</exception>
    public static async Task<K3dTool> FindAsync(ToolRunner runner, string? tools, CancellationToken cancellationToken)
    {
        var download = K3dRelease.For(MachinePlatform.Current);
        var tool = Tool.Find("k3d", tools) ?? throw new MissingPrerequisiteException(
            $"k3d is neither on the PATH nor in {(tools is null ? "a folder that '--tools DIR' names" : $"'{tools}'")}.\n{download.Words}");
        var result = await runner.RunAsync(
            new ToolCommand(tool, K3dCommands.Version) { Timeout = s_look, AllowFailure = true }, cancellationToken: cancellationToken);
        var version = ReadVersion(result.Output);
        if (ToolVersion.TryParse(version, out var found) && found < ToolVersion.Parse(K3dRelease.Oldest))
        {
            throw new MissingPrerequisiteException(
                $"k3d '{tool.Path}' has version '{version}'; {K3dRelease.Oldest} or newer is needed.\n{download.Words}");
        }

        return new K3dTool(tool, runner);
    }

    public async Task<IReadOnlyList<K3dClusterEntry>> ListAsync(CancellationToken cancellationToken) =>
        K3dListReader.Read((await RunAsync(K3dCommands.List, null, s_look, cancellationToken)).Output);

    public Task CreateAsync(string configFile, TimeSpan timeout, Action<ToolLine> onLine, CancellationToken cancellationToken) =>
        RunAsync(K3dCommands.Create(configFile), onLine, timeout + s_rollback, cancellationToken);

    public Task StartAsync(string name, TimeSpan timeout, Action<ToolLine> onLine, CancellationToken cancellationToken) =>
        RunAsync(K3dCommands.Start(name, timeout), onLine, timeout + s_rollback, cancellationToken);

    public Task StopAsync(string name, CancellationToken cancellationToken) => RunAsync(K3dCommands.Stop(name), null, s_rollback, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => RunAsync(K3dCommands.Delete(name), null, s_rollback, cancellationToken);

    public async Task<string> KubeconfigAsync(string name, CancellationToken cancellationToken) =>
        (await RunAsync(K3dCommands.Kubeconfig(name), null, s_look, cancellationToken)).Output;

    public Task ImportAsync(string name, string imageOrArchive, CancellationToken cancellationToken) =>
        RunAsync(K3dCommands.ImportImage(name, imageOrArchive), null, s_transfer, cancellationToken);

    internal static string ReadVersion(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.EnumerateObject().FirstOrDefault(field => field.Name.Equals("k3d", StringComparison.OrdinalIgnoreCase)).Value
                    is { ValueKind: JsonValueKind.String } version
                ? version.GetString()!.TrimStart('v')
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private Task<ToolResult> RunAsync(
        IReadOnlyList<string> arguments, Action<ToolLine>? onLine, TimeSpan timeout, CancellationToken cancellationToken) =>
        _runner.RunAsync(new ToolCommand(_tool, arguments) { Timeout = timeout }, onLine, cancellationToken);
}
