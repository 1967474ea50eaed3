using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Tools;

namespace IstioLab.Hosting.Tests.Run;

/// <summary>The AppHost as a program of its own, seen through the Aspire CLI as a script sees it.</summary>
[Collection(AspireCommandGroup.Name)]
public sealed class AspireCommandTests : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly string _home = Directory.CreateTempSubdirectory("istiolab-cli-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Project => Path.Combine(Projects.AppHost.ProjectPath, "AppHost.csproj");

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Script_waits_describes_shifts_reads_logs_and_stops()
    {
        Assert.SkipWhen(Tool.Find("aspire") is null, "The Aspire CLI is not on the PATH; the other tests of this folder say the same of the AppHost without it.");
        var host = Program().WithEnvironmentVariables(Variables()).ExecuteAsync(CancellationToken.None, _ending.Token);
        await UntilAsync(async () => (await AspireAsync("wait", "lab")).IsSuccess);
        foreach (var service in (string[])["pricing-v1", "pricing-v2", "storefront"])
        {
            await UntilAsync(async () => (await AspireAsync("wait", service)).IsSuccess);
        }

        var resources = await DescribeAsync();
        Assert.All(
            ["lab", "istio", "istio-ingressgateway", "apps-v1", "apps-v2", "apps-client", "pricing-v1", "pricing-v2", "storefront"],
            name => Assert.Equal((name, "Running", "Healthy"), (name, (string?)resources[name]["state"], (string?)resources[name]["healthStatus"])));
        Assert.Equal("90 % v1 · 10 % v2 (by-weight)", (string?)resources["apps-svc-all-vs"]["state"]);

        var shift = await AspireAsync("resource", "apps-svc-all-vs", "shift", "--", "--v2", "50");
        Assert.True(shift.IsSuccess, shift.StandardError);
        await UntilAsync(async () => (string?)(await DescribeAsync())["apps-svc-all-vs"]["state"] == "50 % v1 · 50 % v2 (by-weight)");
        var refused = await AspireAsync("resource", "apps-svc-all-vs", "shift", "--", "--v2", "150");
        Assert.False(refused.IsSuccess);
        Assert.Contains("0 to", refused.StandardOutput + refused.StandardError, StringComparison.Ordinal);
        Assert.Contains("embedded cluster", (await AspireAsync("logs", "lab")).StandardOutput, StringComparison.Ordinal);

        var record = new EnvironmentRegistry(Assert.Single(new LabHome(_home).List())).FindRunning()!;
        Assert.True((await AspireAsync("stop")).IsSuccess);
        await host.Task.WaitAsync(RunningAppHost.Patience, Token);
        await UntilAsync(() => Task.FromResult(!record.Process.IsRunning));
    }

    private static Command Program() => Cli.Wrap(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "AppHost", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), OperatingSystem.IsWindows() ? "AppHost.exe" : "AppHost"))
        .WithWorkingDirectory(Path.GetDirectoryName(Project)!)
        .WithValidation(CommandResultValidation.None);

    private async Task<Dictionary<string, JsonNode>> DescribeAsync()
    {
        var answer = await AspireAsync("describe", "--format", "json");
        Assert.True(answer.IsSuccess, answer.StandardError);
        return JsonNode.Parse(answer.StandardOutput)!["resources"]!.AsArray().ToDictionary(resource => (string)resource!["displayName"]!, resource => resource!, StringComparer.Ordinal);
    }

    private async Task<BufferedCommandResult> AspireAsync(params string[] arguments)
    {
        var separator = Array.IndexOf(arguments, "--");
        var own = separator < 0 ? arguments : arguments[..separator];
        string[] passed = separator < 0 ? [] : arguments[separator..];
        return await Cli.Wrap(Tool.Find("aspire")!.Path)
            .WithArguments([.. own, "--apphost", Project, "--non-interactive", "--nologo", .. passed])
            .WithWorkingDirectory(_home)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Token);
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
