using IstioLab.Labs.Resources;

namespace IstioLab.Labs.Tests.Resources;

public sealed class ResourceCommandsTests
{
    private const string RoutePath = "apis/networking.istio.io/v1/namespaces/nolen/virtualservices/apps";

    private static readonly ClusterInfo Info = new("embedded", "default", "1.36", "1.30", new Uri("https://127.0.0.1:1"), "", DateTimeOffset.UnixEpoch);

    private readonly FakeCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shift_changes_the_weights_and_nothing_else()
    {
        var result = await ExecuteAsync("virtualservice-nolen-apps", "shift", ("weight1", "30"), ("weight2", "70"));

        Assert.Equal(new LabCommandResult(true, "VirtualService 'vs/apps' now splits 30 % v1 · 70 % v2."), result);
        var (method, path, body) = Assert.Single(_cluster.Changes);
        Assert.Equal(("PATCH", RoutePath), (method, path));
        Assert.Equal(
            """{"metadata":{"resourceVersion":"7"},"spec":{"http":[{"route":[{"destination":{"host":"v1"},"weight":30},{"destination":{"host":"v2"},"weight":70}]}]}}""",
            body!.ToJsonString());
    }

    [Theory]
    [InlineData("60", "50", "VirtualService 'vs/apps': weights '60, 50' add up to 110; they must add up to 100.")]
    [InlineData("-5", "105", "VirtualService 'vs/apps': weight '-5' of 'v1 (%)' must be a whole number from 0 to 100.")]
    [InlineData("ten", "90", "VirtualService 'vs/apps': weight 'ten' of 'v1 (%)' must be a whole number from 0 to 100.")]
    public async Task Bad_weights_are_answered_with_the_rule_and_change_nothing(string first, string second, string message)
    {
        var result = await ExecuteAsync("virtualservice-nolen-apps", "shift", ("weight1", first), ("weight2", second));

        Assert.Equal(new LabCommandResult(false, message), result);
        Assert.Empty(_cluster.Changes);
    }

    [Fact]
    public async Task Delete_removes_the_pod()
    {
        var result = await ExecuteAsync("pod-nolen-one", "delete");

        Assert.True(result.Succeeded);
        Assert.Equal(("DELETE", "api/v1/namespaces/nolen/pods/one"), (_cluster.Changes.Single().Method, _cluster.Changes.Single().Path));
    }

    [Theory]
    [InlineData("pod-nolen-one", "fly", "Pod 'one' has no command 'fly'. It has 'delete'.")]
    [InlineData("pod-nolen-gone", "delete", "There is no resource 'pod-nolen-gone' any more.")]
    public async Task Unknown_command_or_resource_is_answered(string resource, string command, string message) =>
        Assert.Equal(new LabCommandResult(false, message), await ExecuteAsync(resource, command));

    private async Task<LabCommandResult> ExecuteAsync(string resource, string command, params (string Name, string Value)[] arguments)
    {
        var route = SampleObjects.VirtualService(90, 10);
        _cluster.List(SampleObjects.Pods, SampleObjects.Pod("one", "c"));
        _cluster.List(SampleObjects.Services, SampleObjects.Service("v1"), SampleObjects.Service("v2"));
        _cluster.List(SampleObjects.VirtualServices, route);
        _cluster.Answers[RoutePath] = route;
        await using var hub = ResourceHub.Start(_cluster, Info, TimeProvider.System);
        using var subscription = hub.Subscribe();
        while (hub.Find("virtualservice-nolen-apps") is null || hub.Find("pod-nolen-one") is null)
        {
            await subscription.Changes.WaitToReadAsync(Token);
            subscription.Changes.TryRead(out _);
        }

        return await new ResourceCommands(_cluster, hub, TimeProvider.System)
            .ExecuteAsync(resource, command, arguments.ToDictionary(argument => argument.Name, argument => argument.Value), Token);
    }
}
