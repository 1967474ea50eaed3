using System.Text;
using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Tests.Environments;
using IstioLab.Cluster.Tools;
using k8s;
using k8s.Models;

namespace IstioLab.Cluster.Tests.Embedded.Clusters;

/// <summary>An embedded cluster with a KubernetesClient, and kubectl where it is on the PATH.</summary>
internal sealed class ClusterFixture : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TemporaryHome _home;
    private readonly ToolRunner _runner = new(TimeProvider.System);

    private ClusterFixture(TemporaryHome home, EmbeddedCluster cluster)
    {
        _home = home;
        Cluster = cluster;
        Client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.KubeconfigPath));
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public EmbeddedCluster Cluster { get; }

    public Kubernetes Client { get; }

    public static async Task<ClusterFixture> StartAsync(Func<EmbeddedClusterOptions, EmbeddedClusterOptions>? change = null)
    {
        var home = new TemporaryHome();
        var options = new EmbeddedClusterOptions { Folder = home.Home.Open("test") };
        return new ClusterFixture(home, await EmbeddedCluster.StartAsync(change?.Invoke(options) ?? options, Token));
    }

    /// <summary>A file of the labs that the product ships.</summary>
    public static string LabFile(string lab, string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Aspire.sln"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "labs", lab, name);
    }

    public async Task<ToolResult> KubectlAsync(params string[] arguments) => await KubectlAsync(arguments, input: null);

    public async Task<ToolResult> KubectlAsync(string[] arguments, string? input) =>
        await _runner.RunAsync(Kubectl(arguments) with { Input = input }, null, Token);

    private ToolCommand Kubectl(string[] arguments)
    {
        var tool = Tool.Find("kubectl");
        Assert.SkipWhen(tool is null, "kubectl is not on the PATH.");
        return new ToolCommand(tool!, arguments)
        {
            AllowFailure = true,
            Environment = new Dictionary<string, string?>
            {
                ["KUBECONFIG"] = Cluster.KubeconfigPath,
                ["KUBECACHEDIR"] = Path.Combine(_home.Home.Folder, "kube-cache"),
                ["HOME"] = _home.Home.Folder,
            },
        };
    }

    /// <summary>What a pod answers to GET / through kubectl's port-forward.</summary>
    public async Task<string> ThroughPortForwardAsync(string target, int port)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var opened = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _runner.RunAsync(
            Kubectl(["port-forward", target, $":{port}"]),
            line =>
            {
                // "Forwarding from 127.0.0.1:40123 -> 8080"
                if (line.Text.StartsWith("Forwarding from 127.0.0.1:", StringComparison.Ordinal)) opened.TrySetResult(int.Parse(line.Text.Split(':', ' ')[3], System.Globalization.CultureInfo.InvariantCulture));
            },
            stop.Token);
        using var http = new HttpClient();
        var body = await http.GetStringAsync($"http://127.0.0.1:{await opened.Task.WaitAsync(Limit, Token)}/", Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return body;
    }

    /// <summary>Applies files, and waits until every proxy obeys them.</summary>
    public async Task<string> ApplyAsync(params string[] files)
    {
        var result = await KubectlAsync(["apply", .. files.SelectMany(file => new[] { "-f", file })]);
        Assert.True(result.ExitCode == 0, result.Error);
        await Cluster.SettledAsync(Token);
        return result.Output;
    }

    public async Task<IReadOnlyList<V1Pod>> PodsAsync(string ns = "nolen") => [.. (await Client.ListNamespacedPodAsync(ns, cancellationToken: Token)).Items];

    /// <summary>
    /// Waits until the pods of a namespace are as many as given, all with as many ready containers, none on its way out, and services lead
    /// to them.
    /// </summary>
    public async Task<IReadOnlyList<V1Pod>> UntilPodsAsync(int count, int containers, string ns = "nolen")
    {
        IReadOnlyList<V1Pod> pods = [];
        await UntilAsync(async () =>
        {
            pods = await PodsAsync(ns);
            return pods.Count == count && pods.All(pod => pod.Metadata.DeletionTimestamp is null
                && pod.Status.ContainerStatuses?.Count == containers && pod.Status.ContainerStatuses.All(status => status.Ready));
        }, () => string.Join("; ", pods.Select(pod =>
            $"{pod.Metadata.Name} {pod.Status.Phase} {string.Join(',', pod.Status.ContainerStatuses?.Select(status => $"{status.Name}={status.Ready} {status.State.Waiting?.Reason}") ?? [])}")));
        await Cluster.SettledAsync(Token);
        return pods;
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> seen)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"Not within {Limit.TotalSeconds:0} s: {seen()}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }

    /// <summary>Runs a command in the first pod with the label, and returns what it printed.</summary>
    public async Task<string> ExecAsync(string label, params string[] command)
    {
        var pods = await Client.ListNamespacedPodAsync("nolen", labelSelector: label, cancellationToken: Token);
        var pod = pods.Items.First(item => item.Metadata.DeletionTimestamp is null);
        var output = "";
        var errors = "";
        var code = await Client.NamespacedPodExecAsync(pod.Metadata.Name, "nolen", "c1", command, false, async (_, stdout, stderr) =>
        {
            output = await new StreamReader(stdout, Encoding.UTF8).ReadToEndAsync(Token);
            errors = await new StreamReader(stderr, Encoding.UTF8).ReadToEndAsync(Token);
        }, Token);
        Assert.True(code == 0, $"'{string.Join(' ', command)}' ended with {code}: {errors}{output}");
        return output;
    }

    /// <summary>How often each body came back from the client pod.</summary>
    public async Task<Dictionary<string, int>> CurlAsync(int count, string more = "")
    {
        var output = await ExecAsync("app=client-test", "sh", "-c", $"i=0; while [ $i -lt {count} ]; do curl -s {more} http://apps-svc-all; i=$((i+1)); done");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).CountBy(line => line).ToDictionary();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Cluster.DisposeAsync();
        _home.Dispose();
    }
}
