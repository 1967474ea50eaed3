using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using IstioLab.Cluster.Dashboards;

namespace IstioLab.Cluster.Tests.Dashboards;

public sealed class DashboardTests(DashboardFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Login_page_answers_and_the_keys_are_different()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        using var http = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(connection.LoginUrl, Token)).StatusCode);
        Assert.Equal(3, new[] { connection.ApiKey, connection.OtlpApiKey, connection.LoginUrl.Query[3..] }.Distinct().Count());
        Assert.DoesNotContain(connection.ApiKey, connection.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Telemetry_is_not_given_to_one_without_the_key()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        using var stranger = new DashboardClient(connection with { ApiKey = "wrong" });

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => stranger.ReadSpansAsync(cancellationToken: Token));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Unknown_service_has_no_spans()
    {
        using var client = new DashboardClient((await fixture.SharedAsync()).Connection);

        Assert.Empty(await client.ReadSpansAsync("no-such-service", cancellationToken: Token));
    }

    [Fact]
    public async Task Dashboard_that_dies_is_restarted_once_at_the_same_address_and_then_given_up()
    {
        var messages = new ConcurrentQueue<string>();
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var dashboard = await DashboardFixture.LaunchAsync(Report);
        var first = dashboard.ProcessId;

        Kill(dashboard);
        await back.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Token);
        using var client = new DashboardClient(dashboard.Connection);
        Assert.Empty(await client.ReadSourcesAsync(Token));
        Assert.NotEqual(first, dashboard.ProcessId);

        Kill(dashboard);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Token);
        Assert.Equal(DashboardState.Stopped, dashboard.State);
        Assert.Contains(messages, message => message.Contains($"(pid {first}) exited with code", StringComparison.Ordinal));

        void Report(string message)
        {
            messages.Enqueue(message);
            _ = message.Contains("is back", StringComparison.Ordinal) && back.TrySetResult();
            _ = message.Contains("exited again", StringComparison.Ordinal) && gone.TrySetResult();
        }
    }

    [Fact]
    public async Task Disposed_dashboard_leaves_no_process()
    {
        var dashboard = await DashboardFixture.LaunchAsync(_ => { });
        using var process = Process.GetProcessById(dashboard.ProcessId);

        await dashboard.DisposeAsync();

        await process.WaitForExitAsync(Token);
        Assert.Equal(DashboardState.Stopped, dashboard.State);
    }

    private static void Kill(Dashboard dashboard)
    {
        using var process = Process.GetProcessById(dashboard.ProcessId);
        process.Kill();
    }
}
