using System.Text.RegularExpressions;
using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Istio;

/// <summary>istioctl of this machine, pointed at one cluster.</summary>
public sealed partial class Istioctl
{
    private static readonly TimeSpan s_versionLimit = TimeSpan.FromSeconds(10);

    private readonly Tool _tool;
    private readonly ToolRunner _runner;
    private readonly string _kubeconfig;
    private readonly string _context;

    private Istioctl(Tool tool, ToolRunner runner, string version, string kubeconfig, string context)
    {
        _tool = tool;
        _runner = runner;
        Version = version;
        _kubeconfig = kubeconfig;
        _context = context;
    }

    /// <summary>Its version, such as <c>1.30.4</c>; empty when it does not tell.</summary>
    public string Version { get; }

    /// <summary>Finds it and asks for its version.</summary>
    /// <param name="runner">Starts it.</param>
    /// <param name="tools">A folder that is searched before the PATH; null for none.</param>
    /// <param name="istio">The Istio release that it must be of, such as <c>1.30</c> or <c>1.30.4</c>; null for any.</param>
    /// <param name="kubeconfig">The cluster's kubeconfig.</param>
    /// <param name="context">The context in it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MissingPrerequisiteException">It is not there, or of another release; the message says where to get it.</exception>
    public static async Task<Istioctl> FindAsync(
        ToolRunner runner,
        string? tools,
        string? istio,
        string kubeconfig,
        string context,
        CancellationToken cancellationToken)
    {
        MinorVersion? wanted = MinorVersion.TryParse(istio, out var minor) ? minor : null;
        var download = IstioctlRelease.For(
            ToolVersion.IsFull(istio) ? istio : IstioctlRelease.Patch(wanted ?? SupportMatrix.All[^1].Istio), MachinePlatform.Current);
        var tool = Tool.Find("istioctl", tools)
            ?? throw new MissingPrerequisiteException($"istioctl is neither on the PATH nor in {Folder(tools)}.\n{download.Words}");
        var version = await ReadVersionAsync(runner, tool, cancellationToken);
        if (wanted is { } release && MinorVersion.TryParse(version, out var found) && found != release)
        {
            throw new MissingPrerequisiteException(
                $"istioctl '{tool.Path}' has version '{version}'; Istio {release} needs istioctl {release}.\n{download.Words}");
        }

        return new Istioctl(tool, runner, version, kubeconfig, context);
    }

    /// <summary>Adds sidecars to a file with the template of the cluster's Istio.</summary>
    /// <param name="file">The file.</param>
    /// <param name="revision">The revision of the cluster's Istio, under whose name it keeps its template; empty for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The file's text with sidecars.</returns>
    /// <exception cref="ToolFailedException">istioctl refused.</exception>
    public async Task<string> InjectAsync(string file, string revision, CancellationToken cancellationToken) =>
        (await RunAsync(IstioctlCommands.KubeInject(file, revision), null, TimeSpan.FromMinutes(1), cancellationToken)).Output;

    /// <summary>Runs a subcommand that asks the cluster, such as <c>proxy-status</c>.</summary>
    /// <exception cref="ToolFailedException">Its exit code is not 0.</exception>
    public Task<ToolResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(arguments, null, TimeSpan.FromMinutes(1), cancellationToken);

    internal Task<ToolResult> RunAsync(
        IReadOnlyList<string> arguments, Action<ToolLine>? onLine, TimeSpan timeout, CancellationToken cancellationToken) =>
        _runner.RunAsync(
            new ToolCommand(_tool, IstioctlCommands.On(arguments, _kubeconfig, _context)) { Timeout = timeout },
            onLine,
            cancellationToken);

    private static async Task<string> ReadVersionAsync(ToolRunner runner, Tool tool, CancellationToken cancellationToken)
    {
        // Without a cluster it complains, prints its own version, and may exit with 1. It must not look at the user's kubeconfig.
        var command = new ToolCommand(tool, IstioctlCommands.Version)
        {
            Environment = new Dictionary<string, string?> { ["KUBECONFIG"] = Path.Combine(Path.GetTempPath(), "istiolab-no-kubeconfig") },
            Timeout = s_versionLimit,
            AllowFailure = true,
        };
        var result = await runner.RunAsync(command, cancellationToken: cancellationToken);
        return VersionNumber().Match(result.Output + result.Error).Value;
    }

    private static string Folder(string? tools) => tools is null ? "a folder that '--tools DIR' names" : $"'{tools}'";

    [GeneratedRegex(@"(?<![\d.])1\.\d{1,2}\.\d+(-[0-9A-Za-z.]+)?(?![\d.])", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionNumber();
}
