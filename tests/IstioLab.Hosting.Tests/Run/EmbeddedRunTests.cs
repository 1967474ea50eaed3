using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using IstioLab.Labs.Api;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IstioLab.Hosting.Tests.Run;

/// <summary>What a person or a script sees while the AppHost runs with the embedded cluster.</summary>
[Collection(RunningAppHostGroup.Name)]
public sealed class EmbeddedRunTests(RunningAppHost host)
{
    private const string Routes = "apps-svc-all-vs";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("lab")]
    [InlineData("istio")]
    [InlineData("istio-ingressgateway")]
    [InlineData("apps-v1")]
    [InlineData("apps-v2")]
    [InlineData("apps-client")]
    [InlineData("pricing-v2")]
    [InlineData("storefront")]
    public async Task Resource_is_running_and_healthy(string name)
    {
        var ready = await (await host.ReadyAsync()).ResourceNotifications.WaitForResourceHealthyAsync(name, Token).WaitAsync(RunningAppHost.Patience, Token);

        Assert.Equal(("Running", HealthStatus.Healthy), (ready.Snapshot.State?.Text, ready.Snapshot.HealthStatus));
    }

    [Fact]
    public async Task Weight_that_is_shifted_is_the_state_at_once()
    {
        var result = await ExecuteAsync("v2", "50");
        Assert.True(result.Success, result.Message);
        await StateAsync(Routes, "50 % v1 · 50 % v2 (by-weight)");

        Assert.True((await ExecuteAsync("v2", "10")).Success);
        await StateAsync(Routes, "90 % v1 · 10 % v2 (by-weight)");
    }

    [Fact]
    public async Task Bad_weight_answers_with_the_rule()
    {
        var result = await ExecuteAsync("v2", "150");

        Assert.False(result.Success);
        Assert.Contains("0 to 100", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_that_no_Gateway_opens_says_that_it_does_not_answer()
    {
        var app = await host.ReadyAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("istio-ingressgateway", Token).WaitAsync(RunningAppHost.Patience, Token);

        var result = await app.ResourceCommands.ExecuteCommandAsync("istio-ingressgateway", "open-gateway", Token);

        Assert.False(result.Success);
        Assert.Contains("once a Gateway opens it", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_string_is_a_kubeconfig_that_leads_to_the_cluster()
    {
        var path = await (await host.ReadyAsync()).GetConnectionStringAsync("lab", Token);
        using var api = KubeApi.Open(path!);

        var deployments = await api.ListAsync("apis/apps/v1/namespaces/nolen/deployments", Token);

        Assert.Equal(3, deployments.Count);
    }

    [Fact]
    public async Task Pods_are_shown_below_their_Deployments()
    {
        using var api = KubeApi.Open((await (await host.ReadyAsync()).GetConnectionStringAsync("lab", Token))!);
        var pods = await api.ListAsync("api/v1/namespaces/nolen/pods", Token);

        foreach (var pod in pods.Select(pod => (string)pod["metadata"]!["name"]!))
        {
            var shown = await (await host.ReadyAsync()).ResourceNotifications.WaitForResourceAsync(pod, found => found.Snapshot.State is not null, Token)
                .WaitAsync(RunningAppHost.Patience, Token);
            var parent = shown.Snapshot.Properties.Single(property => property.Name == "resource.parentName").Value as string;
            Assert.StartsWith(parent!, pod, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Service_of_the_AppHost_is_routed_to_by_the_mesh()
    {
        await (await host.ReadyAsync()).ResourceNotifications.WaitForResourceHealthyAsync("pricing-v2", Token).WaitAsync(RunningAppHost.Patience, Token);
        await (await host.ReadyAsync()).ResourceNotifications.WaitForResourceHealthyAsync("storefront", Token).WaitAsync(RunningAppHost.Patience, Token);
        using var client = (await host.ReadyAsync()).CreateHttpClient("storefront");
        client.Timeout = RunningAppHost.Patience;
        client.DefaultRequestHeaders.Add("x-user-tier", "gold");

        var answers = new List<string>();
        for (var round = 0; round < 20; round++)
        {
            answers.Add((await client.GetStringAsync(new Uri("/coffee", UriKind.Relative), Token)).Split('\n')[0]);
        }

        Assert.All(answers, answer => Assert.Equal("pricing-v2", answer));
    }

    [Fact]
    public async Task Service_leads_to_the_processes_that_answer_for_it()
    {
        var shown = await (await host.ReadyAsync()).ResourceNotifications.WaitForResourceAsync("pricing-svc", found => found.Snapshot.State?.Text == "2 endpoints", Token)
            .WaitAsync(RunningAppHost.Patience, Token);

        Assert.Superset(
            new HashSet<string> { "pricing-v1", "pricing-v2" },
            shown.Snapshot.Relationships.Where(relation => relation.Type == "selects").Select(relation => relation.ResourceName).ToHashSet(StringComparer.Ordinal));
        var process = await (await host.ReadyAsync()).ResourceNotifications.WaitForResourceAsync(
            "pricing-v1", found => found.Snapshot.Properties.Any(property => property.Name == "mesh.labels"), Token).WaitAsync(RunningAppHost.Patience, Token);
        Assert.Equal("Project", process.Snapshot.ResourceType);
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(string argument, string value) => await (await host.ReadyAsync()).ResourceCommands.ExecuteCommandAsync(
        Routes,
        "shift",
        new InteractionInputCollection([new InteractionInput { Name = argument, InputType = InputType.Number, Value = value }]),
        Token);

    private async Task StateAsync(string name, string state) =>
        await (await host.ReadyAsync()).ResourceNotifications.WaitForResourceAsync(name, found => found.Snapshot.State?.Text == state, Token).WaitAsync(RunningAppHost.Patience, Token);
}
