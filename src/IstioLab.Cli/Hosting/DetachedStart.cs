using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cli.Hosting;

/// <summary><c>up --detach</c>: starts this program again in the background, passes on what it says, and leaves when it is ready.</summary>
internal sealed class DetachedStart(CommandContext context)
{
    /// <summary>Tells the program that it is the one in the background.</summary>
    public const string Variable = "ISTIOLAB_DETACHED";

    // The runtime takes its young generation's size from the processor's cache, which costs up to 30 MB here; it has no other setting.
    private const string YoungHeapVariable = "DOTNET_GCgen0size";
    private const string YoungHeapSize = "0x400000";

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts it.</summary>
    /// <param name="added">Arguments besides this process's own: what was asked here is not asked there.</param>
    /// <param name="cancellationToken">Leaves it alone.</param>
    /// <returns>The exit code of this process.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> added, CancellationToken cancellationToken)
    {
        var folder = context.Folder;
        File.Delete(folder.LogPath);
        var program = new Tool("istiolab", Environment.ProcessPath ?? throw new CliException(ExitCode.Broken, "The path of this program is not known."));
        var arguments = context.Arguments.Tokens.Select(token => token.Value).Where(token => token != "--detach").Concat(added);
        var command = new ToolCommand(program, [.. AssemblyOf(program), .. arguments])
        {
            Environment = new Dictionary<string, string?> { [Variable] = "1", [YoungHeapVariable] = YoungHeapSize },
        };
        var process = ToolRunner.StartDetached(command, folder.LogPath);
        long shown = 0;
        while (true)
        {
            var ended = process.ExitCode;
            var complete = context.Registry.FindRunning() is { Complete: true } record && record.Process.Pid == process.Id;
            shown = await PassOnAsync(folder.LogPath, shown, cancellationToken);
            if (ended is { } code)
            {
                if (shown == 0)
                {
                    context.Remark(context.Pick(
                        $"The process in the background ended with exit code {code} and wrote nothing into '{folder.LogPath}'. Is the disk full? './lab doctor' looks.",
                        $"后台进程以退出码 {code} 结束，没有写入日志 '{folder.LogPath}'。磁盘已满？请用 './lab doctor' 检查。"));
                }

                return code == 0 ? ExitCode.Broken : code;
            }

            if (complete)
            {
                return ExitCode.Done;
            }

            await Task.Delay(s_look, context.Services.Time, cancellationToken);
        }
    }

    /// <summary>The package of the hosting integration carries no executable: there the process is <c>dotnet</c>, which wants the assembly first.</summary>
    private static string[] AssemblyOf(Tool program) =>
        Path.GetFileNameWithoutExtension(program.Path).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? [Environment.GetCommandLineArgs()[0]] : [];

    private async Task<long> PassOnAsync(string path, long from, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return from;
        }

        await using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (log.Length <= from)
        {
            return from;
        }

        log.Position = from;
        using var reader = new StreamReader(log);
        await context.Out.WriteAsync(await reader.ReadToEndAsync(cancellationToken));
        await context.Out.FlushAsync(cancellationToken);
        return log.Position;
    }
}
