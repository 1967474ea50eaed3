using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Docker;

/// <summary>The docker command: it looks at the engine, finds what a cluster left, and brings images.</summary>
internal sealed class DockerTool(Tool tool, ToolRunner runner, Dictionary<string, string?>? variables = null)
{
    public const string Oldest = "20.10.5";

    private const string Absent =
        "Real clusters need Docker 20.10.5 or newer. Start Docker Desktop or 'sudo systemctl start docker'; to install it: "
        + "https://docs.docker.com/engine/install/. './lab up' needs no Docker.";

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_transfer = TimeSpan.FromMinutes(15);

    /// <exception cref="MissingPrerequisiteException">It is not there.</exception>
    public static DockerTool Find(ToolRunner runner, string? tools) => Tool.Find("docker", tools) is { } tool
        ? new DockerTool(tool, runner)
        : throw new MissingPrerequisiteException($"docker is not on the PATH. {Absent}");

    /// <summary>What the engine says about itself.</summary>
    /// <exception cref="MissingPrerequisiteException">The engine does not answer.</exception>
    public async Task<DockerEngine> InfoAsync(CancellationToken cancellationToken)
    {
        var command = new ToolCommand(tool, DockerCommands.Info) { Timeout = s_look, AllowFailure = true, Environment = variables ?? [] };
        try
        {
            var result = await runner.RunAsync(command, cancellationToken: cancellationToken);
            var engine = DockerEngine.Read(result.Output);
            return engine.Version.Length > 0
                ? engine
                : throw new MissingPrerequisiteException($"The Docker engine does not answer: {Reason(result.Error + result.Output)}\n{Absent}");
        }
        catch (ToolTimeoutException late)
        {
            throw new MissingPrerequisiteException($"The Docker engine did not answer in {s_look.TotalSeconds:0} s. {Absent}", late);
        }
    }

    /// <summary>The containers, networks and volumes of a k3d cluster, in whatever state.</summary>
    public async Task<IReadOnlyList<DockerLeftover>> FindAsync(string cluster, CancellationToken cancellationToken)
    {
        var containers = await TableAsync(DockerCommands.Containers(cluster), cancellationToken);
        var volumes = await TableAsync(DockerCommands.Volumes(cluster), cancellationToken);
        var networks = await TableAsync(DockerCommands.Networks(cluster), cancellationToken);
        return
        [
            .. containers.Select(row => new DockerLeftover("container", row[^1])),
            .. volumes.Select(row => new DockerLeftover("volume", row[^1])),
            .. networks.Where(row => row[1] == $"k3d-{cluster}").Select(row => new DockerLeftover("network", row[1])),
        ];
    }

    /// <summary>Removes what <see cref="FindAsync"/> found; what is in use stays.</summary>
    public async Task RemoveAsync(DockerLeftover leftover, CancellationToken cancellationToken)
    {
        if (leftover.Kind == "container")
        {
            await TryAsync(DockerCommands.Kill(leftover.Name), cancellationToken);
        }

        await TryAsync(DockerCommands.Remove(leftover), cancellationToken);
    }

    /// <exception cref="ToolFailedException">The registry or the engine refused.</exception>
    public Task PullAsync(string image, Action<ToolLine>? onLine, CancellationToken cancellationToken) =>
        runner.RunAsync(new ToolCommand(tool, DockerCommands.Pull(image)) { Timeout = s_transfer }, onLine, cancellationToken);

    /// <exception cref="ToolFailedException">There is no such image.</exception>
    public Task TagAsync(string image, string name, CancellationToken cancellationToken) =>
        runner.RunAsync(new ToolCommand(tool, DockerCommands.Tag(image, name)) { Timeout = s_look }, cancellationToken: cancellationToken);

    /// <summary>What a container wrote; empty when there is no such container.</summary>
    public async Task<string> LogAsync(string container, CancellationToken cancellationToken)
    {
        var command = new ToolCommand(tool, DockerCommands.Logs(container)) { Timeout = s_look, AllowFailure = true };
        var result = await runner.RunAsync(command, cancellationToken: cancellationToken);
        return result.ExitCode == 0 ? result.Output + result.Error : "";
    }

    private Task<ToolResult> TryAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        runner.RunAsync(new ToolCommand(tool, arguments) { Timeout = s_look, AllowFailure = true }, cancellationToken: cancellationToken);

    private async Task<IReadOnlyList<string[]>> TableAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(new ToolCommand(tool, arguments) { Timeout = s_look }, cancellationToken: cancellationToken);
        return
        [
            .. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Skip(1)
                .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Where(row => row.Length > 1),
        ];
    }

    // Newer releases write the reason before the empty part of the engine, older ones after it.
    private static string Reason(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Array.Find(lines, line => line.Contains("Cannot connect", StringComparison.Ordinal) || line.Contains("ERROR", StringComparison.OrdinalIgnoreCase))
            ?? lines.FirstOrDefault() ?? "it wrote nothing";
    }
}
