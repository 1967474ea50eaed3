using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Hosting;

/// <summary>
/// An environment that exists for one command. The embedded cluster's is a folder that goes with it; that of a real cluster has a name and
/// a record, so that what a killed command left there is found and cleared by the next one.
/// </summary>
internal sealed class OwnEnvironment : IAsyncDisposable
{
    private const string Suffix = "verify";

    private readonly string? _home;
    private readonly IDisposable? _held;

    private OwnEnvironment(EnvironmentFolder folder, string? home, IDisposable? held)
    {
        Folder = folder;
        _home = home;
        _held = held;
    }

    /// <summary>The folder.</summary>
    public EnvironmentFolder Folder { get; }

    /// <summary>Makes one.</summary>
    /// <exception cref="CliException">Another command has it.</exception>
    public static Task<OwnEnvironment> CreateAsync(CommandContext context, ClusterRequest request) =>
        request.IsEmbedded ? Task.FromResult(CreateTemporary()) : CreateNamedAsync(context, request);

    public ValueTask DisposeAsync()
    {
        if (_home is null)
        {
            new EnvironmentRegistry(Folder).Clear();
            _held?.Dispose();
            return ValueTask.CompletedTask;
        }

        if (Directory.Exists(Folder.SocketFolder))
        {
            Directory.Delete(Folder.SocketFolder, recursive: true);
        }

        Directory.Delete(_home, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static OwnEnvironment CreateTemporary()
    {
        var home = Directory.CreateTempSubdirectory("istiolab-verify-").FullName;
        var folder = new LabHome(home).Open(Suffix);
        folder.Create();
        return new OwnEnvironment(folder, home, null);
    }

    private static async Task<OwnEnvironment> CreateNamedAsync(CommandContext context, ClusterRequest request)
    {
        var longest = EnvironmentName.MaximumLength - Suffix.Length - 1;
        var name = context.EnvironmentName;
        var folder = context.Services.Home.Open($"{(name.Length > longest ? name[..longest].TrimEnd('-') : name)}-{Suffix}");
        var held = folder.TryLock() ?? throw new CliException(
            ExitCode.No, $"Environment '{folder.Name}' is in use by another command. Choose another name: '--name'.");
        foreach (var found in await new Leftovers(context, folder, context.Remark).ClearAsync())
        {
            context.Remark(context.Pick($"Cleared what an earlier process left: {found}.", $"已清理之前的进程遗留：{found}。"));
        }

        new EnvironmentRegistry(folder).Write(new EnvironmentRecord
        {
            Name = folder.Name,
            Cluster = request.Kind,
            Process = ProcessIdentity.Current,
            State = "starting",
            Tools = request.Tools,
        });
        return new OwnEnvironment(folder, null, held);
    }
}
