using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Embedded.Api;

/// <summary>The real kubectl against the server: the newest one runs every case, all that are there run the first.</summary>
public sealed class KubectlTests
{
    private static readonly Lazy<IReadOnlyList<Tool>> s_tools = new(static () => FindTools());

    public static TheoryData<string> Cases => new("apply", "generators", "changes", "server-side-apply", "discovery");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Transcript_is_what_kubectl_prints(string name) => await RunAsync(name, s_tools.Value[^1]);

    [Fact]
    public async Task Every_kubectl_applies()
    {
        foreach (var tool in s_tools.Value.SkipLast(1)) await RunAsync("apply", tool);
    }

    private static async Task RunAsync(string name, Tool tool)
    {
        await using var fixture = await ApiServerFixture.StartAsync();
        foreach (var step in KubectlTranscript.Read(name).Steps)
        {
            var result = await new ToolRunner(TimeProvider.System).RunAsync(
                new ToolCommand(tool, [.. step.Words])
                {
                    AllowFailure = true,
                    WorkingDirectory = fixture.Folder,
                    Timeout = TimeSpan.FromMinutes(1),
                    Environment = new Dictionary<string, string?>
                    {
                        ["KUBECONFIG"] = fixture.Server.KubeconfigPath,
                        ["HOME"] = fixture.Folder,
                        ["KUBECACHEDIR"] = Path.Combine(fixture.Folder, "cache"),
                    },
                },
                cancellationToken: Token);
            var output = result.Error + result.Output;
            Assert.True(
                result.ExitCode == step.ExitCode && step.Matches(output),
                $"{tool.Name} {step.Arguments}\nexit {result.ExitCode}\n{output}\nexpected exit {step.ExitCode}\n{string.Join('\n', step.Lines)}");
        }
    }

    // kubectl reads OpenAPI v3 since 1.29; older ones insist on v2.
    private static bool ReadsOpenApiV3(string path) => int.TryParse(Path.GetExtension(path).TrimStart('.'), out var minor) && minor >= 29;

    // A vendor's kubectl may be a dispatcher; the plain ones, one per minor version, lie beside the file that it links to.
    private static List<Tool> FindTools()
    {
        var kubectl = Tool.Find("kubectl");
        Assert.NotNull(kubectl);
        var real = File.ResolveLinkTarget(kubectl.Path, returnFinalTarget: true)?.FullName ?? kubectl.Path;
        var plain = Directory.EnumerateFiles(Path.GetDirectoryName(real)!, "kubectl.1.*")
            .Where(ReadsOpenApiV3)
            .Order(StringComparer.Ordinal)
            .Select(path => new Tool(Path.GetFileName(path), path))
            .ToList();
        return plain.Count > 0 ? plain : [kubectl];
    }
}
