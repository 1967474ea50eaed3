using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Tools;

namespace IstioLab.Hosting.Tests.Run;

/// <summary>The AppHost as a program of its own, seen through the Aspire CLI as a script sees it.</summary>
[Collection(AspireCommandGroup.Name)]
public sealed class AspireCommandTests : IDisposable
{
    private readonly ToolRunner _runner = new(TimeProvider.System);
    private readonly string _home = Directory.CreateTempSubdirectory("istiolab-cli-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Project => Path.Combine(Projects.AppHost.ProjectPath, "AppHost.csproj");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Script_waits_describes_shifts_reads_logs_and_stops()
    {
        Assert.SkipWhen(Tool.Find("aspire") is null, "The Aspire CLI is not on the PATH; the other tests of this folder say the same of the AppHost without it.");
        await using var host = _runner.Start(Program() with { Environment = Variables() });
        await UntilAsync(async () => await AspireAsync("wait", "lab") is { ExitCode: 0 });
        foreach (var service in (string[])["pricing-v1", "pricing-v2", "storefront"])
        {
            await UntilAsync(async () => await AspireAsync("wait", service) is { ExitCode: 0 });
        }

        var resources = await DescribeAsync();
        Assert.All(
            ["lab", "istio", "istio-ingressgateway", "apps-v1", "apps-v2", "apps-client", "pricing-v1", "pricing-v2", "storefront"],
            name => Assert.Equal((name, "Running", "Healthy"), (name, (string?)resources[name]["state"], (string?)resources[name]["healthStatus"])));
        Assert.Equal("90 % v1 · 10 % v2 (by-weight)", (string?)resources["apps-svc-all-vs"]["state"]);

        var shift = await AspireAsync("resource", "apps-svc-all-vs", "shift", "--", "--v2", "50");
        Assert.True(shift.ExitCode == 0, shift.Error);
        await UntilAsync(async () => (string?)(await DescribeAsync())["apps-svc-all-vs"]["state"] == "50 % v1 · 50 % v2 (by-weight)");
        var refused = await AspireAsync("resource", "apps-svc-all-vs", "shift", "--", "--v2", "150");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("0 to", refused.Output + refused.Error, StringComparison.Ordinal);
        Assert.Contains("embedded cluster", (await AspireAsync("logs", "lab")).Output, StringComparison.Ordinal);

        var record = new EnvironmentRegistry(Assert.Single(new LabHome(_home).List())).FindRunning()!;
        Assert.True(await AspireAsync("stop") is { ExitCode: 0 });
        await host.Exited.WaitAsync(RunningAppHost.Patience, Token);
        await UntilAsync(() => Task.FromResult(!record.Process.IsRunning));
    }

    private static ToolCommand Program() => new(new Tool("AppHost", Path.Combine(
        AppContext.BaseDirectory, "..", "..", "AppHost", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), OperatingSystem.IsWindows() ? "AppHost.exe" : "AppHost")))
    {
        WorkingDirectory = Path.GetDirectoryName(Project),
    };

    private async Task<Dictionary<string, JsonNode>> DescribeAsync()
    {
        var answer = await AspireAsync("describe", "--format", "json");
        Assert.True(answer.ExitCode == 0, answer.Error);
        return JsonNode.Parse(answer.Output)!["resources"]!.AsArray().ToDictionary(resource => (string)resource!["displayName"]!, resource => resource!, StringComparer.Ordinal);
    }

    private Task<ToolResult> AspireAsync(params string[] arguments)
    {
        var separator = Array.IndexOf(arguments, "--");
        var own = separator < 0 ? arguments : arguments[..separator];
        string[] passed = separator < 0 ? [] : arguments[separator..];
        var command = new ToolCommand(Tool.Find("aspire")!, [.. own, "--apphost", Project, "--non-interactive", "--nologo", .. passed])
        {
            WorkingDirectory = _home,
            AllowFailure = true,
        };
        return _runner.RunAsync(command, cancellationToken: Token);
    }

    private Dictionary<string, string?> Variables() => new()
    {
        ["ISTIOLAB_HOME"] = _home,
        ["IstioLab__Cluster"] = "embedded",
        ["DOTNET_ENVIRONMENT"] = "Development",
        ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
        ["ASPNETCORE_URLS"] = Free(),
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = Free(),
        ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = Free(),
        ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = Free(),
    };

    private static string Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(RunningAppHost.Patience);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, limit.Token);
        }
    }
}
