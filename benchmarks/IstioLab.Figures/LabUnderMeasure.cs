using System.Text.Json;
using IstioLab.Cluster.Tools;
using k8s;

namespace IstioLab.Figures;

/// <summary>An environment with a home of its own, started as a user starts it: by the built <c>istiolab</c>.</summary>
internal sealed class LabUnderMeasure(TimeProvider time) : IAsyncDisposable
{
    public const string Namespace = "nolen";

    private readonly ToolRunner _runner = new(time);
    private readonly string _home = Directory.CreateTempSubdirectory("fig-").FullName;
    private readonly Tool _istiolab = new("istiolab", Path.Combine(
        AppContext.BaseDirectory, "..", "..", "IstioLab.Cli", "release", OperatingSystem.IsWindows() ? "istiolab.exe" : "istiolab"));
    private Kubernetes? _api;

    public TimeProvider Time => time;

    public Kubernetes Api => _api ?? throw new InvalidOperationException("The environment is not up.");

    public static string File(string name) => Path.Combine(AppContext.BaseDirectory, "labs", "canary", name);

    public async Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var command = new ToolCommand(_istiolab, arguments)
        {
            Environment = new Dictionary<string, string?> { ["ISTIOLAB_HOME"] = _home },
        };
        var result = await _runner.RunAsync(command, cancellationToken: cancellationToken);
        return result.Output;
    }

    /// <summary>Starts the environment with the canary lab, and connects to it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await RunAsync(cancellationToken, "up", "--detach", "--dashboard", "none", "--lab", "canary");
        await ConnectAsync(cancellationToken);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var kubeconfig = (await RunAsync(cancellationToken, "kubeconfig")).Trim();
        _api = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
    }

    public async Task<int> ProcessIdAsync(CancellationToken cancellationToken)
    {
        using var status = JsonDocument.Parse(await RunAsync(cancellationToken, "status", "-o", "json"));
        return status.RootElement.GetProperty("pid").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await _runner.RunAsync(new ToolCommand(_istiolab, "down")
        {
            Environment = new Dictionary<string, string?> { ["ISTIOLAB_HOME"] = _home },
            AllowFailure = true,
        });
        Directory.Delete(_home, recursive: true);
    }
}
