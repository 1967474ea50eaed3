using System.Globalization;
using System.Text.Json;
using IstioLab.Cluster.Tools;

namespace IstioLab.EndToEnd.Tests;

/// <summary>A home folder of its own, the built <c>istiolab</c> and the real kubectl: what a person at a terminal has.</summary>
internal sealed class LabHost : IAsyncDisposable
{
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(10);

    private readonly ToolRunner _runner = new(TimeProvider.System);
    private readonly Dictionary<string, string?> _environment;
    private readonly HashSet<string> _started = [];

    public LabHost()
    {
        Home = Directory.CreateTempSubdirectory("lab-").FullName;
        _environment = new Dictionary<string, string?>
        {
            ["ISTIOLAB_HOME"] = Home,
            ["HOME"] = Home,
            // A private home has no settings of npm's, such as the registry.
            ["NPM_CONFIG_USERCONFIG"] = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".npmrc"),
            ["KUBECACHEDIR"] = Path.Combine(Home, "kube-cache"),
            ["KUBECONFIG"] = null,
            ["NO_COLOR"] = "1",
            ["LANG"] = "en_US.UTF-8",
        };
    }

    public string Home { get; }

    /// <summary>Installed tools are those beside the build's output: the dashboard is not fetched for each home anew.</summary>
    public void ShareTools()
    {
        var tools = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "tools"));
        Directory.CreateDirectory(tools);
        Directory.CreateSymbolicLink(Path.Combine(Home, "tools"), tools);
    }

    public static string LabFolder(string lab) => Path.Combine(AppContext.BaseDirectory, "labs", lab);

    public static string LabFile(string lab, string file) => Path.Combine(LabFolder(lab), file);

    public static Tool IstioLab { get; } = new("istiolab", Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "istiolab.exe" : "istiolab"));

    public Task<ToolResult> LabAsync(params string[] arguments) => RunAsync(IstioLab, arguments, input: null, extra: null);

    public async Task<JsonElement> LabJsonAsync(params string[] arguments)
    {
        var result = await LabAsync([.. arguments, "-o", "json"]);
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }

    /// <returns>What it said.</returns>
    public async Task<string> UpAsync(string name = "default", params string[] arguments)
    {
        _started.Add(name);
        var result = await LabAsync(["up", "--detach", "--name", name, .. arguments]);
        Assert.True(result.ExitCode == 0, $"'up' ended with {result.ExitCode}: {result.Error}{result.Output}");
        return result.Output + result.Error;
    }

    /// <summary>Starts a command that goes on until it is stopped or killed.</summary>
    public ToolProcess Start(params string[] arguments) =>
        _runner.Start(new ToolCommand(IstioLab, arguments) { Environment = _environment, WorkingDirectory = Home });

    public Task<ToolResult> DownAsync(string name = "default") => LabAsync("down", "--name", name);

    public async Task<string> KubeconfigAsync(string name = "default") => (await LabAsync("kubeconfig", "--name", name)).Output.Trim();

    /// <summary>Runs kubectl and expects it to succeed.</summary>
    public async Task<string> KubectlAsync(string arguments, string? input = null, string name = "default")
    {
        var result = await TryKubectlAsync(arguments.Split(' '), input, name);
        Assert.True(result.ExitCode == 0, $"kubectl {arguments} ended with {result.ExitCode}: {result.Error}");
        return result.Output;
    }

    public async Task<ToolResult> TryKubectlAsync(string[] arguments, string? input = null, string name = "default")
    {
        var kubectl = Tool.Find("kubectl") ?? throw new InvalidOperationException("These tests need kubectl on the PATH.");
        return await RunAsync(kubectl, arguments, input, new() { ["KUBECONFIG"] = await KubeconfigAsync(name) });
    }

    /// <summary>Runs a script of <c>Cases/</c> against the environment.</summary>
    public async Task<ToolResult> ScriptAsync(string file, string argument, string name = "default")
    {
        var shell = Tool.Find("sh") ?? throw new InvalidOperationException("These tests need 'sh' on the PATH.");
        var terminal = new Dictionary<string, string?> { ["KUBECONFIG"] = await KubeconfigAsync(name), ["TERM"] = "xterm" };
        return await RunAsync(shell, [Path.Combine(AppContext.BaseDirectory, "Cases", file), argument], input: null, terminal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _started)
        {
            await RunAsync(IstioLab, ["down", "--name", name], input: null, extra: null, CancellationToken.None);
        }

        Directory.Delete(Home, recursive: true);
    }

    public static int ProcessId(JsonElement status) => status.GetProperty("pid").GetInt32();

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private Task<ToolResult> RunAsync(Tool tool, IReadOnlyList<string> arguments, string? input, Dictionary<string, string?>? extra) =>
        RunAsync(tool, arguments, input, extra, TestContext.Current.CancellationToken);

    private Task<ToolResult> RunAsync(
        Tool tool, IReadOnlyList<string> arguments, string? input, Dictionary<string, string?>? extra, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?>(_environment);
        foreach (var (name, value) in extra ?? [])
        {
            environment[name] = value;
        }

        var command = new ToolCommand(tool, arguments)
        {
            Environment = environment,
            WorkingDirectory = Home,
            Input = input,
            Timeout = CommandLimit,
            AllowFailure = true,
        };
        return _runner.RunAsync(command, cancellationToken: cancellationToken);
    }
}
